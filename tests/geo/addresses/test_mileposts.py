import pytest

from resource_dir.geo.addresses import AddressBook, AddressPoint


@pytest.mark.parametrize(
    "text",
    [
        "mile 214 US 50",
        "US-50 MP 214",
        "US50 mm 214",
        "us 50 at mile 214",
        "Hwy 50 mile marker 214",
        "US Highway 50 EB, milepost 214",
        "mile post 214 on U.S. Hwy 50, Quillmore",
        "highway 50 mile marker 214 CO",
    ],
)
def test_a_mile_post_is_found_in_every_way_to_say_it(book, text):
    (place,) = book.find(text)

    assert (place.level, place.source) == ("point", "mile post 214")
    assert (place.lat, place.lon) == pytest.approx((38.5, -106.0))
    assert place.text == "Mile 214 US Hwy 50, CO"


def test_a_part_of_a_mile_lies_between_two_posts(book):
    (place,) = book.find("US-50 MP 214.5")

    assert (place.level, place.source) == ("interpolated", "between mile posts 214 and 215")
    assert place.lon == pytest.approx(-105.991)


def test_a_mile_past_the_last_post_is_the_post_and_says_so(book):
    (place,) = book.find("US 50 mile 221")

    assert place.level == "street"
    assert place.source == "mile 221 is not known; nearest known mile post 219"


@pytest.mark.parametrize("text", ["mile 300 US 50", "mile 214 I-25", "mile 214 SR 50", "mile 214"])
def test_an_unknown_mile_or_another_road_is_no_answer(book, text):
    assert book.find(text) == ()


def test_a_gap_of_miles_is_bridged_only_where_the_road_runs_straight():
    def found(lon):
        posts = [(210, -106.0), (214, lon)]
        book = AddressBook.build(
            AddressPoint("", "US Hwy 50", 38.5, at, state="CO", mile_post=mile)
            for mile, at in posts
        )
        return book.find("mile 212 US 50")[0].level if book.find("mile 212 US 50") else None

    assert found(-106.0 + 4 * 0.0184) == "interpolated"
    assert found(-106.0 + 2 * 0.0184) == "street"
    assert found(-106.0 + 40 * 0.0184) == "street"
