"""Who is turned away where people are refused and go on (kind "loss"), by `queues/overlap.py`.

Sources that can use the same units alike are asked for together. Needs for which one waits, and
mobile teams, are never refused: their loads lie on the units beside (`staying`).

Draws can't go through a week each. They need to know how a catchment answers when all of its load
is larger or smaller, so the week is gone through at three LEVELS of the county's load, and each
turn-away is told as the load that would make it in one pool of the same places:

    ratio = A / L,   B(C, A) = turn-away,   C places and L load of the catchment
"""

from collections.abc import Mapping

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import HOURS, Floats
from resource_dir.gaps.queues.occupied import load_that_turns_away
from resource_dir.gaps.queues.overlap import overlapping_week
from resource_dir.gaps.table.sources import Indexes, Sources, Units

LEVELS = (1 / 1.6, 1.0, 1.6)  # of the county's load; draws seldom lie further out
LEAST = 1e-5  # a smaller turn-away says nothing of the load behind it
MOST_RATIO = 50.0


def turned_away(
    sources: Sources,
    units: Units,
    assumed: Mapping[str, NeedAssumptions],
    needs: tuple[str, ...],
    *,
    loads: Floats,
    eligible: Floats,
    levels: tuple[float, ...] = (1.0,),
) -> Floats:
    """(levels, S, 168): the share of those who come to an open house that finds no room; 1 without
    any known place, 0 for needs of other kinds. `loads` (K, J, 168), `eligible` (S, 168)."""
    is_loss = np.array([assumed[slug].kind == "loss" for slug in needs], np.bool_)
    answer = np.zeros((len(levels), len(sources.need), HOURS))
    rows = np.flatnonzero(is_loss[sources.need])
    if not len(rows):
        return answer
    answer[:, rows] = 1.0
    weights = np.where(sources.near[rows] & units.is_known, sources.takes[rows], 0.0)
    columns = np.flatnonzero((weights > 0).any(axis=0) & (units.places > 0))
    if not len(columns):
        return answer
    alike, first = _alike(sources.need[rows], weights)
    rate = np.zeros((len(first), HOURS))
    np.add.at(rate, alike, sources.arrivals[rows] * eligible[rows])
    factors, staying = np.array(levels), loads[~is_loss][:, columns].sum(axis=0)
    week = overlapping_week(
        _copies(rate, factors),
        np.kron(np.eye(len(levels)), weights[np.ix_(first, columns)]),
        np.tile(units.places[columns], len(levels)),
        stay=np.tile(sources.stay[rows][first], len(levels)),
        is_open=np.tile(units.open_known[columns], (len(levels), 1)),
        staying=_copies(staying, factors),
    )
    answer[:, rows] = week.turn_away.reshape(len(levels), len(first), HOURS)[:, alike]
    return answer


def _copies(values: Floats, factors: Floats) -> Floats:
    """(levels · n, 168): the county side by side with itself, busier and quieter."""
    return np.asarray((values * factors[:, None, None]).reshape(-1, values.shape[1]))


def _alike(need: Indexes, weights: Floats) -> tuple[Indexes, Indexes]:
    """The number of each row's class, and a row of each class."""
    numbers: dict[tuple[int, bytes], int] = {}
    first: list[int] = []
    which = np.zeros(len(need), np.intp)
    for row, key in enumerate(
        zip(need.tolist(), (each.tobytes() for each in weights), strict=True)
    ):
        if key not in numbers:
            numbers[key] = len(first)
            first.append(row)
        which[row] = numbers[key]
    return which, np.array(first, np.intp)


def ratios(turned: Floats, places: Floats, load: Floats) -> Floats:
    """(levels, E): the load that alone makes each turn-away, over the catchment's own."""
    found = np.ones(turned.shape)
    for level in range(len(LEVELS) - 1, -1, -1):
        alone = load_that_turns_away(places, turned[level])
        own = load * LEVELS[level]
        ratio = np.divide(alone, own, out=np.ones_like(own), where=own > 0)
        above = found[level + 1] if level + 1 < len(LEVELS) else np.ones_like(own)
        says = (turned[level] > LEAST) & (turned[level] < 1) & (places > 0)
        found[level] = np.where(says, np.clip(ratio, 1 / MOST_RATIO, MOST_RATIO), above)
    return found


def ratio_at(ratio: Floats, fuller: Floats) -> Floats:
    """(D, E): the ratio (levels, E) where the load on a place is `fuller` (D, E) times that of the
    middle level, on straight lines over its logarithm, and as at the ends beyond them."""
    with np.errstate(divide="ignore"):
        step = np.clip(np.log(fuller) / np.log(LEVELS[-1]), -1.0, 1.0)
    low, middle, high = ratio
    return np.asarray(middle + step * np.where(step < 0, middle - low, high - middle))
