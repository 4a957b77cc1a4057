"""When the teams are on the road, as the planner sets it."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.teams import OnTheRoad
from resource_dir.hours.weekdays import byday_text, days_of
from resource_dir.models import TeamShift
from resource_dir.operations.auditing import record
from resource_dir.operations.planning.shift_areas import checked_areas, known_areas, served

LONGEST_NAME = 80
MOST_TEAMS = 500


@dataclass(frozen=True, slots=True)
class Shift:
    """What a planner says of one shift. `byday` as HSDS writes it: "MO,TU". `areas` are those it
    serves, each as "LAYER:AREA"; none: everywhere.
    """

    team: str
    byday: str
    starts_at: time
    ends_at: time
    teams: int = 1
    areas: tuple[str, ...] = ()


def list_shifts(session: Session) -> list[TeamShift]:
    """All shifts, by team and time."""
    return list(
        session.scalars(
            select(TeamShift).order_by(TeamShift.team, TeamShift.starts_at, TeamShift.id)
        )
    )


def on_the_road(session: Session, shifts: list[TeamShift]) -> list[OnTheRoad]:
    """The shifts as planning counts them: each for its own areas."""
    known = known_areas(session)
    return [
        OnTheRoad(
            tuple(day for day, _ in days_of(shift.byday)),
            shift.starts_at,
            shift.ends_at,
            shift.teams,
            served(shift, known),
        )
        for shift in shifts
    ]


def add_shift(session: Session, shift: Shift, *, actor: str, now: datetime) -> str:
    """Add a shift; gives its id. Raises BadInput."""
    row = TeamShift(id=str(uuid4()), **_checked(session, shift))
    session.add(row)
    session.flush()
    _record(session, "add", row.id, actor=actor, now=now, after=_told(row))
    return row.id


def correct_shift(
    session: Session, shift_id: str, shift: Shift, *, actor: str, now: datetime
) -> None:
    """Put other values in a shift. Raises BadInput, NotFound."""
    row = _shift(session, shift_id)
    before = _told(row)
    for name, value in _checked(session, shift, kept=row.area_ids or ()).items():
        setattr(row, name, value)
    session.flush()
    if _told(row) != before:
        _record(session, "correct", row.id, actor=actor, now=now, before=before, after=_told(row))


def remove_shift(session: Session, shift_id: str, *, actor: str, now: datetime) -> None:
    """Take a shift away. Raises NotFound."""
    row = _shift(session, shift_id)
    before = _told(row)
    session.delete(row)
    session.flush()
    _record(session, "remove", shift_id, actor=actor, now=now, before=before)


def _shift(session: Session, shift_id: str) -> TeamShift:
    row = session.get(TeamShift, shift_id)
    if row is None:
        raise NotFound("There is no such shift.")
    return row


def _checked(session: Session, shift: Shift, *, kept: Collection[str] = ()) -> dict[str, Any]:
    team = " ".join(shift.team.split())
    if not team or len(team) > LONGEST_NAME or not team.isprintable():
        raise BadInput("Give the team a name of at most 80 characters.", field="team")
    if not 1 <= shift.teams <= MOST_TEAMS:
        raise BadInput("How many teams: 1 to 500.", field="teams")
    days = {day for day, nth in days_of(shift.byday) if not nth}
    if not days:
        raise BadInput("Choose at least one day.", field="byday")
    byday = byday_text(tuple((day, 0) for day in sorted(days)))
    values = {**asdict(shift), "team": team, "byday": byday}
    del values["areas"]
    return {**values, "area_ids": checked_areas(session, shift.areas, kept=kept)}


def _told(row: TeamShift) -> dict[str, object]:
    return {
        "team": row.team,
        "byday": row.byday,
        "starts_at": row.starts_at.isoformat("minutes"),
        "ends_at": row.ends_at.isoformat("minutes"),
        "teams": row.teams,
        "areas": row.area_ids,
    }


def _record(session: Session, what: str, row_id: str, **more: Any) -> None:
    record(session, f"shift.{what}", table=TeamShift.__tablename__, row_id=row_id, **more)
