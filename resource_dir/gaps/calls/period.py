"""The days that an export speaks of, without the few calls whose date was mistyped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from resource_dir.gaps.calls.clock import EPOCH, HOURS_A_DAY, day_of

LONGEST_SILENCE = 31  # days: what lies farther off is another stretch
SMALLEST_STRETCH = 0.005  # of all calls, to be believed
A_YEAR = 365  # days of silence, after which the form of the time is doubted
FIRST_DAY = date(1980, 1, 1)  # no system of today took calls before

ByDay = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Possible:
    """The first and last day that a call can be of; what is later has not happened yet."""

    first: date = FIRST_DAY
    last: date = date.max

    def is_before(self, day: int) -> bool:
        """Whether a day (since 1970) is too old."""
        return day < (self.first - EPOCH).days

    def is_to_come(self, day: int) -> bool:
        """Whether a day (since 1970) is still to come."""
        return day > (self.last - EPOCH).days

    def has(self, day: int) -> bool:
        """Whether a day (since 1970) is neither."""
        return not self.is_before(day) and not self.is_to_come(day)


@dataclass(frozen=True, slots=True)
class Span:
    """Calls that are told of together, their first and last day (since 1970)."""

    calls: int = 0
    first: int = 0
    last: int = 0

    @classmethod
    def of(cls, by_day: ByDay, days: Iterable[int]) -> "Span":
        """Of these days, maybe none."""
        found = sorted(days)
        if not found:
            return cls()
        return cls(sum(by_day[day] for day in found), found[0], found[-1])

    @property
    def dates(self) -> dict[str, str]:
        """{"first", "last"}, ISO days."""
        return {"first": day_of(self.first).isoformat(), "last": day_of(self.last).isoformat()}


@dataclass(frozen=True, slots=True)
class Body:
    """Calls by day (since 1970), and the first and last hour (since 1970) with a call.

    Beside it: `before` and `to_come`, calls of days that can't be (not in `days`, unless the file
    has no others), `strays` that lie far off all others, and `apart`, believed, but more than a
    year off the rest.
    """

    days: ByDay
    first_hour: int
    last_hour: int
    before: Span
    to_come: Span
    strays: Span
    apart: Span

    @property
    def most_slips(self) -> float:
        """So many calls of days that can't be may be slips; more are a column misread."""
        every = sum(self.days.values()) + self.strays.calls
        return SMALLEST_STRETCH * (every + self.before.calls + self.to_come.calls)


def body_of(hours: Mapping[int, int], possible: Possible) -> Body | None:
    """The stretches that are believed, from calls by hour since 1970. None without calls."""
    by_day: dict[int, int] = {}
    for hour, count in hours.items():
        day = hour // HOURS_A_DAY
        by_day[day] = by_day.get(day, 0) + count
    if not by_day:
        return None
    possible_days = sorted(filter(possible.has, by_day))
    stretches = _believed(by_day, possible_days) or [_largest(by_day, _stretches(sorted(by_day)))]
    days = {day: by_day[day] for stretch in stretches for day in stretch}
    inside = [hour for hour in hours if hour // HOURS_A_DAY in days]
    return Body(
        days, min(inside), max(inside),
        before=Span.of(by_day, filter(possible.is_before, by_day)),
        to_come=Span.of(by_day, filter(possible.is_to_come, by_day)),
        strays=Span.of(by_day, (day for day in possible_days if day not in days)),
        apart=Span.of(by_day, _apart(by_day, stretches)),
    )  # fmt: skip


def _believed(by_day: ByDay, days: list[int]) -> list[list[int]]:
    """Stretches that hold enough calls; all, where they are too many for that; none of no days."""
    stretches = _stretches(days)
    least = SMALLEST_STRETCH * _calls(by_day, days)
    return [each for each in stretches if _calls(by_day, each) >= least] or stretches


def _largest(by_day: ByDay, stretches: list[list[int]]) -> list[int]:
    return max(stretches, key=lambda days: _calls(by_day, days))


def _calls(by_day: ByDay, days: Iterable[int]) -> int:
    return sum(by_day[day] for day in days)


def _stretches(days: list[int]) -> list[list[int]]:
    return _parted([[day] for day in days], LONGEST_SILENCE)


def _apart(by_day: ByDay, stretches: list[list[int]]) -> list[int]:
    """Days of stretches between which and the largest part lies more than a year."""
    parts = _parted(stretches, A_YEAR)
    main = _largest(by_day, parts)
    return [day for part in parts if part is not main for day in part]


def _parted(pieces: Iterable[list[int]], silence: int) -> list[list[int]]:
    """Pieces of days put together where no longer silence lies between them."""
    found: list[list[int]] = []
    for piece in pieces:
        if found and piece[0] - found[-1][-1] <= silence:
            found[-1] += piece
        else:
            found.append(list(piece))
    return found
