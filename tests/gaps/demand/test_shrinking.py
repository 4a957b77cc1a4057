"""Hours of small areas lie nearer to their week, and no week gets another total."""

import numpy as np
import pytest

from resource_dir.gaps.demand.demand import HOURS
from resource_dir.gaps.demand.intervals import posterior_rates, shrunk_rates
from resource_dir.gaps.demand.shrinking import hourly_rates

YEAR = np.full(HOURS, 52.0)
PLAIN = np.ones((1, 1))


def _counts(mean: float, *, seed: int = 3) -> np.ndarray:
    """Poisson counts of a year, twice as many in the evening."""
    daily = np.where(np.arange(HOURS) % 24 >= 18, 2.0, 1.0)
    return np.random.default_rng(seed).poisson(daily * mean).astype(float)[None, None]


def test_a_small_area_is_drawn_towards_the_week_of_the_others_not_to_an_even_one() -> None:
    """Two calls at night; of the others, two fifths come in the evening, of an even week 1/4."""
    others, small = _counts(50.0), np.zeros((1, 1, HOURS))
    small[0, 0, [2, 30]] = 1.0
    counts = np.concatenate([others, small], axis=1)

    found = hourly_rates(counts, counts, YEAR, np.ones((1, 2)))

    evening = np.arange(HOURS) % 24 >= 18
    share = found.shrunk[0, 1, evening].sum() / found.shrunk[0, 1].sum()
    assert 0.25 < share < 0.4


def test_the_hours_of_a_small_area_move_to_their_mean_and_those_of_a_large_one_stay() -> None:
    small = hourly_rates(_counts(0.2), _counts(0.2), YEAR, PLAIN)
    large = hourly_rates(_counts(500.0), _counts(500.0), YEAR, PLAIN)

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

    n = counts[0, 0] / (phi * weight) * weight
    usual, _ = _plainly(n, YEAR)
    usual = usual / (usual.sum() / HOURS)
    rates, kept = _plainly(n, YEAR * usual)
    plain = rates * usual
    plain *= (counts.sum() * weight / 52.0) / plain.sum()
    assert found.shrunk[0, 0] == pytest.approx(plain)
    assert found.kept[0, 0] == pytest.approx(kept.mean())


def _plainly(n: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rates and kept shares, hour by hour."""
    mean = n.sum() / t.sum()
    seen = sum(b * (a / b - mean) ** 2 for a, b in zip(n, t, strict=True)) / t.sum()
    between = seen - mean * HOURS / t.sum()
    k = min(mean**2 / between, n.sum()) if between > 0 else n.sum()
    rates = np.array([(a + k) / (b + k / mean) for a, b in zip(n, t, strict=True)])
    return rates, np.array([b / (b + k / mean) for b in t])


def test_the_week_of_a_need_is_shrunk_as_the_tested_shrinkage_says() -> None:
    counts = _counts(0.5)

    usual, kept = posterior_rates(counts, YEAR)

    assert usual == pytest.approx(shrunk_rates(counts, YEAR).rate)
    assert kept == pytest.approx(shrunk_rates(counts, YEAR).kept)


def test_clusters_say_less_than_calls_that_come_alone() -> None:
    counts = _counts(2.0)

    alone = hourly_rates(counts, counts, YEAR, PLAIN)
    clustered = hourly_rates(counts, counts, YEAR, np.full((1, 1), 4.0))

    assert np.std(clustered.shrunk) < np.std(alone.shrunk) < np.std(alone.raw)


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
