"""Areas of millions of points by whole boxes, against asking for each point."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from resource_dir.gaps.areas.boxes import CROSSED, PER_DEGREE, BoxMemory
from resource_dir.gaps.areas.locating import AreaFinder

SOUTH, WEST, SIDE = 38.4, -106.2, 0.1
STEP = 1 / PER_DEGREE


def _star(random: np.random.Generator, corners: int) -> dict[str, Any]:
    """A polygon of so many corners around a point, with bays and spikes."""
    turns = np.sort(random.uniform(0, 2 * np.pi, corners))
    reach = random.uniform(0.002, 0.03, corners)
    west, south = random.uniform(WEST, WEST + SIDE), random.uniform(SOUTH, SOUTH + SIDE)
    ring = np.column_stack((west + reach * np.cos(turns), south + reach * np.sin(turns))).tolist()
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def _rectangle(south: float, west: float, north: float, east: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _drawn(random: np.random.Generator, count: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Points anywhere, on the corners and edges of boxes, and far away."""
    lats = SOUTH + random.uniform(-0.2, 1.2, count) * SIDE
    lons = WEST + random.uniform(-0.2, 1.2, count) * SIDE
    third = count // 3
    lats[:third] = np.round(lats[:third], 3)
    lons[third // 2 : third * 2] = np.round(lons[third // 2 : third * 2], 3)
    lats[-5:], lons[-5:] = random.uniform(-90, 90, 5), random.uniform(-180, 180, 5)
    return lats, lons


@pytest.mark.parametrize("seed", range(4))
def test_areas_that_overlap_and_leave_gaps_are_those_of_each_point(seed: int) -> None:
    random = np.random.default_rng(seed)
    outlines = {f"a{number}": _star(random, 3 + number) for number in range(12)}
    finder = AreaFinder(outlines)

    for _ in range(3):  # the window grows, and boxes are met again
        lats, lons = _drawn(random, 6_000)
        found = np.array(finder.ids)[finder.numbers(lats, lons)]
        assert (found == AreaFinder(outlines).areas_of_points(lats, lons)).all()


def test_on_a_border_along_boxes_the_first_area_is_meant() -> None:
    middle, edge = WEST + 0.05, SOUTH + 0.05
    finder = AreaFinder(
        {
            "west": _rectangle(SOUTH, WEST, SOUTH + SIDE, middle),
            "east": _rectangle(SOUTH, middle, SOUTH + SIDE, WEST + SIDE),
        }
    )
    lats = np.full(5, edge)
    lons = np.array([middle - STEP, np.nextafter(middle, -180), middle, np.nextafter(middle, 0),
                     middle + STEP])  # fmt: skip

    found = [finder.ids[number] for number in finder.numbers(lats, lons)]

    assert found == ["west", "west", "west", "east", "east"]
    assert finder.numbers(np.zeros(0), np.zeros(0)).size == 0


def test_a_box_is_asked_for_once_and_a_crossed_one_by_point() -> None:
    boxes, points = [], []

    def of_boxes(row: NDArray[np.int64], column: NDArray[np.int64]) -> NDArray[np.int64]:
        boxes.extend(zip(row.tolist(), column.tolist(), strict=True))
        return np.where(column % 2 == 0, 7, CROSSED)

    def of_points(lats: NDArray[Any], lons: NDArray[Any]) -> NDArray[np.int64]:
        points.extend(zip(lats.tolist(), lons.tolist(), strict=True))
        return np.full(lats.size, 9)

    memory = BoxMemory(of_boxes, of_points)
    lats, lons = np.array([10.0005, 10.0005, 10.0006]), np.array([20.0005, 20.0015, 20.0006])

    found = [memory.find(lats, lons).tolist() for _ in range(2)]

    assert found == [[7, 9, 7]] * 2
    assert sorted(boxes) == [(100_000, 200_000), (100_000, 200_001)]
    assert points == [(10.0005, 20.0015)] * 2
