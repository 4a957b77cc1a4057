"""A slow, obvious second book: a list, walked from end to end, that knows the parts beforehand."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.geo.addresses import AddressBook, AddressPoint

DIRECTIONS = {"": [""], "N": ["N", "North", "n."], "SW": ["SW", "Southwest", "S.W."]}
NAMES = {
    "Lantern": ["Lantern", "LANTERN"],
    "4th": ["4th", "Fourth", "4", "4TH"],
    "Oak Grove": ["Oak Grove", "oak grv"],
    "St Charles": ["St Charles", "Saint Charles", "St. Charles"],
}
KINDS = {"St": ["St", "Street", "str"], "Ave": ["Ave", "avenue", "Av."], "Blvd": ["Blvd", "boul"]}
TOWNS = ["Quillmore", "Millbrook", "St. Wren"]
NUMBERS = {
    "12": ["12"],
    "14": ["14"],
    "412 1/2": ["412 1/2", "412½", "412.5"],
    "N6W230": ["N6W230", "n6 w230"],
    "7B": ["7B", "7-b"],
}


@dataclass(frozen=True)
class House:
    number: str
    direction: str
    name: str
    kind: str
    town: str
    place: int

    @property
    def lat(self):
        return 38.0 + self.place * 0.01  # a kilometre from one to the next


houses = st.builds(
    House,
    number=st.sampled_from(list(NUMBERS)),
    direction=st.sampled_from(list(DIRECTIONS)),
    name=st.sampled_from(list(NAMES)),
    kind=st.sampled_from(list(KINDS)),
    town=st.sampled_from(TOWNS),
    place=st.integers(0, 40),
)


def in_some_spelling(house, draw):
    def spelt(forms):
        return draw(st.sampled_from(forms))

    street = f"{spelt(DIRECTIONS[house.direction])} {spelt(NAMES[house.name])}"
    return f"{street.strip()} {spelt(KINDS[house.kind])}"


def slow_find(layer, asked):
    """Where the house stands; one without a direction may be meant with any."""
    return {
        round(house.lat, 5)
        for house in layer
        if (house.number, house.name, house.kind, house.town)
        == (asked.number, asked.name, asked.kind, asked.town)
        and asked.direction in ("", house.direction)
    }


@given(st.lists(houses, min_size=1, max_size=25), houses, st.data())
@settings(max_examples=150, deadline=None)
def test_exact_addresses_are_those_that_a_walk_through_the_list_finds(layer, asked, data):
    book = AddressBook.build(
        AddressPoint(
            house.number,
            in_some_spelling(house, data.draw),
            house.lat,
            -106.0,
            city=house.town,
            state="CO",
        )
        for house in layer
    )
    number = data.draw(st.sampled_from(NUMBERS[asked.number]))
    form = data.draw(st.sampled_from(["{} {}, {}, CO", "{} {} {}", "{} {} {} co"]))

    text = form.format(number, in_some_spelling(asked, data.draw), asked.town)
    places = book.find(text, limit=100)

    exact = {round(place.lat, 5) for place in places if place.source == "address point"}
    assert exact == slow_find(layer, asked)
    points = [place.text for place in places if place.level == "point"]
    assert all(text.startswith(f"{asked.number} ") for text in points)
    assert all(f", {asked.town}, " in place.text for place in places)


def test_the_slow_book_would_see_a_missing_house():
    layer = [House("12", "N", "Lantern", "St", "Quillmore", 3)]

    assert slow_find(layer, layer[0]) == {38.03}
    assert slow_find([], layer[0]) == set()
