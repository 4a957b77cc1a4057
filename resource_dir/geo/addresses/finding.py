"""From a typed address to places: exact first, then what differs a little, then slips of spelling.

Each step is tried only when the one before found nothing, and what is found by it says so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import OSA

from resource_dir.geo.addresses.abbreviations import TYPE_NAMES
from resource_dir.geo.addresses.columns import Columns
from resource_dir.geo.addresses.corners import corner_of
from resource_dir.geo.addresses.locating import (
    Spot,
    middle_of,
    spot_of_block,
    spots_of_number,
)
from resource_dir.geo.addresses.mileposts import read_mile, spot_of_mile
from resource_dir.geo.addresses.naming import DOUBTFUL, Names
from resource_dir.geo.addresses.numbers import number_ahead
from resource_dir.geo.addresses.reading import Reading, Tail, Words, clean, cuts, readings
from resource_dir.geo.addresses.street_names import StreetName, read_street, words_of
from resource_dir.geo.addresses.towns import ANOTHER_ZIP, Area, Towns

MOST_CORRECTED: Final = 3
"""Names that are looked up for slips; each look costs a millisecond."""
MOST_PAIRS: Final = 400
SHORTEST_TYPE: Final = 4
_BLOCK: Final = re.compile(
    r"(?:the\s+)?(?:(\d{1,4})xx\b(?:\s*(?:block|blk)\b)?|(\d{1,6})\s*-?\s*(?:block|blk)\b)"
    r"(?:\s*of\b)?\s*(.+)",
    re.IGNORECASE,
)
_MEETING: Final = re.compile(r"\s*(?:&|@|\+|/|\band\b|\bat\b)\s*", re.IGNORECASE)
_CORNER: Final = re.compile(
    r"^(?:the\s+)?(?:corner|cor|intersection|int|junction|crossing)\.?\s*(?:of\b|:)?\s*",
    re.IGNORECASE,
)
Spots = Callable[[int, Reading], Sequence[Spot]]


@dataclass(frozen=True, slots=True)
class Found:
    """A spot, what speaks against it (0: nothing), and for a corner the other street."""

    spot: Spot
    against: int
    other: int | None = None


class Finder:
    """Answers questions about the columns of one book."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.names = Names(columns)
        self.towns = Towns(columns)

    def find(self, text: str) -> list[Found]:
        """All that a text may mean, unordered; empty when the book has no such place."""
        plain = clean(text)
        if not plain or not len(self.columns.base):
            return []
        return self._mile(plain) or self._block(plain) or self._address_or_corner(plain)

    def _address_or_corner(self, plain: str) -> list[Found]:
        said = _CORNER.sub("", plain)
        if not _MEETING.search(said):
            return self._address(plain)
        if number_ahead(plain.upper()):
            return self._address(plain) or self._corner(said)
        return self._corner(said) or self._address(plain)

    def _address(self, plain: str) -> list[Found]:
        ways = list(dict.fromkeys(readings(plain, self.towns.is_town)))
        return self._search(ways, self._spots)

    def _spots(self, street: int, reading: Reading) -> Sequence[Spot]:
        if reading.number is None:
            return [middle_of(self.columns, street)]
        return spots_of_number(self.columns, street, reading.number)

    def _block(self, plain: str) -> list[Found]:
        form = _BLOCK.fullmatch(plain)
        if not form:
            return []
        block = int(form[1]) * 100 if form[1] else int(form[2]) // 100 * 100
        ways = [Reading(None, words, tail) for words, tail in cuts(form[3], self.towns.is_town)]

        def spots(street: int, _reading: Reading) -> Sequence[Spot]:
            spot = spot_of_block(self.columns, street, block)
            return [spot] if spot else []

        return self._search(ways, spots)

    def _search(self, ways: Sequence[Reading], spots: Spots) -> list[Found]:
        """As written; else with another type; else with the town, then the street, corrected."""
        doubtful: list[Found] = []
        for way in ways:
            found = self._as_read(way, self.towns.area(way.tail), spots)
            sure = [one for one in found if one.against < DOUBTFUL]
            if sure:
                return sure
            doubtful += found
        return doubtful or self._with_slips(ways, spots)

    def _with_slips(self, ways: Sequence[Reading], spots: Spots) -> list[Found]:
        nearly = [pair for way in ways for pair in self._in_similar_towns(way)]
        for way, area in nearly:
            found = self._as_read(way, area, spots)
            if found:
                return found
        known = [(way, self.towns.area(way.tail)) for way in ways]
        looked: dict[str, list[list[str]]] = {}
        for way, area in known + nearly:
            found = self._with_similar_name(way, area, spots, looked)
            if found:
                return found
        return []

    def _in_similar_towns(self, way: Reading) -> Iterator[tuple[Reading, Area]]:
        """A town behind a comma, or the last words, as a town spelt nearly like it."""
        if way.tail.town:
            yield from ((way, area) for area in self.towns.similar(way.tail))
            return
        for count in range(1, min(4, len(way.street))):
            tail = Tail(" ".join(way.street[-count:]), way.tail.state, way.tail.zip)
            shorter = replace(way, street=way.street[:-count])
            yield from ((shorter, area) for area in self.towns.similar(tail))

    def _with_similar_name(
        self, way: Reading, area: Area, spots: Spots, looked: dict[str, list[list[str]]]
    ) -> list[Found]:
        for name in _with_type_mended(read_street(way.street)):
            if name.base not in looked and len(looked) < MOST_CORRECTED:
                looked[name.base] = list(self.names.similar(name.base))
            for bases in [[name.base], *looked.get(name.base, [])]:
                found = [
                    one
                    for base in bases
                    for one in self._on_streets(replace(name, base=base), way, area, spots)
                ]
                sure = [one for one in found if one.against < DOUBTFUL] or found
                if sure:
                    return [_noted(one, "street name corrected") for one in sure]
        return []

    def _as_read(self, way: Reading, area: Area, spots: Spots) -> list[Found]:
        name = read_street(way.street)
        return self._on_streets(name, way, area, spots) if name else []

    def _on_streets(self, name: StreetName, way: Reading, area: Area, spots: Spots) -> list[Found]:
        found = []
        for street, against in self.names.bearing(name):
            if self.towns.may_hold(area, int(self.columns.street_town[street])):
                for spot in spots(street, way):
                    judged = self._judged(spot, against, area)
                    found += [judged] if judged else []
        return found

    def _judged(
        self, spot: Spot, against: int, area: Area, other: int | None = None
    ) -> Found | None:
        town = int(self.columns.street_town[spot.street])
        outside = self.towns.disagreement(
            area, town=town, zip_row=spot.zip_row, lat=spot.lat, lon=spot.lon
        )
        if outside is None:
            return None
        notes = [
            note
            for note, holds in (
                ("not the street type or direction asked for", against >= DOUBTFUL),
                ("another ZIP code than asked for", outside >= ANOTHER_ZIP),
                ("town name corrected", area.is_corrected),
            )
            if holds
        ]
        return Found(_with_notes(spot, notes), against + outside, other)

    def _corner(self, said: str) -> list[Found]:
        """Cut at each "and" in turn: "Salt and Pepper Rd and Main St"."""
        for mark in _MEETING.finditer(said):
            first, second = said[: mark.start()], said[mark.end() :]
            for words in _street_ways(first):
                for street, tail in cuts(second, self.towns.is_town):
                    found = self._meeting(words, street, tail)
                    if found:
                        return found
        return []

    def _meeting(self, first: Words, second: Words, tail: Tail) -> list[Found]:
        here, there = self._rows(first), self._rows(second)
        areas = [self.towns.area(tail), *(self.towns.similar(tail) if tail.town else ())]
        for area in areas:
            found = list(self._corners(here, there, area))
            if found:
                return found
        return []

    def _rows(self, words: Words) -> list[tuple[int, int, bool]]:
        """Street rows of a name: row, what speaks against it, whether the name was corrected."""
        name = read_street(words)
        if not name:
            return []
        exact = self.names.bearing(name)
        if exact:
            return [(row, against, False) for row, against in exact]
        for bases in self.names.similar(name.base):
            near = [pair for base in bases for pair in self.names.bearing(replace(name, base=base))]
            if near:
                return [(row, against, True) for row, against in near]
        return []

    def _corners(
        self, here: list[tuple[int, int, bool]], there: list[tuple[int, int, bool]], area: Area
    ) -> Iterator[Found]:
        town = self.columns.street_town
        anywhere = len(here) * len(there) <= MOST_PAIRS
        for one, against, is_corrected in here:
            for other, also, is_also_corrected in there:
                if one == other or not (anywhere or town[one] == town[other]):
                    continue
                if not self.towns.may_hold(area, int(town[one])):
                    continue
                corner = corner_of(self.columns, one, other)
                if corner:
                    zip_row = 0
                    spot = Spot(one, corner.lat, corner.lon, "interpolated", "corner", "", zip_row)
                    judged = self._judged(spot, max(against, also), area, other)
                    note = "street name corrected"
                    if judged:
                        yield _noted(judged, note) if is_corrected or is_also_corrected else judged

    def _mile(self, plain: str) -> list[Found]:
        mile = read_mile(plain)
        if not mile:
            return []
        for words, tail in cuts(mile.road, self.towns.is_town):
            area = self.towns.area(tail)
            found = []
            for streets, against in self._roads(words):
                spot = spot_of_mile(self.columns, streets, mile)
                judged = self._judged(spot, against, area) if spot else None
                found += [judged] if judged else []
            if found:
                return found
        return []

    def _roads(self, words: Words) -> Iterable[tuple[list[int], int]]:
        """Street rows that are one road in one state, whatever towns it runs through."""
        name = read_street(words)
        roads: dict[tuple[str, int], tuple[list[int], int]] = {}
        for row, against in self.names.bearing(replace(name, before="", after="")) if name else ():
            state = int(self.columns.town_state[int(self.columns.street_town[row])])
            key = (self.names.name_of(row).kind, state)
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


def _with_type_mended(name: StreetName | None) -> Iterator[StreetName]:
    """The name; then its last word taken for a street type with one slip ("Lantern Stret")."""
    if name is None:
        return
    yield name
    before, _, last = name.base.rpartition(" ")
    if before and not name.kind and len(last) >= SHORTEST_TYPE:
        for kind in TYPE_NAMES:
            if len(kind) > SHORTEST_TYPE and OSA.distance(last, kind, score_cutoff=1) == 1:
                yield replace(name, base=before, kind=kind)


def _noted(found: Found, note: str) -> Found:
    return replace(found, spot=_with_notes(found.spot, [note]))


def _with_notes(spot: Spot, notes: Sequence[str]) -> Spot:
    return replace(spot, source=", ".join([spot.source, *notes])) if notes else spot
