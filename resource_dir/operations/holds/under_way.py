"""What the team does with its own hold on the way: later, or not at all."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.holds.counting import give_back
from resource_dir.operations.holds.moving import (
    ARRIVAL_MINUTES,
    Locked,
    held_until,
    lock_hold,
    longest_hold,
    move,
    require_open,
)


def extend_hold(
    session: Session, hold_id: str, caller: Caller, *, minutes: int, now: datetime
) -> None:
    """Arrive so many minutes from now instead. Raises BadInput beyond the longest hold, NotFound
    for somebody else's, Conflict for one that is not confirmed (any more).
    """
    if minutes not in ARRIVAL_MINUTES:
        raise BadInput("Choose in how many minutes you arrive.", field="minutes")
    locked = _own(session, hold_id, caller)
    require_open(locked.hold, now, "confirmed")
    arrival, longest = now + timedelta(minutes=minutes), longest_hold(session, locked.count["id"])
    confirmed = locked.hold.decided or now
    if arrival > confirmed + longest:
        raise BadInput(
            "They keep a bed for %(most)s minutes at most. Choose an earlier time, or call.",
            field="minutes",
            most=int(longest.total_seconds() // 60),
        )
    until = held_until(arrival, confirmed, longest)
    move(
        session, locked.hold, "confirmed", actor=caller.actor, now=now, arrival=arrival, until=until
    )


def cancel_hold(session: Session, hold_id: str, caller: Caller, *, now: datetime) -> None:
    """The bed is not needed any more. Raises NotFound, Conflict."""
    locked = _own(session, hold_id, caller)
    require_open(locked.hold, now, "asked", "confirmed")
    was_confirmed = locked.hold.state == "confirmed"
    move(session, locked.hold, "cancelled", actor=caller.actor, now=now, ended=now)
    if was_confirmed:
        give_back(session, locked.count, hold_id, actor=caller.actor, now=now)


def _own(session: Session, hold_id: str, caller: Caller) -> Locked:
    locked = lock_hold(session, hold_id)
    if locked.hold.account_id != caller.account_id:
        raise NotFound("There is no such hold.")
    return locked
