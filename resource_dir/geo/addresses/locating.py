"""Where a number lies on a street: known, between two known ones, or only somewhere on it."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.geo.addresses.columns import DEGREE, PREFIX_STEP, Columns, degrees
from resource_dir.geo.addresses.numbers import QUARTERS, HouseNumber
from resource_dir.geo.distance import distance_km
from resource_dir.geo.place import Level

WIDEST_GAP: Final = 1000
"""House numbers between two known ones that are still bridged."""
WIDEST_GAP_KM: Final = 2.0
ONE_BLOCK: Final = 100
"""House numbers past the last known one that are still taken to stand there."""
ONE_BLOCK_KM: Final = 0.3
LONG_STREET_KM: Final = 3.0
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a street row, and how it is known. `number` is "" for a whole street.

    `notes` say what differs from what was asked; `lacks_number`: a number, block or mile was asked
    for that nobody knows here; `is_whole_street`: none was, and this is the street's middle.
    """

    street: int
    lat: float
    lon: float
    level: Level
    source: str
    number: str = ""
    zip_row: int = 0
    notes: tuple[str, ...] = ()
    lacks_number: bool = False
    is_whole_street: bool = False


def spots_of_number(columns: Columns, street: int, number: HouseNumber) -> list[Spot]:
    """Where a number is on a street row: every place that bears it, else one place near it."""
    here = _bearing(columns, street, number)
    suffix = columns.suffix.find(number.suffix)
    exact = [at for at in here if columns.number_suffix[at] == suffix]
    if exact:
        return [_spot(columns, at, number.text, "point", "address point") for at in exact]
    if here:
        source = f"at {number_text(columns, here[0])}; {number.text} is not known"
        return [_spot(columns, here[0], number.text, "interpolated", source)]
    if columns.point_start[street] == columns.point_start[street + 1]:
        return []
    line, first = _line(columns, street, number), number.first_of_range
    if first and not line.size:
        return [_lettered(spot, number) for spot in spots_of_number(columns, street, first)]
    found = _between(columns, number, line) or _past_the_end(columns, number, line)
    return [found or _nearest(columns, street, number, line)]


def _lettered(spot: Spot, number: HouseNumber) -> Spot:
    """The first number of a range in place of the range."""
    if spot.level != "point":
        return spot
    source = f"at {spot.number}; {number.text} is not known"
    return replace(spot, level="interpolated", source=source)


def _bearing(columns: Columns, street: int, number: HouseNumber) -> list[int]:
    """Rows of the points with this prefix and value, whatever letter follows; none first."""
    prefix, rows = columns.prefix.find(number.prefix), columns.points_of(street)
    if prefix is None:
        return []
    keys, key = columns.number[rows], prefix * PREFIX_STEP + number.quarters
    first, after = np.searchsorted(keys, key), np.searchsorted(keys, key, side="right")
    return list(range(rows.start + int(first), rows.start + int(after)))


def _spot(columns: Columns, at: int, number: str, level: Level, source: str) -> Spot:
    lat, lon = float(columns.lat[at]) / DEGREE, float(columns.lon[at]) / DEGREE
    street, zip_row = int(columns.point_street[at]), int(columns.point_zip[at])
    return Spot(street, lat, lon, level, source, number, zip_row)


def _line(columns: Columns, street: int, number: HouseNumber) -> Numbers:
    """Rows of the points whose numbers lie on one scale with this one, in their order."""
    rows = columns.points_of(street)
    prefix = columns.prefix.find(number.prefix)
    if prefix is None or not number.quarters:
        return np.empty(0, dtype=np.int64)
    keys = columns.number[rows]
    first = np.searchsorted(keys, prefix * PREFIX_STEP + 1)
    after = np.searchsorted(keys, (prefix + 1) * PREFIX_STEP)
    return np.arange(rows.start + int(first), rows.start + int(after))


def _quarters(columns: Columns, rows: Numbers) -> Numbers:
    return np.asarray(columns.number[rows] % PREFIX_STEP)


def _between(columns: Columns, number: HouseNumber, line: Numbers) -> Spot | None:
    """Between the nearest known numbers of its own side, else of both sides."""
    values = _quarters(columns, line)
    same = values // QUARTERS % 2 == number.quarters // QUARTERS % 2
    for rows, at in ((line[same], values[same]), (line, values)):
        after = int(np.searchsorted(at, number.quarters))
        if 0 < after < len(at) and at[after] != number.quarters:
            spot = _bridge(columns, number, int(rows[after - 1]), int(rows[after]))
            if spot:
                return spot
    return None


def _bridge(columns: Columns, number: HouseNumber, low: int, high: int) -> Spot | None:
    ends = np.array([low, high])
    first, last = _quarters(columns, ends).tolist()
    lat, lon = degrees(columns.lat[ends]), degrees(columns.lon[ends])
    away = float(distance_km(float(lat[0]), float(lon[0]), lat[1], lon[1]))
    if last - first > WIDEST_GAP * QUARTERS or away > WIDEST_GAP_KM:
        return None
    part = (number.quarters - first) / (last - first)
    nearer = low if part <= 0.5 else high
    return Spot(
        int(columns.point_street[low]),
        float(lat[0] + part * (lat[1] - lat[0])),
        float(lon[0] + part * (lon[1] - lon[0])),
        "interpolated",
        f"between {number_text(columns, low)} and {number_text(columns, high)}",
        number.text,
        int(columns.point_zip[nearer]),
    )


def _past_the_end(columns: Columns, number: HouseNumber, line: Numbers) -> Spot | None:
    """At the last known number, for one at most a block past it. Nothing is extrapolated."""
    if not line.size:
        return None
    values = _quarters(columns, line)
    end = 0 if number.quarters < values[0] else -1
    past = abs(int(values[end]) - number.quarters)
    inside = values[0] < number.quarters < values[-1]
    if inside or past > ONE_BLOCK * QUARTERS:
        return None
    at = int(line[end])
    which = "last" if end else "first"
    source = f"by {number_text(columns, at)}, the {which} known number"
    return _spot(columns, at, number.text, "interpolated", source)


def _nearest(columns: Columns, street: int, number: HouseNumber, line: Numbers) -> Spot:
    """The street, at its nearest known number; its middle where none is on the same scale."""
    if not line.size:
        middle = middle_of(columns, street)
        source = f"{number.text} is not known; {middle.source}"
        return replace(middle, source=source, zip_row=0, lacks_number=True, is_whole_street=False)
    at = int(line[np.argmin(np.abs(_quarters(columns, line) - number.quarters))])
    source = f"{number.text} is not known; nearest known number {number_text(columns, at)}"
    return replace(_spot(columns, at, "", "street", source), lacks_number=True)


def number_text(columns: Columns, at: int) -> str:
    """The number of a point as people write it."""
    prefix, quarters = divmod(int(columns.number[at]), PREFIX_STEP)
    suffix = columns.suffix[int(columns.number_suffix[at])]
    return HouseNumber(columns.prefix[prefix], quarters, suffix).text


def middle_of(columns: Columns, street: int, *, zip_code: str | None = None) -> Spot:
    """The known point nearest to the middle of a street row, or of its mile posts.

    With a ZIP code that some of the street's points bear: of those.
    """
    rows, posts = columns.points_of(street), columns.posts_of(street)
    has_points = rows.stop > rows.start
    lat = degrees(columns.lat[rows] if has_points else columns.post_lat[posts])
    lon = degrees(columns.lon[rows] if has_points else columns.post_lon[posts])
    zips = columns.point_zip[rows] if has_points else np.zeros(len(lat), dtype=np.int32)
    inside = zips == _zip_row(columns, zip_code)
    if zip_code and inside.any():
        lat, lon, zips = lat[inside], lon[inside], zips[inside]
    away = distance_km(float(np.median(lat)), float(np.median(lon)), lat, lon)
    at = int(np.argmin(away))
    length_km = float(distance_km(float(lat.min()), float(lon.min()), lat.max(), lon.max()))
    source = "middle of the street"
    if length_km > LONG_STREET_KM:
        source += f", which is some {length_km:.0f} km long"
    return Spot(
        street,
        float(lat[at]),
        float(lon[at]),
        "street",
        source,
        zip_row=int(zips[at]),
        is_whole_street=True,
    )


def _zip_row(columns: Columns, code: str | None) -> int:
    rows = (row for row in range(len(columns.zip)) if columns.zip[row] == code)
    return next(rows, -1) if code else -1


def spot_of_block(columns: Columns, street: int, block: int) -> Spot | None:
    """The middle of the known houses of a block of a hundred numbers, else where it should be."""
    first = HouseNumber("", max(block * QUARTERS, 1), "")
    line = _line(columns, street, first)
    values = _quarters(columns, line)
    inside = line[(values >= block * QUARTERS) & (values < (block + ONE_BLOCK) * QUARTERS)]
    if not inside.size:
        half = HouseNumber("", (block + ONE_BLOCK // 2) * QUARTERS, "")
        found = _between(columns, half, line)
        if not found:
            nearest = _nearest(columns, street, first, line) if line.size else None
            source = f"the {block} block is not known; "
            source += nearest.source.rpartition("; ")[2] if nearest else ""
            return replace(nearest, source=source) if nearest else None
        source = f"middle of the {block} block, {found.source}"
        return Spot(street, found.lat, found.lon, "street", source)
    lat, lon = degrees(columns.lat[inside]), degrees(columns.lon[inside])
    at = inside[np.argmin(distance_km(float(lat.mean()), float(lon.mean()), lat, lon))]
    return _spot(columns, int(at), "", "street", f"middle of the {block} block")
