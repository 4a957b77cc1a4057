"""The areas that free text of a service area names: "Los Angeles County", "City of Fresno"."""

import re

from resource_dir.geo.areas import county_candidates, county_key, zip_row_of
from resource_dir.geo.folding import fold
from resource_dir.geo.gazetteer import gazetteer
from resource_dir.geo.states import split_state, state_code

LARGE_CITY_ZIPS = 50  # as in finding: "New York" may be the city as well as the state
_PARTS = re.compile(r"[;|\n/]+")
_STATEWIDE = re.compile(r"^(statewide|state wide|entire state|whole state|all of the state)$")
_STATE_OF = re.compile(r"^(?:state of |all of |entire )(.+)$|^(.+?) (?:state ?wide|state)$")
_TOWN_OF = re.compile(r"^(?:city|town|village|township|borough) of (.+)$")
_COUNTY_OF = re.compile(r"^(county|parish|municipality) of (.+)$")
_COUNTY = re.compile(r" (county|co|parish|borough|census area|municipality|municipio)$")
_COUNTIES = re.compile(r"^(.+) (?:counties|parishes)$")
_ZIPS = re.compile(r"^(?:zip ?codes? |zips? )?((?:\d{5}[ ]?)+)$")
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", re.IGNORECASE)
_CITY_ALIASES = {"new york city": ("new york", "NY"), "nyc": ("new york", "NY")}
LONGEST_TEXT = 2000  # a service area that is longer is a description


def areas_named(text: str, *, state: str | None = None) -> frozenset[str]:
    """Keys of exactly the areas named; empty when not recognised: nothing is ever guessed.

    `state` (code or name) is where the service is: it settles "Fresno" (three states have one)
    and "statewide". Several areas may be named with ";" or as "Kern, Kings and Tulare Counties".
    A county's key comes without its state's, which would make it found from the whole state.
    Never raises.
    """
    if len(text) > LONGEST_TEXT:
        return frozenset()
    code = state_code(state)
    keys: set[str] = set()
    for part in _PARTS.split(text):
        keys |= _several_counties(part, code) or _one_area(part, code)
    return frozenset(keys)


def _several_counties(part: str, code: str | None) -> set[str]:
    """ "Kern, Kings and Tulare Counties, CA": all of them, or none if one is not known."""
    name, named_state = split_state(fold(part))
    form = _COUNTIES.match(name)
    if not form:
        return set()
    where = named_state or code
    words = re.split(r"\b(?:counties|parishes)\b", part, flags=re.IGNORECASE)[0]
    found = [_county(f"{fold(one)} county", where) for one in _AND.split(words.strip()) if one]
    return set().union(*found) if all(found) else set()


def _one_area(part: str, code: str | None) -> set[str]:
    folded = fold(part)
    zips = _ZIPS.match(folded)
    if zips:
        return {f"zip:{digits}" for digits in zips[1].split() if zip_row_of(digits) is not None}
    if _STATEWIDE.match(folded):
        return {f"state:{code}"} if code else set()
    return _state(folded) or _county_or_city(folded, code)


def _state(folded: str) -> set[str]:
    """A state's key; none for "New York", which may mean the city, but for "New York State"."""
    wide = _STATE_OF.match(folded)
    named = state_code((wide[1] or wide[2]) if wide else None)
    if named:
        return {f"state:{named}"}
    plain = state_code(folded)
    known = gazetteer()
    rows = known.cities_named(folded)
    is_city = any(known.zips_of_city(int(row)).size >= LARGE_CITY_ZIPS for row in rows)
    return {f"state:{plain}"} if plain and not is_city else set()


def _county_or_city(folded: str, code: str | None) -> set[str]:
    name, named_state = split_state(folded)
    name, where = _CITY_ALIASES.get(name, (name, named_state or code))
    if not name:
        return set()
    county = _COUNTY_OF.match(name)
    if county:
        return _county(f"{county[2]} {county[1]}", where)
    if _COUNTY.search(name):
        return _county(name, where)
    town = _TOWN_OF.match(name)
    return _city(name, where) or (_city(town[1], where) if town else _county_city(name, where))


def _county_city(name: str, where: str | None) -> set[str]:
    """ "Baltimore City": a county of its own."""
    return _county(name, where) if gazetteer().counties_named(name) else set()


def _county(name: str, where: str | None) -> set[str]:
    rows = county_candidates(name, where)
    return {county_key(gazetteer(), rows[0])} if len(rows) == 1 else set()


def _city(name: str, where: str | None) -> set[str]:
    """The city's key, where only one can be meant."""
    known = gazetteer()
    found = [int(row) for row in known.cities_named(name)]
    rows = [row for row in found if where in (None, known.city_state(row))]
    return {f"city:{known.city_key_text(rows[0])}"} if len(rows) == 1 else set()
