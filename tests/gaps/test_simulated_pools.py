"""Pools of overlapping catchments against people who really try one place after the other."""

import numpy as np
import pytest

from resource_dir.gaps.queues.overlap import overlapping_turn_away
from resource_dir.gaps.queues.pooling import expected_coverage, pooled_turn_away, unit_turn_away

from .simulation import HOURS, World, always, exponential, mean_and_half_width, runs

STAY = 2.0


def simulated(load: list[float], weights: list[list[float]], capacity: list[int]) -> tuple:
    """Share turned away by area, and half of its 99 % interval, from six runs of 44 weeks."""
    rate = np.repeat(np.array(load)[:, None] / STAY, HOURS, axis=1)
    world = World(rate, np.array(weights), capacity, exponential(STAY), always(len(capacity)))
    came, refused = runs(world, count=6, weeks=48)
    return mean_and_half_width(refused.sum(axis=2) / came.sum(axis=2), level=0.99)


@pytest.mark.parametrize(
    ("load", "weights", "capacity"),
    [
        ([3, 5], [[1, 1], [1, 0.3]], [5, 4]),  # all reach all, whatever the weights
        ([4, 3], [[1, 0], [0, 1]], [5, 4]),  # nobody shares
    ],
)
def test_pools_are_exact_where_all_or_none_is_shared(
    load: list[float], weights: list[list[float]], capacity: list[int]
) -> None:
    seen, error = simulated(load, weights, capacity)

    pools = pooled_turn_away(load, weights, capacity)

    assert (np.abs(pools.turn_away - seen) <= error).all()


def test_a_ring_of_catchments_is_near_its_pools_and_far_from_the_product() -> None:
    load, weights, capacity = [3, 3, 3], [[1, 1, 0], [0, 1, 1], [1, 0, 1]], [4, 4, 4]
    seen, error = simulated(load, weights, capacity)

    pools = pooled_turn_away(load, weights, capacity)
    product = 1 - expected_coverage(np.sign(weights), unit_turn_away(load, weights, capacity))

    assert seen.tolist() == pytest.approx([0.108] * 3, abs=0.006)
    assert (pools.turn_away - seen < 0.02).all()  # .122: a little too many, never too few
    assert (pools.turn_away - seen > -error).all()
    assert (product < seen / 2).all()  # .043: full beds are no independent accidents


def test_an_area_between_two_others_is_turned_away_less_than_its_pool_says() -> None:
    # Where the approximation is coarse: the middle can use either unit, its neighbours only one.
    load, weights, capacity = [4, 2, 4], [[1, 0], [1, 1], [0, 1]], [6, 6]
    seen, error = simulated(load, weights, capacity)

    pools = pooled_turn_away(load, weights, capacity)
    product = 1 - expected_coverage(np.sign(weights), unit_turn_away(load, weights, capacity))

    nearer = overlapping_turn_away(load, weights, capacity).turn_away
    assert np.abs(nearer - seen).max() < 0.02
    assert np.abs(pools.turn_away - seen)[[0, 2]].max() < 0.02  # .192 for .206
    assert 0 < float(pools.turn_away[1] - seen[1]) < 0.08  # .120 for .050
    assert float(product[1]) < float(seen[1])  # .037: the truth lies between the two
    total = (pools.turn_away @ load) / sum(load)
    assert float(total) == pytest.approx(float(seen @ load) / sum(load), abs=0.01)
    assert float(error[1]) < 0.01


def test_going_on_to_the_next_unit_is_nearer_than_pools_in_counties_drawn_by_chance() -> None:
    draw = np.random.default_rng(77)
    by_pools, by_overlap = [], []
    for _ in range(4):
        units, areas = draw.integers(2, 5), draw.integers(2, 6)
        weights = (draw.uniform(size=(areas, units)) < 0.6) * draw.choice([1, 0.5], (areas, units))
        weights[weights.sum(axis=1) == 0, 0] = 1
        capacity = draw.integers(1, 12, units).tolist()
        load = draw.dirichlet(np.ones(areas) * 2) * sum(capacity) * draw.uniform(0.5, 1.1)
        rate = np.repeat(load[:, None] / STAY, HOURS, axis=1)
        world = World(rate, weights, capacity, exponential(STAY), always(units))
        came, refused = runs(world, count=1, weeks=44)
        seen = refused.sum(axis=(0, 2)) / came.sum(axis=(0, 2))
        by_pools += (pooled_turn_away(load, weights, capacity).turn_away - seen).tolist()
        by_overlap += (overlapping_turn_away(load, weights, capacity).turn_away - seen).tolist()

    error = np.sqrt(np.mean(np.square(by_overlap)))
    assert error < 0.02
    assert error < np.sqrt(np.mean(np.square(by_pools))) / 2
