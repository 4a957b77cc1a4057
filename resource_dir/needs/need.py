"""One need: what a person may be looking for, with its words in English and Spanish."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """A need of the directory.

    ``synonyms`` and ``synonyms_es`` are what people type. Those also in ``typed_only`` are too
    loose to recognise a service by; those in ``names_only`` are sure in a name or term but not in
    running text; those in ``anywhere`` are single words sure enough even there. ``parent`` is the
    broader need that this one is a kind of. ``codes`` are (system, code) pairs of free systems.
    """

    slug: str
    name: str
    name_es: str
    group: str
    synonyms: tuple[str, ...] = ()
    synonyms_es: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    is_withheld_by_default: bool = False
    parent: str | None = None
    typed_only: frozenset[str] = frozenset()
    names_only: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()


# Marks in the tables: one character before a phrase, so that a table line stays readable.
_TYPED, _NAMES, _ANYWHERE = "~", "=", "!"
_MARKS = _TYPED + _NAMES + _ANYWHERE


def need(
    slug: str,
    name: str,
    name_es: str,
    group: str,
    *,
    en: str,
    es: str,
    parent: str | None = None,
    findtreatment: tuple[str, ...] = (),
    hud: tuple[str, ...] = (),
    is_withheld_by_default: bool = False,
) -> Need:
    """Build a need from a table line; `en` and `es` hold phrases between bars, maybe marked.

    ``~phrase`` is typed only, ``=phrase`` for names and terms only, ``!word`` sure anywhere.
    """
    marked = [*_phrases(en), *_phrases(es)]
    codes = [("findtreatment", code) for code in findtreatment] + [("hud", code) for code in hud]
    return Need(
        slug=slug,
        name=name,
        name_es=name_es,
        group=group,
        synonyms=tuple(one.lstrip(_MARKS) for one in _phrases(en)),
        synonyms_es=tuple(one.lstrip(_MARKS) for one in _phrases(es)),
        codes=tuple(codes),
        is_withheld_by_default=is_withheld_by_default,
        parent=parent,
        typed_only=_with_mark(marked, _TYPED),
        names_only=_with_mark(marked, _NAMES),
        anywhere=_with_mark(marked, _ANYWHERE),
    )


def _phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.split("|") if phrase.strip()]


def _with_mark(phrases: list[str], mark: str) -> frozenset[str]:
    return frozenset(phrase[1:] for phrase in phrases if phrase.startswith(mark))
