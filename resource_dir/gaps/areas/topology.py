"""TopoJSON to GeoJSON geometries: arcs are shared by neighbours, and may be quantised.

TopoJSON format specification 1.0 (Bostock and Metcalf): an arc number below 0 means the arc ~n
walked backwards; quantised arcs are differences, made degrees by scale and translate.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from resource_dir.errors import PackageRefused

Point = tuple[float, float]


def features_of_topology(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The areas of all objects of a topology. Raises PackageRefused where it can't be read."""
    try:
        arcs = _arcs(data)
        for item in data["objects"].values():
            yield from _features(item, arcs)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise PackageRefused("The TopoJSON file is broken.") from error


def _arcs(data: Mapping[str, Any]) -> list[list[Point]]:
    change = data.get("transform")
    if change is None:
        return [[(float(x), float(y)) for x, y, *_ in arc] for arc in data["arcs"]]
    (scale_x, scale_y), (move_x, move_y) = change["scale"], change["translate"]
    return [
        [(x * scale_x + move_x, y * scale_y + move_y) for x, y in _summed(arc)]
        for arc in data["arcs"]
    ]


def _summed(arc: list[list[float]]) -> Iterator[Point]:
    x, y = 0.0, 0.0
    for step_x, step_y, *_ in arc:
        x, y = x + step_x, y + step_y
        yield x, y


def _features(item: Mapping[str, Any], arcs: list[list[Point]]) -> Iterator[dict[str, Any]]:
    if item["type"] == "GeometryCollection":
        for each in item["geometries"]:
            yield from _features(each, arcs)
        return
    properties = item.get("properties")
    yield {
        "properties": properties if isinstance(properties, dict) else {},
        "geometry": _geometry(item, arcs),
        "id": item.get("id"),
    }


def _geometry(item: Mapping[str, Any], arcs: list[list[Point]]) -> dict[str, Any] | None:
    if item["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [_ring(ring, arcs) for ring in item["arcs"]]}
    if item["type"] == "MultiPolygon":
        polygons = [[_ring(ring, arcs) for ring in rings] for rings in item["arcs"]]
        return {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": item["type"]} if item["type"] else None


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc  # the first point is the last of the arc before
    return ring
