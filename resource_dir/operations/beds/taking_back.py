"""What an account said of free beds is taken back: the last word of anybody else stands again, with
its own age and its own source. Numbers of which nobody else ever spoke are unknown.

Reports are history and stay; so do beds that are held, for somebody may be on the way to one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir.models import BedLink, Capacity, CapacityReport
from resource_dir.operations.auditing import record
from resource_dir.operations.beds.held import freed_since
from resource_dir.operations.beds.reporting import TOLD, lock_counts, put_back

HOLD = "hold"  # what changed because a bed was held says nothing of the others
LONG_AGO = datetime.min.replace(tzinfo=UTC)
HOW_MANY_THERE_ARE = ("maximum", "staffed", "out_of_service")


@dataclass(frozen=True, slots=True)
class Window:
    """What one account did from `since` to `until`."""

    account_id: str
    since: datetime
    until: datetime

    @property
    def actor(self) -> str:
        """The account, as reports and links name it."""
        return f"account:{self.account_id}"

    def holds(self, report: CapacityReport) -> bool:
        """Whether a report is one of them."""
        at = report.received
        return report.actor == self.actor and at is not None and self.since <= at <= self.until


def take_back_beds(session: Session, window: Window, *, actor: str, now: datetime) -> int:
    """Counts that stand by a word of this account go back; returns how many. A listing that is not
    shown keeps its numbers: nobody sees them, and they are old when it comes back.
    """
    done = 0
    reports = _reports_of(session, {one.capacity_id for one in reports_in(session, window)})
    listings = select(Capacity.service_at_location_id).where(Capacity.id.in_(sorted(reports)))
    for counts in lock_counts(session, session.scalars(listings)).values():
        for row in counts:
            fields = _before(session, row, reports.get(row["id"], []), window)
            if fields is not None:
                put_back(session, row, fields, actor=actor, now=now)
                done += 1
    return done


def end_links(session: Session, window: Window, *, actor: str, now: datetime) -> int:
    """Links to beds that this account made open nothing any more; returns how many."""
    links = session.scalars(
        select(BedLink)
        .where(
            BedLink.created_by == window.actor,
            BedLink.created >= window.since,
            BedLink.created <= window.until,
            BedLink.revoked.is_(None),
        )
        .order_by(BedLink.id)
    ).all()
    for link in links:
        link.revoked = now
        record(
            session, "revoke_bed_link", actor=actor, table="bed_link", row_id=link.id, now=now,
            before={"revoked": None}, after={"revoked": now, "listing_id": link.listing_id},
        )  # fmt: skip
    return len(links)


def reports_in(session: Session, window: Window) -> list[CapacityReport]:
    """The reports of a window, without what holds wrote."""
    query = select(CapacityReport).where(
        CapacityReport.actor == window.actor,
        CapacityReport.received >= window.since,
        CapacityReport.received <= window.until,
    )
    return [one for one in session.scalars(query) if one.via != HOLD]


def _reports_of(session: Session, counts: Iterable[str]) -> dict[str, list[CapacityReport]]:
    """All reports of these counts, the newest number last."""
    query = select(CapacityReport).where(CapacityReport.capacity_id.in_(sorted(counts)))
    found: dict[str, list[CapacityReport]] = {}
    for one in sorted(session.scalars(query), key=_age):
        if one.via != HOLD:
            found.setdefault(one.capacity_id, []).append(one)
    return found


def _age(report: CapacityReport) -> tuple[datetime, int]:
    return report.updated or LONG_AGO, report.id


def _before(
    session: Session, row: RowMapping, reports: list[CapacityReport], window: Window
) -> dict[str, Any] | None:
    """What the count has to say; None where it stands by the word of somebody else."""
    if not reports or not window.holds(reports[-1]) or row["updated"] != reports[-1].updated:
        return None
    last = next((one for one in reversed(reports) if not window.holds(one)), None)
    if last is None:
        return dict.fromkeys(TOLD) | {name: row[name] for name in HOW_MANY_THERE_ARE}
    fields = {name: getattr(last, name) for name in TOLD}
    return fields | {"available": _free_now(session, row, last)}


def _free_now(session: Session, row: RowMapping, last: CapacityReport) -> int | None:
    """The number of then, without beds that were held since it came in (until then they are in it),
    and no more than there is room for."""
    if last.available is None:
        return None
    came_in = last.received or last.updated or LONG_AGO
    free = last.available + freed_since(session, row["id"], came_in)
    room = free if last.maximum is None else last.maximum - row["held"]
    return max(0, min(free, room))
