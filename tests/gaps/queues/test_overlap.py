"""Units that send on whom they refuse, against each order of trying written out."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.overlap import overlapping_turn_away
from resource_dir.gaps.queues.pooling import first_choices, pooled_turn_away

HOURS = 168


def plain_loads(load: np.ndarray, p: np.ndarray, full: np.ndarray) -> np.ndarray:
    """What comes to each unit: every order in which units can be tried, with its chance."""
    coming = np.zeros(len(full))
    for demand, row in zip(load, p, strict=True):
        reach = [j for j in range(len(full)) if row[j] > 0]
        for order in permutations(reach):
            chance, left, refused = 1.0, 1.0, 1.0
            for j in order:
                chance *= row[j] / left
                left -= row[j]
            for j in order:
                coming[j] += demand * chance * refused
                refused *= full[j]
    return coming


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_what_comes_to_a_unit_is_what_all_orders_of_trying_bring(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weights = draw.choice([0, 1, 0.5, 0.22], (3, 4))
    capacity, load = draw.integers(1, 9, 4), draw.uniform(0.1, 8, 3)

    found = overlapping_turn_away(load, weights, capacity)

    plain = plain_loads(load, first_choices(weights, capacity), found.full)
    assert found.load == pytest.approx(plain, rel=2e-3, abs=1e-6)
    assert found.full == pytest.approx(erlang_b(capacity, found.load), abs=1e-6)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_nobody_is_lost_between_units(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weights = draw.choice([0, 1, 0.5, 0.01], (4, 3))
    capacity, load = draw.choice([1, 3, 60], 3), draw.uniform(0.1, 40, 4)

    found = overlapping_turn_away(load, weights, capacity)

    member = weights > 0
    refused = load * np.where(member, found.full, 1.0).prod(axis=1)
    taken = (found.load * (1 - found.full)).sum()
    assert found.full == pytest.approx(erlang_b(capacity, found.load), abs=1e-6)
    assert float(taken + refused.sum()) == pytest.approx(float(load.sum()), rel=1e-5)


@pytest.mark.parametrize(
    "weights",
    [[[1, 1, 1], [1, 0.5, 0.2]], [[1, 0, 0], [0, 0, 1]], [[1, 0.5, 0], [0, 0, 1]], [[0, 0, 0]] * 2],
)
def test_one_catchment_and_catchments_apart_are_pools(weights: list[list[float]]) -> None:
    load, capacity = [4.0, 3.0], [3, 2, 5]

    found = overlapping_turn_away(load, weights, capacity)

    pools = pooled_turn_away(load, weights, capacity)
    assert found.turn_away.tolist() == pytest.approx(pools.turn_away.tolist(), abs=1e-6)


def test_each_hour_of_the_week_is_worked_out_as_if_alone() -> None:
    load = np.random.default_rng(2).uniform(0, 9, (3, HOURS))
    load[:, 7] = 0
    weights, capacity = [[1, 0.5], [0, 1], [0, 1]], [6, 9]

    found = overlapping_turn_away(load, weights, capacity)

    alone = [overlapping_turn_away(load[:, h], weights, capacity).turn_away for h in (7, 50, 167)]
    assert found.turn_away.shape == (3, HOURS)
    assert found.load.shape == (2, HOURS)
    assert np.allclose(found.turn_away[:, [7, 50, 167]].T, alone, atol=1e-6)


def test_more_beds_anywhere_turn_nobody_away_more() -> None:
    weights, load = [[1, 1, 0], [0, 1, 1], [0, 0, 1]], [5.0, 4.0, 3.0]

    before = overlapping_turn_away(load, weights, [4, 4, 4]).turn_away

    for unit in range(3):
        more = [4 + (j == unit) for j in range(3)]
        assert (overlapping_turn_away(load, weights, more).turn_away <= before + 1e-6).all()


def test_a_unit_that_is_hardly_ever_tried_first_changes_little() -> None:
    near, far = [[1.0, 1e-6], [1.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]]

    found = overlapping_turn_away([0.0, 3.0], near, [4, 50])

    assert found.turn_away[1] == pytest.approx(
        overlapping_turn_away([0.0, 3.0], far, [4, 50]).turn_away[1], abs=1e-4
    )


@pytest.mark.parametrize("answer", [overlapping_turn_away, pooled_turn_away])
def test_a_need_that_no_unit_serves_turns_everybody_away(answer: Callable[..., Any]) -> None:
    found = answer([2.0, 0.0], np.zeros((2, 0)), [])

    assert found.turn_away.tolist() == [1, 1]
    assert answer(np.zeros((0, 2)), np.zeros((0, 1)), [3]).turn_away.shape == (0, 2)


def test_what_can_not_be_pooled_is_refused_by_name() -> None:
    with pytest.raises(BadInput) as refused:
        overlapping_turn_away([1], [[1]], [-1])

    assert refused.value.field == "capacity"
