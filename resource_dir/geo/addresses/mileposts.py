"""Mile posts: "US-50 MP 214.5" at a post, or between two posts of that highway."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.geo.addresses.columns import Columns, degrees
from resource_dir.geo.addresses.locating import Spot
from resource_dir.geo.distance import MILES_PER_KM, distance_km

AT_POST: Final = 0.02
"""Miles; nearer to a post than this (30 m) is at the post."""
WIDEST_GAP_MILES: Final = 5.0
WIDEST_BEND_MILES: Final = 2.0
STRAIGHT: Final = 0.9
"""A road this near to the straight line between two posts is believed to run along it."""
STRETCHED: Final = 1.2
"""Two posts farther apart than the miles between them allow are of different roads."""
SLACK_KM: Final = 0.5
NEAREST_MILES: Final = 5.0
_MILE: Final = re.compile(
    r"\b(?:mile\s*(?:post|marker|mark)?|mm|mp|m\.p\.|m\.m\.|milepost|milemarker)\.?\s*#?\s*"
    r"(\d{1,4}(?:\.\d{1,3})?)(?![\w.])",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(
    r"\b(?:(?:north|south|east|west)\s?bound|[nsew]b)\b|\b(?:on|of|along|at|near)\b", re.IGNORECASE
)
_EDGES: Final = " ,;-@"


@dataclass(frozen=True, slots=True)
class Mile:
    """A mile on a road, and the text that names the road."""

    mile: float
    road: str

    @property
    def text(self) -> str:
        """The mile as people write it: "Mile 214.5"."""
        return f"Mile {self.mile:g}"


def read_mile(plain: str) -> Mile | None:
    """The mile a text names, "Mile 5 Rd" too: the caller looks whether there is such a road."""
    form = _MILE.search(plain)
    if not form:
        return None
    rest = _BOUND.sub(" ", f"{plain[: form.start()]} {plain[form.end() :]}")
    road = " ".join(rest.split()).strip(_EDGES)
    return Mile(float(form[1]), road) if road else None


def spot_of_mile(columns: Columns, streets: Sequence[int], mile: Mile) -> Spot | None:
    """Where a mile lies among the posts of street rows that are one road; None without posts."""
    posts = _posts(columns, streets)
    if posts is None:
        return None
    miles, lat, lon, owner = posts
    at = int(np.argmin(np.abs(miles - mile.mile)))
    if abs(miles[at] - mile.mile) <= AT_POST:
        source = f"mile post {miles[at]:g}"
        return Spot(int(owner[at]), float(lat[at]), float(lon[at]), "point", source, mile.text)
    after = int(np.searchsorted(miles, mile.mile))
    if 0 < after < len(miles) and _is_one_road(miles, lat, lon, after):
        part = (mile.mile - miles[after - 1]) / (miles[after] - miles[after - 1])
        here = np.array([lat[after - 1], lon[after - 1]])
        lat_, lon_ = here + part * (np.array([lat[after], lon[after]]) - here)
        source = f"between mile posts {miles[after - 1]:g} and {miles[after]:g}"
        street = int(owner[after if part > 0.5 else after - 1])
        return Spot(street, float(lat_), float(lon_), "interpolated", source, mile.text)
    if abs(miles[at] - mile.mile) > NEAREST_MILES:
        return None
    source = f"{mile.text.lower()} is not known; nearest known mile post {miles[at]:g}"
    street, here_lat, here_lon = int(owner[at]), float(lat[at]), float(lon[at])
    return Spot(street, here_lat, here_lon, "street", source, lacks_number=True)


def _posts(columns: Columns, streets: Sequence[int]) -> tuple[NDArray[np.float64], ...] | None:
    """Mile, latitude, longitude and street row of all posts, by mile."""
    slices = [columns.posts_of(street) for street in streets]
    rows = np.concatenate([np.arange(each.start, each.stop) for each in slices])
    if not rows.size:
        return None
    owner = np.repeat(list(streets), [each.stop - each.start for each in slices])
    order = np.argsort(columns.post_mile[rows], kind="stable")
    rows = rows[order]
    lat, lon = degrees(columns.post_lat[rows]), degrees(columns.post_lon[rows])
    return columns.post_mile[rows], lat, lon, owner[order].astype(np.float64)


def _is_one_road(
    miles: NDArray[np.float64], lat: NDArray[np.float64], lon: NDArray[np.float64], after: int
) -> bool:
    gap = float(miles[after] - miles[after - 1])
    start = float(lat[after - 1]), float(lon[after - 1])
    away = float(distance_km(*start, lat[after], lon[after]))
    road_km = gap / MILES_PER_KM
    is_straight = away >= STRAIGHT * road_km
    widest = WIDEST_GAP_MILES if is_straight else WIDEST_BEND_MILES
    return 0 < gap <= widest and away <= STRETCHED * road_km + SLACK_KM
