"""A year of calls as the dispatch software of the county would export it.

Nothing is drawn but from `random.Random(SEED).random()`, the one stream that Python keeps the same
between versions. The year ends with the day before the reference time.

How many beds the planted gaps need (Erlang B; load = calls a day x weight x the share that needs a
place x days of stay, the last two by the defaults of `resource_dir.gaps.assumptions`):
- Withdrawal care. 2.1 requests a day, 81 of 100 for the social level, weight 0.8, share 0.8: 1.06
  arrivals a day. With stays of 3 days, if all came in, 3.2 erlangs: men 1.9 on 6 beds, B = 0.010;
  women 1.3 on 4 beds, B = 0.033. So beds are enough. But 76 of 100 ask between 20:00 and 08:00,
  when nobody is taken in: 0.8 a day miss it.
- Withdrawal care with nurses. 13 of 100 requests end in hospital, weight 0.9, share 0.8: 0.20 a
  day, and the one unit is closed.
- Domestic violence. 1.5 calls a day, 27 of 100 ask for a safe place, share 0.3: 0.12 a day. With
  40 days of stay 4.9 erlangs on 4 rooms: B(4, 4.9) = 0.39. Full, at any hour.
- Sobering. 2.2 calls a day, weight 0.55 on average, share 0.7: 0.85 a day. With 8 hours of stay
  0.3 erlangs on 12 chairs: B < 1e-12, and a wave of five times that changes nothing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from math import exp
from random import Random
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from demo_county.beats import Beat, Block
from demo_county.call_types import CallType
from demo_county.reading import REFERENCE

T = TypeVar("T")

SEED = 915
ZONE = ZoneInfo("America/Denver")
LAST_DAY = REFERENCE.astimezone(ZONE).date() - timedelta(days=1)
FIRST_DAY = LAST_DAY - timedelta(days=364)
NEW_SOFTWARE = date(2025, 9, 1)
COLUMNS = (
    "incident_number", "call_time", "call_type", "description", "disposition", "beat", "priority",
    "address", "latitude", "longitude",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One row of the export; `at` is its instant, written as local time without a zone."""

    number: str
    at: datetime
    type: str
    says: str
    disposition: str
    beat: str
    priority: str
    address: str
    latitude: float
    longitude: float

    @property
    def local(self) -> datetime:
        """Its time on the clock of the county."""
        return self.at.astimezone(ZONE)

    def row(self) -> list[str]:
        """Its cells, in the order of `COLUMNS`."""
        return [
            self.number,
            f"{self.local:%Y-%m-%d %H:%M}",
            self.type,
            self.says,
            self.disposition,
            self.beat,
            self.priority,
            self.address,
            f"{self.latitude:.4f}",
            f"{self.longitude:.4f}",
        ]


class _Wheel(Generic[T]):
    """Draws things as often as they weigh."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._things = list(weights)
        self._sums = list(accumulate(weights.values()))

    def turn(self, dice: float) -> T:
        """The thing at this share (0 to 1) of all weights."""
        return self._things[bisect_right(self._sums, dice * self._sums[-1])]


def draw_calls(
    types: Sequence[CallType], beats: Sequence[Beat], blocks: Mapping[str, Sequence[Block]]
) -> list[Call]:
    """The calls of the year, oldest first, numbered within each calendar year."""
    random = Random(SEED)
    where = {beat: _Wheel({one: one.weight for one in found}) for beat, found in blocks.items()}
    drawn = [
        call
        for one in types
        for call in _calls_of(one, _Wheel(_beat_weights(one, beats)), where, random)
    ]
    return list(_numbered(sorted(drawn, key=lambda call: call.at)))


def _beat_weights(one: CallType, beats: Sequence[Beat]) -> dict[str, float]:
    return {beat.id: beat.population * one.places.get(beat.id, 1.0) for beat in beats}


def _calls_of(
    one: CallType, beats: _Wheel[str], where: Mapping[str, _Wheel[Block]], random: Random
) -> Iterator[Call]:
    """The calls of one type: a Poisson count for each hour that really passed."""
    ends = _Wheel(one.ends)
    for hour in _hours():
        for _ in range(_poisson(_rate(one, hour), random)):
            at = hour + timedelta(minutes=int(random.random() * 60))
            beat = beats.turn(random.random())
            block = where[beat].turn(random.random())
            code = one.later if at.astimezone(ZONE).date() >= NEW_SOFTWARE else one.code
            yield Call(
                "", at, code, one.says, ends.turn(random.random()), beat, one.priority,
                block.address, block.latitude, block.longitude,
            )  # fmt: skip


def _hours() -> Iterator[datetime]:
    """The start of each hour of the year, in UTC: 23 on one day of spring, 25 on one of autumn."""
    hour = _midnight(FIRST_DAY)
    while hour < _midnight(LAST_DAY + timedelta(days=1)):
        yield hour
        hour += timedelta(hours=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


def _rate(one: CallType, hour: datetime) -> float:
    """Calls to expect in this hour. The night of Friday counts as Friday until five o'clock."""
    local = hour.astimezone(ZONE)
    weekday = (local - timedelta(hours=5)).weekday()
    return one.per_day / 24 * one.wave[local.hour] * one.week[weekday] * one.season[local.month - 1]


def _poisson(mean: float, random: Random) -> int:
    """A Poisson count, by Knuth's product of uniforms (The Art of Computer Programming, 3.4.1)."""
    limit, count, product = exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def _numbered(calls: Sequence[Call]) -> Iterator[Call]:
    counts: dict[int, int] = {}
    for call in calls:
        year = call.local.year
        counts[year] = counts.get(year, 0) + 1
        yield replace(call, number=f"{year % 100}-{counts[year]:06}")
