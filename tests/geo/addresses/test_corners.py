import pytest

from resource_dir.geo.addresses import AddressBook, AddressPoint


@pytest.mark.parametrize(
    "text",
    [
        "Lantern St & Millrace Rd, Quillmore",
        "lantern and millrace",
        "corner of Lantern St and Millrace Rd",
        "intersection of lantern & millrace, quillmore co 81201",
        "Lantern / Millrace",
        "millrace @ lantern",
        "Lantern St at Millrace Rd Quillmore",
        "408 Lantern & Millrace",
    ],
)
def test_a_corner_is_found_in_every_way_to_write_it(book, text):
    (place,) = book.find(text)

    assert (place.level, place.source) == ("interpolated", "corner")
    assert (place.lat, place.lon) == pytest.approx((38.5301, -105.9899), abs=3e-4)
    streets, town, state = place.text.split(", ")
    assert set(streets.split(" & ")) == {"Lantern St", "Millrace Rd"}
    assert (town, state) == ("Quillmore", "CO")


def test_a_corner_without_directions_gives_each(book):
    texts = {place.text for place in book.find("4th and Main")}

    assert texts == {"N 4th St & Main St, Quillmore, CO", "S 4th St & Main St, Quillmore, CO"}


def test_a_slip_in_a_corner_is_mended_and_said(book):
    (place,) = book.find("lantren & milrace")

    assert place.source == "corner, street name corrected"


@pytest.mark.parametrize("text", ["N 4th & N 5th", "Lantern & Harrow St", "N 4th and Nowhere"])
def test_streets_that_do_not_meet_have_no_corner(book, text):
    assert book.find(text) == ()


@pytest.mark.parametrize("name", ["Corwin St", "Corner St", "Junction Ave", "Intrepid Ln"])
def test_a_street_may_begin_like_the_word_corner(name):
    layer = [AddressPoint(str(at), name, 38.5, -106 + at * 2e-4) for at in range(1, 20)]
    layer += [AddressPoint(str(at), "Mill Rd", 38.5 + at * 2e-4, -106) for at in range(1, 20)]
    book = AddressBook.build(layer)

    assert [place.text for place in book.find(f"{name} & Mill Rd")] == [f"{name} & Mill Rd"]
    assert [place.text for place in book.find(f"corner of {name} and Mill")] == [
        f"{name} & Mill Rd"
    ]


def test_a_street_with_and_in_its_name_is_no_corner(book):
    (place,) = book.find("Salt and Pepper Rd")

    assert place.text == "Salt and Pepper Rd, Quillmore, CO"


def test_streets_back_to_back_have_no_corner():
    rows = [(at, "1st St", 38.5) for at in range(20)] + [
        (at, "2nd St", 38.5003) for at in range(20)
    ]
    book = AddressBook.build(
        AddressPoint(str(100 + at), street, lat, -106 + at * 2e-4, city="Quillmore")
        for at, street, lat in rows
    )

    assert book.find("1st & 2nd") == ()
