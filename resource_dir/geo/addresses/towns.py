"""Whether a place found is where the question says: town, state, ZIP code.

A town that was named is never passed over: what lies in another one is no answer.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from resource_dir.geo.addresses.columns import Columns, degrees
from resource_dir.geo.addresses.reading import Tail
from resource_dir.geo.addresses.writing import as_shown
from resource_dir.geo.areas import (
    areas_at,
    county_candidates,
    county_key,
    is_in_state,
    zip_row_of,
)
from resource_dir.geo.boundaries import KM_PER_DEGREE
from resource_dir.geo.distance import distance_km
from resource_dir.geo.folding import fold
from resource_dir.geo.gazetteer import gazetteer
from resource_dir.geo.typos import LARGE_CITY_ZIPS

NEAR_ZIP_KM: Final = 15.0
"""A point that carries no ZIP code agrees with one whose centre is this near."""
FAR_ZIP_KM: Final = 50.0
"""Town and ZIP code this far apart contradict each other; nearer, the ZIP code is a slip."""
AROUND_TOWN_KM: Final = 1.0
"""A point that carries no town is in one whose points lie around it, or this near."""
SHORTEST_TOWN: Final = 5
LONG_TOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Area:
    """The place that was asked for. `towns` are rows of the book; None when no town was named."""

    tail: Tail
    towns: frozenset[int] | None
    is_corrected: bool = False
    counties: frozenset[str] = frozenset()  # keys, where a county was named


@dataclass(frozen=True, slots=True)
class Disagreement:
    """How much speaks against a place (0: nothing), and in words what should be known of it."""

    against: int
    note: str = ""


NONE: Final = Disagreement(0)


class Towns:
    """The towns of a book by name."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._boxes: dict[int, tuple[float, float, float, float]] = {}
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
        if tail.town.endswith(" county") and tail.town not in self.rows:
            found = county_candidates(tail.town, tail.state)
            keys = frozenset(county_key(gazetteer(), row) for row in found)
            return Area(tail, None if keys else frozenset(), counties=keys)
        return Area(tail, self.rows.get(tail.town, frozenset()) if tail.town else None)

    def similar(self, tail: Tail) -> list[Area]:
        """Areas of towns spelt nearly like a name that no town has; one slip, two in long names."""
        name = tail.town
        if len(name) < SHORTEST_TOWN or self._is_town_hereabouts(name, tail.state):
            return []
        most = 2 if len(name) >= LONG_TOWN else 1
        near = process.extract(
            name, list(self.rows), scorer=OSA.distance, score_cutoff=most, limit=None
        )
        return [
            Area(Tail(other, tail.state, tail.zip), self.rows[other], is_corrected=True)
            for other, _, _ in sorted(near, key=lambda found: (found[1], found[0]))
        ]

    def _is_town_hereabouts(self, name: str, state: str | None) -> bool:
        """Whether a town of this name is in the book, in the state named or one of the book's.

        A hamlet of another state is no reason to doubt a slip; a large city is, wherever it lies.
        """
        if name in self.rows:
            return True
        states, known = {state} if state else set(self._states), gazetteer()
        return any(
            not states
            or known.city_state(row) in states
            or known.zips_of_city(row).size >= LARGE_CITY_ZIPS
            for row in known.cities_named(name).tolist()
        )

    @cached_property
    def _states(self) -> frozenset[str]:
        texts = self._columns.state
        return frozenset(text for row in range(len(texts)) if (text := texts[row]))

    def may_hold(self, area: Area, town: int) -> bool:
        """Whether a street of this town row could lie in the area: a quick look before others."""
        state = self._state(town)
        return not (area.tail.state and state and state != area.tail.state)

    def disagreement(
        self,
        area: Area,
        *,
        town: int,
        zip_row: int,
        lat: float,
        lon: float,
        reach_km: float = AROUND_TOWN_KM,
    ) -> "Disagreement | None":
        """What speaks against a place lying in the area; None when it does not lie there."""
        tail = area.tail
        if tail.state and not self._is_in_state(tail.state, town, lat, lon):
            return None
        code = self._columns.zip[zip_row]
        if area.counties and not area.counties & areas_at(lat, lon):
            return None
        if area.towns is None:
            return self._of_zip(tail.zip, code, lat, lon)
        if not self._is_in_town(area, town, zip_row, lat, lon, reach_km=reach_km):
            return None
        if town not in area.towns and self._columns.town[town]:
            return Disagreement(1, f"in the postal area of {as_shown(tail.town)}")
        if tail.zip in (None, code):
            return NONE
        away = _km_to_zip(tail.zip or "", lat, lon)
        if away is not None and away > FAR_ZIP_KM:
            return None
        return Disagreement(2, "another ZIP code than asked for") if code else NONE

    def _of_zip(
        self, asked: str | None, code: str, lat: float, lon: float
    ) -> "Disagreement | None":
        if asked in (None, code):
            return NONE
        away = _km_to_zip(asked or "", lat, lon) if not code else None
        return Disagreement(1) if away is not None and away <= NEAR_ZIP_KM else None

    def _is_in_town(
        self, area: Area, town: int, zip_row: int, lat: float, lon: float, *, reach_km: float
    ) -> bool:
        """By the layer's town, by the postal names of its ZIP code, else by where it lies."""
        if area.towns and town in area.towns:
            return True
        if not area.towns and area.tail.town in self._postal_names(zip_row):
            return True  # this layer does not call any town so, but the Post Office does
        if self._columns.town[town]:
            return False
        start = f"city:{area.tail.town},"
        return self._is_around(area, lat, lon, reach_km=reach_km) or any(
            key.startswith(start) for key in areas_at(lat, lon)
        )

    def _is_around(self, area: Area, lat: float, lon: float, *, reach_km: float) -> bool:
        """Whether a place lies among the town's own points, or so many km outside their box."""
        for town in area.towns or ():
            south, west, north, east = self._box(town)
            up = reach_km / KM_PER_DEGREE
            wide = up / max(math.cos(math.radians(lat)), 0.01)
            if south - up <= lat <= north + up and west - wide <= lon <= east + wide:
                return True
        return False

    def _box(self, town: int) -> tuple[float, float, float, float]:
        """South, west, north, east of a town's points, kept once made."""
        if town not in self._boxes:
            columns = self._columns
            streets = np.flatnonzero(columns.street_town == town).tolist()
            rows = [np.arange(*columns.points_of(row).indices(len(columns.lat))) for row in streets]
            points = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
            lat, lon = degrees(columns.lat[points]), degrees(columns.lon[points])
            nowhere = (91.0, 181.0, -91.0, -181.0)
            self._boxes[town] = (
                (float(lat.min()), float(lon.min()), float(lat.max()), float(lon.max()))
                if points.size
                else nowhere
            )
        return self._boxes[town]

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
