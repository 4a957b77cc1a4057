"""County lines around a point: what a map shows when nobody has configured tiles."""

from collections.abc import Iterator
from dataclasses import dataclass

from resource_dir.errors import NotFound
from resource_dir.geo.gazetteer import Gazetteer, gazetteer
from resource_dir.geo.states import STATE_NAMES

DECIMALS = 3  # of a degree: 110 m, about the step of the lines' own grid
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class CountyLines:
    """A county as it is drawn: its name, a point for the name, and its rings as (lon, lat)."""

    name: str
    lat: float
    lon: float
    rings: list[Ring]


def county_lines(lat: float, lon: float, *, within_km: float) -> list[CountyLines]:
    """Counties whose box reaches within so many kilometres of a point, by FIPS number.

    Of a county only the rings that reach it: the islands of Alaska stay out of Juneau's map.
    """
    known = gazetteer()
    lines = known.boundaries
    near = lines.rings_near(lat, lon, within_km=within_km)
    owners = sorted({int(lines.county[ring]) for ring in near})
    return [
        _drawn(known, owner, [int(ring) for ring in near if int(lines.county[ring]) == owner])
        for owner in owners
    ]


def counties_of_state(code: str) -> list[tuple[int, CountyLines]]:
    """FIPS numbers and lines of every county of a state, by FIPS number.

    Raises NotFound for a code that is no state's.
    """
    if code not in STATE_NAMES:
        raise NotFound(
            "There is no state “%(code)s”: give two letters as CO.", field="state", code=code[:20]
        )
    known = gazetteer()
    lines = known.boundaries
    return sorted(
        (
            (int(fips), _drawn(known, county, [int(ring) for ring in lines.rings_of(county)]))
            for county, fips in enumerate(lines.fips)
            if known.county_state(county) == code
        ),
        key=lambda pair: pair[0],
    )


def _drawn(known: Gazetteer, county: int, rings: list[int]) -> CountyLines:
    lat, lon = known.boundaries.centre_of(county)
    return CountyLines(
        name=known.county_label(county),
        lat=round(lat, DECIMALS),
        lon=round(lon, DECIMALS),
        rings=[list(_points(known, ring)) for ring in rings],
    )


def _points(known: Gazetteer, ring: int) -> Iterator[tuple[float, float]]:
    lats, lons = known.boundaries.points_of(ring)
    for y, x in zip(lats.tolist(), lons.tolist(), strict=True):
        yield round(x, DECIMALS), round(y, DECIMALS)
