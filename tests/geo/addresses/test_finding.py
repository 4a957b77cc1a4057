import pytest

from resource_dir.geo import areas_at


def shown(book, text):
    return [place.text for place in book.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "408 Lantern St, Quillmore, CO 81201",
        "408 lantern st quillmore co 81201",
        "408 LANTERN STREET QUILLMORE COLORADO",
        "408 Lantern Str., Quillmore, Colorado, 81201-1234, USA",
        "408 lantern, quillmore",
        "408 lantern st 81201",
        "408, Lantern St, 81201 Quillmore",
        "408 lantern st quillmore colo",
        "#408 Lantern St, Downtown, Quillmore",
        "near 408 Lantern St in Quillmore",
        "408 lantern st, city of quillmore",
        "408 lantern st near millrace, quillmore",
    ],
)
def test_an_address_is_found_in_every_way_to_write_its_town(book, text):
    (place,) = book.find(text)

    assert (place.text, place.level) == ("408 Lantern St, Quillmore, CO 81201", "point")
    assert place.source == "address point"
    assert (place.lat, place.lon) == pytest.approx((38.53, -105.9846))
    assert place.areas == areas_at(place.lat, place.lon)


@pytest.mark.parametrize(
    "unit",
    [
        "Apt 4",
        "#12",
        "# 12",
        "Suite 200",
        "Ste. 200",
        "Unit B",
        "Rm 5",
        "2nd floor",
        "Lot 5",
        "apt",
    ],
)
@pytest.mark.parametrize("form", ["408 Lantern St {} Quillmore", "408 Lantern St, {}, Quillmore"])
def test_a_unit_is_passed_over(book, unit, form):
    places = book.find(form.format(unit)) or book.find(f"408 Lantern St {unit}")

    assert "408 Lantern St, Quillmore, CO 81201" in [place.text for place in places]


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("5 e street", "E St"),
        ("5 North Avenue", "North Ave"),
        ("20 ave a", "Avenue A"),
        ("20 saint charles", "St Charles Ave"),
        ("20 salt & pepper rd", "Salt and Pepper Rd"),
        ("20 four mile road", "4 Mile Rd"),
        ("10 maple ct", "Maple Ct"),
        ("10 Twenty-First Avenue", "21st Ave"),
        ("10 21 av", "21st Ave"),
        ("10 broadway", "Broadway"),
        ("20 la brea", "La Brea Ave"),
        ("20 canon vista lane", "Cañon Vista Ln"),
        ("20 obrien", "O'Brien St"),
        ("20 N.W. fifth place", "NW 5th Pl"),
        ("20 oak grove", "Oak Grove Rd"),
        ("400 north fourth street", "N 4th St"),
        ("400 n. 4 st", "N 4th St"),
        ("400 4th st n", "N 4th St"),
        ("1600 CR 5", "County Road 5"),
        ("1600 co rd 5", "County Road 5"),
        ("1700 CO-17", "State Highway 17"),
        ("1700 SR 17", "State Highway 17"),
        ("1700 highway 17", "State Highway 17"),
        ("1800 US-50", "US Hwy 50"),
        ("1800 U.S. 50 East", "US Hwy 50"),
        ("30 old highway 50", "Old US Hwy 50"),
        ("31 business 50", "US Hwy 50 Bus"),
        ("10 alameda", "The Alameda"),
        ("9 interstate 25 frontage road", "I-25 Frontage Rd"),
    ],
)
def test_a_street_is_found_in_every_way_to_write_its_name(book, text, street):
    place = book.find(text)[0]

    assert place.level == "point"
    assert place.text.startswith(f"{text.split()[0]} {street}, Quillmore")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("412 1/2 tinder ave", "412 1/2"),
        ("412½ Tinder", "412 1/2"),
        ("412.5 tinder ave", "412 1/2"),
        ("412-1/2 tinder ave", "412 1/2"),
        ("N6W23001 bluemound road", "N6W23001"),
        ("n6 w23001 Bluemound", "N6W23001"),
        ("W180N8085 town hall road", "W180N8085"),
        ("100-10 plover boulevard", "100-10"),
    ],
)
def test_half_and_grid_numbers_are_found(book, text, number):
    (place,) = book.find(text)

    assert place.level == "point"
    assert place.text.startswith(f"{number} ")


def test_a_street_in_two_towns_gives_both(book):
    assert shown(book, "408 Lantern St") == [
        "408 Lantern St, Millbrook, CO 81211",
        "408 Lantern St, Quillmore, CO 81201",
    ]


def test_a_number_known_in_one_town_may_be_meant_in_the_other_too(book):
    known, likely = book.find("412 Lantern St")

    assert (known.level, known.text) == ("point", "412 Lantern St, Millbrook, CO 81211")
    assert (likely.level, likely.source) == ("interpolated", "between 408 and 416")


def test_a_type_or_direction_left_out_gives_all_that_fit(book):
    assert shown(book, "408 harrow") == [
        "408 Harrow Ave, Quillmore, CO 81201",
        "408 Harrow St, Quillmore, CO 81201",
    ]
    assert shown(book, "408 4th st") == [
        "408 N 4th St, Quillmore, CO 81201",
        "408 S 4th St, Quillmore, CO 81201",
    ]


def test_another_type_than_the_known_one_is_said(book):
    place = book.find("408 Millrace Ave, Quillmore")[0]

    assert place.text == "408 Millrace Rd, Quillmore, CO 81201"
    assert "not the street type" in place.source


def test_the_opposite_direction_is_no_answer(book):
    assert book.find("408 E 4th St, Quillmore") == ()


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("408 Lantren St, Quillmore", "Lantern St"),
        ("408 Lanten St, Quillmore", "Lantern St"),
        ("408 Lamtern Street Quillmore", "Lantern St"),
        ("408 Milrace Rd", "Millrace Rd"),
        ("408 Mill Race Rd", "Millrace Rd"),
        ("20 MacArthur Dr", "Mac Arthur Dr"),
        ("408 Lantern Stret, Quillmore", "Lantern St"),
        ("408 Lantren St Quilmore", "Lantern St"),
    ],
)
def test_a_slip_in_the_street_gives_its_right_spelling_and_says_so(book, text, street):
    (place,) = book.find(text)

    assert street in place.text
    assert "street name corrected" in place.source


@pytest.mark.parametrize("text", ["20 Pine St", "408 6th St", "408 Lxntxrx St", "20 Vin"])
def test_what_is_more_than_a_slip_is_no_answer(book, text):
    assert book.find(text) == ()


def test_units_of_one_house_are_one_place_and_two_houses_of_one_number_are_two(book):
    (house,) = book.find("700 Ridge Rd")
    assert house.lat == pytest.approx(38.5251)
    assert [place.lat for place in book.find("800 Ridge Rd")] == pytest.approx([38.526, 38.536])


def test_a_street_alone_gives_its_middle(book):
    place = book.find("lantern street, quillmore")[0]

    assert (place.text, place.level) == ("Lantern St, Quillmore, CO", "street")
    assert place.source == "middle of the street"
    assert place.lon == pytest.approx(-105.990, abs=0.002)


@pytest.mark.parametrize(
    "text",
    ["400 block of Lantern St, Quillmore", "4XX Lantern St Quillmore", "400 blk lantern 81201"],
)
def test_a_block_gives_its_middle(book, text):
    (place,) = book.find(text)

    assert (place.level, place.source) == ("street", "middle of the 400 block")
    assert place.lon == pytest.approx(-105.9826, abs=0.0003)


def test_the_number_of_places_can_be_limited(book):
    assert len(book.find("408 Lantern St", limit=1)) == 1
    assert book.find("408 Lantern St", limit=0) == ()
    assert book.find("408 Lantern St", limit=-1) == ()


@pytest.mark.parametrize(
    "text",
    ["540 Lantern St, Quillmore", "99999 Lantern St, Quillmore", "Ridge Rd", "408 Lantern St"],
)
def test_a_comma_in_how_it_was_found_is_no_correction(book, text):
    assert not any(place.is_corrected for place in book.find(text))


@pytest.mark.parametrize(
    "text", ["408 Lantrn St, Quillmore", "408 Lantern St, Qillmore", "408 Lantern Ave, Quillmore"]
)
def test_what_is_called_differently_is_a_correction(book, text):
    assert book.find(text)[0].is_corrected


@pytest.mark.parametrize(
    ("text", "lacks_number", "is_whole_street"),
    [
        ("99999 Lantern St, Quillmore", True, False),
        ("N6 Lantern St, Quillmore", True, False),
        ("9900 block of Lantern St, Quillmore", True, False),
        ("Mile 221 US 50", True, False),
        ("Lantern St, Quillmore", False, True),
        ("400 block of Lantern St, Quillmore", False, False),
        ("412 Lantern St, Quillmore", False, False),
        ("408 Lantern St, Quillmore", False, False),
        ("Lantern St & Millrace Rd", False, False),
    ],
)
def test_a_place_says_whether_its_number_is_known(book, text, lacks_number, is_whole_street):
    place = book.find(text)[0]

    assert (place.is_without_its_number, place.is_whole_street) == (lacks_number, is_whole_street)
