"""The way back: restore a listing as it once was, or undo what one account did in a time window."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir.errors import Conflict, WithheldPlace
from resource_dir.models import CorrectedField, Revision, RevisionChange
from resource_dir.models.correction import WHOLE_ROW
from resource_dir.operations.beds import reaches_back
from resource_dir.operations.beds.taking_back import counts_in_use, reports_in, take_back_beds
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.deciding import let_go
from resource_dir.operations.editing.revising import (
    RowChange,
    changes_of,
    get_revision,
    lock_around,
    refuse_withheld,
    revise,
)
from resource_dir.operations.editing.rows import as_brought_back, diffs_of, from_json
from resource_dir.operations.editing.undo_report import Edits, Kept, UndoReport, report_of
from resource_dir.operations.editing.undone import Window, is_undone, note_undo, undone_before
from resource_dir.operations.editing.unwinding import UNDO, Field, unwound
from resource_dir.operations.holds.taking_back import settings_in, take_back_settings
from resource_dir.operations.listings.locking import lock_service

UNDONE = "undone"  # the reason that stands at a change that waited
Values = dict[str, Any]
Row = tuple[str, str]


def restore_revision(session: Session, number: int, *, author: Author, now: datetime) -> int | None:
    """Make a listing as it was right after this revision: later changes are taken back, newest
    first. Returns the number of the new revision, None when nothing was to do.

    Raises NotFound, Conflict for values that were erased with a withheld place.
    """
    target = get_revision(session, number)
    lock_service(session, target.service_id)
    query = select(Revision).where(
        Revision.service_id == target.service_id,
        Revision.number > number,
        Revision.state == "live",
    )
    later = list(session.scalars(query.order_by(Revision.number.desc())))
    wanted: dict[Row, Values | None] = {}
    for revision in later:
        for change in reversed(changes_of(session, revision)):
            _refuse_erased(change)
            _rewind(wanted, change)
    changes = [_as_change(row, values) for row, values in wanted.items()]
    done = revise(
        session, target.service_id, changes, author=author, action="restore", now=now,
        takes_back=number,
    )  # fmt: skip
    _let_imports_in(session, [one.number for one in later], except_for=done.live)
    return done.live


def undo_account(
    session: Session,
    account_id: str,
    *,
    since: datetime,
    until: datetime,
    author: Author,
    now: datetime,
) -> UndoReport:
    """Take back all that one account changed in a time window, in every listing, and nothing that
    anybody else changed. What of it still waits for a second person is rejected. What it reported
    of beds goes too, with what it set of them, links that it made, and addresses that it added or
    stopped. What was taken back before is not looked at again.
    """
    window = Window(account_id, since, until)
    edits = _take_back_edits(session, window, author=author, now=now)
    waiting = _revisions_of(session, window, state="held")
    for revision in sorted(waiting, key=lambda one: (one.service_id, one.number)):
        lock_service(session, revision.service_id)
        let_go(session, revision, author=author, reason=UNDONE, now=now)
    beds = take_back_beds(session, window, actor=author.actor, now=now)
    settings = take_back_settings(session, window, actor=author.actor, now=now)
    reaches = reaches_back.take_back_reaches(session, window, actor=author.actor, now=now)
    links = reaches_back.end_links(session, window, actor=author.actor, now=now)
    note_undo(session, window, actor=author.actor, now=now)
    session.flush()
    return report_of(
        session, edits=edits, rejected=[one.service_id for one in waiting], beds=beds,
        settings=settings, reaches=reaches, links=links,
    )  # fmt: skip


def count_undoable(session: Session, account_id: str, *, since: datetime, until: datetime) -> int:
    """How many things that an account did an undo of this window would look at."""
    window = Window(account_id, since, until)
    found = (
        _revisions_of(session, window),
        _revisions_of(session, window, state="held"),
        reports_in(session, window),
        settings_in(session, window),
        reaches_back.added_in(session, window),
        reaches_back.stopped_in(session, window),
        reaches_back.links_in(session, window),
    )
    return sum(len(some) for some in found)


def _revisions_of(session: Session, window: Window, *, state: str = "live") -> list[Revision]:
    """Those of the window that were not taken back before."""
    query = select(Revision).where(
        Revision.actor == window.actor,
        Revision.at >= window.since,
        Revision.at <= window.until,
        Revision.state == state,
        Revision.action != UNDO,
    )
    gone = undone_before(session, [window.actor]) if state == "live" else ()
    found = session.scalars(query.order_by(Revision.number))
    return [one for one in found if not is_undone(gone, one.actor, one.at)]


def _take_back_edits(session: Session, window: Window, *, author: Author, now: datetime) -> Edits:
    numbers: dict[str, list[int]] = {}
    for one in _revisions_of(session, window):
        numbers.setdefault(one.service_id, []).append(one.number)
    services, taken = [], 0
    left: list[Kept] = []
    erased: list[Kept] = []
    for service_id, mine in sorted(numbers.items()):
        lock_service(session, service_id)
        needed = counts_in_use(session, service_id, window)
        back = unwound(session, service_id, mine, needed=needed)
        changes, withheld = _without_places(session, service_id, back.changes)
        left += [Kept(service_id, *one) for one in back.left]
        erased += [Kept(service_id, *one) for one in (*back.erased, *withheld)]
        if not changes:
            continue
        done = revise(
            session, service_id, changes, author=author, action=UNDO, now=now,
            takes_back=max(mine),
        )  # fmt: skip
        if done.live is not None:
            services.append(service_id)
            taken += _touching(session, mine, changes)
        _let_imports_in(session, mine, except_for=done.live, gone=back.gone)
    return Edits(tuple(services), taken, tuple(left), tuple(erased))


def _without_places(
    session: Session, service_id: str, changes: Iterable[RowChange]
) -> tuple[list[RowChange], list[Field]]:
    """Without what would say a withheld place again; that is named."""
    locked = lock_around(session, service_id)
    kept: list[RowChange] = []
    withheld: list[Field] = []
    for change in changes:
        shown, refused = _shown_of(session, service_id, change, locked=locked)
        withheld += [(change.table, change.row_id, name) for name in refused]
        kept += [shown] if shown is not None else []
    return kept, withheld


def _shown_of(
    session: Session, service_id: str, change: RowChange, *, locked: Sequence[RowMapping]
) -> tuple[RowChange | None, list[str]]:
    """(the change without the fields that would say a withheld place, those fields)."""
    refused: list[str] = []
    while True:
        try:
            refuse_withheld(session, service_id, diffs_of(session, [change]), locked=locked)
        except WithheldPlace as error:
            rest = {name: one for name, one in (change.values or {}).items() if name != error.field}
            if error.field is None or len(rest) == len(change.values or {}):
                return None, [*refused, WHOLE_ROW]
            refused.append(error.field)
            change = RowChange(change.table, change.row_id, rest)
        else:
            return change if change.values != {} else None, refused


def _touching(session: Session, numbers: Collection[int], changes: Iterable[RowChange]) -> int:
    """How many of these revisions changed one of the rows."""
    rows = {(one.table, one.row_id) for one in changes}
    query = select(RevisionChange).where(RevisionChange.revision_number.in_(numbers))
    return len({
        one.revision_number
        for one in session.scalars(query)
        if (one.table_name, one.row_id) in rows
    })  # fmt: skip


def _rewind(wanted: dict[Row, Values | None], change: RevisionChange) -> None:
    """Go one change further into the past."""
    row = (change.table_name, change.row_id)
    if change.before is None:
        wanted[row] = None
    elif change.after is None:
        wanted[row] = dict(change.before)
    else:
        wanted[row] = {**(wanted.get(row) or {}), **change.before}


def _as_change(row: Row, values: Values | None) -> RowChange:
    if values is None:
        return RowChange(*row, None)
    brought = as_brought_back(row[0], values)
    if brought is None:
        raise _erased()
    return RowChange(*row, from_json(row[0], brought))


def _refuse_erased(change: RevisionChange) -> None:
    if change.before is None and change.after is None:
        raise _erased()


def _erased() -> Conflict:
    return Conflict(
        "The listing was withheld since: what it said before was erased and can't come back."
    )


def _let_imports_in(
    session: Session,
    numbers: Iterable[int],
    *,
    except_for: int | None,
    gone: Iterable[int] = (),
) -> None:
    """What was taken back is nobody's correction any more, unless somebody else had set that field
    before (and it was not taken back: `gone`): the next import may change it.
    """
    taken = {*numbers, *([except_for] if except_for is not None else [])}
    query = select(CorrectedField).where(CorrectedField.revision_number.in_(taken))
    for corrected in session.scalars(query).all():
        if not _is_set_by_others(session, corrected, taken.union(gone)):
            session.delete(corrected)
    session.flush()


def _is_set_by_others(session: Session, corrected: CorrectedField, taken: set[int]) -> bool:
    query = (
        select(RevisionChange)
        .join(Revision, Revision.number == RevisionChange.revision_number)
        .where(
            RevisionChange.table_name == corrected.table_name,
            RevisionChange.row_id == corrected.row_id,
            RevisionChange.revision_number.not_in(taken),
            Revision.state == "live",
            Revision.action.not_in((UNDO, "restore")),
        )
    )
    return any(
        corrected.field == WHOLE_ROW if one.after is None else corrected.field in one.after
        for one in session.scalars(query)
    )
