"""Where new places would do most, existing ones staying where they are. Solved exactly by HiGHS.

Maximal covering (Church and ReVelle 1974): open p of the candidates so that the most demand lies
within reach of an open one or of an existing one.

    max Σ_i a_i y_i   subject to   y_i <= Σ_{j in N_i} x_j,   Σ_j x_j <= p,   x binary, 0 <= y <= 1

p-median (Hakimi 1964): open p so that the demand-weighted mean drive to the nearest open or
existing place is least.

    min Σ_ij a_i d_ij z_ij   s.t.   Σ_j z_ij = 1,   z_ij <= x_j,   Σ_j x_j <= p

Demand that an existing place covers is left out of the first, and an existing place is always open
in the second. y and z may be left continuous: with x binary they come out whole.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from resource_dir.errors import BadInput
from resource_dir.gaps.demand.demand import Floats
from resource_dir.gaps.table.sources import Bools, Indexes

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Sited:
    """Chosen candidates, and what they do: demand covered (or demand-weighted minutes) with the
    existing places alone and with the chosen ones; `is_proven` the solver showed it is best."""

    chosen: tuple[int, ...]
    before: float
    after: float
    is_proven: bool


def cover_most(
    demand: Floats, reached: Bools, existing: Bools, *, sites: int, seconds: float = SECONDS
) -> Sited:
    """Maximal covering. demand (I,) weights; reached (I, J) candidate j reaches i; existing (I,)
    already covered."""
    _check(demand, sites)
    open_demand = np.where(existing, 0.0, demand)
    rows = np.flatnonzero((open_demand > 0) & reached.any(axis=1))
    before = float(demand[existing].sum())
    number = reached.shape[1]
    if not len(rows) or not number or not sites:
        return Sited((), before, before, True)
    weights = open_demand[rows]
    covered = LinearConstraint(
        sparse.hstack(
            [sparse.csr_array(reached[rows].astype(float)), -sparse.eye_array(len(rows))]
        ),
        lb=0.0,
    )
    few = np.concatenate([np.ones(number), np.zeros(len(rows))])[None, :]
    solved = milp(
        np.concatenate([np.zeros(number), -weights]),
        integrality=np.concatenate([np.ones(number), np.zeros(len(rows))]),
        bounds=Bounds(0.0, 1.0),
        constraints=[covered, LinearConstraint(few, ub=sites)],
        options={"time_limit": seconds},
    )
    chosen = _chosen(solved.x, number)
    gained = float(weights[reached[np.ix_(rows, chosen)].any(axis=1)].sum())
    return Sited(tuple(chosen.tolist()), before, before + gained, bool(solved.status == 0))


def nearest_on_average(
    demand: Floats, cost: Floats, existing: Floats, *, sites: int, seconds: float = SECONDS
) -> Sited:
    """p-median. demand (I,); cost (I, J) minutes to each candidate; existing (I,) minutes to the
    nearest existing place, inf where there is none. `before` and `after` are mean minutes."""
    _check(demand, sites)
    rows = np.flatnonzero(demand > 0)
    weights, number = demand[rows], cost.shape[1]
    worst = _worst(cost[rows], existing[rows])
    now, new = np.minimum(existing[rows], worst), np.minimum(cost[rows], worst)
    total = weights.sum()
    before = float((weights * now).sum() / total) if total else 0.0
    pairs = np.argwhere(new < now[:, None])  # any other assignment gains nothing
    if not len(pairs) or not sites:
        return Sited((), before, before, True)
    gain = weights[pairs[:, 0]] * (now[pairs[:, 0]] - new[pairs[:, 0], pairs[:, 1]])
    solved = _solve_median(pairs, gain, len(rows), number, sites=sites, seconds=seconds)
    chosen = _chosen(solved.x, number)
    best = np.minimum(now, new[:, chosen].min(axis=1, initial=np.inf))
    after = float((weights * best).sum() / total)
    return Sited(tuple(chosen.tolist()), before, after, bool(solved.status == 0))


def _solve_median(
    pairs: Indexes, gain: Floats, rows: int, number: int, *, sites: int, seconds: float
) -> Any:
    """Gain form: z_ij moves i from its existing place to j."""
    count = len(pairs)
    index = np.arange(count)
    one_each = sparse.csr_array(
        (np.ones(count), (pairs[:, 0], number + index)), (rows, number + count)
    )
    only_open = sparse.csr_array(
        (
            np.concatenate([np.ones(count), -np.ones(count)]),
            (np.concatenate([index, index]), np.concatenate([number + index, pairs[:, 1]])),
        ),
        (count, number + count),
    )
    few = np.concatenate([np.ones(number), np.zeros(count)])[None, :]
    return milp(
        np.concatenate([np.zeros(number), -gain]),
        integrality=np.concatenate([np.ones(number), np.zeros(count)]),
        bounds=Bounds(0.0, 1.0),
        constraints=[
            LinearConstraint(one_each, ub=1.0),
            LinearConstraint(only_open, ub=0.0),
            LinearConstraint(few, ub=sites),
        ],
        options={"time_limit": seconds},
    )


def _worst(cost: Floats, existing: Floats) -> float:
    """What stands for "no place at all": twice the longest drive there is."""
    finite = np.concatenate([cost[np.isfinite(cost)], existing[np.isfinite(existing)]])
    return float(finite.max(initial=1.0)) * 2


def _chosen(solution: Floats | None, number: int) -> Indexes:
    if solution is None:
        return np.zeros(0, np.intp)
    return np.flatnonzero(solution[:number] > 0.5)


def _check(demand: Floats, sites: int) -> None:
    if sites < 0:
        raise BadInput("The number of new sites can't be below 0.", field="sites")
    if not np.isfinite(demand).all() or (demand < 0).any():
        raise BadInput("Demand has to be numbers of 0 or more.", field="demand")
