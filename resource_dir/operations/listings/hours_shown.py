"""Hours of a listing document: as rules, and as what a result says of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from resource_dir.errors import BadInput
from resource_dir.hours import (
    Hours,
    HoursState,
    Rule,
    hours_at,
    hours_at_local,
    rule_from_values,
    week_of,
)
from resource_dir.operations.listings.audiences import Viewer, shown_to

Document = dict[str, Any]

FREE_TEXTS = frozenset({"description", "notes"})
"""Left out of what is kept: somebody may have written an address there that is withheld later."""
RULES_KEPT = 4096  # reading a row costs 40 µs, and 20 results hold 60 of them


def hours_of(document: Document, viewer: Viewer) -> Hours:
    """The rules that this viewer may see, in the listing's zone."""
    rules = tuple(_rules(shown_to(viewer, document["schedules"])))
    return Hours(document["zone"] or "", rules)


def _rules(rows: Iterable[Document]) -> Iterable[Rule]:
    for row in rows:
        rule = _rule_of(tuple([pair for pair in row.items() if pair[0] not in FREE_TEXTS]))
        if rule is None:
            # Free text alone, or a rule nobody can read: it says something about these hours, so
            # they have to come out unknown rather than closed.
            yield Rule(purpose=row.get("purpose", "opening"), note=row.get("description"))
        else:
            yield replace(rule, note=row["notes"].strip() or None) if row.get("notes") else rule


@lru_cache(maxsize=RULES_KEPT)
def _rule_of(values: tuple[tuple[str, Any], ...]) -> Rule | None:
    """The rule of a row without its texts; None where it can't be read."""
    try:
        return rule_from_values(dict(values))
    except BadInput:
        return None


def taking_hours(hours: Hours) -> Hours:
    """The hours in which a person is taken: intake hours where any are stated, else opening
    hours. A house that is open all night but admits until four is no place to go at five.
    """
    intake = tuple(replace(r, purpose="opening") for r in hours.rules if r.purpose == "intake")
    return Hours(hours.zone, intake) if intake else hours


def has_intake_hours(hours: Hours) -> bool:
    """Whether intake hours are stated apart from opening hours."""
    return any(rule.purpose == "intake" for rule in hours.rules)


def state_json(hours: Hours, *, at: datetime | None, local: datetime | None) -> dict[str, Any]:
    """`{"state", "until", "opens", "closes_soon"}` at an instant or at a local time."""
    state = hours_at(hours, at) if at is not None else _at_local(hours, local)
    return {
        "state": state.state,
        "until": state.until.isoformat() if state.until else None,
        "opens": state.opens.isoformat() if state.opens else None,
        "closes_soon": state.closes_soon,
    }


def _at_local(hours: Hours, local: datetime | None) -> HoursState:
    assert local is not None
    return hours_at_local(hours, local)


def week_json(hours: Hours, day: date, *, purpose: str) -> list[dict[str, Any]]:
    """Seven days as the listing page prints them."""
    return [
        {
            "date": one.date.isoformat(),
            "spans": [[o.isoformat("minutes"), c.isoformat("minutes")] for o, c in one.spans],
            "is_unknown": one.is_unknown,
            "is_exception": one.is_exception,
            "note": one.note,
        }
        for one in week_of(hours, day, purpose=purpose)
    ]
