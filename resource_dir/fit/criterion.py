"""One thing a listing may say about whom it takes, with its words in both languages."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from resource_dir.fit.audience import Audience

Kind = Literal["flag", "text", "range", "list"]
Polarity = Literal["accepts", "requires", "excludes", "detail"]


class Words(NamedTuple):
    """What one language says of a criterion: its name, the phone question, the card's two lines."""

    name: str
    question: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the list in docs: its code, how it is asked, and what yes means.

    ``polarity`` says what "yes" means for the person: ``accepts`` (good), ``requires`` (a demand),
    ``excludes`` (keeps the person out), ``detail`` (information that no verdict hangs on).
    ``asked_as`` is the person-side code (``accepts=`` of a search) or None where none exists.
    ``is_noted`` marks what a responder should read even when it was not asked about.
    """

    code: str
    name: str
    name_es: str
    group: str
    kind: Kind
    polarity: Polarity
    question: str
    question_es: str
    yes: str
    yes_es: str
    no: str
    no_es: str
    audience: Audience = "public"
    asked_as: str | None = None
    is_noted: bool = False


def _criterion(
    code: str,
    group: str,
    en: Words,
    es: Words,
    *,
    kind: Kind,
    polarity: Polarity,
    audience: Audience = "public",
    asked_as: str | None = None,
    is_noted: bool = False,
) -> Criterion:
    return Criterion(
        code=code,
        group=group,
        kind=kind,
        polarity=polarity,
        name=en.name,
        name_es=es.name,
        question=en.question,
        question_es=es.question,
        yes=en.yes,
        yes_es=es.yes,
        no=en.no,
        no_es=es.no,
        audience=audience,
        asked_as=asked_as,
        is_noted=is_noted,
    )


def accepts(code: str, group: str, en: Words, es: Words, *, is_noted: bool = False) -> Criterion:
    """Build a criterion whose "yes" lets the person in; it is asked by its own code."""
    return _criterion(
        code, group, en, es, kind="flag", polarity="accepts", asked_as=code, is_noted=is_noted
    )


def requires(code: str, group: str, en: Words, es: Words, *, asked_as: str) -> Criterion:
    """Build a criterion whose "yes" is a demand; `asked_as` names a person who can't meet it."""
    return _criterion(
        code, group, en, es, kind="flag", polarity="requires", asked_as=asked_as, is_noted=True
    )


def excludes(code: str, group: str, en: Words, es: Words, *, asked_as: str) -> Criterion:
    """Build a criterion whose "yes" keeps out the person that `asked_as` names."""
    return _criterion(
        code, group, en, es, kind="flag", polarity="excludes", asked_as=asked_as, is_noted=True
    )


def detail(
    code: str,
    group: str,
    en: Words,
    es: Words,
    *,
    kind: Kind = "text",
    audience: Audience = "public",
    is_noted: bool = False,
) -> Criterion:
    """Build a criterion that informs and decides nothing."""
    return _criterion(
        code, group, en, es, kind=kind, polarity="detail", audience=audience, is_noted=is_noted
    )
