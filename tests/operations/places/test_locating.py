"""The one chain by which a typed place is found, and what it never finds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.errors import BadInput, PlaceNotFound
from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.places import landmarks
from resource_dir.operations.places.importing_addresses import take_in_addresses
from resource_dir.operations.places.locating import find_places
from resource_dir.operations.places.place_keeping import PlaceKeeper
from tests.conftest import NOW
from tests.elsewhere import Elsewhere

Locate = Callable[..., tuple[geo.Place, ...]]
LAYER = """LON,LAT,NUMBER,STREET,CITY,REGION,POSTCODE
-106.0500,38.5300,120,Invented Way,Salida,CO,81201
-106.0510,38.5302,124,Invented Way,Salida,CO,81201
-106.0520,38.5304,128,Invented Way,Salida,CO,81201
-106.1300,38.8400,120,Invented Way,Buena Vista,CO,81211
-106.0530,38.5310,10,Lincoln Street,Salida,CO,81201
"""


@pytest.fixture
def locate(session: Session, places: PlaceKeeper, keeper: IndexKeeper) -> Locate:
    def locate(text: str, geocoder: Remote | None = None) -> tuple[geo.Place, ...]:
        session.rollback()
        return find_places(
            session, text, places=places, keeper=keeper, geocoder=geocoder, viewer="public"
        )

    return locate


@pytest.fixture
def houses(session: Session, settings: Settings, places: PlaceKeeper, tmp_path: Path) -> None:
    """Five fictional houses in two real towns."""
    path = tmp_path / "layer.csv"
    path.write_text(LAYER)
    take_in_addresses(session, path, source="911", settings=settings, places=places, now=NOW)


@pytest.fixture
def listings(take: Callable[..., Any], package: Callable[..., Path], county: Any) -> None:
    """Three fictional listings; the pantry has no point."""
    take(package(county))


def test_points_and_zip_codes_come_first(locate: Locate, houses: None) -> None:
    assert locate("38.53,-106.05")[0].source == "as given"
    assert [p.level for p in locate("81201")] == ["zip"]


def test_a_house_of_the_layer_is_a_point_and_a_missing_one_lies_between(
    locate: Locate, houses: None
) -> None:
    exact = locate("124 Invented Way, Salida")
    between = locate("126 Invented Way, Salida, CO")

    assert [(p.level, p.lat, p.lon) for p in exact] == [("point", 38.5302, -106.051)]
    assert between[0].level == "interpolated"


def test_the_same_house_in_two_towns_gives_both(locate: Locate, houses: None) -> None:
    found = locate("120 Invented Way")

    assert {round(place.lat, 2) for place in found} == {38.53, 38.84}


def test_a_city_of_that_name_comes_before_a_street_of_it(locate: Locate, houses: None) -> None:
    assert locate("Lincoln")[0].level == "city"
    assert locate("10 Lincoln, Salida, CO")[0].level == "point"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Aspen House North", "Aspen House North"),
        ("aspen hous north", "Aspen House North"),
        ("Night shelter", "Night shelter"),
    ],
)
def test_a_public_listing_is_a_landmark_by_its_name(
    locate: Locate, listings: None, text: str, name: str
) -> None:
    place = locate(text)[0]

    assert (place.source, place.level) == ("landmark", "point")
    assert place.text.startswith(name)


def test_a_landmark_in_several_places_gives_all_of_them(locate: Locate, listings: None) -> None:
    assert {place.lat for place in locate("Aspen House")} == {38.5, 38.45}


@pytest.mark.parametrize("text", ["Food pantry", "Aspen", "Aspen Home", "Night shelter 2"])
def test_what_has_no_point_or_another_name_is_no_landmark(
    locate: Locate, listings: None, text: str
) -> None:
    try:
        found = locate(text)
    except PlaceNotFound:
        return

    assert not {place.source for place in found} & {"landmark"}


def test_landmarks_are_found_without_an_index(session: Session, listings: None) -> None:
    found = find_places(
        session, "Night shelter", places=None, keeper=None, geocoder=None, viewer="public"
    )

    assert [place.source for place in found] == ["landmark"]


def _withhold(session: Session, package: Any, take: Any, county: Any) -> None:
    county["withheld"] = [{"table": "location", "id": "l2"}]
    take(package(county, name="again"))


def test_a_withheld_listing_is_never_a_landmark(
    session: Session, locate: Locate, take: Any, package: Any, county: Any, listings: None
) -> None:
    assert locate("Night shelter")

    _withhold(session, package, take, county)

    with pytest.raises(PlaceNotFound):
        locate("Night shelter")


def _plant_a_point(session: Session) -> None:
    """A careless writer's document of the withheld listing: with a point, and shown as public."""
    document = models.ListingDocument
    with writing(session):
        row = session.query(document).filter(document.is_withheld).one()
        session.execute(
            update(document)
            .where(document.id == row.id)
            .values(
                latitude=38.45,
                longitude=-106.02,
                is_withheld=False,
                document=row.document | {"lat": 38.45, "lon": -106.02, "is_withheld": False},
            )
        )


def test_not_even_a_planted_point_makes_a_withheld_listing_a_landmark(
    session: Session, locate: Locate, take: Any, package: Any, county: Any, listings: None
) -> None:
    _withhold(session, package, take, county)
    _plant_a_point(session)

    with pytest.raises(PlaceNotFound):
        locate("Night shelter")


def test_without_its_condition_the_planted_point_would_be_seen(
    session: Session,
    locate: Locate,
    take: Any,
    package: Any,
    county: Any,
    listings: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _withhold(session, package, take, county)
    _plant_a_point(session)
    monkeypatch.setattr(
        landmarks, "is_public_place", lambda: models.ListingDocument.id.is_not(None)
    )

    assert locate("Night shelter")[0].lat == 38.45


def test_a_street_that_nobody_knows_gives_its_town_and_says_so(
    locate: Locate, houses: None
) -> None:
    [place] = locate("77 Unheardof Boulevard, Gunnison, CO")

    assert (place.level, place.text) == ("city", "Gunnison, CO (street not found)")
    assert locate("77 Unheardof Boulevard, Gunnison, CO 81230")[0].text.endswith(
        "81230 (street not found)"
    )


@pytest.mark.parametrize("text", ["Gunnison", "Gunnison, CO", "Gunnison, CO 81230", "Gunison, CO"])
def test_a_town_alone_says_nothing_of_a_street(locate: Locate, houses: None, text: str) -> None:
    assert "street not found" not in locate(text)[0].text


@pytest.mark.parametrize("text", ["Nowhereville Unknown", "77 Unheardof Boulevard"])
def test_what_nobody_knows_is_an_error_that_says_what_to_try(
    locate: Locate, houses: None, text: str
) -> None:
    with pytest.raises(PlaceNotFound, match=r"not found.*cross-street.*ZIP"):
        locate(text)


@pytest.mark.parametrize("text", ["", "x" * 300, "91,0", "駅"])
def test_what_cannot_be_a_place_is_bad_input(locate: Locate, text: str) -> None:
    with pytest.raises(BadInput):
        locate(text)


def _nominatim(elsewhere: Elsewhere, kind: str) -> Remote:
    answer = [{"lat": "38.6", "lon": "-106.9", "display_name": "There", "addresstype": kind}]
    elsewhere.answer = lambda handler: handler.say(answer)
    return Remote(RemoteOptions("nominatim", elsewhere.url, timeout_seconds=2))


def test_a_configured_service_is_asked_for_what_nobody_here_knows(
    locate: Locate, houses: None, elsewhere: Elsewhere
) -> None:
    geocoder = _nominatim(elsewhere, "house")

    known = locate("120 Invented Way, Salida", geocoder)
    unknown = locate("77 Unheardof Boulevard, Gunnison, CO", geocoder)

    assert known[0].source != "nominatim"
    assert [(p.source, p.level, p.lat) for p in unknown] == [("nominatim", "point", 38.6)]
    assert len(elsewhere.asked) == 1


def test_a_service_that_knows_the_town_only_has_not_found_the_street(
    locate: Locate, houses: None, elsewhere: Elsewhere
) -> None:
    [place] = locate("77 Unheardof Boulevard, Gunnison, CO", _nominatim(elsewhere, "town"))

    assert place.text == "Gunnison, CO (street not found)"


def test_a_service_that_is_down_leaves_the_town_and_a_log_line_without_words(
    locate: Locate, houses: None, elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    geocoder = _nominatim(elsewhere, "house")
    elsewhere.answer = lambda handler: handler.say({}, status=503)

    [place] = locate("77 Unheardof Boulevard, Gunnison, CO", geocoder)

    logged = "".join(capsys.readouterr())
    assert place.level == "city"
    assert "geocoder_down" in logged
    assert "Unheardof" not in logged


SECRET = {"lat": "38.61", "lon": "-106.91", "display_name": "There", "addresstype": "house"}


@pytest.fixture
def shelter(take: Any, package: Any, county: Any) -> None:
    """A withheld listing beside three public ones."""
    county["organizations"].append({"id": "o9", "name": "Alder Path", "description": "Helps."})
    county["services"].append(
        {
            "id": "s9",
            "organization_id": "o9",
            "name": "Alder Path Domestic Violence Shelter",
            "alternate_name": "The Lantern",
            "status": "active",
        }
    )
    county["locations"].append(
        {"id": "l9", "organization_id": "o9", "location_type": "physical", "name": "Blue door"}
    )
    county["service_at_location"].append({"id": "sl9", "service_id": "s9", "location_id": "l9"})
    county["phones"].append({"id": "p9", "service_id": "s9", "number": "719-555-0109"})
    county["withheld"] = [{"table": "service", "id": "s9"}]
    take(package(county))


@pytest.fixture
def knowing(elsewhere: Elsewhere) -> Remote:
    """A service on the internet that knows where the shelter is, and would tell anybody."""
    elsewhere.answer = lambda handler: handler.say([SECRET])
    return Remote(RemoteOptions("nominatim", elsewhere.url, timeout_seconds=2))


@pytest.mark.parametrize(
    "text",
    [
        "Alder Path Domestic Violence Shelter",
        "Alder Path",
        "Alder Path, Gunnison",
        "Gunnison, Alder Path",
        "Alder Path Domestic Violence Shelter, Gunnison, CO 81230",
        "Alder Path Gunnison",
        "alder pth, gunnison, co",
        "Alder Pth shelter",
        "Alder Path DV shelter, Gunnison",
        "The Lantern",
        "alder path | domestic violence shelter",
        "ÁLDER  PATH",
        "(719) 555-0109",
        "12 Alder Path Domestic Violence Shelter",
    ],
)
def test_nobody_elsewhere_is_asked_about_a_withheld_site(
    locate: Locate, shelter: None, elsewhere: Elsewhere, knowing: Remote, text: str
) -> None:
    with pytest.raises(PlaceNotFound):
        locate(text, knowing)

    assert elsewhere.asked == []


@pytest.mark.parametrize(
    "text",
    ["77 Alder Street, Gunnison", "12 Alder Path, Gunnison", "Cottonwood Path, Gunnison, CO",
     "77 Lantern Road, Gunnison"],
)  # fmt: skip
def test_a_house_on_a_street_of_such_a_name_is_still_asked_for(
    locate: Locate, shelter: None, knowing: Remote, text: str
) -> None:
    assert locate(text, knowing)[0].source == "nominatim"


def test_a_street_that_only_sounds_like_a_withheld_site_is_not_shown_for_it(
    session: Session,
    settings: Settings,
    places: PlaceKeeper,
    tmp_path: Path,
    locate: Locate,
    shelter: None,
    knowing: Remote,
) -> None:
    path = tmp_path / "layer.csv"
    path.write_text(LAYER + "-106.0500,38.5500,3,Aldar Path,Salida,CO,81201\n")
    take_in_addresses(session, path, source="911", settings=settings, places=places, now=NOW)

    assert locate("Aldar Path", knowing)[0].level == "street"
    with pytest.raises(PlaceNotFound):
        locate("Alder Path", knowing)
