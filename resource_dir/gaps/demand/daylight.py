"""Hours really observed of each hour of the week, T(h): what counts are divided by.

A year has no 8,760 hours of equal right: data sets begin and end within a day, whole days are
missing, and where clocks change one hour of a spring night does not exist and one of an autumn
night comes twice. h = 0..167, Monday 00:00-01:00 local time is 0.

Errors: no day, an hour outside 0..23, a zone that nobody knows: BadInput naming the figure.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats
from resource_dir.hours.clock import zone_of

HOURS = 168
ONE_DAY = timedelta(days=1)
MINUTES_AT_ONCE = 15  # every offset there was since 1900 or so is a multiple of it


def observed_hours(
    days: NDArray[np.datetime64], zone: str, *, first_hour: int = 0, last_hour: int = 23
) -> Floats:
    """T(h) (168,) in hours, of the observed local dates (datetime64[D], any order, once each).

    The first day was observed from `first_hour` on, the last one to the end of `last_hour`. An hour
    that a change of the clock leaves out counts 0, one that comes twice counts 2 (½ and 1½ where
    clocks change by half an hour).
    """
    place = zone_of(zone)
    if place is None:
        raise BadInput("No time zone is called “%(zone)s”.", field="zone", zone=zone)
    dates = np.unique(np.asarray(days, dtype="datetime64[D]"))
    if dates.size == 0 or np.isnat(dates).any():
        raise BadInput("No day was observed, or one of them is no date.", field="days")
    by_day = np.ones((dates.size, 24))
    for row in _days_of_change(dates, place):
        by_day[row] = _hours_of(dates[row].item(), place)
    by_day[0, : _hour(first_hour, "first_hour")] = 0
    by_day[-1, _hour(last_hour, "last_hour") + 1 :] = 0
    return _by_weekday(dates, by_day)


def _by_weekday(dates: NDArray[np.datetime64], by_day: Floats) -> Floats:
    weekday = (dates.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    total = np.zeros((7, 24))
    np.add.at(total, weekday, by_day)
    return total.reshape(HOURS)


def _days_of_change(dates: NDArray[np.datetime64], place: ZoneInfo) -> list[int]:
    """Rows of the days that are not 24 hours long from midnight to midnight."""
    found = []
    for row, day in enumerate(dates.tolist()):
        begins, ends = _midnight(day, place), _midnight(day + ONE_DAY, place)
        if begins.utcoffset() != ends.utcoffset():
            found.append(row)
    return found


def _hours_of(day: date, place: ZoneInfo) -> Floats:
    """How long each hour 0..23 of one local date lasted, quarter of an hour by quarter."""
    counted = np.zeros(24)
    # From a day before to a day after: some zones change at midnight itself.
    now = _midnight(day - ONE_DAY, place).astimezone(UTC)
    for _ in range(3 * 24 * 60 // MINUTES_AT_ONCE):
        wall = now.astimezone(place)
        if wall.date() == day:
            counted[wall.hour] += MINUTES_AT_ONCE / 60
        now += timedelta(minutes=MINUTES_AT_ONCE)
    return counted


def _midnight(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), place)


def _hour(value: int, field: str) -> int:
    if not 0 <= value <= 23:
        raise BadInput("%(name)s is %(value)s: give 0 to 23.", field=field, name=field, value=value)
    return int(value)
