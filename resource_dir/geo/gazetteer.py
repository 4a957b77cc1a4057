"""The shipped gazetteer as arrays: ZIP codes, cities and counties of the United States.

Loaded on first use and kept: about 7 MB of memory. Numbers of rows stand for things (a city is a
row number of `city_key`), and names are decoded only when shown: 77,000 Python strings would take
5.2 MB where these arrays take 2.3. What each array holds is said in data/README.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resource_dir.geo.boundaries import Boundaries, Numbers
from resource_dir.geo.folding import fold
from resource_dir.geo.states import STATE_OF_FIPS

UNIT = 1e-4  # degrees per step of zip_lat and zip_lon: 11 m, finer than any ZIP is known
STANDARD, PO_BOX, UNIQUE, RETIRED = range(4)
NOWHERE = 65535
SPLIT_ZONE = 255


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Sorted arrays: `zip_code` by number, `city_key` by bytes ("saint louis,mo")."""

    zip_code: NDArray[np.int32]
    zip_lat: NDArray[np.float64]
    zip_lon: NDArray[np.float64]
    zip_kind: NDArray[np.uint8]
    zip_is_census: NDArray[np.bool_]
    zip_state: NDArray[np.uint8]
    zip_county: NDArray[np.uint16]
    zip_zone: NDArray[np.uint8]
    zip_city_start: NDArray[np.int32]
    zip_city: NDArray[np.uint16]
    city_key: NDArray[np.bytes_]
    city_name: NDArray[np.bytes_]
    city_zip_start: NDArray[np.int32]
    city_zip: NDArray[np.int32]
    county_fips: NDArray[np.int32]
    county_name: NDArray[np.bytes_]
    county_zone: NDArray[np.uint8]
    zone_name: NDArray[np.bytes_]
    boundaries: Boundaries

    def zip_number(self, code: str) -> int | None:
        """Row of a five-digit ZIP code."""
        wanted = int(code)
        at = int(np.searchsorted(self.zip_code, wanted))
        return at if at < len(self.zip_code) and self.zip_code[at] == wanted else None

    def zip_text(self, number: int) -> str:
        """The five digits of a ZIP row."""
        return f"{self.zip_code[number]:05d}"

    def zip_state_code(self, number: int) -> str:
        """Two-letter state of a ZIP row."""
        return STATE_OF_FIPS[f"{self.zip_state[number]:02d}"]

    def zip_county_number(self, number: int) -> int | None:
        """County row of a ZIP row; None for the very few whose county nobody states."""
        county = int(self.zip_county[number])
        return None if county == NOWHERE else county

    def cities_of_zip(self, number: int) -> NDArray[np.uint16]:
        """City rows of a ZIP, the Post Office's preferred name first, then others it accepts."""
        return self.zip_city[self.zip_city_start[number] : self.zip_city_start[number + 1]]

    def zips_of_city(self, number: int) -> NDArray[np.int32]:
        """ZIP rows of a city, by code."""
        return self.city_zip[self.city_zip_start[number] : self.city_zip_start[number + 1]]

    def city_number(self, folded: str, state: str) -> int | None:
        """Row of a city by its folded name and two-letter state."""
        wanted = f"{folded},{state.lower()}".encode()
        if len(wanted) > self.city_key.dtype.itemsize:
            return None  # comparing with it would widen, so copy, the whole array
        at = int(np.searchsorted(self.city_key, np.bytes_(wanted)))
        return at if at < len(self.city_key) and self.city_key[at] == wanted else None

    def cities_named(self, folded: str) -> Numbers:
        """Rows of all cities of that folded name, in any state."""
        if len(folded) + len(",mo") > self.city_key.dtype.itemsize:
            return np.arange(0)
        first = np.searchsorted(self.city_key, np.bytes_(f"{folded},".encode()))
        after = np.searchsorted(self.city_key, np.bytes_(f"{folded},~".encode()))
        return np.arange(first, after)

    def city_key_text(self, number: int) -> str:
        """The folded name and state of a city row: "saint louis,mo"."""
        return bytes(self.city_key[number]).decode()

    def city_state(self, number: int) -> str:
        """Two-letter state of a city row."""
        return self.city_key_text(number)[-2:].upper()

    def city_label(self, number: int) -> str:
        """A city row as people write it: "Saint Louis, MO"."""
        return f"{bytes(self.city_name[number]).decode()}, {self.city_state(number)}"

    def county_state(self, number: int) -> str:
        """Two-letter state of a county row."""
        return STATE_OF_FIPS[f"{self.county_fips[number] // 1000:02d}"]

    def county_number(self, fips: str) -> int | None:
        """Row of a county by its five-digit FIPS code."""
        wanted = int(fips)
        at = int(np.searchsorted(self.county_fips, wanted))
        return at if at < len(self.county_fips) and self.county_fips[at] == wanted else None

    def county_label(self, number: int) -> str:
        """A county row as people write it: "Kern County, CA"."""
        name = bytes(self.county_name[number]).decode()
        return name if name == "District of Columbia" else f"{name}, {self.county_state(number)}"

    def counties_named(self, folded: str) -> list[int]:
        """Rows of all counties whose folded full name ("kern county") this is."""
        return county_rows().get(folded, [])


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read on first use."""
    source = files("resource_dir.geo").joinpath("data", "gazetteer.npz")
    with source.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        return _from_arrays({name: stored[name] for name in stored.files})


@cache
def county_rows() -> dict[str, list[int]]:
    """County rows by folded full name; 3,231 of them, so a dict is cheap."""
    table: dict[str, list[int]] = {}
    for number, name in enumerate(gazetteer().county_name):
        table.setdefault(fold(bytes(name).decode()), []).append(number)
    return table


def _from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Gazetteer:
    kept = {
        name: arrays[name]
        for name in Gazetteer.__dataclass_fields__
        if name in arrays and name not in ("zip_lat", "zip_lon")
    }
    starts, members = _inverted(arrays["zip_city_start"], arrays["zip_city"], len(kept["city_key"]))
    return Gazetteer(
        zip_lat=np.asarray(arrays["zip_lat"] * UNIT, dtype=np.float64),
        zip_lon=np.asarray(arrays["zip_lon"] * UNIT, dtype=np.float64),
        city_zip_start=starts,
        city_zip=members,
        boundaries=Boundaries.from_arrays(arrays),
        **kept,
    )


def _inverted(
    starts: NDArray[Any], members: NDArray[Any], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """ZIP → cities turned into city → ZIPs."""
    lengths = (starts[1:] - starts[:-1]).astype(np.int64)
    zips = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    order = np.argsort(members, kind="stable")
    totals = np.bincount(members.astype(np.int64), minlength=count)
    return np.concatenate([[0], np.cumsum(totals)]).astype(np.int32), zips[order]
