"""Holds as their two sides see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from resource_dir.models import Account, Capacity, Hold, ListingDocument, Membership, Unit
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.holds.moving import OPEN, longest_hold

# What ended a while ago helps nobody, and is in the audit log.
SHOWN_AFTER_END = timedelta(hours=12)
MOST = 100


@dataclass(frozen=True, slots=True)
class HoldShown:
    """One hold. `is_open`: it is asked or confirmed, and its time is not over. `longest` is until
    when it can be extended.
    """

    id: str
    code: str
    state: str
    listing_id: str
    listing: str | None
    zone: str | None
    unit: str
    population: str
    asked: datetime
    arrival: datetime
    until: datetime
    longest: datetime | None
    reason: str | None
    is_automatic: bool
    is_open: bool


def holds_of(session: Session, caller: Caller, *, now: datetime) -> list[HoldShown]:
    """What this person asked for: the open ones, and those that ended lately."""
    return _shown(session, Hold.account_id == caller.account_id, now)


def incoming_holds(session: Session, caller: Caller, *, now: datetime) -> list[HoldShown]:
    """What is asked of the organizations of this person."""
    return _shown(session, ListingDocument.organization_id.in_(sorted(caller.organizations)), now)


def whom_to_tell(session: Session, listing_id: str) -> Sequence[str]:
    """E-mails of who can answer for this listing."""
    query = (
        select(Account.email)
        .join(Membership, Membership.account_id == Account.id)
        .join(ListingDocument, ListingDocument.organization_id == Membership.organization_id)
        .where(
            ListingDocument.id == listing_id,
            Account.role == "provider",
            Account.joined.is_not(None),
            Account.locked.is_(None),
            Account.is_demo.is_(False),
        )
        .order_by(Account.email)
    )
    return session.scalars(query).all()


def _shown(session: Session, which: ColumnElement[bool], now: datetime) -> list[HoldShown]:
    query = (
        select(Hold, Capacity.population, Unit.name, ListingDocument.document)
        .join(Capacity, Capacity.id == Hold.capacity_id)
        .join(Unit, Unit.id == Capacity.unit_id)
        .outerjoin(ListingDocument, ListingDocument.id == Hold.listing_id)
        .where(which, Hold.state.in_(OPEN) | (Hold.ended > now - SHOWN_AFTER_END))
        .order_by(Hold.ended.is_not(None), Hold.asked.desc(), Hold.id)
        .limit(MOST)
    )
    return [_one(session, *row, now=now) for row in session.execute(query)]


def _one(
    session: Session,
    hold: Hold,
    population: str,
    unit: str,
    document: dict[str, Any] | None,
    *,
    now: datetime,
) -> HoldShown:
    is_confirmed = hold.state == "confirmed" and hold.decided is not None
    is_over = hold.state in OPEN and now >= hold.until
    return HoldShown(
        id=hold.id,
        code=hold.code,
        state="expired" if is_over else hold.state,
        listing_id=hold.listing_id,
        listing=document["name"] if document else None,
        zone=document["zone"] if document else None,
        unit=unit,
        population=population,
        asked=hold.asked,
        arrival=hold.arrival,
        until=hold.until,
        longest=hold.decided + longest_hold(session, hold.capacity_id)
        if is_confirmed and hold.decided
        else None,
        reason=hold.reason,
        is_automatic=hold.decided_by == "automatic",
        is_open=hold.state in OPEN and not is_over,
    )
