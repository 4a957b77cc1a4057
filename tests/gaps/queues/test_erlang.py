"""Erlang's loss formula against fractions, against its integral, and at its edges."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from resource_dir.errors import BadInput
from resource_dir.gaps.queues.erlang import (
    erlang_b,
    load_at_occupancy,
    load_carried_at,
    occupancy,
    units_needed,
)


def plain_b(units: int, load: Fraction) -> Fraction:
    """The definition: (A^c/c!) / Σ A^k/k!, in whole numbers, nothing rounded."""
    term = total = Fraction(1)
    for k in range(1, units + 1):
        term = term * load / k
        total += term
    return term / total


def integral_b(units: float, load: float) -> float:
    """Jagerman's integral, summed by quadrature: with u = A·y, 1/B = ∫ e^{-u} (1+u/A)^c du."""
    inverse, _ = quad(
        lambda u: math.exp(-u + units * math.log1p(u / load)), 0, np.inf, epsabs=0, epsrel=1e-12
    )
    return 1 / inverse


def downward_b(units: int, load: float) -> float:
    """1/B by its own recursion 1 + c/A · 1/B(c-1), one step at a time, in Python's floats."""
    inverse = 1.0
    for k in range(1, units + 1):
        inverse = 1 + k / load * inverse
    return 1 / inverse


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 90), st.fractions(0, 150, max_denominator=64))
def test_whole_units_turn_away_what_the_definition_says(units: int, load: Fraction) -> None:
    exact = float(plain_b(units, load))

    assert float(erlang_b(units, float(load))) == pytest.approx(exact, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("units", [65, 100, 1_000, 10_000])
@pytest.mark.parametrize("ratio", [0.7, 0.9, 0.99, 1.0, 1.01, 1.2, 2, 10, 1_000])
def test_many_units_turn_away_what_the_recursion_says(units: int, ratio: float) -> None:
    load = units * ratio

    assert float(erlang_b(units, load)) == pytest.approx(downward_b(units, load), rel=2e-12)


@settings(deadline=None, max_examples=150)
@given(st.floats(0.01, 40), st.floats(0.3, 200))
def test_a_fraction_of_a_unit_turns_away_what_the_integral_says(units: float, load: float) -> None:
    assert float(erlang_b(units, load)) == pytest.approx(integral_b(units, load), rel=1e-8)


@settings(deadline=None, max_examples=100)
@given(st.floats(0, 63), st.floats(0.001, 400))
def test_the_closed_form_obeys_the_recursion(units: float, load: float) -> None:
    before = float(erlang_b(units + 63, load))

    after = float(erlang_b(units + 64, load))

    assert after == pytest.approx(load * before / (units + 64 + load * before), rel=1e-11)


def test_no_unit_turns_everybody_away_and_no_load_finds_room() -> None:
    assert float(erlang_b(0, 5)) == 1
    assert float(erlang_b(0, 0)) == 1
    assert float(erlang_b(3, 0)) == 0
    assert float(erlang_b(0.5, 0)) == 0
    assert float(erlang_b(200, 0)) == 0


def test_arrays_are_answered_element_by_element() -> None:
    units = np.array([[1], [2], [2.5], [100]])
    load = np.array([0.0, 1.0, 1e6])

    together = erlang_b(units, load)

    alone = [[float(erlang_b(c, a)) for a in load] for c in units[:, 0]]
    assert together.shape == (4, 3)
    assert np.array_equal(together, alone)
    assert erlang_b([], []).shape == (0,)


def test_turn_away_falls_with_units_and_grows_with_load() -> None:
    units, load = np.linspace(0, 130, 521), np.linspace(3, 300, 400)

    turned = erlang_b(units[:, None], load[None, :])

    assert (np.diff(turned, axis=0) < 0).all()
    assert (np.diff(turned, axis=1) >= 0).all()
    assert ((turned >= 0) & (turned <= 1)).all()


@settings(deadline=None, max_examples=100)
@given(st.floats(0, 300), st.floats(0.0001, 0.99))
def test_units_needed_is_the_first_count_that_meets_the_target(load: float, target: float) -> None:
    counted = 0
    while load > 0 and float(erlang_b(counted, load)) > target:
        counted += 1

    assert float(units_needed(load, target)) == counted


def test_units_needed_of_many_loads_at_once_and_of_none() -> None:
    loads = np.array([[0, 0.5, 1], [20, 50, 9_000]])

    assert units_needed(loads, 0.05)[0].tolist() == [0, 3, 4]
    assert units_needed(loads, 0.05)[1, :2].tolist() == [26, 56]
    assert float(erlang_b(units_needed(9_000, 0.05), 9_000)) <= 0.05
    assert float(erlang_b(units_needed(9_000, 0.05) - 1, 9_000)) > 0.05


@settings(deadline=None, max_examples=60)
@given(st.floats(0.1, 500), st.floats(0.001, 0.95))
def test_the_load_carried_at_a_target_meets_the_target(units: float, target: float) -> None:
    load = load_carried_at(units, target)

    assert float(erlang_b(units, load)) == pytest.approx(target, rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(st.floats(0.1, 500), st.floats(0.01, 0.97))
def test_the_load_at_an_occupancy_gives_that_occupancy(units: float, share: float) -> None:
    load = load_at_occupancy(units, share)

    assert float(occupancy(units, load)) == pytest.approx(share, rel=1e-9)


def test_no_units_are_never_in_use() -> None:
    assert float(occupancy(0, 3)) == 0
    assert load_carried_at([0, 1], 0.5).tolist() == pytest.approx([0, 1])


@pytest.mark.parametrize(
    ("units", "load", "field"),
    [
        (math.nan, 1, "units"),
        (-1, 1, "units"),
        (math.inf, 1, "units"),
        (1, math.nan, "load"),
        (1, [2, -0.5], "load"),
        (1, math.inf, "load"),
    ],
)
def test_what_is_no_count_or_load_is_refused_by_name(units: float, load: float, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        erlang_b(units, load)

    assert refused.value.field == field
    assert field in refused.value.message


@pytest.mark.parametrize("target", [0, 1, 1.2, -0.1, math.nan])
def test_a_target_that_no_number_meets_is_refused(target: float) -> None:
    with pytest.raises(BadInput) as refused:
        units_needed(3, target)

    assert refused.value.field == "target"
