"""Assumptions as they hold here: the defaults, and what planners set in their place."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resource_dir.gaps.assumptions import (
    Changed,
    Estimate,
    NeedAssumptions,
    assumptions_with,
)
from resource_dir.models import PlanningAssumption
from resource_dir.operations.auditing import record

TABLE = PlanningAssumption.__tablename__


def changed_assumptions(session: Session) -> list[Changed]:
    """What planners set, in the order of needs."""
    rows = session.scalars(
        select(PlanningAssumption).order_by(PlanningAssumption.need, PlanningAssumption.name)
    )
    return [Changed(row.need, row.name, _estimate(row)) for row in rows]


def _estimate(row: PlanningAssumption) -> Estimate:
    low = row.value if row.low is None else row.low
    high = row.value if row.high is None else row.high
    return Estimate(row.value, low, high, row.source)


def assumptions_of(session: Session) -> dict[str, NeedAssumptions]:
    """The assumptions of every need as they hold now."""
    return assumptions_with(changed_assumptions(session))


def set_assumption(session: Session, change: Changed, *, actor: str, now: datetime) -> None:
    """Put a planner's value in place of the default. Raises BadInput, NotFound."""
    assumptions_with([change])
    row = session.get(PlanningAssumption, (change.need, change.name))
    before = None if row is None else _told(row)
    estimate = change.estimate
    if row is None:
        row = PlanningAssumption(need=change.need, name=change.name)
        session.add(row)
    row.value, row.low, row.high = estimate.value, estimate.low, estimate.high
    row.source, row.set_at, row.set_by = estimate.source, now, actor
    session.flush()
    _record(
        session,
        "set",
        row_id=f"{change.need}/{change.name}",
        actor=actor,
        now=now,
        before=before,
        after=_told(row),
    )


def drop_assumption(session: Session, need: str, name: str, *, actor: str, now: datetime) -> None:
    """Go back to the default; nothing happens where it holds already."""
    row = session.get(PlanningAssumption, (need, name))
    if row is None:
        return
    before = _told(row)
    session.execute(
        delete(PlanningAssumption).where(
            PlanningAssumption.need == need, PlanningAssumption.name == name
        )
    )
    _record(
        session, "drop", row_id=f"{need}/{name}", actor=actor, now=now, before=before, after=None
    )


def _told(row: PlanningAssumption) -> dict[str, object]:
    return {"value": row.value, "low": row.low, "high": row.high, "source": row.source}


def _record(
    session: Session,
    what: str,
    *,
    row_id: str,
    actor: str,
    now: datetime,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> None:
    record(
        session,
        f"assumption.{what}",
        actor=actor,
        table=TABLE,
        row_id=row_id,
        now=now,
        before=before,
        after=after,
    )
