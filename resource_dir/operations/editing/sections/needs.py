"""Which needs a service answers."""

from uuid import uuid4

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.models import ListingNeed
from resource_dir.needs import NEEDS
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.rows import rows_where
from resource_dir.operations.texts import N_

TABLE, ORIGIN = "listing_need", "steward"


def in_order(slugs: list[str]) -> list[str]:
    """Needs in the order of the list, so that two forms of one listing are equal."""
    return [slug for slug in NEEDS if slug in slugs]


def _rows(session: Session, listing: Listing) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {}
    for row in rows_where(session, ListingNeed, "service_id", [listing.service_id]):
        found.setdefault(row["need_slug"], []).append(row)
    return found


def read(session: Session, listing: Listing) -> Values:
    """The needs that are stated; those that its name or terms say come by themselves."""
    return {"needs": in_order(list(_rows(session, listing)))}


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """Raises BadInput for a need whose houses are withheld, on a listing that is not."""
    stored, wanted = _rows(session, listing), values["needs"]
    new = [slug for slug in in_order(wanted) if slug not in stored]
    if not listing.is_withheld and any(NEEDS[slug].is_withheld_by_default for slug in new):
        raise BadInput("Withhold the place of this listing before you say so.", field="needs")
    added = [
        RowChange(
            TABLE,
            str(uuid4()),
            {"service_id": listing.service_id, "need_slug": slug, "origin": ORIGIN},
        )
        for slug in new
    ]
    gone = [row["id"] for slug, rows in stored.items() if slug in NEEDS and slug not in wanted
            for row in rows]  # fmt: skip
    return [*added, *(RowChange(TABLE, row_id, None) for row_id in gone)]


SECTION = Section("needs", N_("What it is for"), read, changes)
