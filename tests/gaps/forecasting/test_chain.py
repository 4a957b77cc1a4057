"""The chance that a bed is free: the closed form against a chain that is walked step by step."""

import math

import pytest

from resource_dir.gaps.forecasting.chain import (
    LEAST_SHOWN,
    MOST_SHOWN,
    STARTING_FLEET,
    Fleet,
    Switches,
    chance_free,
    shown,
    switch_chances,
)

UNITS = (
    Switches(),
    Switches(n_full=25, n_free=5, n_to_free=3, n_to_full=3),
    Switches(n_full=30, n_free=0, n_to_free=0, n_to_full=0),
    Switches(n_full=0, n_free=30, n_to_free=0, n_to_full=0),
    Switches(n_full=12.5, n_free=17.25, n_to_free=4.5, n_to_full=3.5),
)
NEVER_FLIPS = Fleet(to_free=0.05, to_free_weight=9.0, to_full=0.3, to_full_weight=2.0)


def walked(to_free: float, to_full: float, *, was_free: bool, steps: int) -> float:
    """The chance of being free after so many steps, each from the one before it."""
    free = float(was_free)
    for _ in range(steps):
        free = free * (1 - to_full) + (1 - free) * to_free
    return free


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 7, 40])
@pytest.mark.parametrize("was_free", [True, False])
def test_the_closed_form_is_the_chain_walked_step_by_step(
    unit: Switches, steps: int, was_free: bool
) -> None:
    to_free, to_full = switch_chances(unit, NEVER_FLIPS)

    chance = chance_free(unit, NEVER_FLIPS, was_free=was_free, intervals=steps)

    expected = walked(to_free, to_full, was_free=was_free, steps=steps)
    assert chance == pytest.approx(expected, abs=1e-12)


def test_a_hand_worked_unit_comes_out_as_on_paper() -> None:
    # u = (3 + .5) / (25 + 8.8) = .103550, v = (3 + .36) / (5 + .44) = .617647, pi = .143581,
    # 1 - u - v = .278803; full two reports ago: pi (1 - .278803^2)
    chance = chance_free(UNITS[1], STARTING_FLEET, was_free=False, intervals=2)

    assert chance == pytest.approx(0.132420, abs=1e-6)


def test_a_unit_without_reports_is_as_the_fleet() -> None:
    assert switch_chances(Switches(), STARTING_FLEET) == (
        STARTING_FLEET.to_free,
        STARTING_FLEET.to_full,
    )


def test_between_two_reports_the_chance_lies_between_theirs() -> None:
    chances = [
        chance_free(UNITS[4], NEVER_FLIPS, was_free=True, intervals=h) for h in (1.0, 1.5, 2.0)
    ]

    assert chances == sorted(chances, reverse=True)


def test_a_unit_that_seemed_to_flip_each_time_is_at_its_long_run_at_once() -> None:
    flipping = Switches(n_full=20, n_free=20, n_to_free=19, n_to_full=19)
    to_free, to_full = switch_chances(flipping, STARTING_FLEET)

    chance = chance_free(flipping, STARTING_FLEET, was_free=True, intervals=1)

    assert to_free + to_full > 1
    assert chance == to_free / (to_free + to_full)


@pytest.mark.parametrize(
    ("chance", "told"),
    [(0.0, LEAST_SHOWN), (1e-9, LEAST_SHOWN), (0.12, 0.1), (0.4, 0.4), (0.43, 0.45), (0.98, 0.9),
     (1.0, MOST_SHOWN)],
)  # fmt: skip
def test_a_chance_is_told_in_steps_of_five_and_never_as_certain(chance: float, told: float) -> None:
    assert math.isclose(shown(chance), told)
