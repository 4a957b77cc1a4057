"""The grid that numbers listings in space, so that a radius is a few runs of row numbers.

A cell is 0.1° x 0.1° (about 11 km x 9 km at 35° north): small enough that a 25-mile circle leaves
most listings out, large enough that it spans only some ten runs. Exact distance decides afterwards.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

CELLS_PER_DEGREE: Final = 10
COLUMNS: Final = 360 * CELLS_PER_DEGREE
ROWS: Final = 180 * CELLS_PER_DEGREE
EARTH_RADIUS_KM: Final = 6371.0088
_SLACK_DEGREES: Final = 1e-6
"""Widens the box so that rounding never cuts off a listing that lies on the circle."""


def cell_of(lat: float, lon: float) -> int:
    """Return the cell number of a point in degrees; cells run west to east, then north."""
    row = min(ROWS - 1, max(0, math.floor((lat + 90) * CELLS_PER_DEGREE)))
    column = math.floor((lon + 180) * CELLS_PER_DEGREE) % COLUMNS
    return row * COLUMNS + column


def ranges_within(
    cells: NDArray[np.int32], lat: float, lon: float, radius_km: float
) -> list[tuple[int, int]]:
    """Return half-open runs of rows whose cells a circle touches, ascending and disjoint.

    `cells` is int32[n], ascending: the cell of each row.
    """
    south, north, half_width = _box(lat, lon, radius_km)
    first = min(ROWS - 1, max(0, math.floor((south + 90) * CELLS_PER_DEGREE)))
    last = min(ROWS - 1, max(0, math.floor((north + 90) * CELLS_PER_DEGREE)))
    rows = np.arange(first, last + 1, dtype=np.int64) * COLUMNS
    spans = _columns(lon, half_width)
    starts = np.concatenate([rows + west for west, _ in spans])
    stops = np.concatenate([rows + east + 1 for _, east in spans])
    lows = np.searchsorted(cells, starts)
    highs = np.searchsorted(cells, stops)
    return _joined(sorted((int(a), int(b)) for a, b in zip(lows, highs, strict=True) if a < b))


def _box(lat: float, lon: float, radius_km: float) -> tuple[float, float, float]:
    angle = radius_km / EARTH_RADIUS_KM
    reach = math.degrees(angle) + _SLACK_DEGREES
    south, north = lat - reach, lat + reach
    if south <= -90 or north >= 90:  # a pole lies inside: every meridian passes
        return south, north, 180.0
    ratio = math.sin(min(angle, math.pi / 2)) / math.cos(math.radians(lat))
    half_width = math.degrees(math.asin(min(1.0, ratio))) + _SLACK_DEGREES
    return south, north, half_width


def _columns(lon: float, half_width: float) -> list[tuple[int, int]]:
    west = math.floor((lon - half_width + 180) * CELLS_PER_DEGREE)
    east = math.floor((lon + half_width + 180) * CELLS_PER_DEGREE)
    if east - west >= COLUMNS - 1:
        return [(0, COLUMNS - 1)]
    west, east = west % COLUMNS, east % COLUMNS
    if west <= east:
        return [(west, east)]
    return [(0, east), (west, COLUMNS - 1)]  # the circle crosses the 180° meridian


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, stop in runs:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
