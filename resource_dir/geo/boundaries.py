"""Which county a point lies in: ray casting over the Census Bureau's simplified county lines.

The lines are drawn for maps: their grid has steps of 95 m by about 310 m (at 38° north), and they
are simplified besides, by how much was not measured. So a point in no county belongs to the nearest
one within a few kilometres, and "outside its state" has a tolerance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
KM_PER_DEGREE = 111.195  # of latitude, on the sphere that distance_km uses
STATE_STEP = 1000  # a county's FIPS number is its state's × 1000 + its own


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Rings of all counties, one behind the other; holes are rings like any other (even-odd)."""

    lon: Floats  # (points,) degrees
    lat: Floats  # (points,)
    start: NDArray[np.int32]  # (rings + 1,) where each ring begins
    county: NDArray[np.uint16]  # (rings,) whose ring it is
    fips: NDArray[np.int32]  # (counties,)
    south: Floats  # (rings,) boxes
    north: Floats
    west: Floats
    east: Floats

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Boundaries":
        """Takes the arrays of gazetteer.npz that start with ring_, grid_ and county_."""
        scale, origin = arrays["grid_scale"], arrays["grid_origin"]
        lon: Floats = np.asarray(arrays["ring_x"] * scale[0] + origin[0], dtype=np.float64)
        lat: Floats = np.asarray(arrays["ring_y"] * scale[1] + origin[1], dtype=np.float64)
        start = np.asarray(arrays["ring_start"], dtype=np.int32)
        first = start[:-1]
        return cls(
            lon=lon,
            lat=lat,
            start=start,
            county=np.asarray(arrays["ring_county"], dtype=np.uint16),
            fips=np.asarray(arrays["county_fips"], dtype=np.int32),
            south=np.minimum.reduceat(lat, first),
            north=np.maximum.reduceat(lat, first),
            west=np.minimum.reduceat(lon, first),
            east=np.maximum.reduceat(lon, first),
        )

    def rings_of(self, county: int) -> Numbers:
        """Numbers of the rings of one county."""
        return np.flatnonzero(self.county == county)

    def county_at(self, lat: float, lon: float) -> int | None:
        """The county whose rings enclose the point, or None (sea, abroad, a simplified coast)."""
        inside: dict[int, bool] = {}
        for ring in self.rings_near(lat, lon, within_km=0.0):
            owner = int(self.county[ring])
            inside[owner] = inside.get(owner, False) ^ self._crosses_odd(int(ring), lat, lon)
        return next((owner for owner in sorted(inside) if inside[owner]), None)

    def county_near(self, lat: float, lon: float, *, within_km: float) -> int | None:
        """The county at the point, else the one whose line is nearest within so many km."""
        found = self.county_at(lat, lon)
        if found is not None:
            return found
        rings = self.rings_near(lat, lon, within_km=within_km)
        reached = [
            (self._km_to_ring(int(ring), lat, lon), int(self.county[ring])) for ring in rings
        ]
        nearest = min(reached, default=(np.inf, 0))
        return nearest[1] if nearest[0] <= within_km else None

    def is_in_state(self, lat: float, lon: float, state_fips: str, *, within_km: float) -> bool:
        """Whether the point is in a state, or no more than so many km outside its line."""
        number = int(state_fips)
        found = self.county_at(lat, lon)
        if found is not None and int(self.fips[found]) // STATE_STEP == number:
            return True
        rings = self.rings_near(lat, lon, within_km=within_km)
        own = rings[self.fips[self.county[rings]] // STATE_STEP == number]
        return any(self._km_to_ring(int(ring), lat, lon) <= within_km for ring in own)

    def has_state(self, state_fips: str) -> bool:
        """Whether any county of the state is drawn."""
        return bool(np.any(self.fips // STATE_STEP == int(state_fips)))

    def centre_of(self, county: int) -> tuple[float, float]:
        """Latitude and longitude of the centroid of the county's largest ring, by its area.

        The largest ring only: the mean over all rings of a county that crosses the 180° meridian
        (Aleutians West) would lie in another ocean.
        """
        moments = [self._moments(int(ring)) for ring in self.rings_of(county)]
        _, lat, lon = max(moments)
        return lat, lon

    def rings_near(self, lat: float, lon: float, *, within_km: float) -> Numbers:
        """Rings whose box, widened by so many km, holds the point."""
        dlat = within_km / KM_PER_DEGREE
        dlon = dlat / max(float(np.cos(np.radians(lat))), 0.01)
        in_lat = (self.south - dlat <= lat) & (lat <= self.north + dlat)
        return np.flatnonzero(in_lat & (self.west - dlon <= lon) & (lon <= self.east + dlon))

    def points_of(self, ring: int) -> tuple[Floats, Floats]:
        """Latitudes and longitudes along one ring, the first point again at its end."""
        part = slice(int(self.start[ring]), int(self.start[ring + 1]))
        return self.lat[part], self.lon[part]

    def _crosses_odd(self, ring: int, lat: float, lon: float) -> bool:
        """Whether a ray to the east cuts the ring an odd number of times."""
        y, x = self.points_of(ring)
        spans = (y[:-1] > lat) != (y[1:] > lat)
        y0, x0, y1, x1 = y[:-1][spans], x[:-1][spans], y[1:][spans], x[1:][spans]
        return bool(np.count_nonzero(x0 + (lat - y0) * (x1 - x0) / (y1 - y0) > lon) % 2)

    def _km_to_ring(self, ring: int, lat: float, lon: float) -> float:
        """Distance to the nearest segment, on a plane around the point (right within 50 km)."""
        y, x = self.points_of(ring)
        py = (y - lat) * KM_PER_DEGREE
        px = (x - lon) * KM_PER_DEGREE * float(np.cos(np.radians(lat)))
        dy, dx = np.diff(py), np.diff(px)
        length = np.maximum(dx * dx + dy * dy, 1e-12)
        along = np.clip(-(px[:-1] * dx + py[:-1] * dy) / length, 0.0, 1.0)
        return float(np.hypot(px[:-1] + along * dx, py[:-1] + along * dy).min())

    def _moments(self, ring: int) -> tuple[float, float, float]:
        """Area and centroid by the shoelace formula; longitudes shrunk to the ring's latitude."""
        whole_y, whole_x = self.points_of(ring)
        y, x = whole_y - whole_y[0], whole_x - whole_x[0]  # small numbers keep their digits
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        twice = float(cross.sum())
        if abs(twice) < 1e-12:
            return 0.0, float(whole_y.mean()), float(whole_x.mean())
        lat = float(((y[:-1] + y[1:]) * cross).sum() / (3 * twice) + whole_y[0])
        lon = float(((x[:-1] + x[1:]) * cross).sum() / (3 * twice) + whole_x[0])
        return abs(twice) * float(np.cos(np.radians(lat))), lat, lon
