"""Which IANA time zone a place keeps.

Counties that lie in one zone (all but a few dozen) carry it in the gazetteer; only points in the
others ask tzfpy (MIT; its polygons are OpenStreetMap's, ODbL, simplified),
because its 33 MB of polygons would be held by every worker of every server, most of which serve
one county.
"""

from collections.abc import Iterable

from resource_dir.geo.areas import COAST_KM, check_point, nearest_zip, zip_row_of
from resource_dir.geo.gazetteer import SPLIT_ZONE, gazetteer
from resource_dir.geo.states import STATE_FIPS, STATE_OF_FIPS

_SEA = "Etc/"  # nautical zones: no clock on land runs by them


def zone_at(lat: float, lon: float) -> str | None:
    """Zone of a point in the United States; elsewhere on land tzfpy's answer; None at sea.

    BadInput when the point is not on Earth.
    """
    check_point(lat, lon)
    known = gazetteer()
    county = known.boundaries.county_near(lat, lon, within_km=COAST_KM)
    if county is not None and known.county_zone[county] != SPLIT_ZONE:
        return _zone_name(int(known.county_zone[county]))
    asked = _zone_by_polygon(lat, lon)
    if asked or county is None:
        return asked
    nearest = nearest_zip(lat, lon, state=known.county_state(county))
    return _zone_name(int(known.zip_zone[nearest])) if nearest is not None else None


def zone_of_zip(postal_code: str) -> str | None:
    """Zone of a ZIP code; None when it is unknown."""
    row = zip_row_of(postal_code)
    return _zone_name(int(gazetteer().zip_zone[row])) if row is not None else None


def zone_of_area(keys: Iterable[str]) -> str | None:
    """The one zone all the areas lie in; None when they lie in several, or none is known.

    A key that holds another one given is passed over: of {"state:KY", "zip:42101"} the ZIP
    decides, since Kentucky has two zones. A county with two zones gives None: hours in a guessed
    zone would be wrong by an hour.
    """
    given = set(keys)
    found = {zone for key in given - _wider_ones(given) for zone in _zones_of(key)}
    return found.pop() if len(found) == 1 else None


def _wider_ones(given: set[str]) -> set[str]:
    wider: set[str] = set()
    for key in given:
        wider |= _holders_of(key)
    return wider & given


def _holders_of(key: str) -> set[str]:
    """Keys of the areas that hold this one whole."""
    known = gazetteer()
    kind, _, value = key.partition(":")
    if kind == "county":
        state = STATE_OF_FIPS.get(value[:2])
        return {f"state:{state}"} if state else set()
    if kind == "city":
        rows = _zips_of_city_key(value)
        counties = {known.zip_county_number(row) for row in rows}
        held = {f"county:{known.county_fips[c]:05d}" for c in counties if c is not None}
        return held | {f"state:{value[-2:].upper()}"}
    row = zip_row_of(value) if kind == "zip" else None
    if row is None:
        return set()
    county = known.zip_county_number(row)
    cities = {f"city:{known.city_key_text(int(city))}" for city in known.cities_of_zip(row)}
    counties_held = {f"county:{known.county_fips[county]:05d}"} if county is not None else set()
    return cities | counties_held | {f"state:{known.zip_state_code(row)}"}


def _zones_of(key: str) -> set[str | None]:
    """Zones of one area; {None} when the area is unknown or itself split."""
    known = gazetteer()
    kind, _, value = key.partition(":")
    if kind == "zip":
        return {zone_of_zip(value)}
    if kind == "city":
        rows = _zips_of_city_key(value)
        return {_zone_name(int(known.zip_zone[row])) for row in rows} or {None}
    if kind == "county":
        row = known.county_number(value) if value.isascii() and value.isdigit() else None
        return {_zone_name(int(known.county_zone[row])) if row is not None else None}
    if kind == "state" and value in STATE_FIPS:
        inside = known.county_fips // 1000 == int(STATE_FIPS[value])
        return {_zone_name(zone) for zone in known.county_zone[inside].tolist()} or {None}
    return {None}


def _zips_of_city_key(value: str) -> list[int]:
    known = gazetteer()
    name, _, state = value.rpartition(",")
    city = known.city_number(name, state)
    return [] if city is None else known.zips_of_city(city).tolist()


def _zone_name(number: int) -> str | None:
    return None if number == SPLIT_ZONE else bytes(gazetteer().zone_name[number]).decode()


def _zone_by_polygon(lat: float, lon: float) -> str | None:
    import tzfpy  # loads its polygons on first use; most servers never need them

    zone = tzfpy.get_tz(lon, lat)
    return zone if zone and not zone.startswith(_SEA) else None
