"""Shifts as hours of the week, and how much of a need falls in them."""

from datetime import time

import numpy as np
import pytest

from resource_dir.gaps.teams import OnTheRoad, hours_on_the_road, team_coverage, teams_by_hour

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
