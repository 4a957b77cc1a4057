"""Share turned away by how many are there: Erlang's formula read the other way round.

Symbols: c places, A load in erlangs, B(c, A) Erlang's loss formula, n mean number of people there.

    n = A·(1 - B(c, A)),   0 ≤ n ≤ c          grows with A, so that n tells A, and A tells B

So a unit in which n people are on average turns away the B of that load A with which a steady
system would hold as many. Wang, Tipper and Banerjee close the differential equation of n with it
(`overlap`). B(n) is read off straight lines between points, to .004 (tests/gaps/queues/
test_occupied.py). No place at all turns everybody away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from resource_dir.gaps.checks import Floats
from resource_dir.gaps.queues.erlang import erlang_b

KEPT = 4096  # curves: one for each number of places, also of places together
# Loads a place: close together where the curve bends, up to a unit that is all but always full.
LOADS = np.concatenate([np.linspace(0, 2, 97), np.geomspace(2.05, 1e4, 60)])
FULL = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Curves:
    """B(n) of several units or pools side by side.

    Their points lie on one axis: curve i from 2i to 2i + 1, so that one search finds all.
    """

    places: Floats
    start: Floats
    at: Floats
    turned: Floats
    slope: Floats

    @classmethod
    def of(cls, places: Iterable[float]) -> "Curves":
        """One for each number of places."""
        sizes = np.array(list(places), dtype=np.float64)
        points = [_curve(float(size)) for size in sizes] or [_curve(0.0)]
        at = np.concatenate([2.0 * number + share for number, (share, _) in enumerate(points)])
        turned = np.concatenate([turned for _, turned in points])
        wide = np.maximum(np.diff(at, append=at[-1] + 1.0), 1e-15)
        slope = np.diff(turned, append=1.0) / wide
        return cls(
            np.maximum(sizes, 1e-300),
            2.0 * np.arange(len(sizes), dtype=np.float64),
            at,
            turned,
            slope,
        )

    def read(self, people: Floats) -> tuple[Floats, Floats]:
        """B(n) and dB/dn where so many people are there, (..., curves)."""
        share = np.minimum(np.maximum(people / self.places, 0.0), FULL)
        key = self.start + share
        left = self.at.searchsorted(key, side="right") - 1
        slope = self.slope[left]
        return self.turned[left] + slope * (key - self.at[left]), slope / self.places


@lru_cache(maxsize=KEPT)
def _curve(places: float) -> tuple[Floats, Floats]:
    """Points of one curve: n/c and B."""
    if places <= 0:
        return np.array([0.0, 1.0]), np.ones(2)
    turned = erlang_b(places, LOADS * places)
    share = np.maximum.accumulate(np.minimum(LOADS * (1 - turned), FULL))
    share[-1] = turned[-1] = 1.0
    return share, turned


def load_that_turns_away(places: Floats, turned: Floats) -> Floats:
    """A with B(c, A) = turned, by the same points; for places and turned (n,)."""
    load = np.zeros(len(places))
    for size in np.unique(places[places > 0]).tolist():
        which = places == size
        load[which] = np.interp(turned[which], _curve(size)[1], LOADS * size)
    return load
