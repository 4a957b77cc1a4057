"""Floating catchments against their steps in loops, and what they must keep."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.gaps.access.fca import fca, three_stage_fca, two_stage_fca
from resource_dir.gaps.access.weights import gaussian_weight, gravity_weight, step_weight

STEPS = {10.0: 1.0, 30.0: 0.68, 60.0: 0.22}


def plain_step(cost: float) -> float:
    return next((weight for limit, weight in STEPS.items() if cost <= limit), 0.0)


def plain_fca(
    demand: list[float], supply: list[float], cost: list[list[float]], *, stages: int
) -> list[float]:
    """Two or three stages with step weights, place by place, then area by area."""
    pull = [[plain_step(minutes) for minutes in row] for row in cost]
    if stages == 3:
        pull = [[w * w / sum(row) if sum(row) else 0.0 for w in row] for row in pull]
    ratios = []
    for j, units in enumerate(supply):
        reaching = sum(people * pull[a][j] for a, people in enumerate(demand))
        ratios.append(units / reaching if reaching else 0.0)
    return [sum(w * r for w, r in zip(row, ratios, strict=True)) for row in pull]


@st.composite
def counties(draw: st.DrawFn) -> tuple[list[float], list[float], list[list[float]]]:
    areas, places = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    minutes = st.one_of(st.floats(0, 90), st.sampled_from([10.0, 30.0, 60.0, math.inf]))
    few = st.one_of(st.just(0.0), st.floats(0.5, 500))
    return (
        draw(st.lists(few, min_size=areas, max_size=areas)),
        draw(st.lists(few, min_size=places, max_size=places)),
        draw(
            st.lists(
                st.lists(minutes, min_size=places, max_size=places),
                min_size=areas,
                max_size=areas,
            )
        ),
    )


@settings(deadline=None, max_examples=150)
@given(counties())
def test_catchments_are_what_their_steps_say(
    county: tuple[list[float], list[float], list[list[float]]],
) -> None:
    weight = step_weight(STEPS)

    two, three = two_stage_fca(*county, weight=weight), three_stage_fca(*county, weight=weight)

    assert two.tolist() == pytest.approx(plain_fca(*county, stages=2))
    assert three.tolist() == pytest.approx(plain_fca(*county, stages=3))


@settings(deadline=None, max_examples=100)
@given(counties())
def test_no_more_is_given_out_than_there_is(
    county: tuple[list[float], list[float], list[list[float]]],
) -> None:
    demand, supply, cost = (np.array(part) for part in county)
    reached = (demand @ (cost <= 60)) > 0

    for given_out in (
        demand @ two_stage_fca(demand, supply, cost, weight=step_weight(STEPS)),
        demand @ three_stage_fca(demand, supply, cost, weight=step_weight(STEPS)),
    ):
        assert float(given_out) == pytest.approx(float(supply[reached].sum()))


def test_the_plain_catchment_divides_what_is_in_one_circle() -> None:
    cost = [[5, 50], [20, 20], [90, math.inf]]
    neighbours = [[0, 20, 90], [20, 0, 90], [90, 90, 0]]

    found = fca([100, 50, 0], [10, 6], cost, neighbour_cost=neighbours, max_cost=30)

    assert found[:2].tolist() == pytest.approx([10 / 150, 16 / 150])
    assert math.isnan(found[2])


def test_a_limit_is_left_out_and_a_step_is_taken_in() -> None:
    assert two_stage_fca([1], [1], [[30]], max_cost=30).tolist() == [0]
    assert step_weight(STEPS)(np.array([0, 10, 10.1, 30, 60, 60.1, np.inf])).tolist() == [
        1, 1, 0.68, 0.68, 0.22, 0, 0,
    ]  # fmt: skip


def test_weights_fall_with_the_way() -> None:
    assert gaussian_weight(20)(np.array([0.0, 20, np.inf])).tolist() == pytest.approx(
        [1, math.exp(-0.5), 0]
    )
    by_gravity = gravity_weight(20, -2, at_least=1)(np.array([0.0, 40]))
    assert by_gravity.tolist() == pytest.approx([400, 0.25])


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: two_stage_fca([math.nan], [1], [[1]]), "demand"),
        (lambda: two_stage_fca([1], [-1], [[1]]), "supply"),
        (lambda: two_stage_fca([1], [1], [[math.nan]]), "cost"),
        (lambda: two_stage_fca([1], [1], [[-1]]), "cost"),
        (lambda: two_stage_fca([1, 2], [1], [[1]]), "cost"),
        (lambda: step_weight({}), "steps"),
        (lambda: step_weight({10: -1}), "steps"),
        (lambda: gravity_weight(0), "scale"),
        (lambda: gravity_weight(1, 1), "power"),
        (lambda: gaussian_weight(0), "width"),
        (lambda: two_stage_fca([1], [1], [[0]], weight=gravity_weight()), "cost"),
    ],
)
def test_what_is_no_supply_or_way_is_refused_by_name(call: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        call()

    assert refused.value.field == field
