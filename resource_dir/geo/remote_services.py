"""How each geocoding service is asked, and what its own words for exactness mean here.

Services of geopy, and one of our own for the US Census Bureau, which geopy does not have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import ArcGIS, Nominatim, Pelias, Photon
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from resource_dir.geo.place import Level
from resource_dir.geo.remote_options import MOST_CANDIDATES, RemoteOptions, down
from resource_dir.geo.remote_transport import BoundedAdapter

Found = tuple[str, float, float, Level]
CENSUS_BENCHMARK = "Public_AR_Current"

# A kind that is in no table (a river, a state, a country) is no place to start from.
_NOMINATIM: Mapping[str, Level] = {
    "house": "point",
    "house_number": "point",
    "building": "point",
    "amenity": "point",
    "shop": "point",
    "office": "point",
    "healthcare": "point",
    "emergency": "point",
    "tourism": "point",
    "leisure": "point",
    "place_of_worship": "point",
    "road": "street",
    "highway": "street",
    "postcode": "zip",
    "city": "city",
    "town": "city",
    "village": "city",
    "hamlet": "city",
    "municipality": "city",
    "suburb": "city",
    "neighbourhood": "city",
    "county": "county",
}
_PELIAS: Mapping[str, Level] = {
    "address": "point",
    "venue": "point",
    "street": "street",
    "intersection": "point",
    "postalcode": "zip",
    "neighbourhood": "city",
    "borough": "city",
    "locality": "city",
    "localadmin": "city",
    "county": "county",
}
_PHOTON: Mapping[str, Level] = {
    "house": "point",
    "street": "street",
    "locality": "city",
    "district": "city",
    "city": "city",
    "county": "county",
}
_ARCGIS: Mapping[str, Level] = {
    "Subaddress": "point",
    "PointAddress": "point",
    "BuildingName": "point",
    "Parcel": "point",
    "POI": "point",
    "StreetInt": "point",
    "StreetAddress": "interpolated",
    "StreetAddressExt": "interpolated",
    "StreetBetween": "interpolated",
    "DistanceMarker": "interpolated",
    "StreetMidBlock": "street",
    "StreetName": "street",
    "Postal": "zip",
    "PostalExt": "zip",
    "Locality": "city",
}


class Census(Geocoder):  # type: ignore[misc]  # geopy publishes no types
    """The one-line geocoder of the US Census Bureau, which reckons along ranges of numbers."""

    geocode_path = "/locations/onelineaddress"

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(**options)
        self.api = url.rstrip("/") + self.geocode_path

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Any:
        """A geopy Location, or all of them; None where no address range matches."""
        asked = {"address": query, "benchmark": CENSUS_BENCHMARK, "format": "json"}
        callback = partial(self._parse, exactly_one=exactly_one)
        return self._call_geocoder(f"{self.api}?{urlencode(asked)}", callback, timeout=timeout)

    def _parse(self, answer: Any, *, exactly_one: bool) -> Any:
        found = [
            Location(
                match["matchedAddress"],
                (float(match["coordinates"]["y"]), float(match["coordinates"]["x"])),
                match,
            )
            for match in answer["result"]["addressMatches"]
        ]
        return (found[0] if exactly_one else found) if found else None


@dataclass(frozen=True, slots=True)
class Service:
    """A service ready to be asked, and how exact each of its answers is."""

    name: str
    geocode: Callable[[str], Any]
    level: Callable[[Mapping[str, Any]], Level | None]

    def ask(self, text: str) -> list[Found]:
        """What it knows, in its order. Raises PlaceServiceDown."""
        try:
            locations = self.geocode(text) or ()
            answers = [self._found(one) for one in locations]
        except (GeopyError, OSError) as error:
            raise down(self.name, type(error).__name__) from None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise down(self.name, "its answer has another form") from None
        return [answer for answer in answers if answer]

    def _found(self, location: Any) -> Found | None:
        level = self.level(location.raw)
        if level is None:
            return None
        text = location.raw.get("properties", {}).get("label") or location.address
        return str(text), float(location.latitude), float(location.longitude), level


def service_of(options: RemoteOptions) -> Service:
    """The service that the options name, over a transport with limits."""
    place = urlsplit(options.url)
    where = {"scheme": place.scheme, "domain": place.netloc + place.path.rstrip("/")}
    how = {
        "user_agent": options.user_agent,
        "timeout": options.timeout_seconds,
        "adapter_factory": partial(BoundedAdapter, origin=f"{place.scheme}://{place.netloc}"),
    }
    geocode, level = _MAKERS[options.service](options, where, how)
    return Service(options.service, geocode, level)


Maker = tuple[Callable[[str], Any], Callable[[Mapping[str, Any]], Level | None]]


def _nominatim(options: RemoteOptions, where: Any, how: Any) -> Maker:
    coder = Nominatim(**where, **how)
    limits = {"exactly_one": False, "limit": MOST_CANDIDATES, "country_codes": "us"}
    return partial(coder.geocode, **limits), _nominatim_level


def _nominatim_level(raw: Mapping[str, Any]) -> Level | None:
    for name in ("addresstype", "type", "class", "category"):
        if raw.get(name) in _NOMINATIM:
            return _NOMINATIM[raw[name]]
    return None


def _pelias(options: RemoteOptions, where: Any, how: Any) -> Maker:
    coder = Pelias(api_key=options.key or None, **where, **how)
    return partial(coder.geocode, exactly_one=False, countries=["USA"]), _pelias_level


def _pelias_level(raw: Mapping[str, Any]) -> Level | None:
    about = raw["properties"]
    level = _PELIAS.get(about.get("layer", ""))
    if level == "point" and about.get("accuracy") == "interpolated":
        return "interpolated"
    if level == "point" and about.get("accuracy") == "centroid" and about["layer"] == "address":
        return "street"
    return level


def _photon(options: RemoteOptions, where: Any, how: Any) -> Maker:
    coder = Photon(**where, **how)
    return partial(coder.geocode, exactly_one=False, limit=MOST_CANDIDATES), _photon_level


def _photon_level(raw: Mapping[str, Any]) -> Level | None:
    about = raw["properties"]
    if about.get("countrycode", "US") != "US":
        return None
    if about.get("osm_value") == "postcode" or about.get("osm_key") == "postcode":
        return "zip"
    return _PHOTON.get(about.get("type", ""))


def _arcgis(options: RemoteOptions, where: Any, how: Any) -> Maker:
    coder = ArcGIS(**{**where, "domain": urlsplit(options.url).netloc}, **how)
    coder.api = options.url.rstrip("/") + "/findAddressCandidates"
    if options.key:
        coder.headers["X-Esri-Authorization"] = f"Bearer {options.key}"
    return partial(coder.geocode, exactly_one=False, out_fields="Addr_type"), _arcgis_level


def _arcgis_level(raw: Mapping[str, Any]) -> Level | None:
    return _ARCGIS.get(raw["attributes"].get("Addr_type", ""))


def _census(options: RemoteOptions, where: Any, how: Any) -> Maker:
    coder = Census(options.url, scheme=where["scheme"], **how)
    return partial(coder.geocode, exactly_one=False), lambda raw: "interpolated"


_MAKERS: Mapping[str, Callable[[RemoteOptions, Any, Any], Maker]] = {
    "nominatim": _nominatim,
    "pelias": _pelias,
    "photon": _photon,
    "arcgis": _arcgis,
    "census": _census,
}
