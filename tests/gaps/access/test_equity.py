"""Evenness of access against its double sum."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.gaps.access.equity import fifths, gini


def plain_gini(access: list[float], demand: list[float]) -> float:
    """Half the mean difference between any two people, by the mean."""
    pairs = list(zip(access, demand, strict=True))
    everybody = sum(demand)
    mean = sum(x * w for x, w in pairs) / everybody
    apart = sum(w * v * abs(x - y) for x, w in pairs for y, v in pairs)
    return apart / (2 * mean * everybody**2) if mean else 0.0


areas = st.lists(
    st.tuples(st.floats(0, 50).map(lambda x: round(x, 3)), st.sampled_from([0.0, 1.0, 2.5, 40.0])),
    min_size=1,
    max_size=15,
).filter(lambda pairs: sum(w for _, w in pairs) > 0)


@settings(deadline=None, max_examples=200)
@given(areas)
def test_gini_is_its_double_sum(pairs: list[tuple[float, float]]) -> None:
    access, demand = [x for x, _ in pairs], [w for _, w in pairs]

    assert gini(access, demand) == pytest.approx(plain_gini(access, demand), abs=1e-12)


def test_even_access_has_no_inequality_and_one_with_all_nearly_one() -> None:
    assert gini([2, 2, 2], [1, 5, 9]) == pytest.approx(0)
    assert gini([0] * 99 + [7], [1] * 100) == pytest.approx(0.99)
    assert gini([0, 0], [1, 1]) == 0


def test_fifths_are_areas_and_their_means_are_weighted() -> None:
    access = [0.5, 0.1, 0.9, 0.3, 0.7, 0.2, 0.8, 0.4, 1.0, 0.6, 0.0]
    demand = [1, 3, 1, 1, 1, 1, 1, 1, 3, 1, 0]  # the last has none, so it is no area of anybody

    found = fifths(access, demand)

    assert found.worst_areas.tolist() == [1, 5]
    assert found.best_areas.tolist() == [2, 8]
    assert found.worst == pytest.approx((0.1 * 3 + 0.2) / 4)
    assert found.best == pytest.approx((1.0 * 3 + 0.9) / 4)


def test_where_access_is_a_cost_the_highest_is_the_worst() -> None:
    found = fifths([1, 5, 3], [1, 1, 1], is_cost=True)

    assert (found.worst, found.best) == (5, 1)


@pytest.mark.parametrize(
    ("access", "demand", "field"),
    [
        ([math.nan], [1], "access"),
        ([math.inf], [1], "access"),
        ([1], [-1], "demand"),
        ([1, 2], [1], "access"),
        ([1], [0], "demand"),
    ],
)
def test_what_is_no_access_is_refused_by_name(
    access: list[float], demand: list[float], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        gini(access, demand)

    assert refused.value.field == field
