"""What an account said of free beds is taken back: the last word of anybody else stands again, with
its own age and its own source. Numbers of which nobody else ever spoke are unknown.

Reports are history and stay; so do beds that are held, for somebody may be on the way to one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir.models import Capacity, CapacityReport, Hold, ServiceAtLocation
from resource_dir.operations.beds.held import freed_since
from resource_dir.operations.beds.reporting import TOLD, UNDO, lock_all_counts, put_back
from resource_dir.operations.editing.undone import Window, is_undone, undone_before

# What changed because a bed was held, or was put back, is nobody's word on the others.
NOBODYS_WORD = frozenset({"hold", UNDO})
LONG_AGO = datetime.min.replace(tzinfo=UTC)
HOW_MANY_THERE_ARE = ("maximum", "staffed", "out_of_service")


@dataclass(frozen=True, slots=True)
class BedsTakenBack:
    """Ids of counts that went back, and of those that stand by a later word of somebody else."""

    done: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def take_back_beds(session: Session, window: Window, *, actor: str, now: datetime) -> BedsTakenBack:
    """Counts that stand by a word of this account go back, also those of listings that are not
    shown now: they may come back before their numbers are too old.
    """
    ours = {one.capacity_id for one in reports_in(session, window)}
    listings = select(Capacity.service_at_location_id).where(Capacity.id.in_(sorted(ours)))
    locked = lock_all_counts(session, session.scalars(listings))
    reports = _reports_of(session, ours)
    done, left = [], []
    for counts in locked.values():
        for row in counts:
            told = reports.get(row["id"], [])
            if _is_spoken_of_since(told, window):
                left.append(row["id"])
            fields = _before(session, row, told, window)
            if fields is not None:
                put_back(session, row, fields, actor=actor, now=now)
                done.append(row["id"])
    return BedsTakenBack(tuple(done), tuple(left))


def counts_in_use(session: Session, service_id: str, window: Window) -> set[str]:
    """Counts of a service that can't go, whoever added them: a bed of them is asked for or held, or
    somebody else said how many are free.
    """
    of_service = (
        select(Capacity.id)
        .join(ServiceAtLocation, ServiceAtLocation.id == Capacity.service_at_location_id)
        .where(ServiceAtLocation.service_id == service_id)
    )
    held = select(Hold.capacity_id).where(
        Hold.capacity_id.in_(of_service), Hold.state.in_(("asked", "confirmed"))
    )
    query = select(CapacityReport).where(CapacityReport.capacity_id.in_(of_service))
    words = _words(session, session.scalars(query).all())
    told = {one.capacity_id for one in words if not _is_ours(one, window)}
    return {*session.scalars(held), *told}


def reports_in(session: Session, window: Window) -> list[CapacityReport]:
    """The reports of a window that were not taken back before."""
    query = select(CapacityReport).where(
        CapacityReport.actor == window.actor,
        CapacityReport.received >= window.since,
        CapacityReport.received <= window.until,
    )
    return _words(session, session.scalars(query).all())


def _reports_of(session: Session, counts: Iterable[str]) -> dict[str, list[CapacityReport]]:
    """All reports of these counts that nobody took back, the newest number last."""
    query = select(CapacityReport).where(CapacityReport.capacity_id.in_(sorted(counts)))
    found: dict[str, list[CapacityReport]] = {}
    for one in sorted(_words(session, session.scalars(query).all()), key=_age):
        found.setdefault(one.capacity_id, []).append(one)
    return found


def _words(session: Session, reports: Sequence[CapacityReport]) -> list[CapacityReport]:
    """Those that say something of the beds, and still count."""
    windows = undone_before(session, {one.actor for one in reports})
    return [
        one
        for one in reports
        if one.via not in NOBODYS_WORD and not is_undone(windows, one.actor, one.received)
    ]


def _age(report: CapacityReport) -> tuple[datetime, int]:
    return report.updated or LONG_AGO, report.id


def _is_ours(report: CapacityReport, window: Window) -> bool:
    return window.holds(report.actor, report.received)


def _is_spoken_of_since(reports: Sequence[CapacityReport], window: Window) -> bool:
    """Whether the number is somebody else's that came in after the account's own."""
    ours = [one.id for one in reports if _is_ours(one, window)]
    return bool(ours) and not _is_ours(reports[-1], window) and reports[-1].id > max(ours)


def _before(
    session: Session, row: RowMapping, reports: Sequence[CapacityReport], window: Window
) -> dict[str, Any] | None:
    """What the count has to say; None where it stands by the word of somebody else."""
    if not reports or not _is_ours(reports[-1], window) or row["updated"] != reports[-1].updated:
        return None
    last = next((one for one in reversed(reports) if not _is_ours(one, window)), None)
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
