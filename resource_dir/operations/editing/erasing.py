"""What the history tells of listings that are withheld now: who and when stays, values go.

A revision holds what a row said before, so it could say where the site is. Nothing is weighed here:
every value around the site goes, also those that wait for a second person, that a source offered,
or that somebody typed and did not save.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from resource_dir.models import (
    Draft,
    ImportConflict,
    Revision,
    RevisionChange,
    Service,
    VerificationCall,
)
from resource_dir.operations.rows import chunked
from resource_dir.operations.withholding.audit_purging import OWNED_BY, Audited


def erase_history(session: Session, services: Collection[str], rows: Iterable[Audited]) -> None:
    """Erase around these services and rows; call it when the documents are locked."""
    ids = {row.row_id for row in rows} | set(services)
    for part in chunked(sorted(services)):
        session.execute(delete(Draft).where(Draft.service_id.in_(part)))
        _erase_words(session, part)
    for part in chunked(sorted(ids)):
        conflicts = ImportConflict.row_id.in_(part) | ImportConflict.service_id.in_(part)
        session.execute(update(ImportConflict).where(conflicts).values(stored=None, offered=None))
    _erase_changes(session, _telling(session, services, ids))


def _erase_words(session: Session, services: Collection[str]) -> None:
    of = Revision.service_id.in_(services)
    session.execute(update(Revision).where(of).values(why=None, reason=None))
    about = VerificationCall.service_id.in_(services)
    session.execute(update(VerificationCall).where(about).values(note=None))


def _telling(session: Session, services: Collection[str], ids: set[str]) -> set[int]:
    """The changes of these services, and of rows that hang or hung on what is around them."""
    query = (
        select(RevisionChange, Revision.service_id)
        .join(Revision, Revision.number == RevisionChange.revision_number)
        .where(Revision.service_id.in_(_neighbours(session, services)))
    )
    return {
        change.id
        for change, service_id in session.execute(query)
        if service_id in services or change.row_id in ids or _named(change) & ids
    }


def _neighbours(session: Session, services: Collection[str]) -> set[str]:
    """These services and all others of their organizations."""
    organizations = select(Service.organization_id).where(Service.id.in_(services))
    query = select(Service.id).where(Service.organization_id.in_(organizations))
    return set(session.scalars(query)) | set(services)


def _named(change: RevisionChange) -> set[str]:
    values = {**(change.before or {}), **(change.after or {})}
    return {str(values[name]) for name in OWNED_BY if values.get(name)}


def _erase_changes(session: Session, change_ids: set[int]) -> None:
    gone = sorted(change_ids)
    for start in range(0, len(gone), 500):
        part = RevisionChange.id.in_(gone[start : start + 500])
        session.execute(update(RevisionChange).where(part).values(before=None, after=None))
