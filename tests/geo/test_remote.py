"""Geocoding services, each answered for by a small real server that speaks its format."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from resource_dir.errors import PlaceServiceDown
from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from tests.elsewhere import Elsewhere, Handler

ASKED = "120 Invented Way, Quillmore, CO"


def _remote(elsewhere: Elsewhere, service: str, **options: Any) -> Remote:
    path = options.pop("path", "/own/path")
    return Remote(RemoteOptions(service, elsewhere.url + path, **options))


def _nominatim(**about: str) -> list[dict[str, Any]]:
    return [{"lat": "38.51", "lon": "-106.05", "display_name": "There", **about}]


def _features(**about: str) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [-106.05, 38.51]}
    return {"features": [{"type": "Feature", "geometry": geometry, "properties": about}]}


def _arcgis(kind: str) -> dict[str, Any]:
    place = {"x": -106.05, "y": 38.51}
    one = {"address": "There", "location": place, "attributes": {"Addr_type": kind}, "score": 99}
    return {"spatialReference": {"wkid": 4326}, "candidates": [one]}


CENSUS = {
    "result": {
        "input": {},
        "addressMatches": [
            {
                "matchedAddress": "120 INVENTED WAY, QUILLMORE, CO, 81999",
                "coordinates": {"x": -106.05, "y": 38.51},
                "addressComponents": {},
            }
        ],
    }
}
ANSWERS: list[tuple[str, Any, str]] = [
    ("nominatim", _nominatim(addresstype="place", type="house"), "point"),
    ("nominatim", _nominatim(addresstype="building"), "point"),
    ("nominatim", _nominatim(addresstype="road", type="residential"), "street"),
    ("nominatim", _nominatim(**{"class": "highway"}, type="residential"), "street"),
    ("nominatim", _nominatim(addresstype="postcode"), "zip"),
    ("nominatim", _nominatim(addresstype="town"), "city"),
    ("pelias", _features(layer="address", accuracy="point", name="There"), "point"),
    ("pelias", _features(layer="address", accuracy="interpolated", name="There"), "interpolated"),
    ("pelias", _features(layer="address", accuracy="centroid", name="There"), "street"),
    ("pelias", _features(layer="street", accuracy="centroid", name="There"), "street"),
    ("pelias", _features(layer="locality", accuracy="centroid", name="There"), "city"),
    ("photon", _features(type="house", osm_value="house", name="There"), "point"),
    ("photon", _features(type="street", osm_value="residential", name="There"), "street"),
    ("photon", _features(type="city", osm_value="town", name="There"), "city"),
    ("photon", _features(type="other", osm_value="postcode", name="There"), "zip"),
    ("arcgis", _arcgis("PointAddress"), "point"),
    ("arcgis", _arcgis("StreetAddress"), "interpolated"),
    ("arcgis", _arcgis("StreetName"), "street"),
    ("arcgis", _arcgis("Postal"), "zip"),
    ("census", CENSUS, "interpolated"),
]
PATHS = {
    "nominatim": "/own/path/search",
    "pelias": "/own/path/v1/search",
    "photon": "/own/path/api",
    "arcgis": "/own/path/findAddressCandidates",
    "census": "/own/path/locations/onelineaddress",
}
NAMES = {"nominatim": "q", "pelias": "text", "photon": "q", "arcgis": "singleLine"}


@pytest.mark.parametrize(("service", "answer", "level"), ANSWERS)
def test_each_service_is_asked_its_way_and_its_exactness_is_kept(
    elsewhere: Elsewhere, service: str, answer: Any, level: str
) -> None:
    elsewhere.answer = lambda handler: handler.say(answer)

    [place] = _remote(elsewhere, service, user_agent="county directory").find(ASKED)

    [(path, asked, headers)] = elsewhere.asked
    assert (place.lat, place.lon, place.level, place.source) == (38.51, -106.05, level, service)
    assert "state:CO" in place.areas
    assert path == PATHS[service]
    assert asked[NAMES.get(service, "address")] == [ASKED]
    assert headers["User-Agent"] == "county directory"


@pytest.mark.parametrize(
    ("service", "answer"),
    [
        ("nominatim", []),
        ("pelias", {"features": []}),
        ("photon", {"features": []}),
        ("arcgis", {"candidates": []}),
        ("census", {"result": {"addressMatches": []}}),
        ("nominatim", _nominatim(addresstype="state")),
        ("photon", _features(type="country", name="There")),
        ("photon", _features(type="house", name="There", countrycode="FR")),
        ("arcgis", _arcgis("Country")),
    ],
)
def test_nothing_or_nothing_narrow_enough_is_no_place(
    elsewhere: Elsewhere, service: str, answer: Any
) -> None:
    elsewhere.answer = lambda handler: handler.say(answer)

    assert _remote(elsewhere, service).find(ASKED) == ()


def _too_large(handler: Handler) -> None:
    handler.say(b"[" + b" " * (2 << 20) + b"]")


def _trickle(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass  # the other side has had enough, as it should


@pytest.mark.parametrize(
    ("service", "answer"),
    [
        ("nominatim", lambda handler: handler.say({"error": f"no {ASKED}"}, status=500)),
        ("nominatim", lambda handler: handler.say({}, status=429)),
        ("nominatim", lambda handler: handler.say({"error": f"bad {ASKED}"})),
        ("nominatim", lambda handler: handler.say(b"<html>")),
        ("nominatim", lambda handler: handler.say([{"lat": "x", "lon": "y"}])),
        ("pelias", lambda handler: handler.say([])),
        ("photon", lambda handler: handler.say({"features": [{}]})),
        ("arcgis", lambda handler: handler.say({"error": {"code": 498}})),
        ("census", lambda handler: handler.say({"errors": ["x"]})),
        ("nominatim", _too_large),
        ("nominatim", _trickle),
        ("nominatim", lambda handler: time.sleep(0.6)),
    ],
)
def test_a_service_that_fails_is_named_without_what_was_asked(
    elsewhere: Elsewhere, service: str, answer: Callable[[Handler], None]
) -> None:
    elsewhere.answer = answer

    with pytest.raises(PlaceServiceDown) as caught:
        _remote(elsewhere, service, timeout_seconds=0.3).find(ASKED)

    assert service in caught.value.message
    assert "Invented" not in caught.value.message
    assert caught.value.__cause__ is None


def test_a_redirect_is_not_followed(elsewhere: Elsewhere) -> None:
    elsewhere.answer = lambda handler: handler.say(
        {}, status=302, Location=f"{elsewhere.url}/inside?secret"
    )

    with pytest.raises(PlaceServiceDown):
        _remote(elsewhere, "nominatim").find(ASKED)

    assert [path for path, _, _ in elsewhere.asked] == [PATHS["nominatim"]]


def test_a_server_that_is_not_there_is_a_service_that_is_down() -> None:
    with pytest.raises(PlaceServiceDown):
        Remote(RemoteOptions("photon", "http://127.0.0.1:9")).find(ASKED)


def test_a_key_goes_where_the_service_wants_it(elsewhere: Elsewhere) -> None:
    elsewhere.answer = lambda handler: handler.say({"features": [], "candidates": []})

    _remote(elsewhere, "pelias", key="k1").find(ASKED)
    _remote(elsewhere, "arcgis", key="k2").find(ASKED)

    assert elsewhere.asked[0][1]["api_key"] == ["k1"]
    assert elsewhere.asked[1][2]["X-Esri-Authorization"] == "Bearer k2"
    assert "k1" not in repr(RemoteOptions("pelias", "http://127.0.0.1:9", key="k1"))


def test_nothing_of_a_question_is_logged(
    elsewhere: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    elsewhere.answer = lambda handler: handler.say({"error": ASKED}, status=500)

    with pytest.raises(PlaceServiceDown):
        _remote(elsewhere, "nominatim").find(ASKED)

    assert "Invented" not in caplog.text
