"""The points around a place, nearest first."""

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.geo.addresses.columns import CELL, Columns, cells, degrees
from resource_dir.geo.boundaries import KM_PER_DEGREE
from resource_dir.geo.distance import distance_km

MOST_KM: Final = 5.0
"""Beyond this the nearest house says nothing; it also bounds the work."""


def points_near(columns: Columns, lat: float, lon: float, *, within_km: float) -> NDArray[Any]:
    """Rows of the points at most so many km away, nearest first."""
    near = np.empty(0, dtype=np.int64)
    if within_km > 0:
        reach = min(within_km, MOST_KM)
        around = _in_cells_around(columns, lat, lon, reach_km=reach)
        away = distance_km(lat, lon, degrees(columns.lat[around]), degrees(columns.lon[around]))
        order = np.argsort(away, kind="stable")
        near = around[order[: int(np.count_nonzero(away <= reach))]]
    return near


def _in_cells_around(columns: Columns, lat: float, lon: float, *, reach_km: float) -> NDArray[Any]:
    up = reach_km / KM_PER_DEGREE
    wide = up / max(math.cos(math.radians(lat)), 0.01)
    rows = []
    for low in np.arange(lat - up, lat + up + CELL, CELL).clip(-90, min(lat + up, 90)):
        edges = cells(np.array([low, low]), np.array([lon - wide, lon + wide]).clip(-180, 180))
        first, after = np.searchsorted(columns.cell, [edges[0], edges[1] + 1])
        rows.append(columns.cell_point[first:after])
    return np.unique(np.concatenate(rows))
