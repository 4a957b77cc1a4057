"""What an account changed in where a listing is asked for its beds is taken back: addresses that it
added get nothing any more, those that it stopped are asked again. Links to beds that it made open
nothing any more.

Links that it ended stay ended: a house gets a new one with the next letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import AuditEntry, BedLink, BedReach, ListingDocument
from resource_dir.operations.auditing import record
from resource_dir.operations.beds.reaches import (
    MOST_REACHES,
    STOP,
    TABLE,
    list_reaches,
    restart_locked,
    stop_locked,
)
from resource_dir.operations.editing.undone import Window, is_undone, undone_before


@dataclass(frozen=True, slots=True)
class ReachesTakenBack:
    """The listings, one for each address: of those that get nothing any more, of those that are
    asked again, and of those that are not, because others were added since.
    """

    stopped: tuple[str, ...] = ()
    restarted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def take_back_reaches(
    session: Session, window: Window, *, actor: str, now: datetime
) -> ReachesTakenBack:
    """Take back what this account added and stopped; addresses that go are stopped first, so that
    there is room for those that come back.
    """
    touched = [*added_in(session, window), *stopped_in(session, window)]
    lock_documents(session, {one.listing_id for one in touched})
    added = added_in(session, window)
    for reach in added:
        stop_locked(session, reach, actor=actor, now=now)
    session.flush()
    restarted, left = [], []
    for reach in stopped_in(session, window):
        known = list_reaches(session, reach.listing_id)
        if any((one.kind, one.address) == (reach.kind, reach.address) for one in known):
            continue  # somebody added it again: links go there already
        if len(known) >= MOST_REACHES:
            left.append(reach.listing_id)
            continue
        restart_locked(session, reach, actor=actor, now=now)
        restarted.append(reach.listing_id)
    stopped = tuple(reach.listing_id for reach in added)
    return ReachesTakenBack(stopped, tuple(restarted), tuple(left))


def added_in(session: Session, window: Window) -> list[BedReach]:
    """Addresses that the account added in the window, and that get letters now."""
    query = select(BedReach).where(
        BedReach.created_by == window.actor,
        BedReach.created >= window.since,
        BedReach.created <= window.until,
        BedReach.stopped.is_(None),
    )
    query = query.order_by(BedReach.listing_id, BedReach.id)
    return list(session.scalars(query, execution_options={"populate_existing": True}))


def stopped_in(session: Session, window: Window) -> list[BedReach]:
    """Addresses that it stopped in the window and that are stopped by nobody else's word; without
    those that were its own, or of somebody whose additions were taken back.
    """
    stops = _stops(session, window)
    query = select(BedReach).where(BedReach.id.in_(sorted(stops)), BedReach.stopped.is_not(None))
    query = query.order_by(BedReach.listing_id, BedReach.id)
    found = list(session.scalars(query, execution_options={"populate_existing": True}))
    gone = (window, *undone_before(session, {one.created_by for one in found}))
    return [
        one
        for one in found
        if _is_moment_of(stops[one.id], one.stopped)
        and not is_undone(gone, one.created_by, one.created)
    ]


def _stops(session: Session, window: Window) -> dict[str, AuditEntry]:
    """The newest entry of each address about being stopped, where it is one of the window's."""
    query = select(AuditEntry).where(
        AuditEntry.table_name == TABLE,
        AuditEntry.action == STOP,
        AuditEntry.actor == window.actor,
        AuditEntry.at >= window.since_noted,
        AuditEntry.at <= window.until,
    )
    return {one.row_id: one for one in session.scalars(query.order_by(AuditEntry.sequence))}


def _is_moment_of(entry: AuditEntry, stopped: datetime | None) -> bool:
    """Whether it is stopped since this entry: the log has moments cut to 1/100 s."""
    return stopped is not None and 0 <= (stopped - entry.at).total_seconds() < 0.01


def lock_documents(session: Session, listing_ids: Iterable[str]) -> None:
    """Hold these listings until commit, shown or not, in the order in which everybody does."""
    query = (
        select(ListingDocument.id)
        .where(ListingDocument.id.in_(sorted(set(listing_ids))))
        .order_by(ListingDocument.id)
        .with_for_update()
    )
    session.execute(query).all()


def end_links(session: Session, window: Window, *, actor: str, now: datetime) -> tuple[str, ...]:
    """Links to beds that this account made open nothing any more; the listing of each."""
    links = links_in(session, window)
    for link in links:
        link.revoked = now
        record(
            session, "revoke_bed_link", actor=actor, table="bed_link", row_id=link.id, now=now,
            before={"revoked": None}, after={"revoked": now, "listing_id": link.listing_id},
        )  # fmt: skip
    return tuple(link.listing_id for link in links)


def links_in(session: Session, window: Window) -> list[BedLink]:
    """Links that the account made in the window and that nobody ended."""
    query = select(BedLink).where(
        BedLink.created_by == window.actor,
        BedLink.created >= window.since,
        BedLink.created <= window.until,
        BedLink.revoked.is_(None),
    )
    return list(session.scalars(query.order_by(BedLink.id)))
