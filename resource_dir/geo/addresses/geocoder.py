"""An address book as a geopy geocoder, to stand in a row with others that geopy knows."""

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from resource_dir.geo.addresses.book import AddressBook
from resource_dir.geo.place import Place

MOST_CANDIDATES = 10


class AddressGeocoder(Geocoder):  # type: ignore[misc]  # geopy publishes no types
    """Addresses, corners, mile posts and streets of a book, without the network."""

    def __init__(self, book: AddressBook) -> None:
        super().__init__()
        self._book = book

    def geocode(
        self, query: str, *, exactly_one: bool = True, limit: int = MOST_CANDIDATES
    ) -> Location | list[Location] | None:
        """A geopy Location, or up to `limit` candidates; None when the book has no such place.

        `raw` of a Location is the Place, with its level, source and areas.
        """
        places = self._book.find(query, limit=1 if exactly_one else limit)
        if not places:
            return None
        return _location(places[0]) if exactly_one else [_location(place) for place in places]


def _location(place: Place) -> Location:
    return Location(place.text, (place.lat, place.lon), place)
