"""The days that an export speaks of, without the few calls whose year was mistyped."""

from collections.abc import Mapping
from dataclasses import dataclass

from resource_dir.gaps.calls.clock import HOURS_A_DAY

LONGEST_SILENCE = 31  # days: what lies farther off is another stretch
SMALLEST_STRETCH = 0.005  # of all calls, to be believed


@dataclass(frozen=True, slots=True)
class Body:
    """Calls by day (since 1970), and the first and last hour (since 1970) with a call."""

    days: Mapping[int, int]
    first_hour: int
    last_hour: int


def body_of(hours: Mapping[int, int]) -> Body | None:
    """The stretches that are believed, from calls by hour since 1970. None without calls."""
    by_day: dict[int, int] = {}
    for hour, count in hours.items():
        day = hour // HOURS_A_DAY
        by_day[day] = by_day.get(day, 0) + count
    if not by_day:
        return None
    least = SMALLEST_STRETCH * sum(by_day.values())
    days = {
        day: by_day[day]
        for stretch in _stretches(sorted(by_day))
        if sum(by_day[each] for each in stretch) >= least
        for day in stretch
    }
    inside = [hour for hour in hours if hour // HOURS_A_DAY in days]
    return Body(days, min(inside), max(inside))


def _stretches(days: list[int]) -> list[list[int]]:
    found: list[list[int]] = [[days[0]]]
    for day in days[1:]:
        if day - found[-1][-1] > LONGEST_SILENCE:
            found.append([])
        found[-1].append(day)
    return found
