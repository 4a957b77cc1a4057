"""Which streets and spots a reading of an address leads to, the strictest look first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import OSA

from resource_dir.geo.addresses.abbreviations import TYPE_NAMES
from resource_dir.geo.addresses.columns import Columns
from resource_dir.geo.addresses.locating import Spot
from resource_dir.geo.addresses.naming import DOUBTFUL, Names, may_have_slips
from resource_dir.geo.addresses.reading import Reading, Tail
from resource_dir.geo.addresses.street_names import StreetName, street_names
from resource_dir.geo.addresses.towns import AROUND_TOWN_KM, Area, Towns

MOST_CORRECTED: Final = 6
"""Names that are looked up for slips: each look costs up to a millisecond."""
SHORTEST_TYPE: Final = 4
MOST_TOWN_WORDS: Final = 3
Spots = Callable[[int, Reading], Sequence[Spot]]


@dataclass(frozen=True, slots=True)
class Found:
    """A spot, what speaks against it (0: nothing), and for a corner the other street."""

    spot: Spot
    against: int
    other: int | None = None


class Search:
    """The streets and towns of one book, and the look-ups that other questions share."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.names = Names(columns)
        self.towns = Towns(columns)

    def places(self, ways: Iterable[Reading], spots: Spots) -> list[Found]:
        """As written; else of another type; else with the town, then the street, corrected.

        `spots` gives the places on a street row that a reading asks for.
        """
        doubtful: list[Found] = []
        tried: dict[Reading, None] = {}
        for way in ways:
            if way in tried:
                continue
            tried[way] = None
            found = self._as_read(way, self.towns.area(way.tail), spots)
            sure = [one for one in found if one.against < DOUBTFUL]
            if sure:
                return sure
            doubtful += found
        return doubtful or self._with_slips(list(tried), spots)

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
        for count in range(1, min(MOST_TOWN_WORDS + 1, len(way.street))):
            tail = Tail(" ".join(way.street[-count:]), way.tail.state, way.tail.zip)
            shorter = replace(way, street=way.street[:-count])
            yield from ((shorter, area) for area in self.towns.similar(tail))

    def _with_similar_name(
        self, way: Reading, area: Area, spots: Spots, looked: dict[str, list[list[str]]]
    ) -> list[Found]:
        for name in _with_type_mended(street_names(way.street)):
            if may_have_slips(name.base) and len(looked) < MOST_CORRECTED:
                looked.setdefault(name.base, list(self.names.similar(name.base)))
            for bases in [[name.base], *looked.get(name.base, [])]:
                found = [
                    one
                    for base in bases
                    for one in self._on_streets(replace(name, base=base), way, area, spots)
                ]
                best = [one for one in found if one.against < DOUBTFUL] or found
                if best:
                    return [noted(one, "street name corrected") for one in best]
        return []

    def _as_read(self, way: Reading, area: Area, spots: Spots) -> list[Found]:
        names = street_names(way.street)
        return [one for name in names for one in self._on_streets(name, way, area, spots)]

    def _on_streets(self, name: StreetName, way: Reading, area: Area, spots: Spots) -> list[Found]:
        found = []
        for street, against in self.names.bearing(name):
            if self.towns.may_hold(area, int(self.columns.street_town[street])):
                judged = (self.judged(spot, against, area) for spot in spots(street, way))
                found += [one for one in judged if one]
        return found

    def judged(
        self,
        spot: Spot,
        against: int,
        area: Area,
        *,
        other: int | None = None,
        reach_km: float = AROUND_TOWN_KM,
    ) -> Found | None:
        """A spot with what speaks against it; None when it does not lie in the area asked for."""
        outside = self.towns.disagreement(
            area,
            town=int(self.columns.street_town[spot.street]),
            zip_row=spot.zip_row,
            lat=spot.lat,
            lon=spot.lon,
            reach_km=reach_km,
        )
        if outside is None:
            return None
        doubt = "not the street type or direction asked for" if against >= DOUBTFUL else ""
        town = "town name corrected" if area.is_corrected else ""
        notes = [note for note in (doubt, outside.note, town) if note]
        return Found(with_notes(spot, notes), against + outside.against, other)


def _with_type_mended(names: Sequence[StreetName]) -> Iterator[StreetName]:
    """The names; then with the last word as a street type with one slip ("Lantern Stret")."""
    yield from names
    for name in names[:1]:
        before, _, last = name.base.rpartition(" ")
        if before and not name.kind and len(last) >= SHORTEST_TYPE:
            for kind in TYPE_NAMES:
                if len(kind) > SHORTEST_TYPE and OSA.distance(last, kind, score_cutoff=1) == 1:
                    yield replace(name, base=before, kind=kind)


def noted(found: Found, note: str) -> Found:
    """What was found, with a word on what differs from what was asked."""
    return replace(found, spot=with_notes(found.spot, [note]))


def with_notes(spot: Spot, notes: Sequence[str]) -> Spot:
    """A spot that differs in more from what was asked."""
    return replace(spot, notes=(*spot.notes, *notes)) if notes else spot
