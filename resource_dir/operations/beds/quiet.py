"""Who does not say how many beds are free: for whoever calls them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.beds.counts import CountNow, counts_of
from resource_dir.operations.listings.audiences import shown_to
from resource_dir.operations.listings.refreshing import RETIRED_STATUSES
from resource_dir.operations.rows import chunked, table_of

Span = tuple[datetime, datetime]

# Four weeks: long enough that one holiday does not make a good house a bad one, short enough that
# a house that has begun to answer is seen to.
LOOKED_BACK = timedelta(days=28)

_document = table_of(models.ListingDocument)
_report = table_of(models.CapacityReport)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A listing with a number that nobody can rely on now.

    `fresh_share`: of the last 28 days, the part in which the number was one to rely on; the mean
    over the counts of the listing. `updates_per_day`: numbers told, of all its counts together.
    """

    listing_id: str
    name: str
    organization: str | None
    zone: str | None
    phones: tuple[dict[str, Any], ...]
    last_update: datetime | None
    fresh_share: float
    updates_per_day: float
    is_asked: bool


def quiet_listings(session: Session, *, now: datetime) -> list[Quiet]:
    """Listings with a stale or unknown number. Who was to be relied on least comes first, since
    a letter alone did not help there; then who has been silent longest.
    """
    documents = _counting_documents(session)
    counts = counts_of(session, documents.values())
    told = _told(session, [count for own in counts.values() for count in own], now)
    asked = set(
        session.scalars(select(models.BedReach.listing_id).where(models.BedReach.stopped.is_(None)))
    )
    found = [
        _quiet(documents[listing_id], own, told, is_asked=listing_id in asked, now=now)
        for listing_id, own in counts.items()
        if any(count.is_stale(now) for count in own)
    ]
    return sorted(found, key=lambda one: (one.fresh_share, _silent_since(one), one.name))


def _silent_since(one: Quiet) -> float:
    return one.last_update.timestamp() if one.last_update else 0.0


def _counting_documents(session: Session) -> dict[str, dict[str, Any]]:
    """Documents of listings in use that count something."""
    ids = session.scalars(select(models.Capacity.service_at_location_id).distinct()).all()
    found: dict[str, dict[str, Any]] = {}
    for part in chunked(sorted(ids)):
        statement = select(_document.c.document).where(
            _document.c.id.in_(part), _document.c.document.is_not(None)
        )
        for document in session.scalars(statement):
            if document["status"] not in RETIRED_STATUSES:
                found[document["id"]] = document
    return found


def _told(
    session: Session, counts: Sequence[CountNow], now: datetime
) -> dict[str, list[tuple[datetime, bool]]]:
    """(when, whether it was a number) by count, oldest first; also the last ones before."""
    longest = max((count.fresh_hours for count in counts), default=0)
    since = now - LOOKED_BACK - timedelta(hours=longest)
    told: dict[str, list[tuple[datetime, bool]]] = {}
    for part in chunked([count.id for count in counts]):
        statement = (
            select(_report.c.capacity_id, _report.c.updated, _report.c.available)
            .where(
                _report.c.capacity_id.in_(part),
                _report.c.updated >= since,
                _report.c.updated <= now,
            )
            .order_by(_report.c.updated, _report.c.id)
        )
        for count_id, at, available in session.execute(statement):
            told.setdefault(count_id, []).append((at, available is not None))
    return told


def _quiet(
    document: Mapping[str, Any],
    counts: Sequence[CountNow],
    told: Mapping[str, Sequence[tuple[datetime, bool]]],
    *,
    is_asked: bool,
    now: datetime,
) -> Quiet:
    shares = [fresh_share(told.get(count.id, ()), count.fresh_hours, now) for count in counts]
    since = now - LOOKED_BACK
    number = sum(at >= since for count in counts for at, _ in told.get(count.id, ()))
    return Quiet(
        listing_id=document["id"],
        name=document["name"] or "",
        organization=document["organization"],
        zone=document["zone"],
        phones=tuple(shown_to("partner", document["phones"])),
        last_update=max((count.updated for count in counts if count.updated), default=None),
        fresh_share=sum(shares) / len(shares),
        updates_per_day=number / LOOKED_BACK.days,
        is_asked=is_asked,
    )


def fresh_share(told: Iterable[tuple[datetime, bool]], hours: int, now: datetime) -> float:
    """The part of the last 28 days in which a number could be believed, from 0 to 1.

    A number holds from when it was true until it is too old, or until somebody says anew: that
    nobody knows, too.
    """
    since, points = now - LOOKED_BACK, list(told)
    fresh = timedelta()
    for place, (at, is_number) in enumerate(points):
        following = points[place + 1][0] if place + 1 < len(points) else now
        ends = min(at + timedelta(hours=hours), following, now)
        begins = max(at, since)
        if is_number and ends > begins:
            fresh += ends - begins
    return fresh / LOOKED_BACK
