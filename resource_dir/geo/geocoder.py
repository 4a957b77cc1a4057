"""The gazetteer as a geopy geocoder, to stand in a row with others that geopy knows."""

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from resource_dir.errors import BadInput, PlaceNotFound
from resource_dir.geo.finding import find_places
from resource_dir.geo.place import Place


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy publishes no types
    """Points, ZIP codes, cities and counties from the shipped gazetteer, without the network."""

    def geocode(self, query: str, *, exactly_one: bool = True) -> Location | list[Location] | None:
        """A geopy Location, or all candidates; None when no gazetteer knows the place.

        `raw` of a Location is the Place, with its level and areas. GeocoderQueryError when the
        text can't be a place, with the message of our own BadInput.
        """
        try:
            places = find_places(query)
        except PlaceNotFound:
            return None
        except BadInput as wrong:
            raise GeocoderQueryError(wrong.message) from wrong
        return _location(places[0]) if exactly_one else [_location(place) for place in places]


def _location(place: Place) -> Location:
    return Location(place.text, (place.lat, place.lon), place)
