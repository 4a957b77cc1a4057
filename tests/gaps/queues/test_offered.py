"""The offered load of the week against its integral, and turn-away with closed hours."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from resource_dir.errors import BadInput
from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.offered import average_turn_away, offered_load, turn_away
from resource_dir.gaps.queues.stays import ExponentialStay, FixedStay, Stay, SurvivalStay

HOURS = 168
SEEN = [1, 0.9, 0.75, 0.4, 0.4, 0.1, 0.05, 0]


def plain_survival(stay: Stay, hours: float) -> float:
    if isinstance(stay, ExponentialStay):
        return math.exp(-hours / float(stay.mean_hours))
    if isinstance(stay, FixedStay):
        return 1.0 if hours < float(stay.mean_hours) else 0.0
    points = np.arange(len(stay.survival)) * stay.step_hours
    return float(np.interp(hours, points, stay.survival))


def plain_load(rate: np.ndarray, stay: Stay, at: float) -> float:
    """∫ λ(at - u) P(S > u) du, hour of arrival by hour of arrival, back to when all have left."""
    mean = float(stay.mean_hours)
    horizon = 40 * mean if isinstance(stay, ExponentialStay) else stay.longest_hours
    total, hour = 0.0, math.ceil(at) - 1
    while at - hour - 1 < horizon:
        begins, ends = max(at - hour - 1, 0.0), at - hour
        breaks = [mean] if begins < mean < ends and isinstance(stay, FixedStay) else None
        stays, _ = quad(lambda u: plain_survival(stay, u), begins, ends, points=breaks)
        total += float(rate[hour % len(rate)]) * stays
        hour -= 1
    return total


rates = st.lists(st.floats(0, 9), min_size=6, max_size=30).map(np.array)
stays = st.one_of(
    st.floats(0.3, 60).map(ExponentialStay.of),
    st.floats(0.3, 60).map(FixedStay.of),
    st.sampled_from([SurvivalStay.of(SEEN), SurvivalStay.of(SEEN, step_hours=5)]),
)


@settings(deadline=None, max_examples=60)
@given(rates, stays, st.integers(0, 100))
def test_the_load_as_a_step_begins_is_its_integral(rate: np.ndarray, stay: Stay, pick: int) -> None:
    hour = pick % len(rate)

    load = offered_load(rate, stay)

    assert load.at_start[hour] == pytest.approx(plain_load(rate, stay, hour), rel=1e-7, abs=1e-9)


@settings(deadline=None, max_examples=10)
@given(rates, stays, st.integers(0, 100))
def test_the_mean_load_of_a_step_is_the_mean_of_its_integral(
    rate: np.ndarray, stay: Stay, pick: int
) -> None:
    hour, minutes = pick % len(rate), (np.arange(20) + 0.5) / 20

    load = offered_load(rate, stay)

    moments = [plain_load(rate, stay, hour + minute) for minute in minutes]
    assert load.mean[hour] == pytest.approx(np.mean(moments), rel=2e-3, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(rates, stays)
def test_the_mean_of_the_week_is_rate_times_stay(rate: np.ndarray, stay: Stay) -> None:
    load = offered_load(rate, stay)

    littles = rate.mean() * float(stay.mean_hours)
    assert load.mean.mean() == pytest.approx(littles, rel=1e-9, abs=1e-12)


def test_a_steady_rate_has_the_load_of_erlang_at_every_hour() -> None:
    for stay in (ExponentialStay.of(23.0), FixedStay.of(23.0)):
        load = offered_load(np.full(HOURS, 0.5), stay)

        assert load.at_start == pytest.approx(np.full(HOURS, 11.5))
        assert load.mean == pytest.approx(np.full(HOURS, 11.5))


def test_many_rates_with_a_stay_each_are_worked_out_at_once() -> None:
    draw = np.random.default_rng(4)
    rate, mean = draw.uniform(0, 3, (4, 5, HOURS)), draw.uniform(1, 90, (4, 1))

    for kind in (ExponentialStay, FixedStay):
        together = offered_load(rate, kind.of(mean))

        alone = offered_load(rate[2, 3], kind.of(mean[2, 0]))
        assert together.mean.shape == (4, 5, HOURS)
        assert together.mean[2, 3] == pytest.approx(alone.mean, rel=1e-9)
        assert together.at_start[2, 3] == pytest.approx(alone.at_start, rel=1e-9)


def test_stays_far_longer_than_the_week_are_carried_round() -> None:
    rate = np.zeros(HOURS)
    rate[5] = 168.0

    load = offered_load(rate, FixedStay.of(10 * HOURS + 24.0))

    assert load.at_start[6] == pytest.approx(168 * 11)
    assert load.at_start[5 + 30] == pytest.approx(168 * 10)


def test_who_comes_while_intake_is_closed_is_turned_away_and_fills_no_bed() -> None:
    rate, is_open = np.ones(HOURS), np.arange(HOURS) % 24 >= 8
    stay = ExponentialStay.of(6.0)

    found = turn_away(rate, stay, 5, is_open=is_open)

    assert (found.by_hour[~is_open] == 1).all()
    assert found.load == pytest.approx(offered_load(rate * is_open, stay).mean)
    assert found.by_hour[is_open] == pytest.approx(erlang_b(5, found.load[is_open]))
    by_hand = sum(rate * found.by_hour) / sum(rate)
    assert float(found.average) == pytest.approx(by_hand)


def test_hours_with_fewer_staffed_units_turn_more_away() -> None:
    units = np.where(np.arange(HOURS) % 24 < 8, 2.0, 6.0)

    found = turn_away(np.full(HOURS, 0.25), ExponentialStay.of(8.0), units)

    assert found.by_hour[3] == pytest.approx(float(erlang_b(2, 2)))
    assert found.by_hour[12] == pytest.approx(float(erlang_b(6, 2)))


def test_a_week_nobody_comes_in_has_no_average() -> None:
    found = turn_away(np.zeros((2, HOURS)), FixedStay.of(2.0), 3)

    assert np.isnan(found.average).all()
    assert float(average_turn_away([1, 3], [1, 0.2])) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: ExponentialStay.of(-1), "stay_hours"),
        (lambda: ExponentialStay.of(math.nan), "stay_hours"),
        (lambda: FixedStay.of(0), "stay_hours"),
        (lambda: SurvivalStay.of([1, 0.5]), "survival"),
        (lambda: SurvivalStay.of([1, 0.5, 0.6, 0]), "survival"),
        (lambda: SurvivalStay.of([1, 1.5, 0]), "survival"),
        (lambda: SurvivalStay.of([1, 0], step_hours=0), "step_hours"),
        (lambda: offered_load([1, math.nan], FixedStay.of(1)), "rate"),
        (lambda: offered_load([1, -1], FixedStay.of(1)), "rate"),
        (lambda: offered_load([], FixedStay.of(1)), "rate"),
        (lambda: offered_load(np.ones((2, 4)), FixedStay.of([1, 2, 3])), "stay_hours"),
        (lambda: turn_away([1, 1], FixedStay.of(1), -2), "units"),
    ],
)
def test_what_is_no_rate_or_stay_is_refused_by_name(call: object, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        call()

    assert refused.value.field == field
