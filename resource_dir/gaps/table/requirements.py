"""How many places a load needs: the least c whose refused share stays within the target.

Asked for many loads at once, so each need keeps a table: most[c] is the largest load that c places
carry within the target (it grows with c). Needed is the first c with most[c] >= load.
"""

from dataclasses import dataclass

import numpy as np

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import Floats
from resource_dir.gaps.table.covering import refused_by

LARGEST = 4096  # places; beyond, a table would not help anybody
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
    """The table of one need for loads up to `up_to` erlangs, by bisection."""
    places = np.arange(1, _enough(assumed, up_to, stay, travel_hours) + 1, dtype=np.float64)
    low, high = np.zeros(len(places)), places * 4 + 4
    for _ in range(STEPS):
        middle = (low + high) / 2
        refused = refused_by(assumed, places, middle, stay=stay, travel_hours=travel_hours)
        is_within = refused <= assumed.target.value
        low, high = np.where(is_within, middle, low), np.where(is_within, high, middle)
    return Requirement(np.concatenate([[0.0], np.maximum.accumulate(low)]))


def _enough(assumed: NeedAssumptions, up_to: float, stay: float, travel_hours: float) -> int:
    """A number of places that certainly carries the load, found by doubling."""
    places = 4
    while places < LARGEST and not _carries(assumed, places, up_to, stay, travel_hours):
        places *= 2
    return places


def _carries(
    assumed: NeedAssumptions, places: int, load: float, stay: float, travel_hours: float
) -> bool:
    refused = refused_by(
        assumed, np.array([float(places)]), np.array([load]), stay=stay, travel_hours=travel_hours
    )
    return bool(refused[0] <= assumed.target.value)
