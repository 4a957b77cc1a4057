"""The box around a circle: what an engine without distances is asked instead."""

from __future__ import annotations

import math
from typing import NamedTuple

KM_PER_DEGREE = 111.195


class Box(NamedTuple):
    """Degrees; none of the invented towns lies near a pole or the 180° meridian."""

    south: float
    north: float
    west: float
    east: float


def box_around(lat: float, lon: float, radius_km: float) -> Box:
    """Return the box that holds a circle."""
    tall = radius_km / KM_PER_DEGREE
    wide = tall / math.cos(math.radians(lat))
    return Box(lat - tall, lat + tall, lon - wide, lon + wide)
