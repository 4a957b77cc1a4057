"""Area layers out of GeoJSON and TopoJSON: beats, districts, tracts, with people where known; zones
without outlines out of CSV (`zone_lists`).

Longitude and latitude are WGS84, as both formats say; a file that names another system is refused
rather than misread. An outline that crosses itself is mended (shapely's make_valid) and named.
"""

import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from shapely import make_valid, transform, union_all
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from resource_dir.errors import BadInput, PackageRefused, Phrase
from resource_dir.gaps.areas.topology import features_of_topology
from resource_dir.gaps.areas.zone_lists import id_column, is_zone_list, rows_of
from resource_dir.geo.distance import EARTH_RADIUS_KM

MOST_BYTES = 200_000_000
MOST_AREAS = 20_000
ID_NAMES = ("id", "geoid", "geoid20", "geoid10", "fips", "code", "beat", "district", "number",
            "objectid", "name")  # fmt: skip
ZONE_IDS = ("zone", "zone_id", "sector", "precinct", *ID_NAMES[:-1])  # a name is no id here
NAME_NAMES = ("name", "namelsad", "label", "title", "beat_name", "district_name")
POPULATION_NAMES = ("population", "pop", "pop20", "pop2020", "p1_001n", "b01003_001e", "people")
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "WGS84")
LONGEST = 200
ANTARCTIC = -60.0  # nobody calls from there; swapped, the east of North America lies there


@dataclass(frozen=True, slots=True)
class LayerArea:
    """One area: its outline as a GeoJSON geometry, a point inside it, square kilometres, people.

    The four of the place are None together: an agency's zone of which only a list tells.
    """

    id: str
    name: str
    population: int | None
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    outline: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class LayerRead:
    """The areas of a file, what was mended, and what was left out and why."""

    areas: tuple[LayerArea, ...]
    id_column: str
    name_column: str | None
    population_column: str | None
    mended: tuple[str, ...] = ()
    rejected: tuple[tuple[int, Phrase], ...] = ()

    @property
    def has_outlines(self) -> bool:
        """False for a list of zones: calls go by their agency's zone, and no map shows them."""
        return any(area.outline is not None for area in self.areas)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which properties hold an area's id, name and people; empty: guessed by usual names."""

    id: str = ""
    name: str = ""
    population: str = ""


@dataclass(slots=True)
class _Kept:
    areas: dict[str, LayerArea] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)
    rejected: list[tuple[int, Phrase]] = field(default_factory=list)


def read_layer(content: bytes, columns: Columns | None = None) -> LayerRead:
    """Read the areas of a file. Raises PackageRefused where it can't be one, BadInput for a column
    that isn't there."""
    if is_zone_list(content):
        return _read_zones(content, columns or Columns())
    features = list(_features(_json(content)))
    if not features:
        raise PackageRefused("The file holds no areas.")
    _refuse_too_many(len(features))
    chosen = _columns([feature["properties"] for feature in features], columns or Columns())
    kept = _Kept()
    for number, feature in enumerate(features, 1):
        _take(kept, number, feature, chosen)
    return _as_read(kept, chosen, len(features))


def _refuse_too_many(number: int) -> None:
    if number > MOST_AREAS:
        raise PackageRefused(
            "The file holds %(number)s areas, more than %(most)s.", number=number, most=MOST_AREAS
        )


def _as_read(kept: _Kept, chosen: Columns, count: int) -> LayerRead:
    if not kept.areas:
        number, reason = kept.rejected[0]
        raise PackageRefused(
            "None of the %(count)s areas can be used; area %(number)s: %(reason)s",
            count=count,
            number=number,
            reason=reason,
        )
    return LayerRead(
        areas=tuple(kept.areas.values()),
        id_column=chosen.id,
        name_column=chosen.name or None,
        population_column=chosen.population or None,
        mended=tuple(kept.mended),
        rejected=tuple(kept.rejected),
    )


def _read_zones(content: bytes, given: Columns) -> LayerRead:
    """The zones of a CSV: ids, names, people. Raises PackageRefused, BadInput."""
    rows = rows_of(content)
    if not rows:
        raise PackageRefused("The file holds no areas.")
    _refuse_too_many(len(rows))
    properties = [row.values for row in rows]
    chosen = _columns(properties, replace(given, id=given.id or id_column(rows, ZONE_IDS)))
    if not given.name:
        others = [name for name in properties[0] if name not in (chosen.id, chosen.population)]
        named = "" if chosen.name == chosen.id else chosen.name
        chosen = replace(chosen, name=named or next(iter(others), ""))
    kept = _Kept()
    for row in rows:
        _take_zone(kept, row.line, row.values, chosen)
    return _as_read(kept, chosen, len(rows))


def _take_zone(kept: _Kept, line: int, values: Mapping[str, str], columns: Columns) -> None:
    zone = values[columns.id].strip()[:LONGEST]
    if not zone:
        kept.rejected.append((line, Phrase("it has no id")))
    elif zone in kept.areas:
        kept.rejected.append((line, Phrase("its id %(id)s is in the file twice", id=zone)))
    else:
        name = values[columns.name].strip()[:LONGEST] if columns.name else ""
        people = _people(values[columns.population]) if columns.population else None
        kept.areas[zone] = LayerArea(zone, name or zone, people, None, None, None, None)


def read_layer_file(path: Path, columns: Columns | None = None) -> LayerRead:
    """`read_layer` of a file. Raises PackageRefused where it can't be opened."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PackageRefused("The file is larger than %(most)s bytes.", most=MOST_BYTES)
        return read_layer(path.read_bytes(), columns)
    except OSError as error:
        raise PackageRefused(
            "The file can't be read: %(reason)s", reason=error.strerror or Phrase("unknown")
        ) from error


def _json(content: bytes) -> Any:
    if content[:2] == b"\x1f\x8b":
        content = _unpacked(content)
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise PackageRefused(
            "The file is not JSON: %(reason)s at character %(position)s. GeoJSON or TopoJSON is "
            "needed.",
            reason=error.msg,
            position=error.pos,
        ) from error


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            unpacked = file.read(MOST_BYTES + 1)
    except (OSError, EOFError) as error:
        raise PackageRefused("The gzip file is broken.") from error
    if len(unpacked) > MOST_BYTES:
        raise PackageRefused("The file is larger than %(most)s bytes.", most=MOST_BYTES)
    return unpacked


def _features(data: Any) -> Iterator[dict[str, Any]]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "Topology":
        yield from features_of_topology(data)
    elif kind == "FeatureCollection":
        _refuse_other_systems(data)
        for feature in data.get("features") or []:
            yield _plain(feature)
    elif kind == "Feature":
        _refuse_other_systems(data)
        yield _plain(data)
    elif kind in ("Polygon", "MultiPolygon"):
        yield {"properties": {"id": "1"}, "geometry": data, "id": "1"}
    else:
        raise PackageRefused(
            "The file is neither GeoJSON nor TopoJSON: its type is %(kind)s.",
            kind=str(kind)[:40],
        )


def _plain(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        return {"properties": {}, "geometry": None, "id": None}
    properties = feature.get("properties")
    return {
        "properties": properties if isinstance(properties, dict) else {},
        "geometry": feature.get("geometry"),
        "id": feature.get("id"),
    }


def _refuse_other_systems(data: Mapping[str, Any]) -> None:
    named = data.get("crs")
    if named and not any(name in str(named) for name in WGS84):
        raise PackageRefused(
            "The file's coordinates are in another system (%(name)s): convert it to WGS84.",
            name=str(named)[:80],
        )


def _columns(rows: Sequence[Mapping[str, Any]], given: Columns) -> Columns:
    names = {name: None for row in rows for name in row}
    for column in (given.id, given.name, given.population):
        if column and column not in names:
            raise BadInput(
                "There is no property “%(column)s”. There are: %(names)s.",
                field="column",
                column=column,
                names=", ".join(names) or "none",
            )
    folded = {name.casefold(): name for name in names}
    return Columns(
        id=given.id or _unique(rows, folded),
        name=given.name or _first(folded, NAME_NAMES),
        population=given.population or _first(folded, POPULATION_NAMES),
    )


def _first(folded: Mapping[str, str], wanted: Sequence[str]) -> str:
    return next((folded[name] for name in wanted if name in folded), "")


def _unique(rows: Sequence[Mapping[str, Any]], folded: Mapping[str, str]) -> str:
    """The first usual name whose values differ from area to area; "" takes the feature's own id."""
    for wanted in ID_NAMES:
        name = folded.get(wanted)
        values = [row.get(name) for row in rows] if name else []
        if values and None not in values and len(set(map(str, values))) == len(values):
            return str(name)
    return ""


def layer_area(
    area_id: str, name: str, outline: BaseGeometry, population: int | None = None
) -> LayerArea:
    """An area of a valid outline that encloses something."""
    inside = outline.representative_point()
    return LayerArea(
        id=area_id,
        name=name,
        population=population,
        latitude=float(inside.y),
        longitude=float(inside.x),
        area_km2=_square_km(outline),
        outline=mapping(outline),
    )


def _take(kept: _Kept, number: int, feature: Mapping[str, Any], columns: Columns) -> None:
    properties = feature["properties"]
    own = properties.get(columns.id) if columns.id else feature.get("id")
    area_id = str(own).strip()[:LONGEST] if own not in (None, "") else str(number)
    if area_id in kept.areas:
        kept.rejected.append((number, Phrase("its id %(id)s is in the file twice", id=area_id)))
        return
    try:
        outline = _outline(feature["geometry"])
    except _Unusable as error:
        kept.rejected.append((number, error.why))
        return
    if not outline.is_valid:
        outline = _polygons(make_valid(outline))
        kept.mended.append(area_id)
    if outline.is_empty:
        kept.rejected.append((number, Phrase("its outline encloses nothing")))
        return
    name = str(properties.get(columns.name) or area_id)[:LONGEST] if columns.name else area_id
    people = _people(properties.get(columns.population)) if columns.population else None
    kept.areas[area_id] = layer_area(area_id, name, outline, people)


class _Unusable(Exception):
    """An outline that is none."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why)
        self.why = why


def _outline(geometry: Any) -> BaseGeometry:
    """Raises _Unusable, saying what is wrong with it."""
    if not isinstance(geometry, dict):
        raise _Unusable(Phrase("it has no geometry"))
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _Unusable(
            Phrase("it is a %(kind)s, not an area", kind=str(geometry.get("type"))[:20])
        )
    try:
        outline = shape(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError) as error:
        raise _Unusable(Phrase("its outline can't be read")) from error
    west, south, east, north = outline.bounds if not outline.is_empty else (0, 0, 0, 0)
    if not (-180 <= west <= east <= 180):
        raise _Unusable(Phrase("its longitudes are not degrees: is the file in another system?"))
    if not (-90 <= south <= north <= 90):
        raise _Unusable(
            Phrase("its latitudes are not degrees: are longitude and latitude swapped?")
        )
    if not outline.is_empty and north < ANTARCTIC:
        raise _Unusable(Phrase("it lies in Antarctica: are longitude and latitude swapped?"))
    return outline


def _polygons(outline: BaseGeometry) -> BaseGeometry:
    """Only what has an area: mending may leave lines behind."""
    parts = [
        part
        for part in getattr(outline, "geoms", [outline])
        if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    return union_all(parts)


def _people(value: Any) -> int | None:
    """People, None where it isn't a number of 0 or more: unknown is not 0."""
    try:
        number = float(str(value).replace(",", ""))
    except ValueError:
        return None
    return int(number) if 0 <= number < 1e10 else None


def _square_km(outline: BaseGeometry) -> float:
    """Area on the sphere by the cylindrical equal-area projection: x = λ, y = sin φ."""

    def project(points: Any) -> Any:
        radians = np.radians(points)
        return np.column_stack([radians[:, 0], np.sin(radians[:, 1])])

    return float(transform(outline, project).area) * EARTH_RADIUS_KM**2
