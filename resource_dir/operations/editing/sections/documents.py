"""What the person has to bring."""

from sqlalchemy.orm import Session

from resource_dir.models import RequiredDocument
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.listed import RowKind, read_rows, row_changes
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.texts import N_

DOCUMENTS = RowKind(RequiredDocument, ("service_id",), ("document",))


def read(session: Session, listing: Listing) -> Values:
    """The documents of the service."""
    return {"documents": read_rows(session, listing, DOCUMENTS)}


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """The documents as they should be."""
    return row_changes(session, listing, DOCUMENTS, values["documents"])


SECTION = Section("documents", N_("Documents to bring"), read, changes)
