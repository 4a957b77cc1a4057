"""Sixty days of bed counts before the one that holds now, with the rhythm of each house.

Nothing here is random: `_dice` is a hash of what it is thrown for, so each run writes the same.
The planted stories are that of "jump" (a count far above the house's size, and one that jumps the
wrong way in the middle of the night), "silent" (a house that stopped reporting) and "fortnight"
(full for fourteen days on end).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from demo_county.reading import REFERENCE, Beds, Listing
from demo_county.tables import key

COLUMNS = ("capacity_id", "updated", "available", "maximum", "waiting_list", "source")
DAYS = 60
LOCAL = timedelta(hours=-7)  # of the county in winter
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
SKIPPED = 0.12  # of the reports that a busy house does not get round to
JITTER_MINUTES = 50
MISTYPED_DAYS_AGO = 44
MISTYPED = 41


@dataclass(frozen=True, slots=True)
class Moment:
    """When a report is made: days before the reference, local hour and weekday, and its count."""

    days_ago: int
    hour: float
    weekday: int
    beds: Beds
    dice: float

    @property
    def is_weekend_night(self) -> bool:
        """Friday or Saturday from the evening on, or the early morning after."""
        evening = self.weekday in (FRIDAY, SATURDAY) and self.hour > 16
        return evening or (self.weekday in (SATURDAY, SUNDAY) and self.hour < 8)


@dataclass(frozen=True, slots=True)
class Shape:
    """At which local hours a house reports, and how many are free then (a share, or None)."""

    hours: tuple[float, ...]
    free: Callable[[Moment], float]
    is_told: Callable[[Moment], bool] = lambda moment: True


def _now_share(beds: Beds) -> float:
    return (beds.available or 0) / beds.maximum


def _evening(at: Moment) -> float:
    usual = {17.5: 0.55, 20.5: 0.28, 23.25: 0.1, 6.25: 0.14}[at.hour]
    return usual + 0.22 * (at.dice - 0.5) - 0.06 * at.is_weekend_night


def _chairs(at: Moment) -> float:
    usual = {3.0: 0.45, 9.0: 0.8, 15.0: 0.7, 21.5: 0.45}[at.hour]
    return usual + 0.3 * (at.dice - 0.5) - 0.25 * at.is_weekend_night


def _full_for(days: int) -> Callable[[Moment], float]:
    return lambda at: 0 if at.days_ago <= days else 0.4 * at.dice


def _rising(at: Moment) -> float:
    """Ever fewer free, down to what is free now."""
    now = _now_share(at.beds)
    return now + (0.62 - now) * at.days_ago / DAYS + 0.08 * (at.dice - 0.5)


def _steady(at: Moment) -> float:
    return _now_share(at.beds) + 0.3 * (at.dice - 0.5)


def _closing(at: Moment) -> float:
    return 0.5 * at.dice + 0.05


def _cold_night(at: Moment) -> float:
    return 0.75 - at.dice * 0.5


def _is_cold(at: Moment) -> bool:
    """Three nights out of eleven."""
    return at.days_ago % 11 < 3


def _workday(at: Moment) -> bool:
    return at.weekday < SATURDAY


SHAPES = MappingProxyType(
    {
        "evening": Shape((17.5, 20.5, 23.25, 6.25), _evening),
        "chairs": Shape((3.0, 9.0, 15.0, 21.5), _chairs),
        "full": Shape((9.0, 16.0), _full_for(5)),
        "fortnight": Shape((9.0, 16.0), _full_for(14)),
        "rising": Shape((8.5, 16.0), _rising, _workday),
        "steady": Shape((7.5, 15.5), _steady),
        "silent": Shape((9.5,), _steady),
        "closing": Shape((8.0, 19.0), _closing),
        "daily": Shape((8.0,), lambda at: at.dice, _workday),
        "weekly": Shape((11.0,), _steady, lambda at: at.days_ago % 7 == at.beds.maximum % 7),
        "jump": Shape((19.0, 22.5, 5.5), _cold_night, _is_cold),
    }
)


def _dice(*what: object) -> float:
    """A number from 0 to 1 that always falls the same for the same things."""
    digest = hashlib.sha256(repr(what).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def history_rows(listings: Iterable[Listing]) -> Iterator[list[str]]:
    """Rows of history/capacity_report.csv: by count, oldest first."""
    for one in listings:
        for part, beds in enumerate(one.beds):
            if beds.past and beds.updated:
                yield from _rows(key("12", one.number, part), beds)


def _rows(capacity_id: str, beds: Beds) -> Iterator[list[str]]:
    reports = dict(_reports(capacity_id, beds))
    if beds.past == "jump":
        told = beds.updated - timedelta(hours=4) if beds.updated else REFERENCE
        reports = {at: free for at, free in reports.items() if at < told} | _planted(beds)
    for at in sorted(reports):
        source = _source(beds, _dice(capacity_id, at, "source"))
        waiting = _waiting(beds, _dice(capacity_id, at, "waiting"))
        time = f"{at:%Y-%m-%dT%H:%M}Z"
        yield [capacity_id, time, str(reports[at]), str(beds.maximum), waiting, source]


def _reports(capacity_id: str, beds: Beds) -> Iterator[tuple[datetime, int]]:
    """(when, how many free) of the reports before the one that holds now."""
    assert beds.updated
    shape = SHAPES[beds.past or ""]
    midnight = (REFERENCE + LOCAL).replace(hour=0, minute=0)
    for days_ago in range(DAYS, -1, -1):
        day = midnight - timedelta(days=days_ago)
        for hour in shape.hours:
            dice = _dice(capacity_id, days_ago, hour)
            moment = Moment(days_ago, hour, day.weekday(), beds, dice)
            late = round(JITTER_MINUTES * (_dice(capacity_id, days_ago, hour, "late") - 0.5))
            at = day + timedelta(hours=hour, minutes=late) - LOCAL
            is_kept = _dice(capacity_id, days_ago, hour, "kept") > SKIPPED
            if is_kept and at < beds.updated and shape.is_told(moment):
                yield at, _count(beds, shape.free(moment), beds.updated - at)


def _count(beds: Beds, share: float, before: timedelta) -> int:
    """The count, drawn towards the one that holds now over the last hours before it."""
    near = max(0.0, 1 - before / timedelta(hours=10)) if beds.past != "jump" else 0
    share = share * (1 - near) + _now_share(beds) * near
    return min(beds.maximum, max(0, round(share * beds.maximum)))


def _planted(beds: Beds) -> dict[datetime, int]:
    """Counts that nobody should believe: a slip of the finger, and beds that come up at night."""
    assert beds.updated
    slip = REFERENCE - timedelta(days=MISTYPED_DAYS_AGO, hours=4, minutes=7)
    return {
        slip: MISTYPED,
        slip + timedelta(minutes=22): 4,
        beds.updated - timedelta(minutes=137): 1,
        beds.updated - timedelta(minutes=41): 0,
    }


def _source(beds: Beds, dice: float) -> str:
    """Mostly the house itself; some were asked by phone, some answered a mail."""
    if beds.source == "system":
        return "system" if dice > 0.1 else "phone"
    return "provider" if dice > 0.22 else "phone" if dice > 0.06 else "mail"


def _waiting(beds: Beds, dice: float) -> str:
    if beds.waiting is None:
        return ""
    return str(max(0, round(beds.waiting * (0.55 + 0.7 * dice))))
