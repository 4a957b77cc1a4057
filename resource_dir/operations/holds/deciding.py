"""The provider answers: yes, no with a reason, or "they are here"."""

from datetime import datetime

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.models import ListingDocument
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.holds.counting import give_back, take_bed, use_bed
from resource_dir.operations.holds.moving import (
    Locked,
    held_until,
    lock_hold,
    longest_hold,
    move,
    require_open,
)

# A choice, and no text: a text would tell whom they mean.
REASONS = ("full", "no_staff", "cannot_take", "call_us")


def confirm_hold(session: Session, hold_id: str, caller: Caller, *, now: datetime) -> None:
    """Keep the bed. Raises NotFound for a hold of others, Conflict where it can't be."""
    locked = _kept(session, hold_id, caller)
    require_open(locked.hold, now, "asked")
    longest = longest_hold(session, locked.count["id"])
    move(
        session, locked.hold, "confirmed", actor=caller.actor, now=now, decided=now,
        decided_by=caller.actor, until=held_until(locked.hold.arrival, now, longest),
    )  # fmt: skip
    take_bed(session, locked.count, hold_id, actor=caller.actor, now=now)


def decline_hold(
    session: Session, hold_id: str, caller: Caller, *, reason: str, now: datetime
) -> None:
    """Say no, or take a yes back: then the bed is free again. Raises BadInput, NotFound and
    Conflict.
    """
    if reason not in REASONS:
        raise BadInput("Choose why not.", field="reason")
    locked = _kept(session, hold_id, caller)
    require_open(locked.hold, now, "asked", "confirmed")
    was_confirmed = locked.hold.state == "confirmed"
    told = {"reason": reason, "decided_by": caller.actor, "ended": now}
    if not was_confirmed:
        told["decided"] = now
    move(session, locked.hold, "declined", actor=caller.actor, now=now, **told)
    if was_confirmed:
        give_back(session, locked.count, hold_id, actor=caller.actor, now=now)


def note_arrival(session: Session, hold_id: str, caller: Caller, *, now: datetime) -> None:
    """They are here: either side says so. Raises NotFound, Conflict."""
    locked = lock_hold(session, hold_id)
    is_asker = locked.hold.account_id == caller.account_id
    if not is_asker and not _keeps(session, locked, caller):
        raise NotFound("There is no such hold.")
    require_open(locked.hold, now, "confirmed")
    move(session, locked.hold, "arrived", actor=caller.actor, now=now, ended=now)
    use_bed(session, locked.count, hold_id, actor=caller.actor, now=now)


def _kept(session: Session, hold_id: str, caller: Caller) -> Locked:
    locked = lock_hold(session, hold_id)
    if not _keeps(session, locked, caller):
        raise NotFound("There is no such hold.")
    return locked


def _keeps(session: Session, locked: Locked, caller: Caller) -> bool:
    """Whether this person speaks for the house. A steward does not: nobody else promises a bed."""
    shown = session.get(ListingDocument, locked.hold.listing_id, populate_existing=True)
    is_theirs = shown is not None and caller.keeps(shown.organization_id or "")
    return is_theirs and caller.role == "provider"
