"""What is counted of a whole export, against loops over its rows."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from resource_dir.gaps.calls.cleaning import Mark
from resource_dir.gaps.calls.coding import PlaceCodes
from resource_dir.gaps.calls.tallying import MOST_POINTS, NO_TIME, PointCounts, Tally

HOUR = 3_600


def _add(tally: Tally, times: list[int], marks: list[int] | None = None) -> None:
    size = len(times)
    tally.add(
        np.array(times, np.int64), np.full(size, NO_TIME), np.array(marks or [0] * size, np.int64),
        np.full(size, np.nan), np.full(size, np.nan),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_hours_have_their_rows_and_their_first_and_last_second(seed: int) -> None:
    random = np.random.default_rng(seed)
    parts = [random.integers(-60 * HOUR, 60 * HOUR, 200).tolist() for _ in range(4)]
    parts.append([10**12, 5, NO_TIME])  # a mistyped year, and a time that can't be read
    tally = Tally()

    for part in parts:
        _add(tally, part)

    times = [time for part in parts for time in part if time != NO_TIME]
    hours = Counter(time // HOUR for time in times)
    assert tally.hours == hours
    for hour in hours:
        inside = [time for time in times if time // HOUR == hour]
        assert tally.by_hour.first_of(hour) == min(inside)
        assert tally.by_hour.last_of(hour) == max(inside)
    assert tally.steps_back == sum(after < before for before, after in pairwise(times))
    assert tally.rows == len(times) + 1


def test_each_mark_is_counted_by_itself() -> None:
    random = np.random.default_rng(1)
    parts = [random.integers(0, 2 * max(Mark), 300).tolist() for _ in range(3)]
    tally = Tally()

    for part in parts:
        _add(tally, [0] * 300, part)

    marks = [mark for part in parts for mark in part]
    assert tally.marks == {mark: sum(bool(each & mark) for each in marks) for mark in Mark}


def test_points_are_counted_over_all_parts() -> None:
    random = np.random.default_rng(2)
    points, expected = PointCounts(), Counter[tuple[float, float]]()

    for _ in range(5):
        lats, lons = random.integers(0, 9, 100) / 8, random.integers(-9, 0, 100) / 8
        points.add(lats, lons)
        expected.update(zip(lats.tolist(), lons.tolist(), strict=True))

    assert sorted(points.counts.tolist()) == sorted(expected.values())


def test_of_very_many_points_the_piles_are_remembered() -> None:
    points = PointCounts()

    for part in range(3):
        lats = np.concatenate((np.full(50, 10.0), part + np.arange(MOST_POINTS - 100) / 1e6))
        points.add(lats, np.zeros(lats.size))

    assert points.counts.max() == 150
    assert points.counts.size <= MOST_POINTS


def test_places_keep_their_zone_cell_and_area() -> None:
    random = np.random.default_rng(3)
    codes = PlaceCodes()

    for _ in range(3):
        zone, area = random.integers(0, 4, 500), random.integers(0, 70_000, 500)
        cell = 0x871F00000000000 + random.integers(0, 9, 500) * random.integers(1, 2**40)
        numbers = codes.codes(zone, cell, area)
        told = [codes.places[number] for number in numbers]
        assert told == list(zip(zone.tolist(), cell.tolist(), area.tolist(), strict=True))

    assert len(set(codes.places)) == len(codes.places)
    assert codes.codes(*(np.zeros(0, np.int64),) * 3).size == 0
