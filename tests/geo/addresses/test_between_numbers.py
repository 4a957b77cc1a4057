import pytest

from resource_dir.geo.addresses import AddressBook, AddressPoint


def road(*numbers_and_lons):
    return AddressBook.build(
        AddressPoint(number, "Ridge Rd", 38.5, lon, city="Quillmore", state="CO")
        for number, lon in numbers_and_lons
    )


def test_a_number_between_two_known_ones_lies_between_them_on_its_own_side(book):
    (place,) = book.find("410 Lantern St, Quillmore")

    assert (place.level, place.source) == ("interpolated", "between 408 and 416")
    assert place.text == "410 Lantern St, Quillmore, CO 81201"
    assert place.lat == pytest.approx(38.53)  # the even side


def test_a_number_one_block_past_the_end_stands_at_the_last_one():
    (place,) = road(("100", -106.0), ("200", -106.001)).find("260 Ridge Rd")

    assert (place.level, place.lon) == ("interpolated", -106.001)
    assert place.source == "by 200, the last known number"


def test_a_number_just_before_the_first_one_stands_there():
    (place,) = road(("100", -106.0), ("200", -106.001)).find("40 Ridge Rd")

    assert place.source == "by 100, the first known number"


def test_a_number_far_past_the_end_is_the_street_only():
    (place,) = road(("100", -106.0), ("200", -106.001)).find("2600 Ridge Rd")

    assert (place.level, place.text) == ("street", "Ridge Rd, Quillmore, CO")
    assert place.source == "2600 is not known; nearest known number 200"


@pytest.mark.parametrize("end", [("1300", -106.001), ("500", -106.1)])
def test_a_wide_gap_is_not_bridged(end):
    (place,) = road(("100", -106.0), end).find("300 Ridge Rd")

    assert place.level == "street"


def test_the_other_side_helps_where_its_own_has_a_gap():
    (place,) = road(("100", -106.0), ("299", -106.001), ("301", -106.002), ("3000", -106.1)).find(
        "300 Ridge Rd"
    )

    assert place.source == "between 299 and 301"


def test_a_letter_that_is_not_known_stands_at_the_house_but_is_no_exact_point(book):
    (place,) = book.find("408A Lantern St, Quillmore")

    assert place.level == "interpolated"
    assert place.source == "at 408; 408A is not known"


def test_grid_numbers_lie_on_their_own_scale(book):
    (between,) = book.find("100-14 Plover Blvd")
    (other,) = book.find("101-14 Plover Blvd")

    assert between.source == "between 100-10 and 100-20"
    assert other.level == "street"


@pytest.mark.parametrize("number", [4122, 40, 4008, 411, 1408])
def test_a_slip_in_the_number_never_gives_another_number_as_exact(book, number):
    places = book.find(f"{number} Lantern St, Millbrook")

    assert all(place.level != "point" or place.text.startswith(f"{number} ") for place in places)
