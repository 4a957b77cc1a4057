"""`import addresses` and `geocode` as a person types them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from resource_dir.config import Settings
from tests.elsewhere import Elsewhere

Run = Callable[..., Result]
LAYER = """LON,LAT,NUMBER,STREET,CITY,REGION,POSTCODE
-106.0500,38.5300,120,Invented Way,Salida,CO,81201
-106.0510,38.5302,124,Invented Way,Salida,CO,81201
0,0,126,Invented Way,Salida,CO,81201
"""


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    path = tmp_path / "county-911.csv"
    path.write_text(LAYER)
    return path


def test_an_import_with_a_bad_row_ends_with_one_and_names_it(
    run: Run, layer: Path, tmp_path: Path
) -> None:
    result = run("import", "addresses", layer, "--json", "--report", tmp_path / "r.json")

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report == json.loads((tmp_path / "r.json").read_text())
    assert (report["source"], report["addresses"]) == ("county-911", 2)
    assert report["files"] == [
        {
            "file": "county-911.csv",
            "rows": 3,
            "created": 2,
            "updated": 0,
            "unchanged": 0,
            "rejected": 1,
            "repaired": 0,
        }
    ]
    assert [(one["line"], one["column"]) for one in report["rejected"]] == [(4, "lat,lon")]


def test_an_import_says_in_words_what_it_did(run: Run, layer: Path) -> None:
    result = run("import", "addresses", layer)

    assert "2 addresses from county-911" in result.stdout
    assert "county-911.csv:4" in result.stderr


def test_a_file_without_the_columns_is_wrong_usage_with_the_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A,B\n1,2\n")

    result = run("import", "addresses", path)

    assert result.exit_code == 2
    assert "ADDNUMBER" in result.stderr
    assert result.stdout == ""


def test_geocode_and_search_find_a_house(run: Run, layer: Path) -> None:
    run("demo")
    run("import", "addresses", layer)

    found = json.loads(run("geocode", "124 Invented Way, Salida", "--json").stdout)
    answer = run("search", "--near", "124 Invented Way, Salida", "--radius-mi", "auto", "--json")

    assert (found["level"], found["lat"], found["lon"]) == ("point", 38.5302, -106.051)
    assert found["candidates"][0]["source"] == found["source"]
    assert json.loads(answer.stdout)["place"]["level"] == "point"


def test_a_place_that_nobody_knows_ends_with_two_and_says_what_to_try(run: Run) -> None:
    result = run("geocode", "77 Unheardof Boulevard", "--json")

    assert result.exit_code == 2
    assert "cross-street" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("81201", "--missing"),
        ("81201", "--limit", "3"),
        ("--missing", "--limit", "0"),
        ("--missing", "--per-second", "0"),
        ("--missing",),  # neither a layer nor a service
    ],
)
def test_geocode_refuses_what_says_nothing(run: Run, words: tuple[str, ...]) -> None:
    assert run("geocode", *words).exit_code == 2


def test_missing_points_are_looked_up_by_the_configured_service(
    run: Run, package: Callable[..., Path], county_without_points: Any, elsewhere: Elsewhere
) -> None:
    answer = [{"lat": "38.53", "lon": "-106", "display_name": "X", "addresstype": "house"}]
    elsewhere.answer = lambda handler: handler.say(answer)
    service = {"geocoder": "nominatim", "geocoder_url": elsewhere.url}
    run("import", "hsds", package(county_without_points))

    first = run("geocode", "--missing", "--per-second", "1000", "--json", **service)
    second = run("geocode", "--missing", **service)

    assert first.exit_code == 0
    assert json.loads(first.stdout)["found"] == 1
    assert "0 of 0 found, 0 still to look up." in second.stdout
    assert "12 Invented" not in first.stdout


def test_a_service_that_is_down_ends_with_one_and_says_so(
    run: Run, package: Callable[..., Path], county_without_points: Any, elsewhere: Elsewhere
) -> None:
    elsewhere.answer = lambda handler: handler.say({}, status=503)
    run("import", "hsds", package(county_without_points))

    result = run("geocode", "--missing", geocoder="nominatim", geocoder_url=elsewhere.url)

    assert result.exit_code == 1
    assert "GEOCODER_URL" in result.stderr


@pytest.fixture
def county_without_points() -> dict[str, list[dict[str, str]]]:
    """One listing with an address only."""
    return {
        "organizations": [{"id": "o1", "name": "Aspen House", "description": "Food."}],
        "services": [{"id": "s1", "organization_id": "o1", "name": "Pantry", "status": "active"}],
        "locations": [{"id": "l1", "location_type": "physical", "organization_id": "o1"}],
        "service_at_location": [{"id": "sl1", "service_id": "s1", "location_id": "l1"}],
        "addresses": [
            {
                "id": "a1",
                "location_id": "l1",
                "address_1": "12 Invented Way",
                "city": "Salida",
                "state_province": "CO",
                "postal_code": "81201",
                "country": "US",
                "address_type": "physical",
            }
        ],
    }


def test_starting_without_a_geocoder_does_not_load_geopy(settings: Settings) -> None:
    code = (
        "import sys; from resource_dir.app import create_app; "
        "from resource_dir.config import load_settings; create_app(load_settings()); "
        "sys.exit('geopy' in sys.modules)"
    )
    environment = {
        "RESOURCE_DIR_DATA": str(settings.data_folder),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
    }

    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False)

    assert done.returncode == 0
