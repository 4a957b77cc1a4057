import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput, PlaceNotFound
from resource_dir.geo import areas_at, find_places


def first(text):
    return find_places(text)[0]


@pytest.mark.parametrize(
    "text", ["34.05,-118.24", "34.05, -118.24", "34.05 -118.24", "34.05;-118.24"]
)
def test_two_numbers_are_a_point(text):
    (place,) = find_places(text)

    assert (place.lat, place.lon, place.level) == (34.05, -118.24, "point")
    assert place.areas == areas_at(34.05, -118.24)


@pytest.mark.parametrize(
    "text",
    ["90012", "90012-1234", "90012 1234", "CA 90012", "zip 90012", "Los Angeles, CA 90012"],
)
def test_a_zip_code_is_found_in_every_spelling(text):
    (place,) = find_places(text)

    assert (place.text, place.level) == ("Los Angeles, CA 90012", "zip")
    assert {"zip:90012", "county:06037", "city:los angeles,ca", "state:CA"} <= place.areas
    assert place.lat == pytest.approx(34.07, abs=0.02)


def test_a_zip_code_of_post_office_boxes_is_found_where_its_post_office_is():
    place = first("20013")

    assert (place.level, place.source) == ("zip", "ZIP point")
    assert place.lat == pytest.approx(38.9, abs=0.1)


@pytest.mark.parametrize(
    "text", ["Washington, DC", "washington dc", "Washington D.C.", "DC", "Washington"]
)
def test_the_capital_is_found_in_every_spelling(text):
    place = first(text)

    assert (place.text, place.level) == ("Washington, DC", "city")
    assert {"state:DC", "county:11001", "city:washington,dc", "zip:20001"} <= place.areas


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("St. Louis, MO", "Saint Louis, MO"),
        ("saint louis missouri", "Saint Louis, MO"),
        ("Ft Worth TX", "Fort Worth, TX"),
        ("N Las Vegas, NV", "North Las Vegas, NV"),
        ("North Las Vegas, NV", "North Las Vegas, NV"),
        ("Cañon City, CO", "Canon City, CO"),
        ("Coeur d’Alene, ID", "Coeur D Alene, ID"),
        ("O'Fallon, MO", "O Fallon, MO"),
        ("City of Compton, CA", "Compton, CA"),
        ("NYC", "New York, NY"),
        ("The Bronx", "Bronx, NY"),
        ("Round O, SC", "Round O, SC"),
        ("Sparrows Point, MD", "Sparrows Pt, MD"),
        ("Queens, NY", "Queens County, NY"),
        ("Charleston, West Virginia", "Charleston, WV"),
        ("Billings, MT", "Billings, MT"),
        ("Mt Vernon, NY, USA", "Mount Vernon, NY"),
    ],
)
def test_abbreviations_accents_and_long_forms_are_one_city(text, shown):
    assert first(text).text == shown


def test_a_name_in_many_states_gives_candidates_the_largest_first():
    places = find_places("Springfield")

    shown = [place.text for place in places]
    assert {"Springfield, IL", "Springfield, MA", "Springfield, MO"} <= set(shown[:3])
    assert len(set(shown)) == len(shown) <= 10


def test_mount_vernon_may_be_shortened():
    shown = {place.text for place in find_places("Mt Vernon")}

    assert {"Mount Vernon, NY", "Mount Vernon, WA"} <= shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kern County, CA", "Kern County, CA"),
        ("County of Los Angeles, California", "Los Angeles County, CA"),
        ("Kern Co., CA", "Kern County, CA"),
        ("Orleans Parish", "Orleans Parish, LA"),
        ("Baltimore City, MD", "Baltimore city, MD"),
        ("Baltimore County, MD", "Baltimore County, MD"),
        ("Doña Ana County, NM", "Doña Ana County, NM"),
        ("Bethel Census Area, AK", "Bethel Census Area, AK"),
    ],
)
def test_a_county_is_found_and_is_its_own_level(text, shown):
    place = first(text)

    assert (place.text, place.level) == (shown, "county")
    assert {kind.partition(":")[0] for kind in place.areas} == {"county", "state"}
    assert place.areas <= areas_at(place.lat, place.lon)


@pytest.mark.parametrize(
    ("text", "shown", "level"),
    [
        ("100 Example St, Fresno, CA 93721", "Fresno, CA 93721", "zip"),
        ("100 Example St, Fresno, CA 93721, USA", "Fresno, CA 93721", "zip"),
        ("100 Example St, Fresno, CA", "Fresno, CA", "city"),
        ("100 Example St Fresno CA", "Fresno, CA", "city"),
        ("1st St & Example Ave, Fresno, CA", "Fresno, CA", "city"),
        ("100 Example St, Fresno, CA 99999", "Fresno, CA", "city"),
        ("100 Example St, Fresno, CA 10001", "Fresno, CA", "city"),
    ],
)
def test_a_street_address_gives_no_more_than_its_zip_code_or_city(text, shown, level):
    place = first(text)

    assert (place.text, place.level) == (shown, level)


@pytest.mark.parametrize(
    "text",
    ["100 Example St", "500 Lincoln", "100 Highway 12345", "Apt 90012", "100 Example St, CA"],
)
def test_a_street_without_its_city_is_not_found_and_says_what_to_try(text):
    with pytest.raises(PlaceNotFound) as caught:
        find_places(text)

    assert caught.value.field == "near"
    assert "ZIP code" in caught.value.message


def test_a_whole_state_is_too_wide_for_a_place():
    with pytest.raises(PlaceNotFound, match="whole state"):
        find_places("California")


def test_a_zip_code_of_another_state_says_which():
    with pytest.raises(PlaceNotFound, match="is in NY, not in CA"):
        find_places("CA 10001")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Frezno, CA", "Fresno, CA"),
        ("Los Angelse", "Los Angeles, CA"),
        ("Sacremanto, CA", "Sacramento, CA"),
    ],
)
def test_a_misspelt_city_shows_its_right_name(text, shown):
    place = first(text)

    assert (place.text, place.level) == (shown, "city")


@pytest.mark.parametrize(
    ("text", "shown"), [("Wiliams, AZ", "Williams, AZ"), ("Bihsop, CA", "Bishop, CA")]
)
def test_a_slip_of_the_finger_is_believed_for_a_small_town_too(text, shown):
    assert first(text).text == shown


def test_a_place_without_a_name_here_does_not_become_a_far_small_town():
    with pytest.raises(PlaceNotFound):
        find_places("Aldine, TX")  # Alpine, TX lies 800 km away


def test_a_zip_code_is_never_corrected():
    with pytest.raises(PlaceNotFound, match="No ZIP code 99999"):
        find_places("99999")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("91,0", "-90 to 90"),
        ("0,181", "-180 to 180"),
        ("", "Say where"),
        ("  , ", "Say where"),
        ("x" * 10_000, "at most 200"),
        ("東京", "Latin letters"),
        ("Fresno\x00", "Latin letters"),
    ],
)
def test_what_cannot_be_a_place_is_refused_with_the_field_and_what_is_allowed(text, said):
    with pytest.raises(BadInput, match=said) as caught:
        find_places(text)

    assert caught.value.field == "near"


WORDS = st.sampled_from(
    [
        "St",
        "Saint",
        "County",
        "of",
        ",",
        "90012",
        "CA",
        "Washington",
        "New",
        "York",
        "Main",
        "5",
        "&",
        "-118",
        "34.05",
        "Fresno",
        "East",
        "and",
        "/",
        ".",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=250), st.lists(WORDS, max_size=8).map(" ".join)))
def test_any_text_gives_places_or_says_why_not(text):
    with contextlib.suppress(BadInput):  # PlaceNotFound is one
        places = find_places(text)

        assert 1 <= len(places) <= 10
        assert all(-90 <= place.lat <= 90 and -180 <= place.lon <= 180 for place in places)
        assert {place.level for place in places} <= {"point", "zip", "city", "county"}
