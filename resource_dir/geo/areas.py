"""Areas and their keys: which state, county, city and ZIP a point or an address lies in.

Keys: ``state:DC``, ``county:11001`` (FIPS), ``city:washington,dc`` (folded name, state),
``zip:20001``. A listing and a search place meet when they share a key.
"""

import math
import re
from collections.abc import Iterable

import numpy as np

from resource_dir.errors import BadInput
from resource_dir.geo.distance import distance_km
from resource_dir.geo.folding import fold
from resource_dir.geo.gazetteer import Gazetteer, gazetteer
from resource_dir.geo.states import STATE_FIPS, STATE_NAMES, STATE_OF_FIPS, state_code

COAST_KM = 3.0  # simplified coasts cut off piers, islets and harbours by up to this much
BORDER_KM = 10.0  # a good point is never called foreign because a border was simplified
NEAREST_ZIP_KM = 15.0  # farther from any ZIP's centre, its city would be a guess
ZIP_FORM = re.compile(r"^\s*(\d{5})(?:[- ]?\d{4})?\s*$", re.ASCII)


def areas_at(lat: float, lon: float) -> frozenset[str]:
    """Keys of the areas a point lies in; empty at sea and abroad.

    County and state by the county lines; ZIP and city of the nearest Census ZIP centroid of the
    same state within 15 km. BadInput when the point is not on Earth.
    """
    check_point(lat, lon)
    known = gazetteer()
    county = known.boundaries.county_near(lat, lon, within_km=COAST_KM)
    if county is None:
        return frozenset()
    keys = {county_key(known, county), f"state:{known.county_state(county)}"}
    nearest = nearest_zip(lat, lon, state=known.county_state(county))
    if nearest is not None:
        keys |= {f"zip:{known.zip_text(nearest)}", *city_keys_of_zip(known, nearest)}
    return frozenset(keys)


def nearest_zip(lat: float, lon: float, *, state: str) -> int | None:
    """Row of the nearest ZIP with a Census centroid in a state, at most 15 km away.

    Post-office boxes have no centroid: the nearest of them says where a post office stands.
    """
    known = gazetteer()
    dlat = NEAREST_ZIP_KM / 111.0
    dlon = dlat / max(math.cos(math.radians(lat)), 0.01)
    near = (np.abs(known.zip_lat - lat) <= dlat) & (np.abs(known.zip_lon - lon) <= dlon)
    near &= known.zip_is_census & (known.zip_state == int(STATE_FIPS[state]))
    rows = np.flatnonzero(near)
    if not rows.size:
        return None
    reach = distance_km(lat, lon, known.zip_lat[rows], known.zip_lon[rows])
    best = int(np.argmin(reach))
    return int(rows[best]) if reach[best] <= NEAREST_ZIP_KM else None


def areas_of_zip(number: int) -> frozenset[str]:
    """Keys of a ZIP row: itself, the cities the Post Office names for it, its county and state."""
    known = gazetteer()
    keys = {f"zip:{known.zip_text(number)}", f"state:{known.zip_state_code(number)}"}
    county = known.zip_county_number(number)
    if county is not None:
        keys.add(county_key(known, county))
    return frozenset(keys | city_keys_of_zip(known, number))


def areas_of_city(number: int) -> frozenset[str]:
    """Keys of a city row: itself, its state, all its ZIPs and the counties they lie in."""
    known = gazetteer()
    keys = {f"city:{known.city_key_text(number)}", f"state:{known.city_state(number)}"}
    for row in known.zips_of_city(number).tolist():
        keys.add(f"zip:{known.zip_text(row)}")
        county = known.zip_county_number(row)
        keys |= {county_key(known, county)} if county is not None else set()
    return frozenset(keys)


def areas_of_county(number: int) -> frozenset[str]:
    """Keys of a county row: itself and its state. Not its ZIPs and cities.

    So a listing that serves one city only is not found by a search of the whole county.
    """
    known = gazetteer()
    return frozenset({county_key(known, number), f"state:{known.county_state(number)}"})


def area_keys(
    *,
    postal_code: str | None = None,
    city: str | None = None,
    county: str | None = None,
    state: str | None = None,
) -> frozenset[str]:
    """Keys for an address without a point; what is not recognised gives none, nothing is guessed.

    The state's own key is given only when nothing narrower is known: with it in, a listing in one
    town would be found from every place of its state. A ZIP of another state than the one stated
    is left out (one of the two is mistyped). Never raises.
    """
    known = gazetteer()
    code = state_code(state)
    keys: set[str] = set()
    zip_row = zip_row_of(postal_code or "")
    if zip_row is not None and (code is None or known.zip_state_code(zip_row) == code):
        keys |= areas_of_zip(zip_row)
        code = known.zip_state_code(zip_row)
    keys |= _stated_county(county, code) | _stated_city(city, code, keys)
    narrow = {key for key in keys if not key.startswith("state:")}
    return frozenset(narrow or ({f"state:{code}"} if code else set()))


def _stated_county(county: str | None, code: str | None) -> set[str]:
    known = gazetteer()
    rows = county_candidates(fold(county or ""), code) if code else []
    return {county_key(known, rows[0])} if len(rows) == 1 else set()


def _stated_city(city: str | None, code: str | None, keys: Iterable[str]) -> set[str]:
    """The city's key, and its counties unless the ZIP has named the county already."""
    number = gazetteer().city_number(fold(city or ""), code) if code and city else None
    if number is None:
        return set()
    kinds = ("city:",) if any(key.startswith("county:") for key in keys) else ("city:", "county:")
    return {key for key in areas_of_city(number) if key.startswith(kinds)}


def county_candidates(folded: str, state: str | None) -> list[int]:
    """County rows by name with or without "County"; with it first, so no city takes its place."""
    known = gazetteer()
    words = folded.removesuffix(" co") + " county" if folded.endswith(" co") else folded
    for form in (words, *(f"{words} {kind}" for kind in COUNTY_KINDS)):
        found = known.counties_named(form)
        rows = [row for row in found if state in (None, known.county_state(row))]
        if rows:
            return rows
    return []


COUNTY_KINDS = (
    "county",
    "parish",
    "borough",
    "census area",
    "municipality",
    "city and borough",
    "municipio",
    "city",
)


def zip_row_of(text: str) -> int | None:
    """Row of a ZIP code written as 90012, 90012-1234 or 900121234; None when unknown."""
    form = ZIP_FORM.match(text)
    return gazetteer().zip_number(form[1]) if form else None


def county_key(known: Gazetteer, number: int) -> str:
    """``county:06029`` of a county row."""
    return f"county:{known.county_fips[number]:05d}"


def city_keys_of_zip(known: Gazetteer, number: int) -> set[str]:
    """``city:…`` keys of a ZIP row."""
    return {f"city:{known.city_key_text(int(city))}" for city in known.cities_of_zip(number)}


def is_in_state(lat: float, lon: float, state: str) -> bool | None:
    """Whether a point lies in a state, or within 10 km of it; None when no such state is known.

    Used to find swapped and zero coordinates, so a point that is no point at all is False too.
    """
    code = state_code(state)
    if code is None:
        return None
    if not is_point(lat, lon):
        return False
    inside = gazetteer().boundaries.is_in_state
    return inside(lat, lon, STATE_FIPS[code], within_km=BORDER_KM)


def is_point(lat: float, lon: float) -> bool:
    """Whether two numbers are a latitude and a longitude."""
    return math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180


def check_point(lat: float, lon: float, *, field: str = "near") -> None:
    """BadInput naming the field and what is allowed, unless the numbers are a point on Earth."""
    if not (math.isfinite(lat) and abs(lat) <= 90):
        raise BadInput("Latitude %(lat)g is not on Earth: give -90 to 90.", field=field, lat=lat)
    if not (math.isfinite(lon) and abs(lon) <= 180):
        raise BadInput("Longitude %(lon)g is not on Earth: give -180 to 180.", field=field, lon=lon)


def area_name(key: str) -> str:
    """An area key as people say it: "Kern County, CA", "Washington, DC", "ZIP 90012".

    A key of an older gazetteer that is no longer known gives its bare value, never an error: a
    page must still show it.
    """
    kind, _, value = key.partition(":")
    known = gazetteer()
    if kind == "state" and value in STATE_NAMES:
        return STATE_NAMES[value]
    if kind == "county" and value.isascii() and value.isdigit() and len(value) == 5:
        county = known.county_number(value) if value[:2] in STATE_OF_FIPS else None
        return known.county_label(county) if county is not None else f"county {value}"
    if kind == "city":
        name, _, state = value.rpartition(",")
        city = known.city_number(name, state)
        return known.city_label(city) if city is not None else value
    return f"ZIP {value}" if kind == "zip" else value or key
