"""The listing whose beds somebody wants to look after: found, and held while it is changed."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import NotAllowed, NotFound
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.editing.history import kept_listing
from resource_dir.operations.rows import table_of

Document = dict[str, Any]

_document = table_of(models.ListingDocument)


def lock_listing(session: Session, listing_id: str) -> Document:
    """Its document, held until commit: who withholds it now waits. Raises NotFound."""
    return _document_of(session, listing_id, is_locked=True)


def find_listing(session: Session, listing_id: str) -> Document:
    """Its document. Raises NotFound."""
    return _document_of(session, listing_id)


def kept_document(session: Session, listing_id: str, caller: Caller) -> Document:
    """Its document, where this person keeps it and it is not retired. Raises NotFound, also for
    somebody else's: who asks learns nothing of it.
    """
    found = _document_of(session, listing_id)
    try:
        kept_listing(session, listing_id, caller)
    except NotAllowed as error:
        raise _no_such_listing() from error
    return found


def _document_of(session: Session, listing_id: str, *, is_locked: bool = False) -> Document:
    statement = select(_document.c.document).where(
        _document.c.id == listing_id, _document.c.document.is_not(None)
    )
    if is_locked:
        statement = statement.with_for_update()
    found: Document | None = session.scalars(statement).one_or_none()
    if found is None:
        raise _no_such_listing()
    return found


def _no_such_listing() -> NotFound:
    return NotFound("There is no such listing. It may have been closed or merged.")
