"""The one way by which a person changes rows of a listing.

In one transaction: the listings around are locked, the difference is taken, places of withheld
listings are refused, delicate changes by new accounts are set aside for a second person, the rest
is applied, kept field by field, written to the audit log, protected from the next import, and
shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import Conflict, NotFound
from resource_dir.models import Revision, RevisionChange
from resource_dir.operations.auditing import record
from resource_dir.operations.editing import delicate
from resource_dir.operations.editing.applying import apply_diff, note_corrections, place_anew
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.rows import (
    Belongings,
    RowChange,
    RowDiff,
    as_json,
    belongings_of,
    diffs_of,
    refuse_strangers,
    stored_row,
)
from resource_dir.operations.editing.withheld_words import refuse_places
from resource_dir.operations.importing.touched import Touched
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.operations.rows import table_of

__all__ = [
    "Author", "Revised", "RowChange", "changed_since", "last_revision", "revise",
]  # fmt: skip

_document = table_of(models.ListingDocument)
_change = table_of(models.RevisionChange)


@dataclass(frozen=True, slots=True)
class Revised:
    """Numbers of the revisions that a change became; both None when nothing changed.

    `held_for` is a comma-separated list of phone, address, hours, eligibility, status, new_listing.
    """

    live: int | None = None
    held: int | None = None
    held_for: str | None = None


def revise(
    session: Session,
    service_id: str,
    changes: Sequence[RowChange],
    *,
    author: Author,
    action: str,
    now: datetime,
    section: str | None = None,
    why: str | None = None,
    how: str | None = None,
    key: str | None = None,
    takes_back: int | None = None,
) -> Revised:
    """Change the rows of one service and its listings; returns what became of it.

    The caller opens the write transaction and has asked whether the author keeps this listing.
    Raises NotFound for rows of another listing, WithheldPlace, BadInput for a value, Conflict for
    values that don't fit together. The same `key` changes once.
    """
    own = belongings_of(session, service_id)
    locked = _lock_around(session, own)
    if key is not None and (done := _done_before(session, key)):
        return done
    diffs = diffs_of(session, changes)
    refuse_strangers(session, own, diffs)
    refuse_withheld(session, service_id, diffs, locked=locked, why=why)
    live, held, held_for = (diffs, [], None) if author.is_trusted else delicate.split(diffs)
    common = {
        "service_id": service_id, "at": now, "actor": author.actor, "action": action,
        "section": section, "why": why, "how": how, "takes_back": takes_back,
    }  # fmt: skip
    number = held_number = None
    if live:
        revision = note(session, Revision(**common, state="live", key=key), live)
        apply(session, revision, live, now=now)
        number = revision.number
    if held:
        one = Revision(
            **common, state="held", held_for=held_for, key=None if number is not None else key
        )
        held_number = note(session, one, held).number
        _audit(session, one, held, action=f"hold_{action}", now=now)
        show_held(session, one, _rows_of(held))
    return Revised(number, held_number, held_for)


def refuse_withheld(
    session: Session,
    service_id: str,
    diffs: Sequence[RowDiff],
    *,
    locked: Sequence[RowMapping],
    why: str | None = None,
) -> None:
    """Raises WithheldPlace where one of the listings around (`lock_around`) is withheld, and these
    changes of a service look as if they said a place.
    """
    if any(row["is_withheld"] for row in locked):
        mine = [row["is_withheld"] for row in locked if row["service_id"] == service_id]
        refuse_places(session, diffs, why=why, is_wholly_withheld=bool(mine) and all(mine))


def apply(session: Session, revision: Revision, diffs: Sequence[RowDiff], *, now: datetime) -> None:
    """Put the changes of a noted revision into the inventory, and show them."""
    touched = Touched(session)
    touched.add_services([revision.service_id])
    _touch(session, touched, _rows_of(diffs))
    try:
        for diff in _removals_last(diffs):
            apply_diff(session, diff)
        session.flush()
    except IntegrityError as error:
        raise Conflict("These values don't fit together. Nothing was saved.") from error
    _touch(session, touched, _rows_of(diffs))
    note_corrections(session, diffs, revision=revision)
    place_anew(session, diffs)
    _audit(session, revision, diffs, action=revision.action, now=now)
    _refresh(session, touched)


def show_held(session: Session, revision: Revision, rows: Iterable[tuple[str, str]]) -> None:
    """Show everywhere that a change of these rows (table, id) waits, or waits no more: a phone of
    the organization stands at all of its listings.
    """
    touched = Touched(session)
    touched.add_services([revision.service_id])
    _touch(session, touched, rows)
    _refresh(session, touched)


def lock_around(session: Session, service_id: str) -> list[RowMapping]:
    """Lock what `revise` will lock, before reading what a change is to be compared with."""
    return _lock_around(session, belongings_of(session, service_id))


def _lock_around(session: Session, own: Belongings) -> list[RowMapping]:
    """The documents of everything that shares an organization or place with this service."""
    around = [_document.c.service_id == own.service_id]
    if own.organization_id:
        around.append(_document.c.organization_id == own.organization_id)
    if own.locations:
        around.append(_document.c.location_id.in_(sorted(own.locations)))
    statement = select(
        _document.c.id, _document.c.service_id, _document.c.is_withheld
    ).where(or_(*around)).order_by(_document.c.id).with_for_update()  # fmt: skip
    return list(session.execute(statement).mappings())


def last_revision(session: Session, service_id: str) -> int:
    """The number of the newest live revision; 0 where nobody changed anything yet."""
    statement = select(func.max(Revision.number)).where(
        Revision.service_id == service_id, Revision.state == "live"
    )
    return session.scalar(statement) or 0


def changed_since(
    session: Session, service_id: str, base: int
) -> list[tuple[Revision, list[RevisionChange]]]:
    """The live revisions after `base`, from the oldest to the newest, each with its changes."""
    query = select(Revision).where(
        Revision.service_id == service_id, Revision.number > base, Revision.state == "live"
    )
    return [
        (one, changes_of(session, one)) for one in session.scalars(query.order_by(Revision.number))
    ]


def changes_of(session: Session, revision: Revision) -> list[RevisionChange]:
    """The rows that a revision changed."""
    query = select(RevisionChange).where(RevisionChange.revision_number == revision.number)
    return list(session.scalars(query.order_by(RevisionChange.id)))


def get_revision(session: Session, number: int) -> Revision:
    """The revision with this number. Raises NotFound."""
    found = session.get(Revision, number)
    if found is None:
        raise NotFound("There is no such change.")
    return found


def _done_before(session: Session, key: str) -> Revised | None:
    query = select(Revision).where(Revision.key == key)
    revision = session.scalars(query).one_or_none()
    if revision is None:
        return None
    if revision.state == "live":
        return Revised(revision.number)
    return Revised(None, revision.number, revision.held_for)


def note(session: Session, revision: Revision, diffs: Sequence[RowDiff]) -> Revision:
    """Keep a revision with its changes; nothing is applied by it."""
    session.add(revision)
    session.flush()
    rows = [
        {
            "revision_number": revision.number,
            "table_name": diff.table,
            "row_id": diff.row_id,
            "before": as_json(diff.before),
            "after": as_json(diff.after),
        }
        for diff in diffs
    ]
    session.execute(insert(_change), rows)
    return revision


def _audit(
    session: Session, revision: Revision, diffs: Sequence[RowDiff], *, action: str, now: datetime
) -> None:
    for diff in diffs:
        record(
            session, action, actor=revision.actor, table=diff.table, row_id=diff.row_id, now=now,
            before=as_json(diff.before), after=as_json(diff.after),
        )  # fmt: skip


def _removals_last(diffs: Sequence[RowDiff]) -> list[RowDiff]:
    """What comes before what goes; children go before their parents."""
    there = [diff for diff in diffs if diff.after is not None]
    return there + [diff for diff in reversed(diffs) if diff.after is None]


def _rows_of(diffs: Sequence[RowDiff]) -> list[tuple[str, str]]:
    return [(diff.table, diff.row_id) for diff in diffs]


def _refresh(session: Session, touched: Touched) -> None:
    for _, services in touched.chunks():
        refresh_documents(session, services)


def _touch(session: Session, touched: Touched, rows: Iterable[tuple[str, str]]) -> None:
    """Note every service that shows these rows as they stand: a phone of the organization is shown
    by all of its services.
    """
    for table, row_id in rows:
        row = stored_row(session, table, row_id)
        if row is not None:
            touched.add_rows(table, [{**row, "id": row_id}])
