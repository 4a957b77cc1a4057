"""When and where teams are on the road, and how much of the need falls in those hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

import numpy as np

from resource_dir.gaps.demand.demand import HOURS, Floats

DAY_HOURS = 24
MINUTES = 60


@dataclass(frozen=True, slots=True)
class OnTheRoad:
    """A shift: weekdays (Monday is 0), from when to when, how many teams. An end at or before the
    begin lies on the next day; both alike are a whole day. `areas` are the demand areas it serves;
    None: everywhere.
    """

    days: tuple[int, ...]
    starts_at: time
    ends_at: time
    teams: int
    areas: frozenset[str] | None = None

    def serves(self, area: str) -> bool:
        """Whether calls of this demand area are for it."""
        return self.areas is None or area in self.areas


def teams_by_hour(shifts: Iterable[OnTheRoad]) -> Floats:
    """(168,) teams on the road in each hour of the week; half of an hour counts half."""
    teams: Floats = _by_minute(shifts).reshape(HOURS, MINUTES).mean(axis=1)
    return teams


def hours_on_the_road(shifts: Iterable[OnTheRoad]) -> Floats:
    """(168,) the share of each hour in which at least one team is on the road, wherever."""
    shares: Floats = (_by_minute(shifts) > 0).reshape(HOURS, MINUTES).mean(axis=1)
    return shares


def hours_by_area(shifts: Sequence[OnTheRoad], areas: Sequence[str]) -> Floats:
    """(A, 168) the share of each hour in which at least one team serves the area."""
    serving = [tuple(shift for shift in shifts if shift.serves(area)) for area in areas]
    # Many areas, few shifts: most areas are served by the same ones.
    shares = {each: hours_on_the_road(each) for each in set(serving)}
    return np.array([shares[each] for each in serving]).reshape(len(areas), HOURS)


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
    """The share of a need that falls in shifts: Σ_a Σ_h λ(a,h) s(a,h) / Σ_a Σ_h λ(a,h).

    λ (A, 168) calls an hour, s (A, 168) the share of the hour in which a team serves the area.
    None without calls.
    """
    total = float(rate.sum())
    return float((rate * on_the_road).sum()) / total if total > 0 else None


def coverage_by_hour(rate: Floats, on_the_road: Floats) -> Floats:
    """(168,) the share of each hour's calls that falls in shifts; 0 in an hour without calls.

    Σ_a λ(a,h) s(a,h) / Σ_a λ(a,h), as in `team_coverage`.
    """
    total = rate.sum(axis=0)
    within = (rate * on_the_road).sum(axis=0)
    shares: Floats = np.divide(within, total, out=np.zeros(HOURS), where=total > 0)
    return shares
