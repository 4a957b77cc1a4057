"""A typed place reaches the same chain from the page and from the API, and stays out of the log."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from resource_dir.operations.places.importing_addresses import take_in_addresses
from tests.elsewhere import Elsewhere

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
LAYER = """LON,LAT,NUMBER,STREET,CITY,REGION,POSTCODE
-119.0500,35.3800,120,Invented Way,Bakersfield,CA,93301
-119.0510,35.3802,124,Invented Way,Bakersfield,CA,93301
"""
HOUSE = "124 Invented Way, Bakersfield"


@pytest.fixture
def houses(county: Flask, session: Session, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "layer.csv"
    path.write_text(LAYER)
    take_in_addresses(
        session,
        path,
        source="911",
        settings=settings,
        places=county.extensions["place_keeper"],
        now=NOW,
    )


def test_the_api_finds_a_house(visitor: FlaskClient, houses: None) -> None:
    place = visitor.get("/api/search", query_string={"near": HOUSE}).get_json()["place"]

    assert (place["level"], place["lat"], place["lon"]) == ("point", 35.3802, -119.051)


def test_the_api_says_that_only_the_town_is_known(visitor: FlaskClient, houses: None) -> None:
    near = "77 Unheardof Boulevard, Bakersfield, CA"

    place = visitor.get("/api/search", query_string={"near": near}).get_json()["place"]

    assert (place["level"], place["text"]) == ("city", "Bakersfield, CA (street not found)")


def test_the_page_sends_on_to_the_rounded_point_of_a_house(
    visitor: FlaskClient, houses: None
) -> None:
    answer = visitor.post("/search", data={"near": HOUSE})

    assert answer.status_code == 303
    assert "lat=35.380" in answer.headers["Location"]
    assert "Invented" not in answer.headers["Location"]


def test_a_place_that_nobody_knows_is_told_what_to_try(visitor: FlaskClient, houses: None) -> None:
    answer = visitor.get("/api/search", query_string={"near": "77 Unheardof Boulevard"})

    error = answer.get_json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, "place_not_found", "near")
    assert "cross-street" in error["message"]


def test_a_house_that_was_typed_is_not_logged(
    visitor: FlaskClient, houses: None, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor.get("/api/search", query_string={"near": HOUSE})
    visitor.post("/search", data={"near": HOUSE})

    assert "Invented" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("near", "level", "words"),
    [
        ("99999 Invented Way, Bakersfield", "street-no-number", "That number is not known"),
        (
            "9999 Invnted Way, Bakersfield",
            "no-number-corrected",
            "That number is not known on this",
        ),
        ("Invented Way, Bakersfield", "street", "This is the middle of the street."),
        ("124 Invnted Way, Bakersfield", "corrected", "called a little differently"),
    ],
)
def test_a_point_that_is_not_the_house_says_so_and_still_does_when_found_again(
    visitor: FlaskClient, houses: None, near: str, level: str, words: str
) -> None:
    location = visitor.post("/search", data={"near": near}).location
    first = visitor.get(location).text
    shown = {"near": "Here", "near_shown": "Here", "level_shown": level}
    again = visitor.post("/search", data={**shown, "lat": "35.380", "lon": "-119.050"}).location

    assert parse_qs(location)["level"] == [level]
    assert words in first
    assert ("called a little differently" in first) == level.endswith("corrected")
    assert parse_qs(again)["level"] == [level]
    assert words in visitor.get(again).text


@pytest.mark.parametrize("near", [HOUSE, "126 Invented Way, Bakersfield"])
def test_a_house_that_is_known_or_a_block_away_says_nothing(
    visitor: FlaskClient, houses: None, near: str
) -> None:
    assert "level=" not in visitor.post("/search", data={"near": near}).location


def test_a_street_of_a_service_elsewhere_is_no_house_either(
    visitor: FlaskClient, county: Flask, houses: None, elsewhere: Elsewhere
) -> None:
    answer = [{"lat": "35.37", "lon": "-119.02", "display_name": "Road", "addresstype": "road"}]
    elsewhere.answer = lambda handler: handler.say(answer)
    county.extensions["geocoder"] = Remote(RemoteOptions("nominatim", elsewhere.url))

    house = visitor.post("/search", data={"near": "17 Nowhere Lane, Bakersfield"}).location
    street = visitor.post("/search", data={"near": "Nowhere Lane, Bakersfield"}).location

    assert "level=street-no-number&" in house
    assert "level=street&" in street
