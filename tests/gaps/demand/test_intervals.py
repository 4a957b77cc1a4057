"""Intervals against their definitions, and how often they hold the truth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import poisson

from resource_dir.errors import BadInput
from resource_dir.gaps.demand.intervals import (
    Limits,
    dispersion,
    fay_feuer,
    garwood,
    jeffreys,
    shrunk_rates,
    widened,
)


def plain_garwood(count: int, level: float) -> tuple[float, float]:
    """By search: the rates at which so many, or so few, would be seen with chance α/2."""
    half = (1 - level) / 2
    most = 10 * (count + 10)
    high = brentq(lambda rate: poisson.cdf(count, rate) - half, 0, most, xtol=1e-12)
    if count == 0:
        return 0.0, high
    return brentq(lambda rate: poisson.sf(count - 1, rate) - half, 0, most, xtol=1e-12), high


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 400), st.sampled_from([0.95, 0.8]), st.floats(0.1, 9_000))
def test_garwoods_limits_are_where_the_count_becomes_unlikely(
    count: int, level: float, exposure: float
) -> None:
    low, high = garwood(count, exposure, level=level)

    plain_low, plain_high = plain_garwood(count, level)
    assert float(low) * exposure == pytest.approx(plain_low, rel=1e-8)
    assert float(high) * exposure == pytest.approx(plain_high, rel=1e-8)


@pytest.mark.parametrize("level", [0.95, 0.8])
def test_garwoods_interval_holds_the_truth_at_least_as_often_as_it_says(level: float) -> None:
    counts = np.arange(400)
    low, high = garwood(counts, level=level)

    for rate in np.linspace(0.05, 60, 240):
        held = poisson.pmf(counts, rate)[(low <= rate) & (rate <= high)].sum()
        assert held >= level - 1e-12


def test_jeffreys_interval_holds_the_truth_as_often_as_it_says_on_average() -> None:
    counts = np.arange(400)
    low, high = jeffreys(counts, level=0.8)

    held = [
        poisson.pmf(counts, rate)[(low <= rate) & (rate <= high)].sum()
        for rate in np.linspace(2, 60, 600)
    ]

    assert np.mean(held) == pytest.approx(0.8, abs=0.01)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 300), st.floats(0.001, 5), st.sampled_from([0.95, 0.8]))
def test_equal_weights_make_the_gamma_interval_garwoods(
    count: int, weight: float, level: float
) -> None:
    low, high = fay_feuer(count * weight, count * weight**2, weight, level=level)

    plain = garwood(count, level=level)
    assert float(low) == pytest.approx(float(plain.low) * weight, rel=1e-9)
    assert float(high) == pytest.approx(float(plain.high) * weight, rel=1e-9)


def test_the_gamma_interval_holds_a_weighted_sum_at_least_as_often_as_it_says() -> None:
    draw = np.random.default_rng(20)
    weights, means = np.array([0.1, 0.5, 1.0]), np.array([8.0, 4.0, 3.0])
    counts = draw.poisson(means, (20_000, 3))

    low, high = fay_feuer(counts @ weights, counts @ weights**2, weights.max())

    truth = float(means @ weights)
    assert ((low <= truth) & (truth <= high)).mean() >= 0.95


def test_what_no_call_type_leads_to_is_surely_nothing() -> None:
    low, high = fay_feuer([0, 0], [0, 0], [0, 0.5])

    assert low.tolist() == [0, 0]
    assert high[0] == 0
    assert high[1] == pytest.approx(0.5 * float(garwood(0).high))


def test_poisson_counts_have_a_dispersion_of_one_and_clusters_more() -> None:
    draw = np.random.default_rng(3)
    days = draw.poisson(4.0, (200, 365))
    in_pairs = 2 * draw.poisson(2.0, (200, 365))

    single = dispersion(days, days.mean(axis=1, keepdims=True))
    paired = dispersion(in_pairs, in_pairs.mean(axis=1, keepdims=True))

    assert single.shape == (200,)
    assert single.mean() == pytest.approx(1, abs=0.03)
    assert paired.mean() == pytest.approx(2, abs=0.06)


def test_dispersion_is_pearsons_sum_and_one_where_too_little_was_seen() -> None:
    by_hand = ((3 - 2) ** 2 / 2 + (1 - 2) ** 2 / 2 + (5 - 3) ** 2 / 3) / 2

    assert float(dispersion([3, 1, 5, 0], [2, 2, 3, 0])) == pytest.approx(by_hand)
    assert float(dispersion([3, 0], [2, 0])) == 1


def test_limits_widen_with_the_root_of_the_dispersion_and_never_below_zero() -> None:
    limits = Limits(np.array([8.0, 0.5]), np.array([13.0, 4.0]))

    wide = widened([10, 2], limits, [4, 4])

    assert wide.low.tolist() == [6, 0]
    assert wide.high.tolist() == [16, 6]
    assert widened([10, 2], limits, [0.2, 1]).low.tolist() == [8, 0.5]


def test_hours_that_do_not_differ_shrink_to_their_mean() -> None:
    draw = np.random.default_rng(8)
    counts = draw.poisson(0.5, 168)

    shrunk = shrunk_rates(counts, np.full(168, 52.0))

    assert np.ptp(shrunk.rate) < np.ptp(counts / 52) / 2
    assert shrunk.rate.mean() == pytest.approx(counts.sum() / (168 * 52), rel=0.02)


def test_hours_that_differ_keep_their_own_rate() -> None:
    draw = np.random.default_rng(8)
    means = 200 * (1 + 0.8 * np.sin(np.arange(168) * 2 * math.pi / 24))
    counts = draw.poisson(means)

    shrunk = shrunk_rates(counts, np.full(168, 52.0))

    assert (shrunk.kept > 0.9).all()
    assert np.abs(shrunk.rate * 52 / counts - 1).max() < 0.3


def test_shrinking_lessens_the_error_of_sparse_hours() -> None:
    draw = np.random.default_rng(1)
    truth = draw.gamma(4, 0.25 / 4, (300, 168))
    exposure = np.full(168, 13.0)
    counts = draw.poisson(truth * exposure)

    shrunk = shrunk_rates(counts, exposure, level=0.8)

    own_error = ((counts / exposure - truth) ** 2).mean()
    assert ((shrunk.rate - truth) ** 2).mean() < 0.85 * own_error
    held = (shrunk.limits.low <= truth) & (truth <= shrunk.limits.high)
    assert held.mean() == pytest.approx(0.8, abs=0.02)


def test_nothing_counted_has_a_rate_of_zero_and_the_upper_limit_of_the_whole() -> None:
    shrunk = shrunk_rates(np.zeros(168), np.full(168, 2.0))

    assert (shrunk.rate == 0).all()
    assert (shrunk.limits.low == 0).all()
    assert shrunk.limits.high[0] == pytest.approx(float(garwood(0, 336).high))


def test_an_hour_that_was_never_observed_has_the_mean_of_the_others() -> None:
    shrunk = shrunk_rates([5, 9, 4, 0], [10, 10, 10, 0])

    assert shrunk.rate[3] == pytest.approx(18 / 30)
    assert shrunk.kept[3] == 0


def test_the_prior_knows_no_more_than_was_counted() -> None:
    one = shrunk_rates([1] + [0] * 9, [10.0] * 10)

    assert one.limits.high[0] * 100 > float(jeffreys(1).high) * 0.5
    assert one.limits.low[9] < 0.002


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: garwood(-1), "counts"),
        (lambda: garwood(math.nan), "counts"),
        (lambda: garwood(1, 0), "exposure"),
        (lambda: garwood(1, -2), "exposure"),
        (lambda: garwood(1, level=1), "level"),
        (lambda: jeffreys(1, level=math.nan), "level"),
        (lambda: fay_feuer(1, 0, 1), "variance"),
        (lambda: fay_feuer(1, 1, 0), "variance"),
        (lambda: dispersion([1], [0]), "expected"),
        (lambda: widened(1, Limits(np.zeros(1), np.ones(1)), -1), "dispersion"),
        (lambda: shrunk_rates([1, 1], [0, 1]), "exposure"),
        (lambda: shrunk_rates([0, 0], [0, 0]), "exposure"),
    ],
)
def test_what_is_no_count_or_exposure_is_refused_by_name(call: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        call()

    assert refused.value.field == field
