"""What a listing is called, what it is, and how one gets in."""

from sqlalchemy.orm import Session

from resource_dir.operations.editing.rows import RowChange, stored_row
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.editing.sections.texts import text_of, value_of
from resource_dir.operations.texts import N_

FIELDS = (
    "name", "alternate_name", "description", "alert", "url", "email", "application_process",
    "wait_time",
)  # fmt: skip


def read(session: Session, listing: Listing) -> Values:
    """The fields of the service."""
    row = stored_row(session, "service", listing.service_id) or {}
    return {name: text_of(row.get(name)) for name in FIELDS}


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """The service with these fields."""
    wanted = {name: value_of(values[name]) for name in FIELDS if name in values}
    return [RowChange("service", listing.service_id, wanted)]


BASICS = Section("basics", N_("Basics"), read, changes)
