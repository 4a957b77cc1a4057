"""A team asks for a bed: by a time of arrival and a key, and by no word about whom it brings."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotFound
from resource_dir.fit import visible
from resource_dir.models import Account, BedSetting, Hold, ListingDocument, Membership
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.auditing import record
from resource_dir.operations.beds.reporting import lock_count
from resource_dir.operations.holds.counting import take_bed
from resource_dir.operations.holds.moving import (
    ANSWERED_WITHIN,
    ARRIVAL_MINUTES,
    OPEN,
    held_until,
    longest_hold,
)
from resource_dir.operations.holds.overdue import free_overdue_of
from resource_dir.operations.listings import presenting
from resource_dir.operations.reports.reporting import is_key

# A car brings one or two people; who asks everywhere at once keeps beds from others.
OPEN_AT_MOST = 3
SHUT = ("temporarily closed", "inactive", "defunct")
# Said aloud at a door: nothing that looks like another sign, and no vowels, so that no word comes
# out that nobody wants to say.
CODE_SIGNS = "CFHJKLMNPRTWXY3479"
CODE_LENGTH = 4
BY_ITSELF = "automatic"  # who decided, where the provider had switched that on


@dataclass(frozen=True, slots=True)
class Asked:
    """The hold, and whether this request made it: a repeated one tells nobody again."""

    hold_id: str
    state: str
    is_new: bool


def ask_for_bed(
    session: Session,
    caller: Caller,
    listing_id: str,
    *,
    capacity_id: str,
    minutes: int,
    key: str,
    now: datetime,
) -> Asked:
    """Ask for one bed. The same key gives the same hold.

    Raises BadInput for a time that can't be chosen, NotFound for a count that is not shown,
    Conflict where nothing can be held or too many beds are asked for already.
    """
    if minutes not in ARRIVAL_MINUTES:
        raise BadInput("Choose in how many minutes you arrive.", field="minutes")
    if not is_key(key):
        raise BadInput("Load the page again: this request has no key.", field="key")
    session.get_one(Account, caller.account_id, with_for_update=True, populate_existing=True)
    if (known := session.scalars(select(Hold).where(Hold.key == key)).one_or_none()) is not None:
        return _repeated(known, caller)
    _require_room(session, caller, now)
    count = lock_count(session, listing_id, capacity_id)
    if free_overdue_of(session, count, now=now):
        count = lock_count(session, listing_id, capacity_id)  # as it is now
    shown = _shown(session, count, now)
    hold = _new(session, caller, count, minutes=minutes, key=key, now=now)
    _confirm_by_itself(session, hold, count, shown, now=now)
    record(
        session, "ask_for_bed", actor=caller.actor, table="hold", row_id=hold.id, now=now,
        after={"state": hold.state, "arrival": hold.arrival, "until": hold.until,
               "listing_id": listing_id, "capacity_id": capacity_id},
    )  # fmt: skip
    return Asked(hold.id, hold.state, is_new=True)


def answers_requests(session: Session, organization_id: str | None) -> bool:
    """Whether somebody of this organization can answer: else a team would wait for nobody."""
    return bool(that_answer(session, {organization_id}))


def that_answer(session: Session, organizations: Iterable[str | None]) -> set[str]:
    """Those of these organizations for which somebody can answer."""
    wanted = sorted({one for one in organizations if one})
    if not wanted:
        return set()
    query = (
        select(Membership.organization_id)
        .join(Account, Membership.account_id == Account.id)
        .where(
            Membership.organization_id.in_(wanted),
            Account.role == "provider",
            Account.joined.is_not(None),
            Account.locked.is_(None),
        )
    )
    return set(session.scalars(query))


def _repeated(known: Hold, caller: Caller) -> Asked:
    if known.account_id != caller.account_id:
        raise Conflict("This request was sent before by somebody else. Load the page again.")
    return Asked(known.id, known.state, is_new=False)


def _shown(session: Session, count: RowMapping, now: datetime) -> ListingDocument:
    """The listing, if one of its beds can be asked for now. Raises NotFound, Conflict."""
    shown = session.get(ListingDocument, count["service_at_location_id"], populate_existing=True)
    if shown is None or shown.document is None or not visible(count["audience"], "partner"):
        raise NotFound("This listing counts no such beds. It may have been closed or merged.")
    if (shown.document["status"] or "").strip().lower() in SHUT:
        raise Conflict("This place is closed now.")
    if count["is_accepting"] is False:
        raise Conflict("They take nobody new now.")
    if count["available"] == 0 and not _is_old(shown, count, now):
        raise Conflict("No bed is free there now. Call, or ask elsewhere.")
    if not answers_requests(session, shown.organization_id):
        raise Conflict("Nobody there answers requests from here. Call them.")
    return shown


def _is_old(shown: ListingDocument, count: RowMapping, now: datetime) -> bool:
    """Whether the number is unknown by now, as the listing's page has it."""
    told = {row.get("id"): row for row in presenting.capacity(shown.document or {}, "partner", now)}
    return count["id"] not in told or bool(told[count["id"]]["stale"])


def _require_room(session: Session, caller: Caller, now: datetime) -> None:
    count = (
        select(func.count())
        .select_from(Hold)
        .where(Hold.account_id == caller.account_id, Hold.state.in_(OPEN), Hold.until > now)
    )
    if (session.scalar(count) or 0) >= OPEN_AT_MOST:
        raise Conflict(
            "You have asked for %(most)s beds already. Give one back first, under My holds.",
            most=OPEN_AT_MOST,
        )


def _new(
    session: Session, caller: Caller, count: RowMapping, *, minutes: int, key: str, now: datetime
) -> Hold:
    longest = longest_hold(session, count["id"])
    if timedelta(minutes=minutes) > longest:
        raise BadInput(
            "They keep a bed for %(most)s minutes at most. Choose an earlier time, or call.",
            field="minutes",
            most=int(longest.total_seconds() // 60),
        )
    hold = Hold(
        id=str(uuid4()),
        code="".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
        capacity_id=count["id"],
        listing_id=count["service_at_location_id"],
        account_id=caller.account_id,
        state="asked",
        asked=now,
        arrival=now + timedelta(minutes=minutes),
        until=now + ANSWERED_WITHIN,
        key=key,
    )
    session.add(hold)
    return hold


def _confirm_by_itself(
    session: Session, hold: Hold, count: RowMapping, shown: ListingDocument, *, now: datetime
) -> None:
    """Only where the provider switched it on, and only by a number that can be believed."""
    setting = session.get(BedSetting, count["id"])
    if setting is None or not setting.confirms_by_itself:
        return
    if not count["available"] or count["is_accepting"] is False or _is_old(shown, count, now):
        return
    session.flush()
    take_bed(session, count, hold.id, actor=BY_ITSELF, now=now)
    hold.state, hold.decided, hold.decided_by = "confirmed", now, BY_ITSELF
    hold.until = held_until(hold.arrival, now, longest_hold(session, count["id"]))
