"""How many places a load needs: the least c whose refused share stays within the target.

Asked for many loads at once, so each need keeps a table: most[c] is the largest load that c places
carry within the target (it grows with c). Needed is the first c with most[c] >= load.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Floats
from resource_dir.gaps.table.covering import refused_by_kind

FIRST, LARGEST = 64, 4096  # places of the smallest and the largest table
TABLES = 256  # kept: one for each target, and for each stay where people wait
STEPS = 48  # halvings: the load is exact to a part in 10^14


@dataclass(frozen=True, slots=True)
class Requirement:
    """most (C,): the load that 0, 1, 2 … places carry within the target."""

    most: Floats

    def needed(self, load: Floats) -> Floats:
        """Places needed by each load (erlangs); LARGEST at most."""
        return np.searchsorted(self.most, load * (1 - 1e-12), side="left").astype(np.float64)


def requirement_of(
    assumed: NeedAssumptions, *, up_to: float, stay: float, travel_hours: float = 0.0
) -> Requirement:
    """The table of one need for loads up to `up_to` erlangs."""
    asked = _Asked(assumed.kind, assumed.target.value)
    if assumed.kind != "loss":  # Erlang B knows the stay by the load alone
        asked = replace(asked, limit=assumed.limit_hours.value, stay=stay, travel=travel_hours)
    return _table(asked, _enough(asked, up_to))


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: str
    target: float
    limit: float = 0.0
    stay: float = 1.0
    travel: float = 0.0

    def refused(self, places: Floats, load: Floats) -> Floats:
        return refused_by_kind(
            self.kind, places, load, stay=self.stay, limit=self.limit, travel=self.travel
        )


@lru_cache(maxsize=TABLES)
def _table(asked: _Asked, most_places: int) -> Requirement:
    """By bisection, all numbers of places side by side."""
    places = np.arange(1, most_places + 1, dtype=np.float64)
    low, high = np.zeros(len(places)), places * 4 + 4
    for _ in range(STEPS):
        middle = (low + high) / 2
        is_within = asked.refused(places, middle) <= asked.target
        low, high = np.where(is_within, middle, low), np.where(is_within, high, middle)
    return Requirement(np.concatenate([[0.0], np.maximum.accumulate(low)]))


def _enough(asked: _Asked, load: float) -> int:
    """A number of places that certainly carries the load, found by doubling."""
    places = FIRST
    while places < LARGEST:
        if asked.refused(np.array([float(places)]), np.array([load]))[0] <= asked.target:
            break
        places *= 2
    return places
