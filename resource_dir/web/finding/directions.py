"""Ways to a listing: one link for each map application, since no phone knows them all."""

from typing import Any, NamedTuple
from urllib.parse import quote

from resource_dir.web.texts import _
from resource_dir.web.wording import map_href

# Any other point is the middle of a street, a town or a ZIP code: nobody is sent there, and the
# device's own map gets the address. A directory that gives a point itself (None) means the door.
DRIVEN_TO = frozenset({None, "point", "interpolated"})


class Way(NamedTuple):
    """One map application and the address that opens it."""

    name: str
    href: str


def is_only_about_there(listing: dict[str, Any]) -> bool:
    """Whether its pin stands where it is only roughly."""
    has_point = listing["lat"] is not None and not listing["is_withheld"]
    return has_point and listing.get("point_level") not in DRIVEN_TO


def directions(listing: dict[str, Any]) -> list[Way]:
    """Links that open directions to its door, by the address where the door is not known to a
    point; none where the place is withheld or unknown.
    """
    lat, lon, address = listing["lat"], listing["lon"], listing["address"]
    if is_only_about_there(listing):
        lat = lon = None
    own = map_href(lat, lon, address)
    if own is None or listing["is_withheld"]:
        return []
    to = f"{lat:.6f},{lon:.6f}" if lat is not None else quote(address, safe="")
    waze = "ll" if lat is not None else "q"
    return [
        Way(_("This phone's map"), own),
        Way("Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={to}"),
        Way("Apple Maps", f"https://maps.apple.com/?daddr={to}"),
        Way("Waze", f"https://waze.com/ul?{waze}={to}&navigate=yes"),
        Way("OpenStreetMap", f"https://www.openstreetmap.org/directions?to={to}"),
    ]
