"""Where a listing is: its name there, addresses, and the point on the map.

Nothing is read and nothing is written where the place is withheld.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.geo.reading import read_point
from resource_dir.models import Address, ListingDocument, Location
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.listed import RowKind, read_rows, row_changes
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.editing.sections.texts import text_of, value_of
from resource_dir.operations.rows import rows_where
from resource_dir.operations.texts import N_

LEVELS = ("point", "interpolated", "street")
SOURCE = "address points"  # of a point that the form looked up
DECIMALS = 6  # a hand's breadth
ADDRESSES = RowKind(
    Address,
    ("location_id",),
    ("attention", "address_1", "address_2", "city", "state_province", "postal_code",
     "address_type"),
    fresh={"country": "US"},
)  # fmt: skip


def has_place(listing: Listing) -> bool:
    """Whether there is a public place to edit."""
    return listing.location_id is not None and not listing.is_withheld


def point_text(lat: float, lon: float) -> str:
    """A point as the form writes it."""
    return f"{lat:.{DECIMALS}f}, {lon:.{DECIMALS}f}"


def looked_up_text(lat: float, lon: float, level: str) -> str:
    """What the form remembers of a point that came from an address: it, and how exact it is."""
    return f"{point_text(lat, lon)} {level}"


def read(session: Session, listing: Listing) -> Values:
    """The place as it is; nothing where it is withheld."""
    if not has_place(listing):
        return {}
    row = _location(session, listing)
    lat, lon = row["latitude"], row["longitude"]
    is_known, level = lat is not None and lon is not None, row["point_level"]
    return {
        "addresses": read_rows(session, listing, ADDRESSES),
        "point": point_text(lat, lon) if is_known else "",
        "looked_up": looked_up_text(lat, lon, level) if is_known and level else "",
        "location_name": text_of(row["name"]),
        "transportation": text_of(row["transportation"]),
    }


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """The rows that say these values. Raises BadInput for a point that can't be one."""
    if not has_place(listing):
        return []
    row = _location(session, listing)
    wanted = {
        "name": value_of(values.get("location_name")),
        "transportation": value_of(values.get("transportation")),
        **_point(row, values),
    }
    addresses = row_changes(session, listing, ADDRESSES, values.get("addresses", []))
    return [RowChange("location", row["id"], wanted), *addresses]


def listings_at(session: Session, listing: Listing) -> int:
    """How many listings move with this place, this one among them."""
    statement = select(func.count()).where(
        ListingDocument.location_id == listing.location_id, ListingDocument.document.is_not(None)
    )
    return session.scalar(statement) or 0


def _location(session: Session, listing: Listing) -> Mapping[str, Any]:
    assert listing.location_id is not None
    (row,) = rows_where(session, Location, "id", [listing.location_id])
    return dict(row)


def _point(row: Mapping[str, Any], values: Values) -> Values:
    """Columns of the point. One that somebody set by hand means the door, and has no level."""
    text, looked_up = value_of(values.get("point")), value_of(values.get("looked_up")) or ""
    if text is None:
        return dict.fromkeys(("latitude", "longitude", "point_level", "point_source"))
    lat, lon = read_typed_point(text)
    level = looked_up.rpartition(" ")[2]
    is_looked_up = level in LEVELS and looked_up == looked_up_text(lat, lon, level)
    return {
        "latitude": lat,
        "longitude": lon,
        "point_level": level if is_looked_up else None,
        "point_source": (row["point_source"] or SOURCE) if is_looked_up else None,
    }


def read_typed_point(text: str) -> tuple[float, float]:
    """A typed point. Raises BadInput (field "point") saying how to write one."""
    found = read_point(text)
    if found is None:
        raise BadInput(
            "Write latitude and longitude in degrees, such as 38.505, -106.055.", field="point"
        )
    return round(found[0], DECIMALS), round(found[1], DECIMALS)


SECTION = Section("place", N_("Place"), read, changes)
