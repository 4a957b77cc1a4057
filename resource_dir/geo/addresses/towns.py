"""Whether a place found is where the question says: town, state, ZIP code.

A town that was named is never passed over: what lies in another one is no answer.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz.distance import OSA

from resource_dir.geo.addresses.columns import Columns
from resource_dir.geo.addresses.reading import Tail
from resource_dir.geo.areas import areas_at, is_in_state, zip_row_of
from resource_dir.geo.distance import distance_km
from resource_dir.geo.folding import fold
from resource_dir.geo.gazetteer import gazetteer

NEAR_ZIP_KM: Final = 15.0
"""A point that carries no ZIP code agrees with one whose centre is this near."""
FAR_ZIP_KM: Final = 50.0
"""Town and ZIP code this far apart contradict each other; nearer, the ZIP code is a slip."""
SHORTEST_TOWN: Final = 5
LONG_TOWN: Final = 8
ANOTHER_ZIP: Final = 2
_BY_POST: Final = 1


@dataclass(frozen=True, slots=True)
class Area:
    """The place that was asked for. `towns` are rows of the book; None when no town was named."""

    tail: Tail
    towns: frozenset[int] | None
    is_corrected: bool = False


class Towns:
    """The towns of a book by name."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._postal: dict[int, frozenset[str]] = {0: frozenset()}

    @cached_property
    def rows(self) -> dict[str, frozenset[int]]:
        """Town rows by folded name."""
        table: dict[str, set[int]] = {}
        for row in range(1, len(self._columns.town)):
            table.setdefault(fold(self._columns.town[row]), set()).add(row)
        table.pop("", None)
        return {name: frozenset(rows) for name, rows in table.items()}

    def is_town(self, folded: str) -> bool:
        """Whether the book or the gazetteer has a town of this name."""
        return folded in self.rows or bool(len(gazetteer().cities_named(folded)))

    def area(self, tail: Tail) -> Area:
        """The area a tail names, taken at its word."""
        return Area(tail, self.rows.get(tail.town, frozenset()) if tail.town else None)

    def similar(self, tail: Tail) -> list[Area]:
        """Areas of towns spelt nearly like a name that no town has; one slip, two in long names."""
        name = tail.town
        if len(name) < SHORTEST_TOWN or self.is_town(name):
            return []
        most = 2 if len(name) >= LONG_TOWN else 1
        near = [(OSA.distance(name, other, score_cutoff=most), other) for other in self.rows]
        return [
            Area(Tail(other, tail.state, tail.zip), self.rows[other], is_corrected=True)
            for slips, other in sorted(near)
            if slips <= most
        ]

    def may_hold(self, area: Area, town: int) -> bool:
        """Whether a street of this town row could lie in the area: a quick look before others."""
        state = self._state(town)
        return not (area.tail.state and state and state != area.tail.state)

    def disagreement(
        self, area: Area, *, town: int, zip_row: int, lat: float, lon: float
    ) -> int | None:
        """0 when a place lies in the area, more when it nearly does, None when it does not."""
        tail = area.tail
        if tail.state and not self._is_in_state(tail.state, town, lat, lon):
            return None
        code = self._columns.zip[zip_row]
        if area.towns is None:
            return self._of_zip(tail.zip, code, lat, lon)
        if not self._is_in_town(area, town, zip_row, lat, lon):
            return None
        by_post = 0 if town in area.towns else _BY_POST
        if tail.zip in (None, code):
            return by_post
        away = _km_to_zip(tail.zip or "", lat, lon)
        if away is not None and away > FAR_ZIP_KM:
            return None
        return by_post + (ANOTHER_ZIP if code else 0)

    def _of_zip(self, asked: str | None, code: str, lat: float, lon: float) -> int | None:
        if asked in (None, code):
            return 0
        away = _km_to_zip(asked or "", lat, lon) if not code else None
        return 1 if away is not None and away <= NEAR_ZIP_KM else None

    def _is_in_town(self, area: Area, town: int, zip_row: int, lat: float, lon: float) -> bool:
        """By the layer's town, by the postal names of its ZIP code, else by where it lies."""
        if area.towns and town in area.towns:
            return True
        if area.tail.town in self._postal_names(zip_row):
            return True
        if self._columns.town[town]:
            return False
        start = f"city:{area.tail.town},"
        return any(key.startswith(start) for key in areas_at(lat, lon))

    def _is_in_state(self, asked: str, town: int, lat: float, lon: float) -> bool:
        state = self._state(town)
        return state == asked if state else bool(is_in_state(lat, lon, asked))

    def _state(self, town: int) -> str:
        return self._columns.state[int(self._columns.town_state[town])]

    def _postal_names(self, zip_row: int) -> frozenset[str]:
        """Folded names of the cities that the Post Office has for a ZIP code of the book."""
        if zip_row not in self._postal:
            known, row = gazetteer(), zip_row_of(self._columns.zip[zip_row])
            cities = known.cities_of_zip(row).tolist() if row is not None else []
            names = (known.city_key_text(city).rpartition(",")[0] for city in cities)
            self._postal[zip_row] = frozenset(names)
        return self._postal[zip_row]


def _km_to_zip(code: str, lat: float, lon: float) -> float | None:
    """To the centre of a ZIP code; None when no such code is known."""
    row, known = zip_row_of(code), gazetteer()
    if row is None:
        return None
    return float(distance_km(lat, lon, known.zip_lat[row], known.zip_lon[row]))
