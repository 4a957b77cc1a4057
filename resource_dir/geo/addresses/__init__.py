"""A local geocoder: imported address points as arrays, asked with what people type.

`AddressGeocoder`, the same as a geopy geocoder, lies in `resource_dir.geo.addresses.geocoder`:
geopy loads all its geocoders with it, and nothing else here needs them.
"""

from resource_dir.geo.addresses.book import AddressBook
from resource_dir.geo.addresses.numbers import names_a_number
from resource_dir.geo.addresses.point import AddressPoint

__all__ = ["AddressBook", "AddressPoint", "names_a_number"]
