"""The street a point lies on: that of the nearest house."""

import math
from typing import Final

import numpy as np

from resource_dir.geo.addresses.columns import CELL, Columns, cells, degrees
from resource_dir.geo.boundaries import KM_PER_DEGREE
from resource_dir.geo.distance import distance_km

MOST_KM: Final = 5.0
"""Beyond this the nearest house says nothing; it also bounds the work."""


def nearest_point(columns: Columns, lat: float, lon: float, *, within_km: float) -> int | None:
    """Row of the point nearest to a place, at most so many km away."""
    if not within_km > 0:
        return None
    reach = min(within_km, MOST_KM)
    up = reach / KM_PER_DEGREE
    wide = up / max(math.cos(math.radians(lat)), 0.01)
    rows = []
    for low in np.arange(lat - up, lat + up + CELL, CELL).clip(-90, min(lat + up, 90)):
        edges = cells(np.array([low, low]), np.array([lon - wide, lon + wide]).clip(-180, 180))
        first, after = np.searchsorted(columns.cell, [edges[0], edges[1] + 1])
        rows.append(columns.cell_point[first:after])
    near = np.concatenate(rows)
    if not near.size:
        return None
    away = distance_km(lat, lon, degrees(columns.lat[near]), degrees(columns.lon[near]))
    best = int(np.argmin(away))
    return int(near[best]) if away[best] <= reach else None
