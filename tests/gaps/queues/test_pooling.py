"""Pools of overlapping catchments against their formulas in loops."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.pooling import (
    expected_coverage,
    first_choices,
    pooled_turn_away,
)

HOURS = 168


def plain_pools(
    load: list[float], weights: list[list[float]], capacity: list[float]
) -> list[tuple[float, float, float]]:
    """(capacity, load, turn-away) of each area, in loops, as the formulas are written."""
    answer = []
    for own in weights:
        pool = [j for j, w in enumerate(own) if w > 0 and capacity[j] > 0]
        offered = 0.0
        for demand, others in zip(load, weights, strict=True):
            total = sum(w * c for w, c in zip(others, capacity, strict=True))
            offered += sum(demand * others[j] * capacity[j] / total for j in pool if total)
        size = sum(capacity[j] for j in pool)
        answer.append((size, offered, float(erlang_b(size, offered)) if pool else 1.0))
    return answer


@st.composite
def counties(draw: st.DrawFn) -> tuple[list[float], list[list[float]], list[float]]:
    areas, units = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    weight = st.sampled_from([0.0, 0.0, 1.0, 0.5, 0.22])
    rows = st.lists(weight, min_size=units, max_size=units)
    return (
        draw(st.lists(st.floats(0, 30), min_size=areas, max_size=areas)),
        draw(st.lists(rows, min_size=areas, max_size=areas)),
        draw(st.lists(st.sampled_from([0, 1, 2.5, 8, 20]), min_size=units, max_size=units)),
    )


@settings(deadline=None, max_examples=150)
@given(counties())
def test_pools_are_what_the_formulas_say(
    county: tuple[list[float], list[list[float]], list[float]],
) -> None:
    pools = pooled_turn_away(*county)

    plain = np.array(plain_pools(*county))
    together = np.column_stack([pools.capacity, pools.load, pools.turn_away])
    assert np.allclose(together, plain, rtol=1e-9, atol=1e-12)


def test_an_area_that_reaches_nothing_is_turned_away() -> None:
    pools = pooled_turn_away([3, 3, 3], [[1, 0], [0, 0], [0, 1]], [4, 0])

    assert pools.turn_away.tolist() == [pytest.approx(float(erlang_b(4, 3))), 1, 1]
    assert pools.capacity.tolist() == [4, 0, 0]


def test_each_hour_of_the_week_has_its_own_load() -> None:
    load = np.random.default_rng(2).uniform(0, 9, (3, HOURS))
    weights, capacity = [[1, 0.5], [0.5, 1], [0, 1]], [6, 9]

    pools = pooled_turn_away(load, weights, capacity)

    alone = [pooled_turn_away(load[:, h], weights, capacity).turn_away for h in (0, 50, 167)]
    assert pools.turn_away.shape == (3, HOURS)
    assert np.allclose(pools.turn_away[:, [0, 50, 167]].T, alone)


def test_equal_pools_are_worked_out_once() -> None:
    pools = pooled_turn_away([1, 2, 3, 4], [[1, 0], [0.2, 0], [1, 1], [0.9, 0]], [5, 5])

    assert pools.group.tolist() == [0, 0, 1, 0]


def test_people_go_first_where_the_way_is_short_and_places_are_many() -> None:
    assert first_choices([[1, 0.5], [0, 0]], [10, 20]).tolist() == [[0.5, 0.5], [0, 0]]


def test_coverage_of_one_unit_is_its_free_share_and_of_two_never_less() -> None:
    assert expected_coverage([[1, 0]], [0.3, 0.1]).tolist() == pytest.approx([0.7])
    assert expected_coverage([[1, 1]], [0.3, 0.1]).tolist() == pytest.approx([0.97])
    assert expected_coverage([[0.5, 0]], [0.2, 1]).tolist() == pytest.approx([0.4])
    assert expected_coverage([[0, 0]], [0.2, 1]).tolist() == [0]


@pytest.mark.parametrize(
    ("load", "weights", "capacity", "field"),
    [
        ([math.nan], [[1]], [1], "load"),
        ([1], [[-1]], [1], "weights"),
        ([1], [[1]], [-1], "capacity"),
        ([1], [[1, 1]], [1], "weights"),
        ([1, 2], [[1]], [1], "load"),
    ],
)
def test_what_can_not_be_pooled_is_refused_by_name(
    load: list[float], weights: list[list[float]], capacity: list[float], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        pooled_turn_away(load, weights, capacity)

    assert refused.value.field == field


def test_a_share_over_one_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        expected_coverage([[1.2]], [0.5])

    assert refused.value.field == "reach"
