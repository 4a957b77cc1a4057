"""Judging: only what was known counts, scores are means of squares, bins add up."""

import random
from datetime import date, timedelta

import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.forecasting.judging import HORIZONS_DAYS, judge
from resource_dir.gaps.forecasting.picture import reliability_picture
from resource_dir.gaps.forecasting.reading import History

START = date(2026, 1, 1)
FEBRUARY = date(2026, 2, 1)


def chains(units: int, *, nights: int = 59, seed: int = 3) -> History:
    """Units that really are such chains, each with chances of its own."""
    chosen = random.Random(seed)
    history: History = {}
    for unit in range(units):
        to_free, to_full = chosen.betavariate(1, 9), chosen.betavariate(2, 6)
        is_free, days = False, {}
        for night in range(nights):
            is_free = chosen.random() < (1 - to_full if is_free else to_free)
            days[START + timedelta(days=night)] = is_free
        history[f"unit {unit}"] = days
    return history


def test_the_score_is_the_mean_square_of_what_was_known_the_nights_before() -> None:
    history = {"a": {START + timedelta(days=n): n % 5 == 0 for n in range(40)}}

    found = judge(history, judged_from=FEBRUARY)

    free = [n % 5 == 0 for n in range(40)]
    judged = [(n, n + 3) for n in range(40) if n + 3 < 40 and n + 3 >= 31]
    last = [(free[told] - free[asked]) ** 2 for told, asked in judged]
    own = [(sum(free[: told + 1]) / (told + 1) - free[asked]) ** 2 for told, asked in judged]
    score = found.score(3)
    assert score.forecasts == len(judged) == 9
    assert score.last_reported == pytest.approx(sum(last) / 9)
    assert score.climatology == pytest.approx(sum(own) / 9)


def test_the_first_month_is_fitted_and_the_rest_is_judged_unless_told_otherwise() -> None:
    history = chains(4)

    assert judge(history).judged_from == FEBRUARY
    assert judge(history) == judge(history, judged_from=FEBRUARY)


def test_what_comes_later_changes_no_forecast() -> None:
    history = chains(30)
    cut = {unit: dict(list(nights.items())[:32]) for unit, nights in history.items()}

    whole, short = judge(history, judged_from=FEBRUARY), judge(cut, judged_from=FEBRUARY)

    assert whole.fleet == short.fleet
    bins = {(one.group, one.low): one for one in whole.reliability if one.horizon == 1}
    for one in short.reliability:
        if one.horizon == 1:
            assert bins[one.group, one.low].forecasts >= one.forecasts


def test_of_units_that_are_such_chains_it_beats_both_guesses_and_means_what_it_says() -> None:
    found = judge(chains(400))

    for horizon in HORIZONS_DAYS:
        score = found.score(horizon)
        assert score.chain < min(score.last_reported, score.climatology)
    for one in found.reliability:
        if (one.horizon, one.group) == (1, "all") and one.forecasts > 300:
            assert one.came_true == pytest.approx(one.mean_chance, abs=0.04)


def test_bins_and_groups_hold_every_forecast_once() -> None:
    found = judge(chains(60))

    for score in found.scores:
        bins = [
            one.forecasts
            for one in found.reliability
            if (one.horizon, one.group) == (score.horizon, score.group)
        ]
        assert sum(bins) == score.forecasts
    for horizon in HORIZONS_DAYS:
        parts = [one.forecasts for one in found.scores if one.horizon == horizon]
        assert parts[0] == sum(parts[1:])  # all of them, then each group


def test_a_unit_that_opens_later_is_a_group_of_its_own() -> None:
    history = chains(5)
    history["new"] = {FEBRUARY + timedelta(days=n): True for n in range(20)}

    assert "new" in {score.group for score in judge(history).scores}


@pytest.mark.parametrize("start", [START, date(2025, 1, 1), date(2027, 1, 1)])
def test_nothing_before_or_after_the_first_judged_day_is_an_error(start: date) -> None:
    with pytest.raises(BadInput, match="nothing to fit before"):
        judge(chains(2), judged_from=start)


def test_one_month_alone_can_not_be_judged() -> None:
    with pytest.raises(BadInput, match="2026-01-01 to 2026-01-20"):
        judge(chains(2, nights=20))


def test_a_perfect_last_report_has_nothing_to_be_better_than() -> None:
    history = {"a": {START + timedelta(days=n): True for n in range(40)}}

    score = judge(history).score(1)

    assert (score.below_last_reported, score.below_climatology) == (None, None)


def test_the_picture_has_a_point_for_each_bin_with_enough_forecasts() -> None:
    found = judge(chains(60))

    picture = reliability_picture(found)

    drawn = [one for one in found.reliability if one.forecasts >= 10 and one.group != "new"]
    assert picture.count("<circle") == len(drawn) > 8
    assert "unit " not in picture
