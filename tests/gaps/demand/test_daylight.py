"""Observed hours against counting every minute on the wall."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.gaps.demand.daylight import observed_hours

DENVER, CAIRO, LORD_HOWE = "America/Denver", "Africa/Cairo", "Australia/Lord_Howe"
PHOENIX, HAVANA, SAO_PAULO = "America/Phoenix", "America/Havana", "America/Sao_Paulo"


def plain_hours(days: set[date], zone: str, first_hour: int, last_hour: int) -> list[float]:
    """Every five minutes from long before to long after: what the clock on the wall shows."""
    place = ZoneInfo(zone)
    now = datetime.combine(min(days), time(), UTC) - timedelta(days=2)
    seen: Counter[int] = Counter()
    while now < datetime.combine(max(days), time(), UTC) + timedelta(days=3):
        wall = now.astimezone(place)
        too_early = wall.date() == min(days) and wall.hour < first_hour
        too_late = wall.date() == max(days) and wall.hour > last_hour
        if wall.date() in days and not too_early and not too_late:
            seen[wall.weekday() * 24 + wall.hour] += 1
        now += timedelta(minutes=5)
    return [seen[hour] / 12 for hour in range(168)]


def days_between(first: str, last: str) -> np.ndarray:
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([DENVER, CAIRO, LORD_HOWE, PHOENIX, HAVANA, SAO_PAULO]),
    st.sampled_from(
        ["2025-03-05", "2025-10-29", "2026-04-02", "2025-04-22", "2017-10-12", "2018-02-15"]
    ),
    st.sets(st.integers(0, 9), min_size=1),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_observed_hours_are_what_the_wall_clock_shows(
    zone: str, first: str, picks: set[int], first_hour: int, last_hour: int
) -> None:
    days = np.array([np.datetime64(first) + pick for pick in picks])

    found = observed_hours(days, zone, first_hour=first_hour, last_hour=last_hour)

    assert found.tolist() == plain_hours(set(days.tolist()), zone, first_hour, last_hour)


def test_a_year_has_no_hour_at_two_in_spring_and_two_at_one_in_autumn() -> None:
    found = observed_hours(days_between("2026-01-01", "2026-12-31"), DENVER)

    assert found.sum() == 8_760
    assert found[6 * 24 + 2] == 51  # Sundays at 02: 52, and 8 March had none
    assert found[6 * 24 + 1] == 53  # 1 November had two at 01
    assert found[3 * 24 + 2] == 53  # Thursdays: the year began with one


def test_a_zone_without_summer_time_has_days_of_24_hours() -> None:
    found = observed_hours(days_between("2026-03-02", "2026-03-15"), PHOENIX)

    assert found.tolist() == [2] * 168


def test_part_of_the_first_and_last_day_is_not_counted() -> None:
    monday_only = observed_hours(
        np.array(["2026-01-05"], dtype="datetime64[D]"), DENVER, first_hour=6, last_hour=21
    )

    assert np.flatnonzero(monday_only).tolist() == list(range(6, 22))


def test_a_day_given_twice_counts_once_and_order_does_not_matter() -> None:
    days = days_between("2026-01-05", "2026-01-11")

    twice = observed_hours(np.concatenate([days[::-1], days]), DENVER)

    assert twice.tolist() == [1] * 168


@pytest.mark.parametrize(
    ("days", "zone", "hours", "field"),
    [
        ([], DENVER, {}, "days"),
        (["NaT"], DENVER, {}, "days"),
        (["2026-01-05"], "Mars/Olympus", {}, "zone"),
        (["2026-01-05"], DENVER, {"first_hour": 24}, "first_hour"),
        (["2026-01-05"], DENVER, {"last_hour": -1}, "last_hour"),
    ],
)
def test_what_is_no_day_or_zone_is_refused_by_name(
    days: list[str], zone: str, hours: dict[str, int], field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        observed_hours(np.array(days, dtype="datetime64[D]"), zone, **hours)

    assert refused.value.field == field
