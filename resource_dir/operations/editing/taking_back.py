"""The way back: restore a listing as it once was, or undo what one account did in a time window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import Conflict
from resource_dir.models import CorrectedField, Revision, RevisionChange
from resource_dir.models.correction import WHOLE_ROW
from resource_dir.operations.beds.taking_back import (
    Window,
    end_links,
    reports_in,
    take_back_beds,
)
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.deciding import let_go
from resource_dir.operations.editing.revising import (
    RowChange,
    changes_of,
    get_revision,
    lock_service,
    revise,
)
from resource_dir.operations.editing.rows import as_json, from_json, stored_row

UNDONE = "undone"  # the reason that stands at a change that waited
Values = dict[str, Any]
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did: services with a value taken back, and fields that somebody else changed
    since, which were left (table, row, field); counts of beds that went back, and links ended.
    """

    services: tuple[str, ...]
    revisions: int
    left: tuple[tuple[str, str, str], ...]
    counts: int = 0
    links: int = 0


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
    of beds goes too, and the links to beds that it made.
    """
    mine = _revisions_of(session, account_id, since=since, until=until)
    numbers = {one.number for one in mine}
    services: dict[str, None] = {}
    left: list[tuple[str, str, str]] = []
    for service_id in sorted({one.service_id for one in mine}):
        lock_service(session, service_id)
        changes, skipped = _unwound(session, service_id, numbers)
        left += skipped
        if changes:
            done = revise(
                session, service_id, changes, author=author, action="undo", now=now,
                why=None, takes_back=max(n.number for n in mine if n.service_id == service_id),
            )  # fmt: skip
            if done.live is not None:
                services[service_id] = None
            _let_imports_in(session, numbers, except_for=done.live)
    waiting = _held_of(session, account_id, since=since, until=until)
    for revision in sorted(waiting, key=lambda one: (one.service_id, one.number)):
        lock_service(session, revision.service_id)
        let_go(session, revision, author=author, reason=UNDONE, now=now)
        services[revision.service_id] = None
    window = Window(account_id, since, until)
    counts = take_back_beds(session, window, actor=author.actor, now=now)
    links = end_links(session, window, actor=author.actor, now=now)
    session.flush()
    return UndoReport(tuple(services), len(mine), tuple(left), counts, links)


def count_undoable(session: Session, account_id: str, *, since: datetime, until: datetime) -> int:
    """How many changes and reports of an account an undo of this window would look at."""
    edits = sum(
        len(_revisions_of(session, account_id, since=since, until=until, state=state))
        for state in ("live", "held")
    )
    return edits + len(reports_in(session, Window(account_id, since, until)))


def _revisions_of(
    session: Session, account_id: str, *, since: datetime, until: datetime, state: str = "live"
) -> list[Revision]:
    query = select(Revision).where(
        Revision.actor == f"account:{account_id}",
        Revision.at >= since,
        Revision.at <= until,
        Revision.state == state,
        Revision.action != "undo",
    )
    return list(session.scalars(query.order_by(Revision.number)))


def _held_of(
    session: Session, account_id: str, *, since: datetime, until: datetime
) -> list[Revision]:
    return _revisions_of(session, account_id, since=since, until=until, state="held")


def _unwound(
    session: Session, service_id: str, undone: set[int]
) -> tuple[list[RowChange], list[tuple[str, str, str]]]:
    """Changes that leave each field as it would be had the undone revisions not been: the last
    word of anybody else, or what was there before.
    """
    query = (
        select(Revision, RevisionChange)
        .join(RevisionChange, RevisionChange.revision_number == Revision.number)
        .where(Revision.service_id == service_id, Revision.state == "live")
        .order_by(Revision.number, RevisionChange.id)
    )
    by_row: dict[Row, list[tuple[int, RevisionChange]]] = {}
    for revision, change in session.execute(query):
        by_row.setdefault((change.table_name, change.row_id), []).append((revision.number, change))
    changes: list[RowChange] = []
    left: list[tuple[str, str, str]] = []
    for row, told in by_row.items():
        if any(number in undone for number, _ in told):
            back, skipped = _row_without(session, row, told, undone)
            left += [(row[0], row[1], name) for name in skipped]
            if back is not None:
                changes.append(back)
    return changes, left


def _row_without(
    session: Session, row: Row, told: Sequence[tuple[int, RevisionChange]], undone: set[int]
) -> tuple[RowChange | None, list[str]]:
    """(what the row has to become, fields that somebody else has set since)."""
    if any(change.before is None and change.after is None for _, change in told):
        return None, [WHOLE_ROW]  # erased when a place was withheld: nothing to go back to
    first = next(change for number, change in told if number in undone)
    ours = {number for number, _ in told if number in undone}
    others_after = [c for n, c in told if n not in undone and n > min(ours)]
    if first.before is None:  # it was added: it goes, unless somebody else worked on it since
        if others_after and others_after[-1].after is not None:
            return None, [WHOLE_ROW]
        return RowChange(*row, None), []
    return _fields_without(session, row, told, undone)


def _fields_without(
    session: Session, row: Row, told: Sequence[tuple[int, RevisionChange]], undone: set[int]
) -> tuple[RowChange | None, list[str]]:
    stored = as_json(stored_row(session, *row))
    wanted: Values = {}
    left: list[str] = []
    last_by: dict[str, bool] = {}  # field -> whether its newest change is one of the undone
    for number, change in told:
        is_ours = number in undone
        names = change.after if change.after is not None else change.before or {}
        for name in names:
            if is_ours and not last_by.get(name):
                wanted[name] = (change.before or {}).get(name)
            last_by[name] = is_ours
            if not is_ours and change.after is not None:
                wanted.pop(name, None)
    left = [name for name, ours in last_by.items() if not ours and _was_ours(told, undone, name)]
    kept = {name: value for name, value in wanted.items() if last_by.get(name)}
    if not kept:
        return None, left
    if stored is None:  # removed by one of the undone: it comes back whole
        removal = next((c for _, c in reversed(told) if c.after is None), None)
        kept = {**((removal.before if removal else None) or {}), **kept}
    return RowChange(*row, from_json(row[0], kept)), left


def _was_ours(told: Iterable[tuple[int, RevisionChange]], undone: set[int], name: str) -> bool:
    return any(number in undone and name in (change.after or {}) for number, change in told)


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
    return RowChange(*row, from_json(row[0], values))


def _refuse_erased(change: RevisionChange) -> None:
    if change.before is None and change.after is None:
        raise Conflict(
            "The listing was withheld since: what it said before was erased and can't come back."
        )


def _let_imports_in(session: Session, numbers: Iterable[int], *, except_for: int | None) -> None:
    """What was taken back is nobody's correction any more, unless somebody else had set that field
    before: the next import may change it.
    """
    taken = {*numbers, *([except_for] if except_for is not None else [])}
    query = select(CorrectedField).where(CorrectedField.revision_number.in_(taken))
    for corrected in session.scalars(query).all():
        if not _is_set_by_others(session, corrected, taken):
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
            Revision.action.not_in(("undo", "restore")),
        )
    )
    return any(
        corrected.field == WHOLE_ROW if one.after is None else corrected.field in one.after
        for one in session.scalars(query)
    )
