"""Free beds over time: every number that was reported, and whether the last one can be believed.

The same audience as the number that holds now: who may not see the count may not see its past.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.listings.audiences import Viewer, shown_to
from resource_dir.operations.rows import by_id, rows_where, table_of

Document = dict[str, Any]

DAYS_KEPT = 60
DAYS_DRAWN = 14  # two weeks show the rhythm of the days; more lines than pixels show nothing
MOST_POINTS = 400  # of one count: about one each 50 minutes of two weeks
# Half the house does not leave or arrive within an hour; a typing error and two counts of
# different things do.
JUMP_SHARE = 0.5
JUMP_WITHIN = timedelta(hours=1)
SMALL_HOUSE_BEDS = 2  # a house of four may well lose two guests at once
_CLOCKS_DIFFER = timedelta(minutes=5)

_report = table_of(models.CapacityReport)


@dataclass(frozen=True, slots=True)
class Point:
    """One number as it was reported; `available` None: it was said that nobody knows."""

    at: datetime
    available: int | None
    maximum: int | None


def bed_history(
    session: Session, document: Document, *, viewer: Viewer, now: datetime
) -> list[dict[str, Any]]:
    """One entry per count of the listing that this viewer may see: its days and its last points.

    `{"unit", "population", "maximum", "fresh_hours", "points": [[instant, free|null], …], "jumps":
    [instant, …], "jumped", "days": [{"date", "low", "high"}, …]}`; oldest first, days in the
    listing's zone. `jumped`: the last number can't be right, or changed too much at once.
    """
    stored = rows_where(session, models.Capacity, "service_at_location_id", [document["id"]])
    counts = shown_to(viewer, [dict(row) for row in stored])
    units = by_id(rows_where(session, models.Unit, "id", {row["unit_id"] for row in counts}))
    reports = _reports(session, [row["id"] for row in counts], now)
    settings = rows_where(session, models.BedSetting, "capacity_id", [row["id"] for row in counts])
    hours = {row["capacity_id"]: row["fresh_hours"] for row in settings}
    zone = ZoneInfo(document["zone"] or "UTC")
    return [
        {
            "unit": units[row["unit_id"]]["name"],
            "population": row["population"],
            "maximum": row["maximum"],
            "fresh_hours": hours.get(row["id"]) or document["fresh_hours"],
            **_story(points, zone, now),
        }
        for row in counts
        if (points := reports.get(row["id"]))
    ]


def _reports(session: Session, ids: Sequence[str], now: datetime) -> dict[str, list[Point]]:
    """Points by count, in the order in which they were true; one from the future is none."""
    columns = (_report.c.capacity_id, _report.c.updated, _report.c.available, _report.c.maximum)
    statement = (
        select(*columns)
        .where(
            _report.c.capacity_id.in_(ids),
            _report.c.updated >= now - timedelta(days=DAYS_KEPT),
            _report.c.updated <= now + _CLOCKS_DIFFER,
        )
        .order_by(_report.c.updated, _report.c.id)
    )
    found: dict[str, list[Point]] = {}
    for count_id, *told in session.execute(statement):
        found.setdefault(count_id, []).append(Point(*told))
    return found


def _story(points: Sequence[Point], zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    since = now - timedelta(days=DAYS_DRAWN)
    drawn = [point for point in points if point.at >= since][-MOST_POINTS:]
    jumps = [point.at for point in jumps_in(points)]
    return {
        "points": [[point.at.isoformat(), point.available] for point in drawn],
        "jumps": [at.isoformat() for at in jumps if at >= since],
        "jumped": bool(jumps) and jumps[-1] == points[-1].at,
        "days": list(_days(points, zone)),
    }


def jumps_in(points: Iterable[Point]) -> Iterator[Point]:
    """Numbers that are not plausible: more free than there are, or half the house in an hour."""
    before: Point | None = None
    for point in points:
        if point.available is None:
            continue
        if is_jump(point, before):
            yield point
        before = point


def is_jump(point: Point, before: Point | None) -> bool:
    """Whether a number can't be right, or changed too much since the one before it."""
    assert point.available is not None
    if point.maximum is None:
        return False
    if point.available > point.maximum:
        return True
    if before is None or before.available is None or point.at - before.at > JUMP_WITHIN:
        return False
    change = abs(point.available - before.available)
    return change > max(JUMP_SHARE * point.maximum, SMALL_HOUSE_BEDS)


def _days(points: Iterable[Point], zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """Lowest and highest number of each day on which one was told; other days are left out."""
    days: dict[date, list[int]] = {}
    for point in points:
        if point.available is not None:
            days.setdefault(point.at.astimezone(zone).date(), []).append(point.available)
    for day, numbers in sorted(days.items()):
        yield {"date": day.isoformat(), "low": min(numbers), "high": max(numbers)}
