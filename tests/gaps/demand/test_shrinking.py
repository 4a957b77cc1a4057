"""Hours of small areas lie nearer to their week, and no week gets another total."""

import numpy as np
import pytest

from resource_dir.gaps.demand.demand import HOURS
from resource_dir.gaps.demand.intervals import shrunk_rates
from resource_dir.gaps.demand.shrinking import hourly_rates

YEAR = np.full(HOURS, 52.0)
PLAIN = np.ones((1, 1))


def _counts(mean: float, *, seed: int = 3) -> np.ndarray:
    """Poisson counts of a year, twice as many in the evening."""
    daily = np.where(np.arange(HOURS) % 24 >= 18, 2.0, 1.0)
    return np.random.default_rng(seed).poisson(daily * mean).astype(float)[None, None]


def test_the_hours_of_a_small_area_move_to_their_mean_and_those_of_a_large_one_stay() -> None:
    small = hourly_rates(_counts(0.2), _counts(0.2), YEAR, PLAIN)
    large = hourly_rates(_counts(500.0), _counts(500.0), YEAR, PLAIN)

    assert small.kept[0, 0] < 0.5
    assert large.kept[0, 0] > 0.98
    assert np.ptp(small.shrunk) < np.ptp(small.raw)
    assert large.shrunk == pytest.approx(large.raw, rel=0.02)


def test_the_total_of_a_week_stays_whatever_was_observed() -> None:
    hours = YEAR.copy()
    hours[:30] = 51.0
    hours[3] = 0.0
    counts = _counts(0.4)
    counts[..., 3] = 0.0

    found = hourly_rates(counts * 0.3, counts * 0.09, hours, PLAIN)

    assert found.shrunk.sum() == pytest.approx(found.raw.sum())
    assert found.shrunk[0, 0, 3] == 0.0


def test_it_is_what_the_plain_formula_says_hour_by_hour() -> None:
    counts, weight, phi = _counts(0.5), 0.4, 1.8

    found = hourly_rates(counts * weight, counts * weight**2, YEAR, np.full((1, 1), phi))

    n = counts[0, 0] / phi
    mean = n.sum() / YEAR.sum()
    between = sum(52.0 * (each / 52.0 - mean) ** 2 for each in n) / YEAR.sum() - mean / 52.0
    k = min(mean**2 / between, n.sum()) if between > 0 else n.sum()
    plain = np.array([(each + k) / (52.0 + k / mean) for each in n]) * weight * phi
    plain *= (counts.sum() * weight / 52.0) / plain.sum()
    assert found.shrunk[0, 0] == pytest.approx(plain)
    assert found.kept[0, 0] == pytest.approx(52.0 / (52.0 + k / mean))


def test_the_rates_are_those_of_the_tested_shrinkage() -> None:
    counts = _counts(0.5)

    found = hourly_rates(counts, counts, YEAR, PLAIN)

    assert found.shrunk == pytest.approx(shrunk_rates(counts, YEAR).rate)


def test_clusters_say_less_than_calls_that_come_alone() -> None:
    counts = _counts(2.0)

    alone = hourly_rates(counts, counts, YEAR, PLAIN)
    clustered = hourly_rates(counts, counts, YEAR, np.full((1, 1), 4.0))

    assert clustered.kept[0, 0] < alone.kept[0, 0]


def test_the_true_rate_of_an_hour_is_met_nearer_than_by_its_own_count() -> None:
    truth = np.where(np.arange(HOURS) % 24 >= 18, 2.0, 1.0) * 0.4 / 52.0

    errors = [
        [((each - truth) ** 2).sum() for each in (found.raw[0, 0], found.shrunk[0, 0])]
        for seed in range(20)
        for found in [hourly_rates(_counts(0.4, seed=seed), _counts(0.4, seed=seed), YEAR, PLAIN)]
    ]

    plain, shrunk = np.array(errors).mean(axis=0)
    assert shrunk < plain / 2


def test_nothing_counted_and_nothing_observed_stay_nothing() -> None:
    nothing = np.zeros((1, 2, HOURS))

    assert hourly_rates(nothing, nothing, YEAR, np.ones((1, 2))).shrunk.sum() == 0
    assert hourly_rates(nothing, nothing, np.zeros(HOURS), np.ones((1, 2))).shrunk.sum() == 0
