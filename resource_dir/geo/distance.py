"""Distance on the sphere, boxes around a point, and the grid that listings are numbered by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG; geopy's great_circle uses a value within 1e-6
MILES_PER_KM = 0.621371192237334
CELL_DEGREES = 0.1  # 11 km tall: a 25-mile search touches about 60 cells (SEARCH: 0.1 degrees)
CELL_ROWS = 1800
CELL_COLUMNS = 3600


def distance_km(lat: float, lon: float, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    """Great-circle distance in km from one point to n others, by the haversine formula.

    Takes degrees; gives float64 of the broadcast shape of `lats` and `lons`. float32 is not
    enough: it flipped listings that lay on the circle of a search.
    """
    phi, phis = np.radians(lat), np.radians(np.asarray(lats, dtype=np.float64))
    half_dphi = (phis - phi) / 2
    half_dlam = np.radians(np.asarray(lons, dtype=np.float64) - lon) / 2
    chord = np.sin(half_dphi) ** 2 + np.cos(phi) * np.cos(phis) * np.sin(half_dlam) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """Degrees. `west` is greater than `east` when the box crosses the 180° meridian."""

    south: float
    west: float
    north: float
    east: float

    @property
    def lon_ranges(self) -> tuple[tuple[float, float], ...]:
        """One (west, east) pair, or two when the box crosses the 180° meridian."""
        if self.west <= self.east:
            return ((self.west, self.east),)
        return ((self.west, 180.0), (-180.0, self.east))

    def contains(self, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.bool_]:
        """Which of n points lie in the box; longitudes of -180 to 180."""
        lat, lon = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
        in_lon = np.logical_or.reduce([(lon >= w) & (lon <= e) for w, e in self.lon_ranges])
        return np.asarray((lat >= self.south) & (lat <= self.north) & in_lon)


def bounding_box(lat: float, lon: float, radius_km: float) -> BoundingBox:
    """The smallest box that holds the circle, a hair larger so that rounding loses no point.

    A circle over a pole needs all longitudes. The widest part of a circle is not at its centre's
    latitude, so its half width is asin(sin r / cos lat), not r / cos lat.
    """
    angle = (radius_km / EARTH_RADIUS_KM) * (1 + 1e-9) + 1e-9
    reach = float(np.degrees(angle))
    south, north = lat - reach, lat + reach
    if south <= -90 or north >= 90 or angle >= np.pi / 2:
        return BoundingBox(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    half = float(np.degrees(np.arcsin(min(1.0, np.sin(angle) / np.cos(np.radians(lat))))))
    return BoundingBox(south, _wrapped(lon - half), north, _wrapped(lon + half))


def _wrapped(lon: float) -> float:
    if -180 <= lon <= 180:
        return lon
    return (lon + 180) % 360 - 180


def cells_of(lats: ArrayLike, lons: ArrayLike) -> NDArray[np.int32]:
    """Cell numbers of n points: row × 3600 + column, from the south pole and from 180° eastward."""
    rows = np.floor((np.asarray(lats, dtype=np.float64) + 90) / CELL_DEGREES).astype(np.int32)
    columns = np.floor((np.asarray(lons, dtype=np.float64) + 180) / CELL_DEGREES).astype(np.int32)
    return np.clip(rows, 0, CELL_ROWS - 1) * CELL_COLUMNS + columns % CELL_COLUMNS


def cell_of(lat: float, lon: float) -> int:
    """The 0.1° cell of one point, numbered as `cells_of` numbers them."""
    return int(cells_of(lat, lon))
