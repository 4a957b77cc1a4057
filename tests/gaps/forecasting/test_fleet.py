"""What all units share: the likeliest beta distribution, found by a search and by trying all."""

import random
from itertools import product
from math import lgamma

import pytest

from resource_dir.gaps.forecasting.chain import STARTING_FLEET, Fleet, Switches
from resource_dir.gaps.forecasting.fleet import LEAST_UNITS, fit_beta, fit_fleet


def drawn(mean: float, weight: float, *, units: int, reports: int) -> list[tuple[float, float]]:
    """Switches and reports of units whose chances come from this distribution."""
    chosen = random.Random(11)
    counts = []
    for _ in range(units):
        chance = chosen.betavariate(mean * weight, (1 - mean) * weight)
        switches = sum(chosen.random() < chance for _ in range(reports))
        counts.append((float(switches), float(reports)))
    return counts


def likelihood(counts: list[tuple[float, float]], mean: float, weight: float) -> float:
    """Of whole counts, as products of rising factorials: no gamma function of a fraction."""
    a, b = mean * weight, (1 - mean) * weight
    total = 0.0
    for switches, reports in counts:
        total += log_beta(switches + a, reports - switches + b) - log_beta(a, b)
    return total


def log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def test_the_search_finds_what_trying_a_fine_grid_finds() -> None:
    counts = drawn(0.1, 5.0, units=60, reports=30)

    mean, weight = fit_beta(counts, (0.5, 1.0))

    grid = product([n / 200 for n in range(2, 80)], [n / 10 for n in range(5, 200, 3)])
    best = max(likelihood(counts, *point) for point in grid)
    assert likelihood(counts, mean, weight) >= best


def test_units_drawn_from_a_distribution_give_it_back() -> None:
    counts = drawn(0.2, 8.0, units=800, reports=60)

    mean, weight = fit_beta(counts, (0.5, 1.0))

    assert mean == pytest.approx(0.2, abs=0.02)
    assert weight == pytest.approx(8.0, rel=0.2)


@pytest.mark.parametrize("switches", [0.0, 30.0])
def test_units_that_all_agree_give_a_distribution_that_can_still_be_wrong(switches: float) -> None:
    mean, weight = fit_beta([(switches, 30.0)] * 40, (0.5, 1.0))

    assert 0 < mean < 1
    assert 0 < weight <= 200


def test_too_few_units_say_nothing_about_all_others() -> None:
    units = [Switches(n_full=30, n_to_free=3)] * (LEAST_UNITS - 1)

    assert fit_fleet(units) == STARTING_FLEET
    assert fit_fleet([]) == STARTING_FLEET


def test_each_chance_is_fitted_by_the_units_that_were_seen_in_its_state() -> None:
    units = [Switches(n_full=30, n_to_free=number % 7) for number in range(40)]

    fleet = fit_fleet(units)

    assert fleet.to_free == pytest.approx(0.1, abs=0.02)
    assert fleet == Fleet(
        fleet.to_free, fleet.to_free_weight, STARTING_FLEET.to_full, STARTING_FLEET.to_full_weight
    )
