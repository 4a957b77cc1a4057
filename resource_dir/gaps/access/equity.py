"""How evenly access is spread over areas. Areas are compared, never people's race.

Symbols: x_a access of an area (supply for one unit of demand, share covered), w_a ≥ 0 its demand.
Errors: NaN, infinite or negative figures, no demand at all: BadInput naming the figure.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.checks import Floats, at_least_zero


@dataclass(frozen=True, slots=True)
class Fifths:
    """Mean access, weighted by demand, in the worst and the best fifth of areas, and which."""

    worst: float
    best: float
    worst_areas: NDArray[np.int64]
    best_areas: NDArray[np.int64]


def gini(access: ArrayLike, demand: ArrayLike) -> float:
    """0 where all areas have the same, towards 1 where one has all.

    Σ_a Σ_b w_a w_b |x_a - x_b| / (2 x̄ W²), x̄ the mean weighted by demand, W = Σw; worked out by
    middle ranks (R. I. Lerman, S. Yitzhaki, "Improving the accuracy of estimates of Gini
    coefficients", Journal of Econometrics 42 (1989) 43-47). 0 where nobody has access.
    """
    x, w = _pairs(access, demand)
    order = np.argsort(x, kind="stable")
    x, share = x[order], w[order] / w.sum()
    below = np.cumsum(share) - share / 2  # half of an area's own people lie below its middle
    mean = float((share * x).sum())
    return 0.0 if mean == 0 else float(2 * (share * x * (below - 0.5)).sum() / mean)


def fifths(access: ArrayLike, demand: ArrayLike, *, is_cost: bool = False) -> Fifths:
    """The worst and the best fifth of the areas with demand, rounded to whole areas, one at least.

    `is_cost`: low is good, as with RAAM. Equal areas keep their order.
    """
    x, w = _pairs(access, demand)
    some = np.flatnonzero(w > 0)
    order = some[np.argsort(-x[some] if is_cost else x[some], kind="stable")]
    count = max(1, round(some.size / 5))
    worst, best = order[:count], order[-count:]
    return Fifths(_mean(x, w, worst), _mean(x, w, best), worst, best)


def _mean(x: Floats, w: Floats, areas: NDArray[np.int64]) -> float:
    return float(np.average(x[areas], weights=w[areas]))


def _pairs(access: ArrayLike, demand: ArrayLike) -> tuple[Floats, Floats]:
    x, w = at_least_zero(access, "access"), at_least_zero(demand, "demand")
    if x.ndim != 1 or x.shape != w.shape:
        raise BadInput("access and demand need one figure for each area.", field="access")
    if w.sum() <= 0:
        raise BadInput("There is no demand at all.", field="demand")
    return x, w
