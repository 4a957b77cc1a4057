"""Units that send on whom they refuse, against the same in loops."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.going_on import choices_of
from resource_dir.gaps.queues.overlap import overlapping_week
from tests.gaps.plain_weeks import plain_week, tries

HOURS = 168
HOUR = np.arange(HOURS)


def steady(load: list[float], stay: float = 8.0) -> np.ndarray:
    """Rates that make these loads."""
    return np.repeat(np.array(load)[:, None] / stay, HOURS, axis=1)


def turned(load: list[float], weights: Any, places: list[float]) -> np.ndarray:
    """Turn-away of each in the last hour of a steady week."""
    week = overlapping_week(steady(load), weights, places, stay=np.full(len(load), 8.0))
    return week.turn_away[:, -1]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_week_agrees_with_small_steps_through_every_order_of_trying(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weights = draw.choice([0, 1, 0.5], (3, 3))
    places = draw.integers(2, 8, 3).astype(float).tolist()
    wave = 1 + 0.6 * np.cos(2 * np.pi * (HOUR - 18) / 24)
    rate, stay = draw.uniform(0.1, 0.5, (3, 1)) * wave, np.array([8.0, 8.0, 20.0])
    is_open = np.ones((3, HOURS), np.bool_)
    is_open[0] = (HOUR % 24 >= 8) & (HOUR % 24 < 20)

    week = overlapping_week(rate, weights, places, stay=stay, is_open=is_open)

    plain = plain_week(rate, weights, places, stay, is_open)
    assert np.abs(week.turn_away - plain).max() < 0.04  # an hour at once, in place of a quarter
    assert np.sqrt(np.mean((week.turn_away - plain) ** 2)) < 0.01


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000))
def test_who_tries_a_unit_is_what_all_orders_of_trying_say(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weights = draw.choice([0, 1, 0.5, 0.22], (3, 4))
    places, full = draw.integers(1, 9, 4).astype(float), draw.uniform(0, 1, (1, 4))
    is_open = np.ones((1, 4), np.bool_)
    choices = choices_of(weights, places, is_open, np.ones((1, 3)), np.zeros((1, 4)))
    pooled, stretch = np.full((1, len(choices.sizes)), 0.3), np.zeros(1, np.intp)

    found = choices.tried(stretch, full, pooled)[0]

    refused = choices.refused(stretch, full, pooled)[0]
    for pair, (g, j) in enumerate(zip(choices.group, choices.unit, strict=True)):
        reach = np.flatnonzero(weights[g]).tolist()
        plain = tries((weights[g] * places).tolist(), reach, full[0].tolist(), refused[g])
        assert found[pair] == pytest.approx(plain.get(int(j), 0.0), abs=0.05)


def test_one_catchment_for_all_is_one_pool_whatever_the_weights() -> None:
    found = turned([4.0, 3.0], [[1, 1, 1], [1, 0.5, 0.2]], [3, 2, 5])

    assert found == pytest.approx(np.full(2, float(erlang_b(10, 7))), abs=2e-3)


def test_catchments_apart_are_units_of_their_own() -> None:
    found = turned([4.0, 3.0], [[1, 0], [0, 1]], [5, 4])

    assert found == pytest.approx(erlang_b([5, 4], [4, 3]), abs=1e-3)


def test_people_who_stay_for_another_need_fill_places() -> None:
    staying = np.full((1, HOURS), 2.0)

    week = overlapping_week(steady([3.0]), [[1]], [6], stay=[8.0], staying=staying)

    there = 2 + 3 * (1 - week.turn_away[0, -1])
    assert week.people[0, -1] == pytest.approx(there, abs=1e-3)
    assert float(erlang_b(6, 3)) < week.turn_away[0, -1] < 0.3


def test_nobody_is_lost_between_units() -> None:
    weights, places = [[1, 0.5, 0], [0, 1, 1], [0, 0, 1]], [3, 5, 4]

    week = overlapping_week(steady([5.0, 4.0, 3.0]), weights, places, stay=[8.0] * 3)

    taken = (np.array([5.0, 4.0, 3.0]) * (1 - week.turn_away[:, -1])).sum()
    assert week.people[:, -1].sum() == pytest.approx(taken, rel=1e-3)


def test_more_beds_anywhere_turn_nobody_away_more() -> None:
    weights, load = [[1, 1, 0], [0, 1, 1], [0, 0, 1]], [5.0, 4.0, 3.0]

    before = turned(load, weights, [4, 4, 4])

    for unit in range(3):
        more = turned(load, weights, [4.0 + (j == unit) for j in range(3)])
        assert (more <= before + 1e-3).all()


def test_a_need_that_no_unit_serves_turns_everybody_away() -> None:
    nothing = overlapping_week(steady([2.0, 0.0]), np.zeros((2, 0)), [], stay=[8.0, 8.0])
    closed = overlapping_week(
        steady([2.0]), [[1]], [5], stay=[8.0], is_open=np.zeros((1, HOURS), np.bool_)
    )

    assert (nothing.turn_away == 1).all()
    assert (closed.turn_away == 1).all()


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("places", {"places": [-1]}),
        ("rate", {"rate": np.full((1, HOURS), np.nan)}),
        ("stay_hours", {"stay": [0]}),
        ("weights", {"weights": [[1, 1]]}),
        ("rate", {"rate": np.ones((1, 24))}),
    ],
)
def test_what_can_not_be_worked_out_is_refused_by_name(field: str, changed: dict) -> None:
    question = {"rate": steady([1.0]), "weights": [[1]], "places": [1], "stay": [8.0]} | changed
    stay = question.pop("stay")

    with pytest.raises(BadInput) as refused:
        overlapping_week(**question, stay=stay)

    assert refused.value.field == field
