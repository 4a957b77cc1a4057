"""From what a person types to places: a point, a ZIP code, a city or a county.

Streets are not known here. A street address gives its ZIP code's or its city's place, said to be
that (level "zip" or "city"), and PlaceNotFound when it ends in neither.
"""

import re

from resource_dir.errors import PlaceNotFound
from resource_dir.geo.areas import (
    COAST_KM,
    areas_at,
    areas_of_city,
    areas_of_county,
    areas_of_zip,
    county_candidates,
    nearest_zip,
)
from resource_dir.geo.folding import fold
from resource_dir.geo.gazetteer import STANDARD, gazetteer
from resource_dir.geo.place import Place
from resource_dir.geo.reading import clean, read_point, read_zip
from resource_dir.geo.states import STATE_NAMES, split_state, state_code
from resource_dir.geo.typos import similar_cities

MOST_CANDIDATES = 10
AS_GIVEN = "as given"  # the source of a bare point
LARGE_CITY_ZIPS = 50  # "Washington" and "New York" alone mean the city; "California" the state
LONGEST_CITY_WORDS = 5
# "100 Highway 12345" ends in five digits that are no ZIP code.
_NUMBERED = re.compile(
    r"\b(road|rd|route|rte|rt|highway|hwy|sr|cr|box|apt|unit|suite|ste|room|rm|no|number|exit|fm)"
    r"[ .]*#?$|#$",
    re.IGNORECASE,
)
_ZIP_WORD = re.compile(r"^(zip|zip ?code|postal code)$", re.IGNORECASE)
_TOWN_WORDS = re.compile(r"^(city|town|village|township|borough) of ")
_COUNTY_FIRST = re.compile(r"^(county|parish|municipality) of (.+)$")
_COUNTY_LAST = re.compile(r" (county|co|parish|borough|census area|municipality|municipio)$")
# The Post Office writes the towns of Queens apart and knows Manhattan as New York; people say both.
_ALIASES = {
    "nyc": "new york ny",
    "new york city": "new york ny",
    "new york city ny": "new york ny",
    "the bronx": "bronx ny",
    "the bronx ny": "bronx ny",
    "queens": "queens county ny",
    "queens ny": "queens county ny",
    "manhattan ny": "new york ny",
}


def find_places(text: str) -> tuple[Place, ...]:
    """Candidates for a place text, best first, at most 10; never empty.

    Takes "lat,lon", a ZIP code, "City, ST", a city or a county. A name that several states have
    gives several candidates, the one with most ZIP codes first. A misspelt city gives cities with
    nearly that name, their right names in `text`. PlaceNotFound says what to try instead;
    BadInput when the text can't be a place at all (empty, over 200 characters, off the Earth).
    """
    plain = clean(text)
    found = _zip_place(plain) or _point_place(plain) or _named_places(plain)
    if not found:
        raise not_found(plain)
    return found[:MOST_CANDIDATES]


def not_found(plain: str) -> PlaceNotFound:
    """The error about a place that nobody knows, with what to try instead."""
    return PlaceNotFound(
        '"%(place)s" was not found. Try a cross-street, a ZIP code, "City, ST" or "lat,lon".',
        field="near",
        place=plain,
    )


def _point_place(plain: str) -> tuple[Place, ...]:
    point = read_point(plain)
    if point is None:
        return ()
    lat, lon = point
    shown = f"{lat:.5f}, {lon:.5f}"
    return (Place(shown, lat, lon, "point", AS_GIVEN, areas_at(lat, lon)),)


def _zip_place(plain: str) -> tuple[Place, ...]:
    """The place of a ZIP code at the end of the text, if what stands before it does not deny it."""
    read = read_zip(plain)
    if read is None or _NUMBERED.search(read[0]):
        return ()
    before, code = read
    row = gazetteer().zip_number(code)
    town, state = split_state(fold(before))
    if row is not None and state in (None, gazetteer().zip_state_code(row)):
        return (zip_place(row),)
    towns = _named_places(before) if town and not _ZIP_WORD.match(before) else ()
    if towns:
        return towns
    raise _no_zip(code, row, state)


def _no_zip(code: str, row: int | None, state: str | None) -> PlaceNotFound:
    if row is None:
        return PlaceNotFound(
            'No ZIP code %(code)s is known. Try a ZIP code, "City, ST" or "lat,lon".',
            field="near",
            code=code,
        )
    return PlaceNotFound(
        "ZIP code %(code)s is in %(lies_in)s, not in %(state)s. Leave one of the two out.",
        field="near",
        code=code,
        lies_in=gazetteer().zip_state_code(row),
        state=state,
    )


def _named_places(plain: str) -> tuple[Place, ...]:
    """Cities and counties: the whole text, else what follows the last comma or the street."""
    folded = _ALIASES.get(fold(plain), fold(plain))
    name, state = split_state(folded)
    if state and (not name or state_code(folded)):
        return _place_of_state_name(folded, state)
    exact = _counties(name, state) or _cities(name, state) or _county_cities(name, state)
    return exact or _tail_places(plain, name, state) or _typo_places(name, state)


def _place_of_state_name(folded: str, state: str) -> tuple[Place, ...]:
    """ "Washington" is the city of that name, "DC" the District; "California" is too wide."""
    known = gazetteer()
    if state == "DC":
        return _cities("washington", "DC")
    rows = [row for row in known.cities_named(folded) if known.zips_of_city(row).size]
    large = [city_place(row) for row in rows if known.zips_of_city(row).size >= LARGE_CITY_ZIPS]
    if large:
        return tuple(large)
    raise PlaceNotFound(
        "%(state)s is a whole state or territory. Add a city, a county or a ZIP code.",
        field="near",
        state=STATE_NAMES[state],
    )


def _counties(name: str, state: str | None) -> tuple[Place, ...]:
    """Counties, only where the text says that it means one."""
    first = _COUNTY_FIRST.match(name)
    wanted = f"{first[2]} {first[1]}" if first else name
    if wanted != "district of columbia" and not _COUNTY_LAST.search(wanted):
        return ()
    return tuple(county_place(row) for row in county_candidates(wanted, state))


def _county_cities(name: str, state: str | None) -> tuple[Place, ...]:
    """Cities that are counties of their own: "Baltimore City", which no city is named."""
    known = gazetteer()
    rows = [row for row in known.counties_named(name) if state in (None, known.county_state(row))]
    return tuple(county_place(row) for row in rows)


def _cities(name: str, state: str | None) -> tuple[Place, ...]:
    """Cities of exactly this name, in one state or in all; those with most ZIP codes first."""
    known = gazetteer()
    for form in dict.fromkeys((name, _TOWN_WORDS.sub("", name))):
        if state:
            row = known.city_number(form, state)
            rows = [row] if row is not None else []
        else:
            rows = [int(row) for row in known.cities_named(form)]
        if rows:
            largest = sorted(rows, key=lambda row: (-known.zips_of_city(row).size, row))
            return tuple(city_place(row) for row in largest[:MOST_CANDIDATES])
    return ()


def _tail_places(plain: str, name: str, state: str | None) -> tuple[Place, ...]:
    """The city a street address ends in: after the last comma, or the longest known name.

    Without a comma the state must be named: "500 Lincoln" is a street, not a city.
    """
    parts = [fold(part) for part in plain.split(",")]
    towns = [split_state(part)[0] for part in parts[1:]]
    after_comma = next((town for town in reversed(towns) if town), "")
    if after_comma and after_comma != name:
        return _cities(after_comma, state) or _typo_places(after_comma, state)
    words = name.split()
    if not state or not any(word[0].isdigit() or word == "and" for word in words):
        return ()
    for count in range(min(LONGEST_CITY_WORDS, len(words) - 1), 0, -1):
        found = _cities(" ".join(words[-count:]), state)
        if found:
            return found
    return ()


def _typo_places(name: str, state: str | None) -> tuple[Place, ...]:
    return tuple(city_place(row) for row in similar_cities(name, state))


def zip_place(row: int) -> Place:
    """The place of a ZIP row: its Census centroid, or its post office where it has none."""
    known = gazetteer()
    city = known.city_label(int(known.cities_of_zip(row)[0]))
    source = "Census ZIP centroid" if known.zip_is_census[row] else "ZIP point"
    text, lat, lon = f"{city} {known.zip_text(row)}", known.zip_lat[row], known.zip_lon[row]
    return Place(text, float(lat), float(lon), "zip", source, areas_of_zip(row))


def city_place(row: int) -> Place:
    """The place of a city row: the mean of its ZIP points, those with residents before others."""
    known = gazetteer()
    rows = known.zips_of_city(row)
    preferred = rows[known.zip_city[known.zip_city_start[rows]] == row]
    rows = preferred if preferred.size else rows
    standard = rows[(known.zip_kind[rows] == STANDARD) & known.zip_is_census[rows]]
    rows = standard if standard.size else rows
    lat, lon = float(known.zip_lat[rows].mean()), float(known.zip_lon[rows].mean())
    source = "mean of ZIP centroids"
    return Place(known.city_label(row), lat, lon, "city", source, areas_of_city(row))


def county_place(row: int) -> Place:
    """The place of a county row: the centroid of its largest part."""
    known = gazetteer()
    lat, lon = known.boundaries.centre_of(row)
    source = "Census county boundary"
    return Place(known.county_label(row), lat, lon, "county", source, areas_of_county(row))


def near_name(lat: float, lon: float) -> str | None:
    """What people call the surroundings of a point ("Bakersfield, CA 93301"); None at sea.

    The nearest ZIP code's name, else the county's.
    """
    county = gazetteer().boundaries.county_near(lat, lon, within_km=COAST_KM)
    if county is None:
        return None
    row = nearest_zip(lat, lon, state=gazetteer().county_state(county))
    return gazetteer().county_label(county) if row is None else zip_place(row).text
