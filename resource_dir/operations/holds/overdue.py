"""Holds whose time is over free themselves, each exactly once, in whichever process looks first."""

from datetime import datetime

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import Conflict, NotFound
from resource_dir.models import Hold
from resource_dir.operations.holds.counting import give_back, lock_even_unshown
from resource_dir.operations.holds.moving import OPEN, lock_hold, move

TIME = "time"  # who ended it, as the audit log names them
AT_ONCE = 500


def free_what_is_over(session: Session, now: datetime) -> None:
    """The job of the server: see `chores.py`."""
    free_overdue(session, now=now)


def free_overdue(session: Session, *, now: datetime) -> int:
    """End every hold whose time is over; how many this call ended. Opens its own transactions:
    one for each hold, so that one that can't be ended keeps no other bed.
    """
    due = (
        select(Hold.id)
        .where(Hold.state.in_(OPEN), Hold.until <= now)
        .order_by(Hold.until)
        .limit(AT_ONCE)
    )
    ids = list(session.scalars(due))
    session.rollback()
    return sum(_freed(session, hold_id, now) for hold_id in ids)


def free_overdue_of(session: Session, count: RowMapping, *, now: datetime) -> int:
    """The same for one count, in the transaction of who has locked it and asks for a bed."""
    due = select(Hold).where(
        Hold.capacity_id == count["id"], Hold.state.in_(OPEN), Hold.until <= now
    )
    holds = list(session.scalars(due.execution_options(populate_existing=True)))
    for hold in holds:
        fresh = lock_even_unshown(session, hold.listing_id, hold.capacity_id)
        _expire(session, hold, fresh, now)
    return len(holds)


def _freed(session: Session, hold_id: str, now: datetime) -> bool:
    try:
        with writing(session):
            locked = lock_hold(session, hold_id)
            if locked.hold.state not in OPEN or locked.hold.until > now:
                return False  # another process was first, or it was extended
            _expire(session, locked.hold, locked.count, now)
    except (Conflict, NotFound):
        return False
    return True


def _expire(session: Session, hold: Hold, count: RowMapping, now: datetime) -> None:
    was_confirmed = hold.state == "confirmed"
    move(session, hold, "expired", actor=TIME, now=now, ended=now)
    if was_confirmed:
        give_back(session, count, hold.id, actor=TIME, now=now)
