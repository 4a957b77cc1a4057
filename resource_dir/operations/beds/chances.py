"""How likely one is free, beside a number that is too old: a hint for partners, never a fact.

Worked out when it is shown, from what `forecasting.py` counted in the night; no document holds it.
Nobody but partners, nothing beside a fresh number, and nothing where too little is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.gaps.forecasting.chain import Fleet, Switches, chance_free, shown
from resource_dir.operations.beds.freshness import believed_hours, is_stale
from resource_dir.operations.listings.audiences import Viewer
from resource_dir.operations.rows import table_of

Document = dict[str, Any]
Row = Mapping[str, Any]

# Two weeks of daily reports, discounted: before that the chance would be that of other houses.
LEAST_REPORTS = 14.0
OLDEST = timedelta(days=7)  # nobody has judged it further ahead

_unit = table_of(models.BedForecast)
_fleet = table_of(models.ForecastFleet)
# The fleet is one row: it comes with each unit, and costs no second question.
_UNITS = select(
    _unit.c.capacity_id, _unit.c.n_full, _unit.c.n_free, _unit.c.n_to_free, _unit.c.n_to_full,
    _unit.c.interval_hours, _fleet.c.to_free, _fleet.c.to_free_weight, _fleet.c.to_full,
    _fleet.c.to_full_weight,
).select_from(_unit.join(_fleet, _fleet.c.id == 1)).where(
    _unit.c.capacity_id.in_(bindparam("of_counts", expanding=True)),
    _unit.c.n_full + _unit.c.n_free >= LEAST_REPORTS,
)  # fmt: skip


Chances = Mapping[str, dict[str, Any]]
NO_CHANCES: Chances = MappingProxyType({})


def chances_for(
    session: Session, documents: Iterable[Document], *, viewer: Viewer, now: datetime
) -> Chances:
    """`{"value", "as_of"}`, rounded, of each count that is too old and has a past, by its id: one
    question for a whole page, and none for the public.
    """
    if viewer != "partner":
        return NO_CHANCES
    told = {
        row["id"]: (row["available"] > 0, now - at)
        for document in documents
        for row in document["capacity"]
        if (at := _told_too_long_ago(document, row, now)) is not None
    }
    if not told:
        return NO_CHANCES
    as_of = now.isoformat(timespec="seconds")
    found = session.connection().execute(_UNITS, {"of_counts": list(told)}).all()
    if not found:
        return NO_CHANCES
    fleet = Fleet(*tuple(found[0])[6:])  # the same in every row
    return {
        count_id: {"value": _value(*told[count_id], numbers, fleet), "as_of": as_of}
        for count_id, *numbers in found
    }


def _value(was_free: bool, age: timedelta, numbers: Sequence[float], fleet: Fleet) -> float:
    switches, interval_hours = Switches(*numbers[:4]), numbers[4]
    intervals = age.total_seconds() / 3600 / interval_hours
    return shown(chance_free(switches, fleet, was_free=was_free, intervals=intervals))


def _told_too_long_ago(document: Document, row: Row, now: datetime) -> datetime | None:
    """When a number was told, in earnest, that is too old to be believed, but not older."""
    if not row.get("id") or not row["updated"] or row["available"] is None:
        return None
    if row.get("flag") or row["is_accepting"] is False or _is_shut(document):
        return None
    updated = datetime.fromisoformat(row["updated"])
    is_told_before = updated <= now <= updated + OLDEST
    if is_told_before and is_stale(updated, believed_hours(document, row), now):
        return updated
    return None


def _is_shut(document: Document) -> bool:
    return (document["status"] or "").strip().lower() == "temporarily closed"
