"""Area layers as they come: GeoJSON, TopoJSON, and what is wrong with them."""

import gzip
import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_dir.errors import BadInput, NotFound, PackageRefused, ResourceDirError
from resource_dir.gaps.areas.counties import counties_as_areas
from resource_dir.gaps.areas.layers import Columns, read_layer
from resource_dir.gaps.areas.locating import AreaFinder

WEST = [[-106.2, 38.4], [-106.0, 38.4], [-106.0, 38.6], [-106.2, 38.6], [-106.2, 38.4]]
EAST = [[-106.0, 38.4], [-105.8, 38.4], [-105.8, 38.6], [-106.0, 38.6], [-106.0, 38.4]]
BOW = [[-106.2, 38.4], [-106.0, 38.6], [-106.0, 38.4], [-106.2, 38.6], [-106.2, 38.4]]


def _feature(ring: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


BEATS = _collection(
    _feature(WEST, beat="W1", name="West", population="1,200"),
    _feature(EAST, beat="E1", name="East", population=None),
)


def test_ids_names_and_people_are_found_under_their_usual_names() -> None:
    read = read_layer(BEATS)

    assert (read.id_column, read.name_column, read.population_column) == (
        "beat", "name", "population",
    )  # fmt: skip
    assert [(area.id, area.name, area.population) for area in read.areas] == [
        ("W1", "West", 1200),
        ("E1", "East", None),
    ]
    assert read.areas[0].area_km2 == pytest.approx(0.2 * 111.195**2 * 0.2 * 0.7815, rel=0.01)


def test_gzip_and_a_byte_order_mark_are_read() -> None:
    assert len(read_layer(gzip.compress(b"\xef\xbb\xbf" + BEATS)).areas) == 2


def test_a_topology_with_shared_quantised_arcs_gives_the_same_outlines() -> None:
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [-106.2, 38.4]},
        "arcs": [
            [[2, 2], [-2, 0], [0, -2], [2, 0]],
            [[2, 0], [0, 2]],
            [[2, 0], [2, 0], [0, 2], [-2, 0]],
        ],
        "objects": {
            "beats": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"beat": "W1"}},
                    {"type": "Polygon", "arcs": [[2, ~1]], "properties": {"beat": "E1"}},
                ],
            }
        },
    }

    west, east = read_layer(json.dumps(topology).encode()).areas
    plain_west, plain_east = read_layer(BEATS).areas

    assert west.area_km2 == pytest.approx(plain_west.area_km2)
    assert east.area_km2 == pytest.approx(plain_east.area_km2)


def test_an_outline_that_crosses_itself_is_mended_and_named() -> None:
    read = read_layer(_collection(_feature(BOW, beat="B1"), _feature(EAST, beat="E1")))

    assert read.mended == ("B1",)
    assert len(read.areas) == 2


@pytest.mark.parametrize(
    ("feature", "reason"),
    [
        ({"type": "Feature", "properties": {}, "geometry": None}, "no geometry"),
        (
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point"}},
            "is a Point, not an area",
        ),
        (_feature([[1, 2]]), "can't be read"),
        (_feature([[y, x] for x, y in WEST]), "swapped"),
        (_feature([[38.9, -77.0], [39.0, -77.0], [39.0, -77.1], [38.9, -77.0]]), "swapped"),
        (_feature([[x * 1e5, y] for x, y in WEST]), "another system"),
        (_feature(EAST, beat="W1"), "twice"),
    ],
)
def test_an_area_that_cannot_be_used_is_left_out_and_the_others_stay(
    feature: dict[str, Any], reason: str
) -> None:
    read = read_layer(_collection(_feature(WEST, beat="W1"), feature), Columns(id="beat"))

    assert [area.id for area in read.areas] == ["W1"]
    assert reason in read.rejected[0][1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Polygon", "arcs": [[3]]}}}',
        b'{"type": "Point", "coordinates": [1, 2]}',
        b"\x1f\x8bbroken",
        _collection(_feature(WEST), crs={"type": "name", "properties": {"name": "EPSG:2876"}}),
        _collection({"type": "Feature", "properties": {}, "geometry": {"type": "LineString"}}),
    ],
)
def test_a_file_that_is_no_layer_is_refused(content: bytes) -> None:
    with pytest.raises(PackageRefused):
        read_layer(content)


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BadInput) as refused:
        read_layer(BEATS, Columns(population="souls"))

    assert "souls" in refused.value.message
    assert "beat, name, population" in refused.value.message


@given(st.recursive(st.none() | st.integers() | st.text() | st.floats(), st.lists, max_leaves=6))
def test_no_geometry_whatever_is_an_unexpected_error(coordinates: Any) -> None:
    feature = {"type": "Feature", "properties": {"id": 1},
               "geometry": {"type": "Polygon", "coordinates": coordinates}}  # fmt: skip
    with suppress(ResourceDirError):
        read_layer(_collection(feature))


def test_points_and_cells_are_told_to_the_area_that_covers_them() -> None:
    finder = AreaFinder({area.id: area.outline for area in read_layer(BEATS).areas})
    lats = np.array([38.5, 38.5, 10.0, np.nan, 38.5])
    lons = np.array([-106.1, -105.9, 10.0, -106.1, -106.0])

    found = finder.areas_of_points(lats, lons)

    assert found.tolist() == ["W1", "E1", "", "", "W1"]
    assert finder.areas_of_cells([]) == {}


def test_cells_on_a_border_are_counted_as_such() -> None:
    import h3.api.basic_int as h3

    finder = AreaFinder({area.id: area.outline for area in read_layer(BEATS).areas})
    inside, border = (h3.latlng_to_cell(38.5, lon, 7) for lon in (-106.1, -106.0))

    assert finder.areas_of_cells([inside]) == {inside: "W1"}
    assert finder.straddling([inside]) == 0.0
    assert finder.straddling([inside, border]) == 0.5


def test_the_counties_of_a_state_are_a_layer_too() -> None:
    counties = counties_as_areas("CO")

    assert len(counties) == 64
    chaffee = next(area for area in counties if area.id == "08015")
    assert AreaFinder({"08015": chaffee.outline}).areas_of_points(
        np.array([38.505]), np.array([-106.055])
    ).tolist() == ["08015"]
    assert chaffee.area_km2 == pytest.approx(2630, rel=0.02)
    with pytest.raises(NotFound):
        counties_as_areas("XX")
