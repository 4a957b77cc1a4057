"""Which listing to ask about next, and how far an inventory is from going live.

    priority = (1 + openings in 28 days) x days since the last check x (1 + changes in 180 days)

A listing that everybody opens, that nobody has checked, and that keeps changing comes first. The
formula is judgement; docs/methods.md says so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.models import ListingDocument, Revision, VerificationCall
from resource_dir.operations.verifying.checks import ALL_RIGHT, last_calls
from resource_dir.operations.verifying.uses import uses_of

NEVER_CHECKED_DAYS = 365  # what an unverified import counts as
CHANGES_FOR = timedelta(days=180)
FRESH_FOR = timedelta(days=180)  # as long as a check counts for going live
ASKED_AGAIN_AFTER = timedelta(hours=20)  # tomorrow, at the same time of day or a little earlier
MOST = 200


@dataclass(frozen=True, slots=True)
class ToVerify:
    """One service to ask about, by one of its listings."""

    listing_id: str
    service_id: str
    name: str
    organization: str | None
    phones: tuple[dict[str, Any], ...]
    verified: date | None
    opened: int
    changes: int
    priority: float
    calls: tuple[VerificationCall, ...]
    is_asked_lately: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many of all listings that are shown could go live: checked lately, with a phone, with
    hours; `ready` has all three. Shares are None where there is no listing.
    """

    listings: int
    checked: int
    with_phone: int
    with_hours: int
    ready: int

    @property
    def share(self) -> float | None:
        """The share that is ready."""
        return self.ready / self.listings if self.listings else None


def to_verify(session: Session, *, now: datetime, today: date, most: int = MOST) -> list[ToVerify]:
    """What to ask about next, first the most urgent; who was asked a moment ago comes last."""
    documents = _shown(session)
    by_service: dict[str, list[dict[str, Any]]] = {}
    for document in documents:
        by_service.setdefault(document["service_id"], []).append(document)
    uses = uses_of(session, (one["id"] for one in documents), today=today)
    changes = _changes(session, now)
    calls = last_calls(session, by_service)
    found = [
        _one(listings, uses, changes[service], calls.get(service, []), now=now, today=today)
        for service, listings in by_service.items()
    ]
    found.sort(key=lambda one: (one.is_asked_lately, -one.priority, one.name, one.listing_id))
    return [one for one in found if one.priority > 0][:most]


def readiness(session: Session, *, today: date) -> Readiness:
    """The "ready to go live" figure of the whole inventory."""
    documents = _shown(session)
    checked = [_is_checked(one, today) for one in documents]
    phone = [any(p["number"] for p in one["phones"]) for one in documents]
    hours = [any(s.get("opens_at") for s in one["schedules"]) for one in documents]
    return Readiness(
        listings=len(documents),
        checked=sum(checked),
        with_phone=sum(phone),
        with_hours=sum(hours),
        ready=sum(all(three) for three in zip(checked, phone, hours, strict=True)),
    )


def _shown(session: Session) -> list[dict[str, Any]]:
    query = select(ListingDocument.document).where(ListingDocument.document.is_not(None))
    return [one for one in session.scalars(query.order_by(ListingDocument.id)) if one]


def _changes(session: Session, now: datetime) -> Counter[str]:
    query = (
        select(Revision.service_id, func.count())
        .where(Revision.at > now - CHANGES_FOR, Revision.state == "live")
        .where(Revision.action != "verify")
        .group_by(Revision.service_id)
    )
    return Counter({row[0]: row[1] for row in session.execute(query)})


def _one(
    listings: list[dict[str, Any]],
    uses: Mapping[str, int],
    changes: int,
    calls: Iterable[VerificationCall],
    *,
    now: datetime,
    today: date,
) -> ToVerify:
    first = max(listings, key=lambda one: uses.get(one["id"], 0))
    opened = sum(uses.get(one["id"], 0) for one in listings)
    verified = date.fromisoformat(first["verified"]) if first["verified"] else None
    age = (today - verified).days if verified else NEVER_CHECKED_DAYS
    made = tuple(calls)
    return ToVerify(
        listing_id=first["id"],
        service_id=first["service_id"],
        name=first["name"] or "",
        organization=first["organization"],
        phones=tuple(phone for phone in first["phones"] if phone["number"]),
        verified=verified,
        opened=opened,
        changes=changes,
        priority=float((1 + opened) * max(age, 0) * (1 + changes)),
        calls=made,
        is_asked_lately=bool(
            made and made[0].outcome != ALL_RIGHT and now - made[0].at < ASKED_AGAIN_AFTER
        ),
    )


def _is_checked(document: dict[str, Any], today: date) -> bool:
    if not document["verified"]:
        return False
    return today - date.fromisoformat(document["verified"]) <= FRESH_FOR
