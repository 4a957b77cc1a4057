"""Phones and contact desks."""

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.hsds.repairs import split_phone
from resource_dir.models import Contact, Phone
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.listed import RowKind, read_rows, row_changes
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.listings.documents import PHONE_OWNERS, SCHEDULE_OWNERS
from resource_dir.operations.texts import N_


def _shown(row: Values) -> Values:
    """A number as people write it; one that can't be read as it is."""
    try:
        parts, _ = split_phone(row["number"])
    except BadInput:
        return row
    return row | {"number": parts.national or parts.number}


def _taken(row: Values) -> Values:
    """A number as it is dialled. Raises BadInput."""
    if not row["number"]:
        raise BadInput("A phone needs a number; to take it away, choose “Remove”.", field="phones")
    try:
        parts, _ = split_phone(row["number"])
    except BadInput as error:
        raise BadInput(error.template, field="phones", **error.values) from error
    if parts.others:
        raise BadInput(
            "Write one number in each row: %(text)s.", field="phones", text=row["number"]
        )
    audience = row["audience"] or "public"
    extension = row["extension"] or parts.extension
    return row | {"number": parts.number, "extension": extension, "audience": audience}


PHONES = RowKind(
    Phone,
    PHONE_OWNERS,
    ("number", "extension", "type", "description", "audience"),
    shown=_shown,
    taken=_taken,
)
CONTACTS = RowKind(
    Contact,
    SCHEDULE_OWNERS,
    ("name", "title", "department", "email", "audience"),
    taken=lambda row: row | {"audience": row["audience"] or "public"},
)


def read(session: Session, listing: Listing) -> Values:
    """All phones and desks that the listing shows."""
    return {
        "phones": read_rows(session, listing, PHONES),
        "contacts": read_rows(session, listing, CONTACTS),
    }


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """The phones and desks as they should be."""
    return [
        *row_changes(session, listing, PHONES, values["phones"]),
        *row_changes(session, listing, CONTACTS, values["contacts"]),
    ]


SECTION = Section("contacts", N_("Phones and contacts"), read, changes)
