"""What the rows of a service have to become, had some of its revisions not been: each row that they
touched is thought through again without them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Revision, RevisionChange
from resource_dir.models.correction import WHOLE_ROW
from resource_dir.operations.editing.rows import (
    OWNERS,
    RowChange,
    as_brought_back,
    from_json,
    stored_row,
)
from resource_dir.operations.editing.undone import is_undone, undone_before

UNDO = "undo"  # the action of a revision that takes others back
Values = dict[str, Any]
Row = tuple[str, str]
Field = tuple[str, str, str]  # table, row, field
Told = Sequence[tuple[int, RevisionChange]]  # one row's changes by the number of their revision


@dataclass(frozen=True, slots=True)
class Unwound:
    """What the rows have to become; fields that somebody else has set since, which stay; rows whose
    values were erased, or are withheld, and can't come back; and the numbers of revisions that were
    taken back before.
    """

    changes: tuple[RowChange, ...]
    left: tuple[Field, ...]
    erased: tuple[Field, ...]
    gone: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Past:
    """What is told of one row: its live changes by the number of their revision, the oldest first,
    without what undos wrote; the value that each field was given last, by an undo too; and the
    numbers of revisions that were taken back before.
    """

    told: list[tuple[int, RevisionChange]]
    given: Values
    gone: set[int]

    def is_erased(self) -> bool:
        """Whether its values went when a place was withheld: there is nothing to go back to."""
        return any(one.before is None and one.after is None for _, one in self.told)


def unwound(
    session: Session, service_id: str, undone: Collection[int], *, needed: Collection[str] = ()
) -> Unwound:
    """Changes that leave each field as it would be had the undone revisions not been: the last
    word of anybody else, or what was there before. What was taken back earlier is nobody's word.
    Rows that are `needed`, and those on which rows of others hang, do not go.
    """
    changes: list[RowChange] = []
    left: list[Field] = []
    erased: list[Field] = []
    pasts = _pasts(session, service_id)
    for row, past in pasts.items():
        if not any(number in undone for number, _ in past.told):
            continue
        if past.is_erased():
            erased.append((*row, WHOLE_ROW))
            continue
        back, skipped = _row_without(session, row, past, undone)
        left += [(*row, name) for name in skipped]
        if back is not None and back.values is not None:
            brought = as_brought_back(row[0], back.values)
            if brought is None:
                erased.append((*row, WHOLE_ROW))
                continue
            back = RowChange(*row, from_json(row[0], brought))
        changes += [back] if back is not None else []
    gone = frozenset(number for past in pasts.values() for number in past.gone)
    changes, needful = _without_needed(session, changes, pasts, needed)
    return Unwound(tuple(changes), (*left, *needful), tuple(erased), gone)


def _without_needed(
    session: Session, changes: Iterable[RowChange], pasts: Iterable[Row], needed: Collection[str]
) -> tuple[list[RowChange], list[Field]]:
    """Without removals of rows on which something hangs that stays: the listing that the account
    began, where somebody else added a phone to it.
    """
    removals = {(one.table, one.row_id): one for one in changes if one.values is None}
    if not removals:
        return list(changes), []
    rows = {row: stored_row(session, *row) or {} for row in pasts}
    wanted = {*needed, *_owners(rows[row] for row in rows if row not in removals)}
    left: list[Field] = []
    while stay := [row for row in removals if row[1] in wanted]:
        wanted |= _owners(rows[row] for row in stay)
        left += [(*row, WHOLE_ROW) for row in stay]
        removals = {row: one for row, one in removals.items() if row not in stay}
    kept = [one for one in changes if one.values is not None]
    return [*kept, *removals.values()], left


def _owners(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """The rows on which these hang."""
    names = (*OWNERS, "phone_id", "unit_id")
    return {str(row[name]) for row in rows for name in names if row.get(name)}


def _pasts(session: Session, service_id: str) -> dict[Row, _Past]:
    query = (
        select(Revision, RevisionChange)
        .join(RevisionChange, RevisionChange.revision_number == Revision.number)
        .where(Revision.service_id == service_id, Revision.state == "live")
        .order_by(Revision.number, RevisionChange.id)
    )
    rows = session.execute(query).all()
    windows = undone_before(session, {revision.actor for revision, _ in rows})
    found: dict[Row, _Past] = {}
    for revision, change in rows:
        row = (change.table_name, change.row_id)
        past = found.setdefault(row, _Past([], {}, set()))
        past.given.update(change.after or {})
        if revision.action != UNDO:
            past.told.append((revision.number, change))
            if is_undone(windows, revision.actor, revision.at):
                past.gone.add(revision.number)
    return found


def _row_without(
    session: Session, row: Row, past: _Past, undone: Collection[int]
) -> tuple[RowChange | None, list[str]]:
    """(what the row has to become, fields that somebody else has set since)."""
    is_there, is_added = _is_there(past, undone)
    if not is_there:
        return RowChange(*row, None), [] if is_added else _set_since(past, undone)
    if is_added:  # somebody else worked on it since
        return None, [WHOLE_ROW]
    return _fields_without(session, row, past, undone)


def _is_there(past: _Past, undone: Collection[int]) -> tuple[bool, bool]:
    """(whether the row would be there without them, whether they brought it where it was not)."""
    silent = _silent(past, undone)
    is_there, is_added = past.told[0][1].before is not None, False
    for number, change in past.told:
        if number not in silent:
            is_there = change.after is not None
        elif number in undone and change.before is None and not is_there:
            is_added = True
    return is_there, is_added


def _fields_without(
    session: Session, row: Row, past: _Past, undone: Collection[int]
) -> tuple[RowChange | None, list[str]]:
    stored = stored_row(session, *row)
    ours, left = _ours(past.told, undone), _set_since(past, undone)
    if stored is not None:
        told = from_json(row[0], past.given) or {}
        left += [n for n in ours if n not in left and n in told and stored[n] != told[n]]
    before = _before(past, undone)
    kept = {name: before[name] for name in ours if name in before and name not in left}
    if not kept:
        return None, left
    if stored is None:  # removed by one of the undone: it comes back whole
        removal = next((c for _, c in reversed(past.told) if c.after is None), None)
        kept = {**((removal.before if removal else None) or {}), **kept}
    return RowChange(*row, kept), left


def _ours(told: Told, undone: Collection[int]) -> list[str]:
    """The fields that the undone revisions changed, also by removing the row."""
    return list(dict.fromkeys(name for n, one in told if n in undone for name in _names(one)))


def _set_since(past: _Past, undone: Collection[int]) -> list[str]:
    """Fields that an undone revision set and somebody else after it."""
    silent, last_by = _silent(past, undone), dict[str, bool]()
    for number, change in past.told:
        last_by |= dict.fromkeys(_names(change), number in silent)
    ours = {name for n, one in past.told if n in undone for name in one.after or {}}
    return [name for name, is_silent in last_by.items() if not is_silent and name in ours]


def _before(past: _Past, undone: Collection[int]) -> Values:
    """What stood in the fields of which a silent revision had the last word."""
    silent, wanted = _silent(past, undone), Values()
    for number, change in past.told:
        for name in _names(change):
            if number in silent:
                wanted.setdefault(name, (change.before or {}).get(name))
            else:
                wanted.pop(name, None)
    return wanted


def _silent(past: _Past, undone: Collection[int]) -> set[int]:
    """Revisions that count no more: the undone, and what was taken back before; but an addition
    that was taken back, and is there all the same, was left to whoever worked on it.
    """
    was_left = any(n in past.gone and change.before is None for n, change in past.told)
    return {*undone, *(() if was_left else past.gone)}


def _names(change: RevisionChange) -> Iterable[str]:
    return change.after if change.after is not None else change.before or {}
