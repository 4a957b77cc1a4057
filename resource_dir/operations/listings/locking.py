"""Hold a listing until commit: who withholds it meanwhile waits, then purges this change too."""

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import NotFound
from resource_dir.operations.rows import table_of

_document = table_of(models.ListingDocument)


def lock_service(session: Session, service_id: str) -> list[RowMapping]:
    """The documents of a service, held until commit: who withholds it waits for this change."""
    statement = (
        select(_document)
        .where(_document.c.service_id == service_id)
        .order_by(_document.c.id)
        .with_for_update()
    )
    return list(session.execute(statement).mappings())


def lock_listing(session: Session, listing_id: str) -> RowMapping:
    """The document of one listing that is shown, held until commit. Raises NotFound."""
    statement = (
        select(_document)
        .where(_document.c.id == listing_id, _document.c.document.is_not(None))
        .with_for_update()
    )
    found = session.execute(statement).mappings().one_or_none()
    if found is None:
        raise NotFound("There is no such listing. It may have been closed or merged.")
    return found
