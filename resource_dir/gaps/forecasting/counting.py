"""What a unit's reports so far come to: how often full or free, and how often that changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from resource_dir.gaps.forecasting.chain import Switches

DEFAULT_INTERVAL = timedelta(days=1)  # most houses report once a day
LEAST_GAPS = 5  # a median of fewer says little
# Taps of one visit are no rhythm: somebody corrects a number, or counts down as people come in.
SHORTEST_GAP = timedelta(hours=1)
# In intervals. What follows within a quarter corrects the report before it and is no switch; after
# more than one and a half a report is missing, and nobody knows what it would have said.
SAME_REPORT, NEXT_REPORT = 0.25, 1.5
# A house changes its ways: reports of this many reports ago count half.
HALF_LIFE_REPORTS = 60
KEPT_PER_REPORT = 0.5 ** (1 / HALF_LIFE_REPORTS)

Report = tuple[datetime, bool]


@dataclass(frozen=True, slots=True)
class UnitState(Switches):
    """Counts of one unit after its reports so far, oldest first.

    n_full, n_free: reports that another followed one interval later; n_to_free, n_to_full: those
    that it contradicted. `was_free` at `last_at` is the last report. It may still be corrected, so
    the step to it from `came_from` (None: nothing to come from) is not in the counts yet.
    """

    interval: timedelta = DEFAULT_INTERVAL
    was_free: bool | None = None
    last_at: datetime | None = None
    came_from: bool | None = None


def usual_interval(times: Sequence[datetime]) -> timedelta:
    """The usual time between two reports: the median, without those of one visit."""
    gaps = [late - early for early, late in pairwise(sorted(times))]
    rhythm = [gap.total_seconds() for gap in gaps if gap >= SHORTEST_GAP]
    return timedelta(seconds=median(rhythm)) if len(rhythm) >= LEAST_GAPS else DEFAULT_INTERVAL


def with_report(state: UnitState, at: datetime, *, is_free: bool) -> UnitState:
    """The state after one more report; one that is older than the last changes nothing."""
    if state.last_at is None:
        return replace(state, was_free=is_free, last_at=at)
    gap = (at - state.last_at) / state.interval
    if gap < 0:
        return state
    if gap < SAME_REPORT:  # counted from the first of them, or a long row of taps would be one
        return replace(state, was_free=is_free)
    settled = with_last_step(state)
    came_from = state.was_free if gap <= NEXT_REPORT else None
    return replace(settled, was_free=is_free, last_at=at, came_from=came_from)


def with_last_step(state: UnitState) -> UnitState:
    """The state with the step to its last report counted, and all earlier ones a little less."""
    if state.came_from is None:
        return state
    kept, is_switch = KEPT_PER_REPORT, state.came_from is not state.was_free
    if state.came_from:
        more = {"n_free": 1.0, "n_to_full": float(is_switch)}
    else:
        more = {"n_full": 1.0, "n_to_free": float(is_switch)}
    names = ("n_full", "n_free", "n_to_free", "n_to_full")
    counts = {name: getattr(state, name) * kept + more.get(name, 0.0) for name in names}
    return replace(state, came_from=None, **counts)


def counted(reports: Iterable[Report]) -> UnitState:
    """All reports of one unit as a state with its own interval, every step counted."""
    in_order = sorted(reports, key=lambda report: report[0])  # stable: the later row corrects
    state = UnitState(interval=usual_interval([at for at, _ in in_order]))
    for at, is_free in in_order:
        state = with_report(state, at, is_free=is_free)
    return with_last_step(state)
