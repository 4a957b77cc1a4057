"""What the server gives the map: pins' data in the cards, parts of a file, county lines."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resource_dir.config import Settings
from resource_dir.errors import BadInput
from resource_dir.web.finding import cards
from resource_dir.web.finding.map_ground import credit_of, read_header

HERE = "lat=35.370&lon=-119.020"
FILE = "/map/tiles.pmtiles"


@pytest.fixture
def file(tmp_path: Path, tiles: ModuleType) -> Path:
    """A small PMTiles file of pictures."""
    written: Path = tiles.write_pictures(tmp_path / "map.pmtiles")
    return written


@pytest.fixture
def mapped(settings: Settings, make_app: Callable[[Settings], Flask], file: Path) -> FlaskClient:
    """A browser on an application that serves that file."""
    return make_app(replace(settings, map_pmtiles=file)).test_client()


@pytest.fixture
def part(mapped: FlaskClient) -> Callable[..., TestResponse]:
    """A function that asks for a part of the file and reads it to its end."""

    def ask(**headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = mapped.get(FILE, headers=named)
        answer.get_data()
        answer.close()
        return answer

    return ask


def attributes(text: str, listing_id: str) -> dict[str, str]:
    """The data of one card."""
    tag = re.search(rf'<li class="card"\s+data-id="{listing_id}"[^>]*>', text)
    assert tag is not None
    return dict(re.findall(r'data-(\w+)="([^"]*)"', tag[0]))


# ---- cards ---------------------------------------------------------------------------------------


def test_a_card_says_where_its_pin_goes_and_how_it_is_open(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    data = attributes(visitor.get(f"/search?{HERE}").text, listings.listing_id("sobering"))

    assert data["name"] == "Lantern House"
    assert data["kind"] == "good"
    assert (float(data["lat"]), float(data["lon"])) == pytest.approx((35.37, -119.02), abs=0.1)


@pytest.mark.parametrize("name", ["withheld", "unplaced"])
def test_a_listing_without_a_public_point_has_no_pin(
    visitor: FlaskClient, listings: ModuleType, name: str
) -> None:
    data = attributes(visitor.get("/search?per_page=50").text, listings.listing_id(name))

    assert not {"lat", "lon"} & set(data)


def test_a_point_that_reached_a_withheld_result_is_still_no_pin() -> None:
    result = {"is_withheld": True, "lat": 35.1, "lon": -119.1}

    assert cards.point(result) is None
    assert cards.point(result | {"is_withheld": False}) == (35.1, -119.1)


# ---- the file ------------------------------------------------------------------------------------


def test_a_part_of_the_file_is_answered_as_a_part(
    part: Callable[..., TestResponse], file: Path
) -> None:
    answer = part(Range="bytes=0-6", Accept_Encoding="gzip")

    assert answer.status_code == 206
    assert answer.data == b"PMTiles"
    assert answer.headers["Content-Range"] == f"bytes 0-6/{file.stat().st_size}"
    assert "Content-Encoding" not in answer.headers


def test_a_part_of_a_file_that_has_changed_is_the_whole_new_file(
    part: Callable[..., TestResponse], file: Path
) -> None:
    tag = part(Range="bytes=0-6").headers["ETag"]

    kept = part(Range="bytes=0-6", If_Range=tag)
    changed = part(Range="bytes=0-6", If_Range='"of another file"')

    assert kept.status_code == 206
    assert changed.status_code == 200
    assert len(changed.data) == file.stat().st_size


def test_a_part_beyond_the_end_is_refused(part: Callable[..., TestResponse]) -> None:
    assert part(Range="bytes=99999999-").status_code == 416


def test_a_file_that_is_gone_is_not_a_failure_of_ours(mapped: FlaskClient, file: Path) -> None:
    file.unlink()

    assert mapped.get(FILE).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "can't be read"),
        (b"", "no PMTiles file"),
        (b"PMTiles\x02" + bytes(200), "version 3"),
        (b"PMTiles\x03" + bytes(89) + bytes([2, 4, 1, 0, 5]) + bytes(50), "compressed"),
        (b"PMTiles\x03" + bytes(89) + bytes([2, 1, 0, 0, 5]) + bytes(50), "neither"),
    ],
)
def test_a_file_that_cannot_be_drawn_stops_the_start(
    settings: Settings,
    make_app: Callable[[Settings], Flask],
    tmp_path: Path,
    content: bytes | None,
    words: str,
) -> None:
    path = tmp_path / "other.pmtiles"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(BadInput, match=words) as refused:
        make_app(replace(settings, map_pmtiles=path))

    assert refused.value.field == "MAP_PMTILES"


def test_pictures_and_shapes_are_told_apart(tmp_path: Path, tiles: ModuleType) -> None:
    pictures = tiles.write_pictures(tmp_path / "pictures")
    shapes = tiles.write_shapes(tmp_path / "shapes")

    assert read_header(pictures) == ("raster", 4)
    assert read_header(shapes) == ("vector", 4)


# ---- county lines --------------------------------------------------------------------------------


def test_lines_of_the_counties_around_are_given(client: FlaskClient) -> None:
    answer = client.get("/map/counties?lat=35.4&lon=-119.0")

    names = [feature["properties"]["name"] for feature in answer.json["features"]]
    assert answer.mimetype == "application/geo+json"
    assert "Kern County, CA" in names
    assert "Cook County, IL" not in names
    assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("query", ["lat=35.37&lon=-119.0", "lat=91&lon=0", "lat=x&lon=1", "lat=1"])
def test_a_point_that_is_too_exact_or_none_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/map/counties?{query}")

    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_open_sea_has_no_lines(client: FlaskClient) -> None:
    assert client.get("/map/counties?lat=0&lon=0").json["features"] == []


# ---- policy and page -----------------------------------------------------------------------------


def test_pictures_may_come_from_the_named_tile_server_only(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    url = "https://tiles.example.org/{z}/{x}/{y}.png"
    client = make_app(replace(settings, map_tiles_url=url)).test_client()

    policy = client.get("/").headers["Content-Security-Policy"]

    assert "img-src 'self' https://tiles.example.org;" in policy
    assert policy.count("example.org") == 1


def test_an_attribution_is_words_and_links_never_markup() -> None:
    assert credit_of("© Example <b> https://example.org/copyright") == [
        ("© Example <b>", None),
        ("example.org", "https://example.org/copyright"),
    ]


def test_without_the_libraries_the_page_has_no_map(county: Flask, listings: ModuleType) -> None:
    county.jinja_env.globals["map_ground"] = None

    text = county.test_client().get(f"/search?{HERE}").text

    assert "Lantern House" in text
    assert 'id="map"' not in text
