"""When teams are on the road, and how much of the need falls in those hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

import numpy as np

from resource_dir.gaps.demand.demand import HOURS, Floats

DAY_HOURS = 24
MINUTES = 60


@dataclass(frozen=True, slots=True)
class OnTheRoad:
    """A shift: weekdays (Monday is 0), from when to when, how many teams. An end at or before the
    begin lies on the next day; both alike are a whole day.
    """

    days: tuple[int, ...]
    starts_at: time
    ends_at: time
    teams: int


def teams_by_hour(shifts: Iterable[OnTheRoad]) -> Floats:
    """(168,) teams on the road in each hour of the week; half of an hour counts half."""
    teams: Floats = _by_minute(shifts).reshape(HOURS, MINUTES).mean(axis=1)
    return teams


def hours_on_the_road(shifts: Iterable[OnTheRoad]) -> Floats:
    """(168,) the share of each hour in which at least one team is on the road."""
    shares: Floats = (_by_minute(shifts) > 0).reshape(HOURS, MINUTES).mean(axis=1)
    return shares


def _by_minute(shifts: Iterable[OnTheRoad]) -> Floats:
    """Teams in each minute of the week; a shift of Sunday night goes on into Monday."""
    minutes = np.zeros(HOURS * MINUTES)
    for shift in shifts:
        start = _minute(shift.starts_at)
        length = (_minute(shift.ends_at) - start) % (DAY_HOURS * MINUTES) or DAY_HOURS * MINUTES
        for day in shift.days:
            begin = day * DAY_HOURS * MINUTES + start
            minutes[np.arange(begin, begin + length) % len(minutes)] += shift.teams
    return minutes


def _minute(moment: time) -> int:
    return moment.hour * MINUTES + moment.minute


def team_coverage(rate: Floats, on_the_road: Floats) -> float | None:
    """The share of a need that falls in shifts: Σ_h λ(h) s(h) / Σ_h λ(h).

    λ (168,) calls an hour, s (168,) the share of the hour with a team. None without calls.
    """
    total = float(rate.sum())
    return float((rate * on_the_road).sum()) / total if total > 0 else None
