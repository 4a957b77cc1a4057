"""What the index is built from: one plain document per listing.

The caller (an operation over the database) makes these; nothing here knows a table. A document
holds only what may be searched: public texts, facts with their audience, and, for a withheld
listing, no point at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from resource_dir.errors import BadInput, WithheldPlace
from resource_dir.fit import Fact
from resource_dir.hours import Hours

NOT_FINDABLE = frozenset({"inactive", "defunct"})
TEMPORARILY_CLOSED = "temporarily closed"


@dataclass(frozen=True, slots=True)
class FreeBeds:
    """A report of free beds: who may see it, how many, and until when it may be believed.

    `fresh_until_epoch_s` is in seconds since 1970 UTC; after it the number is stale, not zero.
    """

    audience: str
    available: int
    fresh_until_epoch_s: int


@dataclass(frozen=True, slots=True)
class ListingDocument:
    """One listing as the index sees it.

    `texts` are (field, public text) pairs; fields are those of `language.FIELD_WEIGHTS`. `lat`
    and `lon` are degrees, None for an unplaced or withheld listing. `areas` are the area keys an
    unplaced listing lies in, or a withheld one serves. `change` is the database's change number.
    `rest` is a mark (64 bits, 0 for none) of all that this was made of but for the free beds.
    """

    id: str
    service_id: str | None
    location_id: str | None
    organization_id: str | None
    texts: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    lat: float | None
    lon: float | None
    is_withheld: bool
    areas: tuple[str, ...]
    hours: Hours
    facts: tuple[Fact, ...]
    free: tuple[FreeBeds, ...]
    verified_on: date | None
    status: str | None
    change: int
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The free beds of a listing whose `rest` is as the index knows it."""

    id: str
    free: tuple[FreeBeds, ...]
    change: int


def is_findable(document: ListingDocument) -> bool:
    """Say whether a listing belongs in the index; a status that is not stated does."""
    return (document.status or "").strip().casefold() not in NOT_FINDABLE


def is_placed(document: ListingDocument) -> bool:
    """Say whether a listing has a point that may be used for distance."""
    return document.lat is not None and document.lon is not None


def check_document(document: ListingDocument) -> None:
    """Refuse what must not reach the index.

    Raises WithheldPlace for a withheld listing with a point (a hidden point that still answers a
    radius was located to 8 m in 288 requests), BadInput for half a point or one off the globe.
    """
    lat, lon = document.lat, document.lon
    if document.is_withheld and (lat is not None or lon is not None):
        raise WithheldPlace(
            "A withheld listing was handed to the search index with a point; drop it first.",
            field="lat",
        )
    if (lat is None) != (lon is None):
        raise BadInput(f"Listing {document.id} has half a point; give lat and lon or neither.")
    if lat is not None and lon is not None and not _is_on_globe(lat, lon):
        raise BadInput(f"Listing {document.id} has a point off the globe.", field="lat")


def _is_on_globe(lat: float, lon: float) -> bool:
    return math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
