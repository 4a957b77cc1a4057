"""How likely one is free, beside a number that is too old: a hint for partners, never a fact.

Worked out when it is shown, from what `forecasting.py` counted in the night; no document holds it.
Nobody but partners, nothing beside a fresh number, and nothing where too little is known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.gaps.forecasting.chain import Fleet, Switches, chance_free, shown
from resource_dir.operations.audiences import Viewer
from resource_dir.operations.freshness import believed_hours, is_stale
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


@dataclass(frozen=True, slots=True)
class UnitForecast:
    """What one count's chance is worked out from."""

    switches: Switches
    fleet: Fleet
    interval: timedelta


Forecasts = Mapping[str, UnitForecast]
NO_FORECASTS: Forecasts = MappingProxyType({})


def forecasts_for(
    session: Session, documents: Iterable[Document], *, viewer: Viewer, now: datetime
) -> Forecasts:
    """What is known of the counts that are too old, by their ids: one question for a whole page,
    and none for the public.
    """
    if viewer != "partner":
        return NO_FORECASTS
    ids = [row["id"] for document in documents for row in _too_old(document, now)]
    if not ids:
        return NO_FORECASTS
    found = session.connection().execute(_UNITS, {"of_counts": ids})
    return {
        count_id: UnitForecast(
            Switches(*numbers[:4]), Fleet(*numbers[5:]), timedelta(hours=numbers[4])
        )
        for count_id, *numbers in found
    }


def chance_of(
    document: Document, row: Row, forecasts: Forecasts, *, viewer: Viewer, now: datetime
) -> dict[str, Any] | None:
    """`{"value", "as_of"}` of one count, rounded, or None: it is fresh, or nothing can be said."""
    forecast = forecasts.get(row.get("id") or "")
    if viewer != "partner" or forecast is None or not _is_too_old(document, row, now):
        return None
    age = now - datetime.fromisoformat(row["updated"])
    chance = chance_free(
        forecast.switches, forecast.fleet,
        was_free=row["available"] > 0, intervals=age / forecast.interval,
    )  # fmt: skip
    return {"value": shown(chance), "as_of": now.isoformat(timespec="seconds")}


def _too_old(document: Document, now: datetime) -> Iterator[Row]:
    return (row for row in document["capacity"] if _is_too_old(document, row, now))


def _is_too_old(document: Document, row: Row, now: datetime) -> bool:
    """Whether a number was told, in earnest, too long ago to be believed, but not longer."""
    if not row.get("id") or not row["updated"] or row["available"] is None:
        return False
    if row.get("flag") or row["is_accepting"] is False or _is_shut(document):
        return False
    updated = datetime.fromisoformat(row["updated"])
    is_told_before = updated <= now <= updated + OLDEST
    return is_told_before and is_stale(updated, believed_hours(document, row), now)


def _is_shut(document: Document) -> bool:
    return (document["status"] or "").strip().lower() == "temporarily closed"
