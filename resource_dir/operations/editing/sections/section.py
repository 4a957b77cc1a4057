"""What a section of the editor is, and the listing that it belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import NotFound
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.editing.history import kept_listing
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.rows import table_of

Values = dict[str, Any]  # JSON-able: texts, {"a": text} and lists of rows {"id": …, "a": text}
_document = table_of(models.ListingDocument)


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing that is edited. `link_id` and `location_id` are None where it has no place.

    `of_service` listings share its service and `of_house` its organization: who changes a row
    there has to know that it shows on all of them.
    """

    id: str
    service_id: str
    organization_id: str | None
    location_id: str | None
    is_withheld: bool
    name: str
    organization: str | None
    of_service: int
    of_house: int

    @property
    def link_id(self) -> str | None:
        """Of its service_at_location; None for a service without a public location."""
        return self.id if self.id != self.service_id else None

    @property
    def owners(self) -> Mapping[str, str]:
        """The columns by which rows hang on it, the most specific first."""
        found = {
            "service_at_location_id": self.link_id,
            "service_id": self.service_id,
            "location_id": self.location_id,
            "organization_id": self.organization_id,
        }
        return {name: key for name, key in found.items() if key}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a listing that is edited on one page.

    `read` gives the values of its fields as they are; `changes` gives the rows that make it say
    `values` (the engine takes the difference). Values are texts in the end, so that what was
    typed, what is stored and what a draft holds can be compared.
    """

    slug: str
    title: str
    read: Callable[[Session, Listing], Values]
    changes: Callable[[Session, Listing, Values], list[RowChange]]


def edited_listing(session: Session, listing_id: str, caller: Caller) -> Listing:
    """A listing that this person keeps. Raises NotFound, NotAllowed."""
    service_id = kept_listing(session, listing_id, caller)
    row = session.execute(select(_document).where(_document.c.id == listing_id)).mappings().one()
    if row["document"] is None:
        raise NotFound("There is no such listing. It may have been closed or merged.")
    return Listing(
        id=listing_id,
        service_id=service_id,
        organization_id=row["organization_id"],
        location_id=row["location_id"],
        is_withheld=row["is_withheld"],
        name=row["document"]["name"] or "",
        organization=row["document"]["organization"],
        of_service=_count(session, "service_id", service_id),
        of_house=_count(session, "organization_id", row["organization_id"]),
    )


def _count(session: Session, column: str, key: str | None) -> int:
    statement = select(func.count()).where(
        _document.c[column] == key, _document.c.document.is_not(None)
    )
    return session.scalar(statement) or 0
