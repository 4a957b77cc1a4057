import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.geo import (
    area_keys,
    area_name,
    areas_at,
    areas_named,
    find_places,
    is_in_state,
    zone_at,
    zone_of_area,
    zone_of_zip,
)
from resource_dir.geo.gazetteer import gazetteer

EVERY_ZIP = st.integers(0, len(gazetteer().zip_code) - 1)


def test_a_point_in_the_capital_lies_in_its_areas():
    keys = areas_at(38.9122, -77.0177)

    assert keys == {"state:DC", "county:11001", "city:washington,dc", "zip:20001"}


@pytest.mark.parametrize("point", [(0, 0), (90, 0), (48.85, 2.35), (30, -140)])
def test_a_point_at_sea_or_abroad_lies_in_no_area(point):
    assert areas_at(*point) == frozenset()


def test_a_pier_that_the_simplified_coast_cuts_off_still_lies_in_its_county():
    assert "county:06037" in areas_at(34.0079, -118.4995)


def test_a_point_far_from_every_zip_has_its_county_but_no_city():
    keys = areas_at(41.5, -119.5)  # a desert

    assert {key.partition(":")[0] for key in keys} == {"state", "county"}


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
def test_a_point_off_the_earth_is_refused(point):
    with pytest.raises(BadInput):
        areas_at(*point)


@settings(deadline=None, max_examples=200)
@given(st.floats(18, 66), st.floats(-168, -66))
def test_all_areas_of_a_point_lie_in_one_state(lat, lon):
    keys = areas_at(lat, lon)

    states = [key.removeprefix("state:") for key in keys if key.startswith("state:")]
    assert len(states) == (1 if keys else 0)
    for state in states:
        assert is_in_state(lat, lon, state)
        assert all(key.endswith(f",{state.lower()}") for key in keys if key.startswith("city:"))


@settings(deadline=None, max_examples=200)
@given(EVERY_ZIP)
def test_every_zip_is_found_with_its_own_areas_and_a_zone(row):
    code = gazetteer().zip_text(row)

    (place,) = find_places(code)

    assert f"zip:{code}" in place.areas
    assert place.areas - {f"state:{gazetteer().zip_state_code(row)}"} == area_keys(postal_code=code)
    assert zone_of_zip(code) is not None
    assert all(area_name(key) for key in place.areas)
    assert is_in_state(place.lat, place.lon, gazetteer().zip_state_code(row)) is not None


def test_an_address_has_the_keys_of_its_zip_city_and_county_but_not_of_the_whole_state():
    keys = area_keys(postal_code="90012-1234", city="Los Angeles", state="California")

    assert keys == {"zip:90012", "city:los angeles,ca", "county:06037"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"city": "Fresno", "state": "CA"}, {"city:fresno,ca", "county:06019"}),
        ({"county": "Kern", "state": "CA"}, {"county:06029"}),
        ({"county": "Kern County", "state": "CA"}, {"county:06029"}),
        ({"state": "CA"}, {"state:CA"}),
        ({"city": "Fresno"}, set()),  # three states have one
        ({"city": "Nowhere Known", "state": "CA"}, {"state:CA"}),
        (
            {"postal_code": "10001", "city": "Fresno", "state": "CA"},
            {"city:fresno,ca", "county:06019"},
        ),
        ({"postal_code": "not a ZIP"}, set()),
        ({}, set()),
    ],
)
def test_an_address_gives_the_keys_of_what_is_known_of_it(address, expected):
    assert area_keys(**address) == expected


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("Los Angeles County", None, {"county:06037"}),
        ("Kern County, CA", None, {"county:06029"}),
        ("County of Kern", None, {"county:06029"}),
        ("City of Fresno", "CA", {"city:fresno,ca"}),
        ("Fresno, CA", None, {"city:fresno,ca"}),
        ("Fresno", "CA", {"city:fresno,ca"}),
        ("Fresno", None, set()),
        ("Orange County", None, set()),  # eight states have one
        ("Orange County", "FL", {"county:12095"}),
        ("statewide", "CA", {"state:CA"}),
        ("Statewide", None, set()),
        ("California", None, {"state:CA"}),
        ("State of California", None, {"state:CA"}),
        ("DC", None, {"state:DC"}),
        ("District of Columbia", None, {"state:DC"}),
        ("New York", None, set()),  # city or state? Not said
        ("New York State", None, {"state:NY"}),
        ("New York City", None, {"city:new york,ny"}),
        ("New York, NY", None, {"city:new york,ny"}),
        ("Washington, DC", None, {"city:washington,dc"}),
        (
            "Kern, Kings and Tulare Counties, CA",
            None,
            {"county:06029", "county:06031", "county:06107"},
        ),
        ("Kern County; Kings County", "CA", {"county:06029", "county:06031"}),
        ("Baltimore City, MD", None, {"county:24510"}),
        ("Baltimore County, MD", None, {"county:24005"}),
        ("Carson City, NV", None, {"city:carson city,nv"}),
        ("90012", None, {"zip:90012"}),
        ("ZIP codes 90012, 90013", None, {"zip:90012", "zip:90013"}),
        ("Los Angeles County except Long Beach", None, set()),
        ("the whole region", None, set()),
        ("", None, set()),
    ],
)
def test_a_service_area_is_read_only_where_one_thing_can_be_meant(text, state, expected):
    assert areas_named(text, state=state) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80), st.none() | st.text(max_size=20))
def test_no_text_of_a_service_area_or_address_raises(text, other):
    named = areas_named(text, state=other)
    kept = area_keys(postal_code=text, city=text, county=text, state=other)

    assert all(isinstance(area_name(key), str) for key in named | kept)
    assert isinstance(area_name(text), str)
    assert zone_of_area({text}) is None or zone_of_area({text})


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("county:06029", "Kern County, CA"),
        ("county:29510", "St. Louis city, MO"),
        ("county:24510", "Baltimore city, MD"),
        ("county:51059", "Fairfax County, VA"),
        ("county:51600", "Fairfax city, VA"),
        ("county:11001", "District of Columbia"),
        ("city:washington,dc", "Washington, DC"),
        ("state:CA", "California"),
        ("zip:90012", "ZIP 90012"),
        ("county:99999", "county 99999"),
    ],
)
def test_an_area_key_is_shown_as_people_say_it(key, shown):
    assert area_name(key) == shown


@pytest.mark.parametrize(
    ("point", "state", "expected"),
    [
        ((34.0, -118.0), "CA", True),
        ((34.0, -118.0), "California", True),
        ((35.0, -114.60), "CA", True),  # 3 to 5 km inside Arizona as drawn: tolerated
        ((36.17, -115.14), "CA", False),
        ((0, 0), "CA", False),
        ((-118.0, 34.0), "CA", False),  # latitude and longitude swapped
        ((float("nan"), 0), "CA", False),
        ((34.0, -118.0), "XX", None),
        ((18.34, -64.93), "VI", True),
        ((13.47, 144.79), "GU", True),
        ((52.9, 173.1), "AK", True),  # beyond the 180° meridian
    ],
)
def test_a_point_is_in_its_state_with_some_tolerance(point, state, expected):
    assert is_in_state(*point, state) is expected


@pytest.mark.parametrize(
    ("point", "zone"),
    [
        ((34.05, -118.24), "America/Los_Angeles"),
        ((38.9, -77.03), "America/New_York"),
        ((33.45, -112.07), "America/Phoenix"),
        ((36.15, -109.55), "America/Denver"),  # Navajo Nation keeps summer time, Arizona does not
        ((21.3, -157.85), "Pacific/Honolulu"),
        ((18.42, -66.06), "America/Puerto_Rico"),
        ((30.0, -140.0), None),
    ],
)
def test_a_point_has_its_zone(point, zone):
    assert zone_at(*point) == zone


@pytest.mark.parametrize(
    ("keys", "zone"),
    [
        ({"county:06037"}, "America/Los_Angeles"),
        ({"state:CA"}, "America/Los_Angeles"),
        ({"state:KY"}, None),  # two zones
        ({"state:KY", "zip:42101"}, "America/Chicago"),
        ({"city:washington,dc", "county:11001", "state:DC"}, "America/New_York"),
        ({"county:06037", "county:36061"}, None),
        ({"county:16049"}, None),  # Idaho County is cut by the line between two zones
        ({"county:47065"}, "America/New_York"),  # one of its ZIPs is listed in the wrong zone
        ({"zip:37405"}, "America/New_York"),
        ({"county:99999"}, None),
        (set(), None),
    ],
)
def test_an_area_has_a_zone_only_where_all_of_it_has_one(keys, zone):
    assert zone_of_area(keys) == zone
