"""Share turned away by how many are there: Erlang's formula read the other way round.

Symbols: c places, A load in erlangs, B(c, A) Erlang's loss formula, n mean number of people there.

    n = A·(1 - B(c, A)),   0 ≤ n ≤ c          grows with A, so that n tells A, and A tells B

So a unit in which n people are on average turns away the B of that load A with which a steady
system would hold as many. Wang, Tipper and Banerjee close the differential equation of n with it
(`overlap`). B(n) is read off straight lines between points, to .0005 (tests/gaps/queues/
test_occupied.py). No place at all turns everybody away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.checks import Floats
from resource_dir.gaps.queues.erlang import erlang_b

Indexes = NDArray[np.intp]

KEPT = 4096  # curves: one for each number of places, also of places together
# Loads a place: close together where the curve bends, up to a unit that is all but always full.
LOADS = np.concatenate([np.linspace(0, 2, 97), np.geomspace(2.05, 1e4, 60)])


@dataclass(frozen=True, slots=True)
class Curves:
    """B(n) of several units or pools side by side.

    Their points lie on one axis: curve i from 2i to 2i + 1, so that one search finds all.
    """

    places: Floats
    at: Floats
    turned: Floats
    slope: Floats

    @classmethod
    def of(cls, places: Sequence[float] | Floats) -> "Curves":
        """One for each number of places."""
        curves = [_curve(float(c)) for c in places]
        at = np.concatenate([2.0 * i + curve[0] for i, curve in enumerate(curves)] or [np.zeros(1)])
        turned = np.concatenate([curve[1] for curve in curves] or [np.ones(1)])
        wide = np.maximum(np.diff(at, append=at[-1] + 1.0), 1e-15)
        return cls(np.asarray(places, np.float64), at, turned, np.diff(turned, append=1.0) / wide)

    def read(self, which: Indexes, people: Floats) -> tuple[Floats, Floats]:
        """B(n) and dB/dn of these curves, so many people being there."""
        places = self.places[which]
        share = np.clip(people / np.maximum(places, 1e-300), 0.0, 1.0)
        key = 2.0 * which + share
        left = np.searchsorted(self.at, key, side="right") - 1
        left -= share >= 1.0  # the last line of a curve, not the way to the next one
        slope = self.slope[left]
        turned = self.turned[left] + slope * (key - self.at[left])
        return turned, slope / np.maximum(places, 1e-300)


@lru_cache(maxsize=KEPT)
def _curve(places: float) -> tuple[Floats, Floats]:
    """Points of one curve: n/c and B."""
    if places <= 0:
        return np.array([0.0, 1.0]), np.ones(2)
    load = LOADS * places
    turned = erlang_b(places, load)
    share = np.maximum.accumulate(np.minimum(LOADS * (1 - turned), 1.0 - 1e-9))
    share[-1] = turned[-1] = 1.0
    return share, turned
