"""From one row of an address layer to a point, or to the reason why it is none."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from resource_dir import geo
from resource_dir.geo.addresses import AddressPoint
from resource_dir.hsds.address_columns import Columns

MAX_TEXT = 200
CELL = 0.01  # degrees; whether a point lies in a state is asked once a cell of 1 km
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
_MILE = re.compile(r"\d+(?:\.\d+)?")
_FULL = re.compile(r"(\d+[A-Za-z]?(?:[ -]\d+/\d+)?(?:-\d+[A-Za-z]?)?)\s+([^,]+)")
_NO_PLACE = re.compile(r"unincorporated|unknown|none|n/?a|null", re.IGNORECASE)
# Of the United States and their territories: Samoa is south, Guam west. It finds numbers swapped.
_SOUTH, _NORTH, _EAST, _WEST = -15.0, 72.0, -64.0, 144.0


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row makes no point."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class RowReader:
    """Makes points of the rows of one layer."""

    columns: Columns
    _in_state: dict[tuple[str, int, int], bool | None] = field(default_factory=dict)

    def point(
        self, row: Sequence[str], geometry: tuple[object, object] | None
    ) -> AddressPoint | Refused:
        """A point, or why there is none. `geometry` is (lon, lat) as GeoJSON has it."""
        place = self._place(row, geometry)
        return place if isinstance(place, Refused) else self._address(row, *place)

    def _place(
        self, row: Sequence[str], geometry: tuple[object, object] | None
    ) -> tuple[float, float] | Refused:
        lon, lat = geometry or (self._text("lon", row), self._text("lat", row))
        place = []
        for kind, value in (("lat", lat), ("lon", lon)):
            number = number_of(value)
            if number is None:
                return Refused(kind, str(value), "not a number of degrees")
            place.append(number)
        return self._checked(row, *place)

    def _checked(self, row: Sequence[str], lat: float, lon: float) -> tuple[float, float] | Refused:
        shown = f"{lat:g},{lon:g}"
        if not geo.is_point(lat, lon):
            return Refused("lat,lon", shown, "the point is not on Earth")
        if lat == 0 and lon == 0:
            return Refused("lat,lon", shown, "0,0 stands for a point that nobody knows")
        if not _SOUTH <= lat <= _NORTH or _EAST < lon < _WEST:
            return Refused("lat,lon", shown, "the point is not in the United States; swapped?")
        state = self._text("state", row)
        if state and self._is_in_state(state, lat, lon) is False:
            return Refused("lat,lon", shown, f"the point is not in {state[:20]}")
        return lat, lon

    def _is_in_state(self, state: str, lat: float, lon: float) -> bool | None:
        cell = (state, math.floor(lat / CELL), math.floor(lon / CELL))
        if cell not in self._in_state:
            self._in_state[cell] = geo.is_in_state(lat, lon, state)
        return self._in_state[cell]

    def _address(self, row: Sequence[str], lat: float, lon: float) -> AddressPoint | Refused:
        number, street = self._house(row)
        mile_post = _mile(self._text("mile_post", row)) if not number else None
        if mile_post is not None:
            street = self._text("route", row) or street
        if not street:
            return Refused("street", "", "no street")
        if mile_post is None and number.strip("0") == "":
            return Refused("number", number, "no house number")
        texts = {"city": self._city(row)}
        texts |= {kind: self._text(kind, row) for kind in ("unit", "state", "postal_code")}
        for kind, text in (("number", number), ("street", street), *texts.items()):
            if len(text) > MAX_TEXT or not text.isprintable():
                return Refused(kind, text, f"not a text of at most {MAX_TEXT} characters")
        kept = {kind: text or None for kind, text in texts.items()}
        return AddressPoint(number, street, lat, lon, mile_post=mile_post, **kept)

    def _house(self, row: Sequence[str]) -> tuple[str, str]:
        number, street = self._text("number", row), self.columns.street(row)
        if number.endswith(".0"):  # a spreadsheet's idea of 120
            number = number.removesuffix(".0")
        if number:
            parts = (self._text("number_prefix", row), number, self._text("number_suffix", row))
            number = _joined(*parts)
        whole = _FULL.match(self._text("full", row)) if not (number and street) else None
        return (number or whole[1], street or whole[2].strip()) if whole else (number, street)

    def _city(self, row: Sequence[str]) -> str:
        for at in self.columns.positions.get("city", ()):
            text = row[at].strip() if at < len(row) else ""
            if text and not _NO_PLACE.fullmatch(text):
                return text
        return ""

    def _text(self, kind: str, row: Sequence[str]) -> str:
        return " ".join(self.columns.value(kind, row).split())


def _joined(prefix: str, number: str, suffix: str) -> str:
    """ "12" and "B" are 12B; "12" and "1/2" are 12 1/2; "N12" and "340" are N12-340 by its dash."""
    gap = " " if suffix[:1].isdigit() else ""
    return f"{prefix}{number}{gap}{suffix}"


def number_of(value: object) -> float | None:
    """A finite number, given as one or as text; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    text = str(value).strip()
    return float(text) if _NUMBER.fullmatch(text) and len(text) < 40 else None


def _mile(text: str) -> float | None:
    """ "Mile Marker 23.5" is 23.5."""
    found = _MILE.search(text)
    return float(found[0]) if found else None
