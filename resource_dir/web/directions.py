"""Ways to drive there: each map application by its own link, no script, no account."""

from typing import Any, NamedTuple

from resource_dir.web.texts import _
from resource_dir.web.wording import map_href

Listing = dict[str, Any]

# A point in the middle of one of these is no place to send a car to.
TOO_COARSE = frozenset({"zip", "city", "county", "state"})


class Way(NamedTuple):
    """A map application, and the link that starts its directions."""

    name: str
    href: str


def ways_there(listing: Listing) -> list[Way]:
    """One link per application; none for a withheld or unplaced listing or a coarse point."""
    lat, lon = listing["lat"], listing["lon"]
    is_coarse = listing.get("point_level") in TOO_COARSE
    if listing["is_withheld"] or lat is None or lon is None or is_coarse:
        return []
    point = f"{lat:.6f},{lon:.6f}"
    own = map_href(lat, lon, listing["address"])
    assert own is not None
    return [
        Way(_("This phone's map"), own),
        Way("Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={point}"),
        Way("Apple Maps", f"https://maps.apple.com/?daddr={point}"),
        Way("Waze", f"https://waze.com/ul?ll={point}&navigate=yes"),
        Way("OpenStreetMap", f"https://www.openstreetmap.org/directions?to={point}"),
    ]
