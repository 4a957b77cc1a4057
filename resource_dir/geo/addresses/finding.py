"""From a typed address to places: mile posts, blocks, corners, addresses and streets.

Each step is tried only when the one before found nothing, and what is found by it says so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from resource_dir.geo.addresses.columns import Columns
from resource_dir.geo.addresses.corners import corner_of
from resource_dir.geo.addresses.locating import (
    Spot,
    middle_of,
    spot_of_block,
    spots_of_number,
)
from resource_dir.geo.addresses.mileposts import read_mile, spot_of_mile
from resource_dir.geo.addresses.naming import DOUBTFUL
from resource_dir.geo.addresses.nearby import points_near
from resource_dir.geo.addresses.numbers import number_ahead
from resource_dir.geo.addresses.reading import Reading, Tail, Words, clean, cuts, readings
from resource_dir.geo.addresses.searching import Found, Search, noted
from resource_dir.geo.addresses.street_names import street_names, words_of
from resource_dir.geo.addresses.towns import Area

MOST_PAIRS: Final = 400
"""Pairs of streets of two names that are tried across town lines."""
ALONG_HIGHWAY_KM: Final = 25.0
"""Mile posts carry no town: one this far outside a town's houses may still be called its own."""
_BLOCK: Final = re.compile(
    r"(?:the\s+)?(?:(?P<hundreds>\d{1,4})xx\b(?:\s*(?:block|blk)\b)?"
    r"|(?P<number>\d{1,6}|unit)\s*-?\s*(?:block|blk)\b)"
    r"(?:\s*of\b)?\s*(?P<street>.+)",
    re.IGNORECASE,
)
_MEETING: Final = re.compile(r"\s*(?:&|@|\+|/|\band\b|\bat\b)\s*", re.IGNORECASE)
_CORNER: Final = re.compile(
    r"^(?:the\s+)?(?:corner|cor|intersection|int|junction|crossing)\b\.?\s*(?:of\b|:)?\s*",
    re.IGNORECASE,
)
Bearing = tuple[int, int, bool]  # street row, what speaks against it, whether it was corrected
Rows = Callable[[Words], list[Bearing]]


class Finder:
    """Answers questions about the columns of one book."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.search = Search(columns)
        self._towns = self.search.towns

    def find(self, text: str) -> list[Found]:
        """All that a text may mean, unordered; empty when the book has no such place."""
        plain = clean(text)
        if not plain or not len(self.columns.base):
            return []
        return self._mile(plain) or self._block(plain) or self._address_or_corner(plain)

    def _address_or_corner(self, plain: str) -> list[Found]:
        """An exact corner goes before an address without a number, a misspelt one after it.

        "Corner St & Main St" is tried as it stands before "corner" is taken for a word about it.
        """
        if not _MEETING.search(plain):
            return self._address(plain)
        ways = tuple(dict.fromkeys((plain, _CORNER.sub("", plain))))
        exact = partial(self._first_corner, ways, self._bearing)
        nearly = partial(self._first_corner, ways, self._nearly_bearing)
        if number_ahead(plain.upper()):
            return self._address(plain) or exact() or nearly()
        return exact() or self._address(plain) or nearly()

    def _first_corner(self, ways: Sequence[str], rows: Rows) -> list[Found]:
        return next((found for way in ways if (found := self._corner(way, rows))), [])

    def _address(self, plain: str) -> list[Found]:
        return self.search.places(readings(plain, self._towns.is_town), self._spots)

    def _spots(self, street: int, reading: Reading) -> Sequence[Spot]:
        if reading.number is None:
            return [middle_of(self.columns, street, zip_code=reading.tail.zip)]
        return spots_of_number(self.columns, street, reading.number)

    def _block(self, plain: str) -> list[Found]:
        form = _BLOCK.fullmatch(plain)
        if not form:
            return []
        hundreds, number = form["hundreds"], form["number"]
        is_first = not hundreds and not number.isdigit()  # "unit block": the one below 100
        block = 0 if is_first else int(hundreds or number[:-2] or 0) * 100
        ways = (Reading(None, *cut) for cut in cuts(form["street"], self._towns.is_town))

        def spots(street: int, _reading: Reading) -> Sequence[Spot]:
            spot = spot_of_block(self.columns, street, block)
            return [spot] if spot else []

        return self.search.places(ways, spots)

    def _corner(self, said: str, rows: Rows) -> list[Found]:
        """Cut at each "and" in turn: "Salt and Pepper Rd and Main St"."""
        for mark in _MEETING.finditer(said):
            first, second = said[: mark.start()], said[mark.end() :]
            for words in _street_ways(first):
                for street, tail in cuts(second, self._towns.is_town):
                    found = self._meeting(rows(words), street, tail, rows)
                    if found:
                        return found
        return []

    def _meeting(self, here: list[Bearing], second: Words, tail: Tail, rows: Rows) -> list[Found]:
        there = rows(second) if here else []
        areas = [self._towns.area(tail), *(self._towns.similar(tail) if tail.town else ())]
        for area in areas if there else ():
            found = list(self._corners(here, there, area))
            if found:
                return [one for one in found if one.against < DOUBTFUL] or found
        return []

    def _bearing(self, words: Words) -> list[Bearing]:
        """Street rows of a name."""
        names, known = street_names(words), self.search.names
        return [(row, against, False) for name in names for row, against in known.bearing(name)]

    def _nearly_bearing(self, words: Words) -> list[Bearing]:
        """Street rows of a name, with a slip only where no street has that very name."""
        exact, known = self._bearing(words), self.search.names
        if exact:
            return exact
        for name in street_names(words):
            for bases in known.similar(name.base):
                rows = [pair for base in bases for pair in known.bearing(replace(name, base=base))]
                if rows:
                    return [(row, against, True) for row, against in rows]
        return []

    def _corners(self, here: list[Bearing], there: list[Bearing], area: Area) -> Iterator[Found]:
        town = self.columns.street_town
        anywhere = len(here) * len(there) <= MOST_PAIRS
        for one in here:
            if self._towns.may_hold(area, int(town[one[0]])):
                for other in there:
                    if anywhere or town[one[0]] == town[other[0]]:
                        found = self._corner_of(one, other, area)
                        yield from [found] if found else []

    def _corner_of(self, one: Bearing, other: Bearing, area: Area) -> Found | None:
        corner = corner_of(self.columns, one[0], other[0]) if one[0] != other[0] else None
        if corner is None:
            return None
        near = points_near(self.columns, corner.lat, corner.lon, within_km=1.0)
        zip_row = int(self.columns.point_zip[near[0]]) if near.size else 0
        spot = Spot(one[0], corner.lat, corner.lon, "interpolated", "corner", "", zip_row)
        found = self.search.judged(spot, max(one[1], other[1]), area, other=other[0])
        is_corrected = one[2] or other[2]
        return noted(found, "street name corrected") if found and is_corrected else found

    def _mile(self, plain: str) -> list[Found]:
        mile = read_mile(plain)
        if not mile:
            return []
        for words, tail in cuts(mile.road, self._towns.is_town):
            area, found = self._towns.area(tail), []
            for streets, against in self._roads(words):
                spot = spot_of_mile(self.columns, streets, mile)
                if spot:
                    found.append(self.search.judged(spot, against, area, reach_km=ALONG_HIGHWAY_KM))
            if any(found):
                return [one for one in found if one]
        return []

    def _roads(self, words: Words) -> Iterable[tuple[list[int], int]]:
        """Street rows that are one road in one state, whatever towns it runs through."""
        names = self.search.names
        roads: dict[tuple[str, int], tuple[list[int], int]] = {}
        for name in street_names(words)[:1]:
            for row, against in names.bearing(replace(name, before="", after="")):
                state = int(self.columns.town_state[int(self.columns.street_town[row])])
                key = (names.name_of(row).kind, state)
                rows, least = roads.get(key, ([], against))
                roads[key] = ([*rows, row], min(against, least))
        return roads.values()


def _street_ways(text: str) -> Iterator[Words]:
    """The first street of a corner, with and without a house number before it."""
    words = words_of(text)
    if words:
        yield words
    ahead = number_ahead(text.upper())
    if ahead and (left := words_of(ahead[1])):
        yield left
