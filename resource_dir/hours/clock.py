"""Between an instant and the clock on the wall of a place."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from resource_dir.errors import BadInput

_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone, or None if the time zone database has no such name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # KeyError: no such zone. ValueError: "", "../etc". OSError: a folder, such as "America".
        return None


def in_utc(at: datetime) -> datetime:
    """The same instant in UTC; raises BadInput (field "at") for a time without a zone."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise BadInput("at needs a UTC offset or time zone: 22:00 where?", field="at")
    return at.astimezone(UTC)


def on_the_wall(at: datetime, zone: ZoneInfo) -> tuple[date, int]:
    """(date, minute of it) to look a schedule up by.

    While an hour is repeated in autumn, its second pass is looked up at the last minute of the
    first: whatever began or ended during the first pass has then done so.
    """
    local = in_utc(at).astimezone(zone)
    if local.fold:
        local = _end_of_first_pass(local, zone)
    return local.date(), local.hour * 60 + local.minute


def _end_of_first_pass(local: datetime, zone: ZoneInfo) -> datetime:
    first, second = local.replace(fold=0).utcoffset(), local.utcoffset()
    assert first is not None
    assert second is not None
    latest = local.astimezone(UTC).replace(second=0, microsecond=0)
    minutes = _each_minute(latest - (first - second), latest)
    turned = bisect_left(minutes, True, key=lambda minute: minute.astimezone(zone).fold == 1)
    return (minutes[turned] - _MINUTE).astimezone(zone)


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock shows or passes `wall` (naive), aware in `zone`."""
    shown = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if shown.astimezone(zone).replace(tzinfo=None) == wall:
        return shown.astimezone(zone)
    # The clock skips it: the moment it jumps is the first that passes it.
    skipped = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    minutes = _each_minute(skipped, shown)
    jumped = bisect_left(
        minutes, True, key=lambda minute: minute.astimezone(zone).replace(tzinfo=None) >= wall
    )
    return minutes[jumped].astimezone(zone)


def _each_minute(first: datetime, last: datetime) -> list[datetime]:
    return [first + step * _MINUTE for step in range((last - first) // _MINUTE + 1)]
