"""Floating catchments: how much supply there is for the people who share it.

Symbols: a areas with demand P_a (people, calls), j places with supply S_j (staffed units), d_aj
travel cost (minutes), infinite where there is no way; f weight of a cost, d₀ limit: a pair counts
while d_aj < d₀.

    FCA     F_a = Σ_{j: d_aj<d₀} S_j / Σ_{b: d_ab<d₀} P_b                     (Peng 1997)
    2SFCA   R_j = S_j / Σ_{a: d_aj<d₀} P_a,   A_a = Σ_{j: d_aj<d₀} R_j        (Luo & Wang 2003)
    E2SFCA  the same with f(d_aj) times each P_a and R_j                      (Luo & Qi 2009)
    3SFCA   the same with f(d_aj)·G_aj, G_aj = f(d_aj) / Σ_j f(d_aj)          (Wan & al. 2012)

A_a is supply for one unit of demand. For the two- and three-stage family Σ P_a·A_a = Σ S_j as long
as each place is reached by somebody. Σ in G takes all places with a way, those beyond d₀ too, as
pysal's `access` 1.1.10 does, which all of this agrees with (tests/conformance/
test_access_golden.py).

Errors: NaN, negative figures, shapes that don't fit: BadInput naming the figure.

Sources: Z.-R. Peng, Urban Studies 34 (1997) 1215-1235; W. Luo, F. Wang, Environment and Planning B
30 (2003) 865-884; W. Luo, Y. Qi, Health & Place 15 (2009) 1100-1107; N. Wan, B. Zou, T. Sternberg,
International Journal of Geographical Information Science 26 (2012) 1073-1089.
"""

import numpy as np
from numpy.typing import ArrayLike

from resource_dir.errors import BadInput
from resource_dir.gaps.access.weights import Weight
from resource_dir.gaps.checks import Floats, at_least_zero, numbers


def fca(
    demand: ArrayLike,
    supply: ArrayLike,
    cost: ArrayLike,
    *,
    neighbour_cost: ArrayLike,
    max_cost: float,
) -> Floats:
    """F (A,): supply in an area's circle by the demand in it.

    `neighbour_cost` (A, A) from each area to each. NaN where nobody lives in the circle.
    """
    people, places, way = checked(demand, supply, cost)
    _, _, neighbours = checked(demand, demand, neighbour_cost)
    supplied = np.where(way < max_cost, places, 0.0).sum(axis=1)
    needing = np.where(neighbours < max_cost, people, 0.0).sum(axis=1)
    return np.asarray(
        np.divide(supplied, needing, out=np.full(needing.shape, np.nan), where=needing > 0)
    )


def two_stage_fca(
    demand: ArrayLike,
    supply: ArrayLike,
    cost: ArrayLike,
    *,
    max_cost: float = np.inf,
    weight: Weight | None = None,
) -> Floats:
    """A (A,): 2SFCA, or E2SFCA with a `weight` of the cost (`weights.step_weight` and others)."""
    people, places, way = checked(demand, supply, cost)
    return _shared_out(people, places, _counting(way, max_cost, weight))


def three_stage_fca(
    demand: ArrayLike,
    supply: ArrayLike,
    cost: ArrayLike,
    *,
    weight: Weight,
    max_cost: float = np.inf,
) -> Floats:
    """A (A,): 3SFCA: people weigh their places against each other before they are counted."""
    people, places, way = checked(demand, supply, cost)
    pull = _counting(way, np.inf, weight)
    total = pull.sum(axis=1, keepdims=True)
    chosen = np.divide(pull, total, out=np.zeros_like(pull), where=total > 0)
    return _shared_out(people, places, np.where(way < max_cost, pull * chosen, 0.0))


def checked(demand: ArrayLike, supply: ArrayLike, cost: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Demand (A,), supply (J,) and cost (A, J) as arrays, or BadInput."""
    people, places = at_least_zero(demand, "demand"), at_least_zero(supply, "supply")
    way = numbers(cost, "cost")
    if people.ndim != 1 or places.ndim != 1 or way.shape != (people.size, places.size):
        raise BadInput(
            "cost has the shape %(shape)s: give one row for each of the %(areas)d areas and one "
            "column for each of the %(places)d places.",
            field="cost",
            shape=str(way.shape),
            areas=people.size,
            places=places.size,
        )
    if (way < 0).any():
        raise BadInput("cost is below 0: no way takes less than nothing.", field="cost")
    return people, places, way


def _counting(way: Floats, max_cost: float, weight: Weight | None) -> Floats:
    """f(d) where d < d₀, else 0; 1 within d₀ where no weight is given."""
    in_reach = (way < max_cost) & np.isfinite(way)
    counted = np.zeros(way.shape)
    counted[in_reach] = 1.0 if weight is None else weight(way[in_reach])
    return counted


def _shared_out(people: Floats, places: Floats, counted: Floats) -> Floats:
    """Both steps: each place by the demand that reaches it, and what each area finds of that."""
    reaching = people @ counted
    ratio = np.divide(places, reaching, out=np.zeros(places.shape), where=reaching > 0)
    return np.asarray(counted @ ratio)
