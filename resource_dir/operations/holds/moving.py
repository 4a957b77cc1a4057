"""A hold goes from one state to the next: each step once, whoever else tries it at this moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, RowMapping, update
from sqlalchemy.orm import Session

from resource_dir.errors import Conflict, NotFound
from resource_dir.models import BedSetting, Hold
from resource_dir.operations.auditing import record
from resource_dir.operations.holds.counting import lock_even_unshown

# Nobody sits in a car and waits longer for a yes: then it is time to call, or to drive elsewhere.
ANSWERED_WITHIN = timedelta(minutes=15)
# Traffic, and the walk from the car to the door.
GRACE = timedelta(minutes=15)
# The longest way there is to choose, where the provider has not said how long it keeps a bed.
LONGEST_MINUTES = 120
ARRIVAL_MINUTES = (10, 20, 30, 45, 60, 90)
OPEN = ("asked", "confirmed")


@dataclass(frozen=True, slots=True)
class Locked:
    """A hold and its count, as they are until commit."""

    hold: Hold
    count: RowMapping


def lock_hold(session: Session, hold_id: str) -> Locked:
    """Lock the count, then the hold: always in this order. Raises NotFound."""
    found = session.get(Hold, hold_id)
    if found is None:
        raise NotFound("There is no such hold.")
    count = lock_even_unshown(session, found.listing_id, found.capacity_id)
    hold = session.get_one(Hold, hold_id, with_for_update=True, populate_existing=True)
    return Locked(hold, count)


def require_open(hold: Hold, now: datetime, *states: str) -> None:
    """Raises Conflict for a hold that is in none of these states, or whose time is over."""
    if hold.state not in states:
        raise Conflict("This hold is not open for that any more. Load the page again.")
    if now >= hold.until:
        raise Conflict("The time of this hold is over.")


def longest_hold(session: Session, capacity_id: str) -> timedelta:
    """How long a bed is kept at most, from the moment in which it was confirmed."""
    setting = session.get(BedSetting, capacity_id)
    minutes = setting.longest_hold_minutes if setting else None
    return timedelta(minutes=minutes or LONGEST_MINUTES)


def held_until(arrival: datetime, confirmed: datetime, longest: timedelta) -> datetime:
    """When a confirmed hold frees itself."""
    return min(arrival + GRACE, confirmed + longest)


def move(
    session: Session, hold: Hold, state: str, *, actor: str, now: datetime, **values: Any
) -> None:
    """Store the next state, if the hold is still in the one that was read; else Conflict."""
    told = {"state": state, **values}
    before = {name: getattr(hold, name) for name in told}
    done = session.execute(
        update(Hold)
        .where(Hold.id == hold.id, Hold.state == before["state"])
        .values(**told)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise Conflict("Somebody else has answered this hold in this moment. Load the page again.")
    session.refresh(hold)
    record(
        session, "move_hold", actor=actor, table="hold", row_id=hold.id, now=now,
        before=before, after={**told, "listing_id": hold.listing_id},
    )  # fmt: skip
