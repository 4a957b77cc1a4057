"""Which hours an export saw: its first and last hour, its missing days, daylight saving.

An hour is 1 where it was seen whole, 2 where clocks went back, 0 where they went forward or
nothing was seen.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EPOCH = date(1970, 1, 1)
HOURS_A_DAY = 24
SECONDS_AN_HOUR = 3_600
# A silence is taken for a hole in the export, and not for a quiet time, where as many calls as
# usual would leave it with a smaller chance than this. One of 10,000 quiet days is misjudged.
QUIET_DAY = 1e-4
QUIET_EDGE = 0.05

Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """`days` maps each day that was seen to its 24 shares. Missing days lie between the others."""

    from_day: date
    to_day: date
    days: Mapping[date, Shares]
    missing: tuple[date, ...]
    is_first_partial: bool
    is_last_partial: bool

    @property
    def hours(self) -> float:
        """All hours observed."""
        return sum(sum(shares) for shares in self.days.values())


def day_of(number: int) -> date:
    """The day of a number of days since 1970."""
    return EPOCH + timedelta(days=number)


def seen_hours(counts: Mapping[int, int], first: int, last: int, zone: str) -> Seen:
    """What was seen between the first and the last call (seconds of local clock time).

    `counts` are the calls of each day, by days since 1970.
    """
    usual = sum(counts.values()) / len(counts)
    from_number, to_number = first // 86_400, last // 86_400
    missing = _missing(counts, from_number, to_number, usual)
    begin = _begin(first % 86_400, usual)
    end = _end(last % 86_400, usual)
    days = {}
    for number in range(from_number, to_number + 1):
        if number in missing:
            continue
        shares = clock_shares(day_of(number), zone)
        low = begin if number == from_number else 0.0
        high = end if number == to_number else 24.0
        days[day_of(number)] = _cut(shares, low, high)
    return Seen(
        day_of(from_number), day_of(to_number), days,
        tuple(day_of(number) for number in sorted(missing)), begin > 0, end < HOURS_A_DAY,
    )  # fmt: skip


def _missing(counts: Mapping[int, int], first: int, last: int, usual: float) -> frozenset[int]:
    """Days without a call, where P(no call) = exp(-usual) is too small to be a quiet day."""
    if math.exp(-usual) >= QUIET_DAY:
        return frozenset()
    return frozenset(range(first, last + 1)) - counts.keys()


def _begin(second: int, usual: float) -> float:
    """The hour of the first day at which the export begins: 0 where chance explains it."""
    if math.exp(-usual * second / 86_400) >= QUIET_EDGE:
        return 0.0
    return second // 60 / 60


def _end(second: int, usual: float) -> float:
    if math.exp(-usual * (86_400 - second) / 86_400) >= QUIET_EDGE:
        return float(HOURS_A_DAY)
    return (second // 60 + 1) / 60


def _cut(shares: Shares, low: float, high: float) -> Shares:
    return tuple(
        round(share * max(0.0, min(high, hour + 1) - max(low, hour)), 4)
        for hour, share in enumerate(shares)
    )


def clock_shares(day: date, zone: str) -> Shares:
    """How often each hour of the clock comes on this day: 1, or 0 and 2 on the two odd days."""
    place = ZoneInfo(zone)
    midnight = datetime.combine(day, time(), place)
    if midnight.utcoffset() == (midnight + timedelta(days=1)).utcoffset():
        return (1.0,) * HOURS_A_DAY
    return tuple(_times(midnight + timedelta(hours=hour, minutes=30)) for hour in range(24))


def _times(moment: datetime) -> float:
    """How often the clock shows this: there and back by UTC finds what it never shows."""
    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        return 0.0
    return 1.0 if moment.utcoffset() == moment.replace(fold=1).utcoffset() else 2.0
