"""Shifts as hours of the week, and how much of a need falls in them."""

from datetime import time

import numpy as np
import pytest

from resource_dir.gaps.teams import (
    OnTheRoad,
    coverage_by_hour,
    hours_by_area,
    hours_on_the_road,
    team_coverage,
    teams_by_hour,
)

EVERY_DAY = tuple(range(7))


def plain_minutes(shifts: list[OnTheRoad]) -> list[int]:
    """Teams in each minute of the week, minute by minute."""
    found = []
    for minute in range(7 * 1440):
        teams = 0
        for shift in shifts:
            start = shift.starts_at.hour * 60 + shift.starts_at.minute
            end = shift.ends_at.hour * 60 + shift.ends_at.minute
            length = end - start if end > start else end - start + 1440
            teams += sum(
                shift.teams for day in shift.days
                if (minute - day * 1440 - start) % (7 * 1440) < length
            )  # fmt: skip
        found.append(teams)
    return found


SHIFTS = [
    [OnTheRoad((0, 1), time(8), time(16), 1)],
    [OnTheRoad((6,), time(22, 30), time(6, 15), 2), OnTheRoad((0,), time(5), time(9), 1)],
    [OnTheRoad(EVERY_DAY, time(0), time(0), 3)],
    [],
]


@pytest.mark.parametrize("shifts", SHIFTS)
def test_hours_agree_with_counting_minute_by_minute(shifts: list[OnTheRoad]) -> None:
    minutes = np.array(plain_minutes(shifts), dtype=float).reshape(168, 60)

    assert teams_by_hour(shifts) == pytest.approx(minutes.mean(axis=1))
    assert hours_on_the_road(shifts) == pytest.approx((minutes > 0).mean(axis=1))


def test_a_shift_of_sunday_night_goes_on_into_monday() -> None:
    hours = hours_on_the_road([OnTheRoad((6,), time(22), time(2), 1)])

    assert hours[[166, 167, 0, 1]].tolist() == [1, 1, 1, 1]
    assert hours.sum() == 4


def test_coverage_weighs_hours_by_their_calls() -> None:
    rate, hours = np.zeros(168), np.zeros(168)
    rate[:4] = [1, 1, 2, 4]
    hours[2:4] = [1, 0.5]

    assert team_coverage(rate, hours) == pytest.approx(4 / 8)


def test_without_calls_there_is_no_coverage_to_tell() -> None:
    assert team_coverage(np.zeros(168), np.ones(168)) is None


AREAS = ("beats:n", "beats:s", "zone:7", "unknown")
PLACED = [
    OnTheRoad((0, 1), time(8), time(16), 1, frozenset({"beats:n"})),
    OnTheRoad((6,), time(22, 30), time(6, 15), 2, frozenset({"beats:n", "zone:7"})),
    OnTheRoad((0,), time(5), time(9), 1),
    OnTheRoad(EVERY_DAY, time(0), time(0), 1, frozenset()),
]


def plain_share(area: str, hour: int) -> float:
    """The minutes of an hour in which a shift of this area runs, shift by shift."""
    own = [shift for shift in PLACED if shift.areas is None or area in shift.areas]
    minutes = plain_minutes(own)[hour * 60 : hour * 60 + 60]
    return sum(teams > 0 for teams in minutes) / 60


def test_hours_of_an_area_agree_with_counting_its_own_shifts_minute_by_minute() -> None:
    shares = hours_by_area(PLACED, AREAS)

    for number, area in enumerate(AREAS):
        for hour in (0, 5, 6, 8, 15, 32, 40, 166, 167):
            assert shares[number, hour] == pytest.approx(plain_share(area, hour))


def test_coverage_agrees_with_adding_up_the_calls_of_each_area_and_hour() -> None:
    rate = np.random.default_rng(7).poisson(2, (len(AREAS), 168)).astype(float)
    rate[:, 3] = 0
    shares = hours_by_area(PLACED, AREAS)
    within = [
        sum(rate[a, hour] * shares[a, hour] for a in range(len(AREAS))) for hour in range(168)
    ]

    assert team_coverage(rate, shares) == pytest.approx(sum(within) / rate.sum())
    by_hour = coverage_by_hour(rate, shares)
    assert by_hour[3] == 0
    assert by_hour[8] == pytest.approx(within[8] / rate[:, 8].sum())


def test_no_area_has_no_hours() -> None:
    assert hours_by_area(PLACED, ()).shape == (0, 168)


def test_without_a_shift_nothing_is_covered_anywhere() -> None:
    assert hours_by_area([], AREAS).sum() == 0
