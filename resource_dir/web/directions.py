"""Ways to a listing: one link for each map application, since no phone knows them all."""

from typing import Any, NamedTuple
from urllib.parse import quote

from resource_dir.web.texts import _

# Below a street a point is the middle of a town or a ZIP code: nobody is sent there.
DRIVEN_TO = frozenset({"point", "interpolated", "street"})


class Way(NamedTuple):
    """One map application and the address that opens it."""

    name: str
    href: str


def directions(listing: dict[str, Any]) -> list[Way]:
    """Links that open directions; none where the place is withheld, unknown or only about."""
    if listing["is_withheld"]:
        return []
    lat, lon, address = listing["lat"], listing["lon"], listing["address"]
    if lat is None and not address:
        return []
    if listing.get("point_level", "point") not in (None, *DRIVEN_TO):
        return []
    to = f"{lat:.6f},{lon:.6f}" if lat is not None else quote(address, safe="")
    label = quote(address, safe="") if address else to
    return [
        Way(_("Map of this phone"), f"geo:{to if lat is not None else '0,0'}?q={label}"),
        Way("Google Maps", f"https://www.google.com/maps/dir/?api=1&destination={to}"),
        Way("Apple Maps", f"https://maps.apple.com/?daddr={to}"),
        Way(
            "Waze",
            f"https://waze.com/ul?{'ll' if lat is not None else 'q'}={to}&navigate=yes",
        ),
    ]
