"""Rational agents against the equilibrium they make for, found another way."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from resource_dir.errors import BadInput
from resource_dir.gaps.access.raam import raam


def plain_equilibrium(
    demand: np.ndarray, supply: np.ndarray, cost: np.ndarray, tau: float
) -> np.ndarray:
    """Cost of each area where nobody gains by moving: the least of Σ L²/2ρS + Σ x·d/τ.

    (Beckmann, McGuire & Winsten 1956.)
    """
    room = supply * demand.sum() / supply.sum()

    def spent(flat: np.ndarray) -> float:
        going = flat.reshape(cost.shape)
        return float((going.sum(axis=0) ** 2 / (2 * room)).sum() + (going * cost / tau).sum())

    sums = {"type": "eq", "fun": lambda flat: flat.reshape(cost.shape).sum(axis=1) - demand}
    start = np.repeat(demand / supply.size, supply.size)
    options = {"maxiter": 1_000, "ftol": 1e-12}
    bounds = [(0, None)] * start.size
    found = minimize(spent, start, bounds=bounds, constraints=sums, options=options)
    going = found.x.reshape(cost.shape)
    return (cost / tau + going.sum(axis=0) / room).min(axis=1)


@pytest.mark.parametrize("seed", range(6))
def test_agents_settle_where_nobody_gains_by_moving(seed: int) -> None:
    draw = np.random.default_rng(seed)
    demand, supply = draw.uniform(5, 60, 6), draw.uniform(1, 9, 4)
    cost = draw.uniform(2, 60, (6, 4))

    found = raam(demand, supply, cost)

    wanted = plain_equilibrium(demand, supply, cost, 60)
    assert found.tolist() == pytest.approx(wanted.tolist(), rel=0.02)


def test_the_unit_that_demand_is_counted_in_does_not_matter() -> None:
    demand, supply = np.array([100.0, 50, 10]), np.array([15.0, 20, 100])
    cost = np.array([[1.0, 80, 40], [80, 1, 40], [40, 40, 1]])

    assert raam(demand / 1_000, supply, cost) == pytest.approx(raam(demand, supply, cost))


def test_whole_people_come_near_the_same_as_any_share_of_them() -> None:
    demand, supply = np.array([100.0, 50, 10]), np.array([15.0, 20, 100])
    cost = np.array([[1.0, 80, 40], [80, 1, 40], [40, 40, 1]])

    whole, parts = raam(demand, supply, cost, grain=1), raam(demand, supply, cost)

    assert whole.tolist() == pytest.approx(parts.tolist(), rel=0.03)


def test_one_place_costs_its_way_and_its_crowd() -> None:
    assert raam([30, 10], [4], [[30], [60]]).tolist() == pytest.approx([1.5, 2])


def test_an_area_without_a_way_costs_without_end_and_crowds_nobody() -> None:
    found = raam([10, 5, 0], [2, 0], [[6, 1], [math.inf, 3], [12, 1]], rho=5)

    assert found.tolist() == pytest.approx([1.1, math.inf, 1.2])


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: raam([0], [1], [[1]]), "demand"),
        (lambda: raam([1], [0], [[1]]), "demand"),
        (lambda: raam([1], [1], [[1]], tau=0), "tau"),
        (lambda: raam([1], [1], [[1]], rho=-1), "rho"),
        (lambda: raam([1], [1], [[1]], grain=-1), "grain"),
        (lambda: raam([1], [1], [[math.nan]]), "cost"),
    ],
)
def test_what_can_not_be_chosen_among_is_refused_by_name(call: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        call()

    assert refused.value.field == field
