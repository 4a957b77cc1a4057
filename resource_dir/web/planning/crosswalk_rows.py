"""A crosswalk in words: its call types with what they ask for, its versions, who made them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from sqlalchemy.orm import Session

from resource_dir.gaps.crosswalk.entries import ANY, CrosswalkEntry, Meanings, entries_of_type
from resource_dir.gaps.crosswalk.suggesting import Reason, Suggested, suggest
from resource_dir.models import Account
from resource_dir.needs import NEEDS
from resource_dir.operations.auditing import COMMAND_LINE
from resource_dir.operations.planning.crosswalk_taking import SHIPPED_BY
from resource_dir.operations.planning.crosswalks import VersionKept
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers
from resource_dir.web.texts import N_, _
from resource_dir.web.wording import day_text

if TYPE_CHECKING:
    from resource_dir.gaps.crosswalk.volumes import TypeVolume, Unmapped

PAGE_OF_TYPES = 25
FIELDS = 5  # needs that one type may be given on the page
WHY = {
    "word": N_("the word “%(word)s”"),
    "cut": N_("the word “%(word)s”, cut off"),
    "spelt": N_("the word “%(word)s”, spelt otherwise"),
    "code": N_("the code %(word)s: %(note)s"),
}
STATES = {
    "draft": N_("draft, does not count"),
    "unreviewed": N_("not read by a second person"),
    "reviewed": N_("read by a second person"),
    "replaced": N_("replaced or sent back"),
}


@dataclass(frozen=True, slots=True)
class ShownMeaning:
    """What calls of one disposition ask for: "any" or its name, and the needs in words."""

    disposition: str
    needs: str


@dataclass(frozen=True, slots=True)
class ShownType:
    """One call type as the page lists it. `suggested` is one line for each need."""

    call_type: str
    name: str
    calls: str
    share: str
    is_mapped: bool
    meanings: tuple[ShownMeaning, ...]
    suggested: tuple[str, ...]
    nothing: str
    can_accept: bool
    href: str


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version in words."""

    number: int
    state: str
    words: str
    author: str
    made: str
    reviewer: str
    note: str


@dataclass(frozen=True, slots=True)
class Meter:
    """The unmapped calls: a share for the meter, and the sentence. None: there are no calls."""

    share: float | None
    words: str


def reason_text(reason: Reason) -> str:
    """Why something is suggested."""
    return _(WHY[reason.kind], word=reason.word, note=reason.note)


def meter_of(unmapped: "Unmapped", version: VersionKept | None) -> Meter:
    """The unmapped volume of a version."""
    if unmapped.share is None:
        return Meter(None, _("No call is mapped by it yet: choose a data set for it."))
    return Meter(
        unmapped.share,
        _(
            "%(share)s of %(calls)s calls are of types that nobody mapped (version %(number)s)",
            share=numbers.percent(unmapped.share),
            calls=f"{unmapped.all_calls:,}",
            number=version.number if version else 0,
        ),
    )


def shown_type(
    volume: "TypeVolume", entries: Sequence[CrosswalkEntry], *, of: int, crosswalk: str
) -> ShownType:
    """A type; `entries` are all of the version, `of` all calls."""
    own = entries_of_type(entries, volume.call_type)
    suggested = suggest(volume.call_type)
    return ShownType(
        call_type=volume.call_type,
        name=volume.call_type or _("(blank)"),
        calls=f"{volume.calls:,}",
        share=numbers.percent(volume.calls / of if of else None),
        is_mapped=bool(own),
        meanings=_meanings(own),
        suggested=_suggestions(suggested),
        nothing=reason_text(suggested.nothing) if suggested.nothing else "",
        can_accept=bool(volume.call_type) and _is_news(suggested, own),
        href=url_for(
            "planning_crosswalks.one", crosswalk_id=crosswalk, type=volume.call_type, _anchor="edit"
        ),
    )


def _meanings(own: Sequence[CrosswalkEntry]) -> tuple[ShownMeaning, ...]:
    said = Meanings(own)
    dispositions = sorted({entry.disposition for entry in own})
    return tuple(
        ShownMeaning(one or _("any outcome"), needs_text(said.of(own[0].call_type, one).items()))
        for one in dispositions
    )


def needs_text(weights: Iterable[tuple[str, float]]) -> str:
    """ "Sobering center 0.7, Transport 0.1"; what has weight 0 is not asked for."""
    told = [f"{need_name(need)} {weight:g}" for need, weight in weights if weight > 0]
    return ", ".join(told) or _("asks for nothing")


def _suggestions(suggested: Suggested) -> tuple[str, ...]:
    return tuple(
        _(
            "%(need)s %(weight)s, by %(why)s",
            need=need_name(one.need),
            weight=f"{one.weight:g}",
            why=reason_text(one.reason),
        )
        for one in suggested.needs
    )


def _is_news(suggested: Suggested, own: Sequence[CrosswalkEntry]) -> bool:
    if not suggested.needs and not suggested.nothing:
        return False
    said = {entry.need: entry.weight for entry in own if entry.disposition == ANY and entry.need}
    return not own or said != suggested.weights


def shown_version(session: Session, one: VersionKept) -> ShownVersion:
    """A version, with people by their e-mail."""
    return ShownVersion(
        number=one.number,
        state=one.state,
        words=_(STATES[one.state]),
        author=person(session, one.author),
        made=day_text(one.created.date(), "yMMMd"),
        reviewer=person(session, one.reviewer) if one.reviewer else "",
        note=one.note or "",
    )


def person(session: Session, actor: str) -> str:
    """Who did something, as colleagues know them."""
    if actor == SHIPPED_BY:
        return _("the product itself")
    if actor == COMMAND_LINE:
        return _("the command line")
    account = session.get(Account, actor.removeprefix("account:"))
    return account.email if account else actor


def need_choices() -> list[tuple[str, str]]:
    """All needs for a select, by name."""
    return sorted(((slug, need_name(slug)) for slug in NEEDS), key=lambda one: one[1].casefold())


def fields_of(weights: Iterable[tuple[str, float]]) -> list[tuple[str, str]]:
    """The rows of the form: what is said, then empty ones."""
    said = [(need, f"{weight:g}") for need, weight in weights if need][:FIELDS]
    return said + [("", "")] * (FIELDS - len(said))
