"""What lies in another town than the one asked for is no answer."""

import pytest

from resource_dir.geo.addresses import AddressBook, AddressPoint
from resource_dir.geo.addresses.towns import NONE, Towns

WRONG = [
    "408 Lantern St, Springfield",
    "408 lantern st denver",
    "408 Lantern St, Denver, CO",
    "408 Lantern St, Nowhereville",
    "408 lantern st nowhereville",
    "408 Lantern St, Quillmore, KS",
    "408 lantern st kansas",
    "408 Lantern St 99999",
    "408 Lantern St, Quillmore, CO 10001",
    "408 Millrace Rd, Millbrook",
    "lantern st & millrace rd, millbrook",
    "Lantern St, Denver",
    "400 block of Lantern St, Denver",
    "mile 214 US 50, Kansas",
    "408 Lantren St, Denver",
    "408 Lantern St, Denver County",
]


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_or_unknown_town_gives_nothing(book, text):
    assert book.find(text) == ()


@pytest.mark.parametrize("text", ["408 Lantern St, Denver, CO", "408 Millrace Rd, Millbrook"])
def test_without_the_check_of_towns_the_wrong_place_would_be_seen(points, monkeypatch, text):
    monkeypatch.setattr(Towns, "disagreement", lambda *_, **__: NONE)

    assert AddressBook.build(points).find(text)


def test_a_misspelt_town_is_shown_with_its_right_name(book):
    for text in ("408 Lantern St, Quilmore", "408 lantern st quillmoer co"):
        (place,) = book.find(text)

        assert place.text == "408 Lantern St, Quillmore, CO 81201"
        assert place.source == "address point, town name corrected"


@pytest.mark.parametrize(
    ("town", "typed", "is_corrected"),
    [
        ("Bostone", "Boston", False),  # a large city, wherever it lies
        ("Bostone", "Boston, MA", False),
        ("Millbrooke", "Millbrook", True),  # hamlets of four other states
        ("Salidda", "Salida", False),  # a real town of this state
    ],
)
def test_a_town_that_exists_elsewhere_is_a_slip_only_if_it_is_small_and_far(
    town, typed, is_corrected
):
    book = AddressBook.build([AddressPoint("12", "Ash St", 38.53, -106.0, city=town, state="CO")])

    assert [place.source for place in book.find(f"12 Ash St, {typed}")] == [
        "address point, town name corrected"
    ] * is_corrected


def test_a_slip_in_the_zip_code_beside_the_right_town_is_said(book):
    (place,) = book.find("408 Lantern St, Quillmore, CO 81242")

    assert place.text == "408 Lantern St, Quillmore, CO 81201"
    assert place.source == "address point, another ZIP code than asked for"


def test_a_county_narrows(book):
    assert book.find("408 Lantern St, Chaffee County, CO")
    assert book.find("408 Lantern St, Kern County, CA") == ()


def test_the_name_that_the_post_office_has_for_a_zip_code_is_taken_and_said():
    layer = [AddressPoint("12", "Lantern St", 38.53, -106.0, None, "Unincorporated", "CO", "81201")]

    (place,) = AddressBook.build(layer).find("12 Lantern St, Salida, CO")

    assert place.source == "address point, in the postal area of Salida"


def test_points_without_a_town_are_found_by_where_they_lie():
    layer = [
        AddressPoint("12", "Lantern St", 38.53, -106.0),
        AddressPoint("10", "Mill Rd", 38.52, -106.01, city="Quillmore", state="CO"),
        AddressPoint("99", "Mill Rd", 38.54, -105.99, city="Quillmore", state="CO"),
    ]
    book = AddressBook.build(layer)

    assert [place.text for place in book.find("12 Lantern St, Quillmore, CO")] == ["12 Lantern St"]
    assert book.find("12 Lantern St, Denver, CO") == ()
    assert book.find("12 Lantern St, KS") == ()
