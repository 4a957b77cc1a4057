import shutil

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from resource_dir.errors import IndexUnusable
from resource_dir.geo.addresses import AddressBook, AddressPoint
from resource_dir.geo.addresses.geocoder import AddressGeocoder

ASKED = ["408 Lantern St", "lantern & millrace", "US 50 mile 214.5", "4xx lantern", "412 Lantren"]
ODD = [
    "½",
    "412 ½ & ",
    "mile 5 /",
    "4XX",
    "#",
    ",,,",
    "st st st",
    "\ud800 St",
    "1" * 200,
    "N S E W",
]


@given(
    st.one_of(st.text(max_size=220), st.sampled_from(ASKED).flatmap(st.permutations).map("".join))
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@example("408 lantern st 1/2")
@example("١٢ Lantern St")
def test_no_text_raises(book, text):
    assert isinstance(book.find(text), tuple)


@pytest.mark.parametrize("text", ODD)
def test_no_odd_text_raises_when_asked_or_imported(book, text):
    layer = AddressPoint(text, text, 38.5, -106.0, text, text, text, text)

    assert isinstance(book.find(text), tuple)
    assert isinstance(AddressBook.build([layer, layer]).find(f"412 {text}"), tuple)


def test_an_empty_book_finds_nothing():
    empty = AddressBook.build([])

    assert (len(empty), empty.find("408 Lantern St"), empty.nearest_street(38.5, -106)) == (
        0,
        (),
        None,
    )


def test_all_points_are_counted_but_those_that_can_not_be_found(points):
    lost = [AddressPoint("1", "", 38.5, -106.0), AddressPoint("1", "Lantern St", 91.0, -106.0)]

    assert len(AddressBook.build([*points, *lost])) == len(points)


def test_a_saved_book_is_the_same_when_opened(book, tmp_path):
    book.save(tmp_path / "book", generation="7")
    opened = AddressBook.open(tmp_path / "book", generation="7")

    assert len(opened) == len(book)
    assert [opened.find(text) for text in ASKED] == [book.find(text) for text in ASKED]
    assert opened.nearest_street(38.53, -105.995) == book.nearest_street(38.53, -105.995)


def test_an_empty_book_can_be_saved(tmp_path):
    AddressBook.build([]).save(tmp_path, generation="0")

    assert len(AddressBook.open(tmp_path, generation="0")) == 0


def test_the_same_book_saved_twice_is_written_once(book, tmp_path):
    book.save(tmp_path, generation="7")
    book.save(tmp_path, generation="7")

    assert len(list(tmp_path.glob("book-*"))) == 1
    assert AddressBook.open(tmp_path, generation="7").find("408 Lantern St")


def test_a_newer_book_replaces_the_one_before(book, tmp_path):
    book.save(tmp_path, generation="7")
    AddressBook.build([]).save(tmp_path, generation="8")

    assert len(AddressBook.open(tmp_path, generation="8")) == 0
    assert len(list(tmp_path.glob("book-*"))) == 1
    with pytest.raises(IndexUnusable, match="other points"):
        AddressBook.open(tmp_path, generation="7")


def test_a_book_that_was_left_half_written_does_not_count(book, tmp_path):
    book.save(tmp_path, generation="7")
    (tmp_path / "building").mkdir()
    (tmp_path / "manifest.json.new").write_text("{")

    assert AddressBook.open(tmp_path, generation="7").find("408 Lantern St")
    book.save(tmp_path, generation="8")
    assert not (tmp_path / "building").exists()


def test_where_there_is_no_book_it_is_said(tmp_path):
    with pytest.raises(IndexUnusable, match="no address book yet"):
        AddressBook.open(tmp_path / "none", generation="7")


def _files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")


def test_every_damaged_file_is_seen(book, tmp_path):
    book.save(tmp_path / "whole", generation="7")
    for path in _files(tmp_path / "whole"):
        name = path.relative_to(tmp_path / "whole")
        for damage in (_flipped, _cut, None):
            shutil.rmtree(tmp_path / "hurt", ignore_errors=True)
            shutil.copytree(tmp_path / "whole", tmp_path / "hurt")
            hurt = tmp_path / "hurt" / name
            hurt.write_bytes(damage(path.read_bytes())) if damage else hurt.unlink()

            with pytest.raises(IndexUnusable):
                AddressBook.open(tmp_path / "hurt", generation="7")


def _flipped(whole):
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


def _cut(whole):
    return whole[:-1]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ((38.53, -105.995), "Lantern Street, Quillmore"),
        ((38.54, -105.996), "North 4th Street, Quillmore"),
        ((38.4, -105.0), None),
        ((91.0, 0.0), None),
        ((float("nan"), 0.0), None),
        ((90.0, 180.0), None),
    ],
)
def test_the_street_at_a_rounded_point_is_said_in_full(book, at, said):
    assert book.nearest_street(*at) == said


def test_the_nearest_street_is_looked_for_within_a_distance(book):
    assert book.nearest_street(38.545, -105.995, within_km=0.1) is None
    assert book.nearest_street(38.545, -105.995, within_km=2.0) == "North 5th Street, Quillmore"


@pytest.mark.parametrize("within_km", [0.0, -1.0, float("nan")])
def test_no_distance_finds_no_street(book, within_km):
    assert book.nearest_street(38.53, -105.995, within_km=within_km) is None


def test_the_geocoder_speaks_as_geopy_does(book):
    geocoder = AddressGeocoder(book)
    best = geocoder.geocode("408 Lantern St")

    assert best.address == "408 Lantern St, Millbrook, CO 81211"
    assert best.raw.level == "point"
    assert len(geocoder.geocode("408 Lantern St", exactly_one=False)) == 2
    assert len(geocoder.geocode("408 Lantern St", exactly_one=False, limit=1)) == 1
    assert geocoder.geocode("408 Nowhere St") is None


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ((38.5405, -105.997), "North 4th Street & North 5th Street, Quillmore"),
        ((38.5605, -105.9965), "Harrow Street, Quillmore"),
        ((38.4, -105.0), None),
        ((91.0, 0.0), None),
    ],
)
def test_two_streets_say_what_lies_around_a_rounded_point(book, at, said):
    assert book.surroundings(*at) == said
