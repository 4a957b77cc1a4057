"""Reports as counts: each step once, corrections are no switches, gaps are no steps."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from resource_dir.gaps.forecasting.counting import (
    DEFAULT_INTERVAL,
    HALF_LIFE_REPORTS,
    Report,
    UnitState,
    counted,
    usual_interval,
    with_last_step,
    with_report,
)

START = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def nightly(states: str) -> list[Report]:
    """One report a night: "1" free, "0" full, "." none."""
    return [
        (START + night * DAY, state == "1") for night, state in enumerate(states) if state != "."
    ]


def plainly(states: str) -> tuple[float, float, float, float]:
    """The same counts from the definition: each pair of neighbouring nights, weighed by how many
    pairs follow it.
    """
    pairs = [(early, late) for early, late in pairwise(states) if "." not in early + late]
    full = free = to_free = to_full = 0.0
    for follow, (early, late) in enumerate(reversed(pairs)):
        weight = 0.5 ** (follow / HALF_LIFE_REPORTS)
        full += weight * (early == "0")
        free += weight * (early == "1")
        to_free += weight * (early + late == "01")
        to_full += weight * (early + late == "10")
    return full, free, to_free, to_full


@pytest.mark.parametrize("seed", range(8))
def test_counts_are_those_of_every_pair_of_neighbouring_nights(seed: int) -> None:
    chosen = random.Random(seed)
    states = "1" + "".join(chosen.choice("0011.") for _ in range(200))

    state = counted(nightly(states))

    found = (state.n_full, state.n_free, state.n_to_free, state.n_to_full)
    assert found == pytest.approx(plainly(states), abs=1e-9)


def test_one_report_more_is_the_same_as_counting_all_again() -> None:
    reports = nightly("0110010111010")
    state = UnitState()
    for at, is_free in reports:
        state = with_report(state, at, is_free=is_free)

    assert with_last_step(state) == counted(reports)


def test_a_correction_within_a_quarter_of_the_interval_is_no_switch() -> None:
    reports = nightly("00000000")
    at = reports[-1][0]
    typing_error = [(at + DAY, True), (at + DAY + 5 * MINUTE, False)]

    state = counted([*reports, *typing_error])

    assert (state.n_to_free, state.was_free) == (0, False)
    assert state.n_full == counted(nightly("000000000")).n_full


def test_a_long_row_of_taps_does_not_hide_that_time_goes_on() -> None:
    taps = [(START + n * 3 * HOUR, n >= 4) for n in range(9)]  # every three hours, over a day
    state = UnitState()
    for at, is_free in taps:
        state = with_report(state, at, is_free=is_free)

    assert with_last_step(state).n_full > 0


def test_after_a_missing_night_no_step_is_counted_but_the_state_is_known() -> None:
    state = counted(nightly("00000.1"))

    assert (state.n_to_free, state.was_free) == (0, True)


def test_a_report_from_before_the_last_one_changes_nothing() -> None:
    state = counted(nightly("0011"))

    assert with_report(state, START, is_free=True) == state


def test_the_usual_interval_is_that_between_visits_and_not_between_taps() -> None:
    visits = [START + n * 8 * HOUR for n in range(10)]
    taps = [visit + k * MINUTE for visit in visits for k in (0, 1, 2, 3)]

    assert usual_interval(visits) == 8 * HOUR
    assert timedelta(hours=7.9) < usual_interval(taps) < 8 * HOUR


def test_with_few_reports_the_interval_is_a_day() -> None:
    assert usual_interval([START + n * HOUR for n in range(5)]) == DEFAULT_INTERVAL
    assert counted([]) == UnitState()
