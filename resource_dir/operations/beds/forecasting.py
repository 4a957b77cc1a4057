"""What the reports of each count come to, worked out every night: see `gaps/forecasting`.

Derived from `capacity_report` and nothing else, so that it can be made again at any time; pages ask
`chances.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.gaps.forecasting.chain import Fleet
from resource_dir.gaps.forecasting.counting import Report, UnitState, counted
from resource_dir.gaps.forecasting.fleet import fit_fleet
from resource_dir.operations.beds.flagging import JUMP
from resource_dir.operations.beds.freshness import FUTURE
from resource_dir.operations.rows import table_of

EVERY = timedelta(days=1)
# Of one count, the latest: the five hundredth before the last weighs a third of a percent.
MOST_REPORTS = 500
FLEET_ID = 1  # there is one fleet: the latest

_count = table_of(models.Capacity)
_report = table_of(models.CapacityReport)
_unit = table_of(models.BedForecast)
_fleet = table_of(models.ForecastFleet)
_LATEST = (
    select(_report.c.updated, _report.c.available, _report.c.is_accepting)
    .where(
        _report.c.capacity_id == bindparam("of_count"),
        _report.c.updated <= bindparam("until"),
        _report.c.available.is_not(None),
        _report.c.flag.is_distinct_from(JUMP),  # a typing error is no switch
    )
    .order_by(_report.c.updated.desc(), _report.c.id.desc())
    .limit(MOST_REPORTS)
)


@dataclass(frozen=True, slots=True)
class ForecastUpdate:
    """What was worked out: how many counts have reports, and what all of them say together."""

    units: int
    fleet: Fleet
    fitted: datetime


def forecast_when_due(session: Session, now: datetime) -> None:
    """The job of the server: once a day. See `chores.py`."""
    fitted = session.scalar(select(_fleet.c.fitted).where(_fleet.c.id == FLEET_ID))
    session.rollback()
    if fitted is None or not timedelta() <= now - fitted < EVERY:
        update_forecast(session, now=now)


def update_forecast(session: Session, *, now: datetime) -> ForecastUpdate:
    """Count every unit's reports anew, and fit the fleet. Reads first, so that nobody who writes
    waits for the arithmetic; opens its own transaction.
    """
    states = dict(_states(session, now))
    session.rollback()
    fleet = fit_fleet(states.values())
    with writing(session):
        _store(session, states, fleet, now)
    return ForecastUpdate(len(states), fleet, now)


def _states(session: Session, now: datetime) -> Iterator[tuple[str, UnitState]]:
    for count_id in session.scalars(select(_count.c.id).order_by(_count.c.id)).all():
        reports = _reports(session, count_id, now)
        if reports:
            yield count_id, counted(reports)


def _reports(session: Session, count_id: str, now: datetime) -> list[Report]:
    """Oldest first. Who takes nobody has nothing free, whatever is empty."""
    told = session.connection().execute(_LATEST, {"of_count": count_id, "until": now + FUTURE})
    return [(at, free > 0 and accepts is not False) for at, free, accepts in told][::-1]


def _store(session: Session, states: dict[str, UnitState], fleet: Fleet, now: datetime) -> None:
    """In place of the last ones; a count that was removed meanwhile has none."""
    session.execute(delete(_unit))
    session.execute(delete(_fleet))
    kept = set(session.scalars(select(_count.c.id)))
    rows = [_row(count_id, state, now) for count_id, state in states.items() if count_id in kept]
    if rows:
        session.execute(insert(_unit), rows)
    session.execute(insert(_fleet), [{
        "id": FLEET_ID, "to_free": fleet.to_free, "to_free_weight": fleet.to_free_weight,
        "to_full": fleet.to_full, "to_full_weight": fleet.to_full_weight, "units": len(rows),
        "fitted": now,
    }])  # fmt: skip


def _row(count_id: str, state: UnitState, now: datetime) -> dict[str, Any]:
    return {
        "capacity_id": count_id, "n_full": state.n_full, "n_free": state.n_free,
        "n_to_free": state.n_to_free, "n_to_full": state.n_to_full,
        "interval_hours": state.interval / timedelta(hours=1), "was_free": state.was_free,
        "last_at": state.last_at, "updated": now,
    }  # fmt: skip
