"""What an account set of counts of beds is taken back: whether a bed is confirmed by itself, how
long it is held, how long a number is believed.

What stood before is read in the audit log. Field by field: the last word of anybody else stands.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir.models import AuditEntry, BedSetting, Capacity
from resource_dir.operations.auditing import record
from resource_dir.operations.beds.reporting import lock_all_counts
from resource_dir.operations.editing.undone import Window, undone_before
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.operations.rows import chunked

TABLE, PUT_BACK = "bed_setting", "put_back_setting"
SETTINGS = ("confirms_by_itself", "longest_hold_minutes", "fresh_hours")

Named = tuple[str, str]  # a count and one of its settings


@dataclass(frozen=True, slots=True)
class SettingsTakenBack:
    """Settings that went back; those that somebody else set since; and those of which nobody knows
    any more what they were, since the listing was withheld.
    """

    done: tuple[Named, ...] = ()
    left: tuple[Named, ...] = ()
    erased: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class _Story:
    """What the log tells of one setting: whose the last word is, what was before the account's,
    and what it was set to last. `is_erased`: the log has no values of it any more.
    """

    is_ours: bool
    before: Any
    last: Any
    is_erased: bool


def take_back_settings(
    session: Session, window: Window, *, actor: str, now: datetime
) -> SettingsTakenBack:
    """Take back what this account set, also of listings that are not shown now."""
    ours = {one.row_id for one in settings_in(session, window)}
    listings = select(Capacity.service_at_location_id).where(Capacity.id.in_(sorted(ours)))
    locked = lock_all_counts(session, session.scalars(listings))
    entries = _entries_of(session, ours)
    done: list[Named] = []
    left: list[Named] = []
    erased: list[Named] = []
    services = set()
    for row in (row for counts in locked.values() for row in counts if row["id"] in ours):
        stories = _stories(session, entries[row["id"]], window)
        left += [(row["id"], name) for name, one in stories.items() if not one.is_ours]
        erased += [(row["id"], n) for n, one in stories.items() if one.is_ours and one.is_erased]
        wanted = {n: one for n, one in stories.items() if one.is_ours and not one.is_erased}
        changed, others = _put_back(session, row, wanted, actor=actor, now=now)
        done += [(row["id"], name) for name in changed]
        left += [(row["id"], name) for name in others]
        if "fresh_hours" in changed and row["document"] is not None:
            services.add(row["document"]["service_id"])
    refresh_documents(session, sorted(services))
    return SettingsTakenBack(tuple(done), tuple(left), tuple(erased))


def settings_in(session: Session, window: Window) -> list[AuditEntry]:
    """What the account set in the window and nobody took back before."""
    query = select(AuditEntry).where(
        AuditEntry.table_name == TABLE,
        AuditEntry.actor == window.actor,
        AuditEntry.at >= window.since_noted,
        AuditEntry.at <= window.until,
        AuditEntry.action != PUT_BACK,
    )
    gone = undone_before(session, [window.actor])
    return [one for one in session.scalars(query) if not _is_in(one, gone)]


def _is_in(entry: AuditEntry, windows: Iterable[Window]) -> bool:
    return any(window.holds_entry(entry) for window in windows)


def _entries_of(session: Session, counts: Iterable[str]) -> dict[str, list[AuditEntry]]:
    """What was ever set for these counts, the oldest first; without what an undo put back."""
    found: dict[str, list[AuditEntry]] = {}
    for part in chunked(sorted(counts)):
        query = select(AuditEntry).where(
            AuditEntry.table_name == TABLE,
            AuditEntry.row_id.in_(part),
            AuditEntry.action != PUT_BACK,
        )
        for one in session.scalars(query.order_by(AuditEntry.sequence)):
            found.setdefault(one.row_id, []).append(one)
    return found


def _stories(session: Session, entries: Sequence[AuditEntry], window: Window) -> dict[str, _Story]:
    """Of each setting that the account touched in the window."""
    gone = undone_before(session, {one.actor for one in entries})
    found: dict[str, _Story] = {}
    touched: set[str] = set()
    for entry in entries:
        values = json.loads(entry.changes) if entry.changes is not None else {}
        is_new = window.holds_entry(entry) and not _is_in(entry, gone)
        is_ours = is_new or _is_in(entry, gone)
        for name in set(json.loads(entry.fields)) & set(SETTINGS):
            before, after = values.get(name, (None, None))
            told = found.get(name)
            goes_on = is_ours and told is not None and told.is_ours
            first = told.before if goes_on and told is not None else before
            lost = told.is_erased if goes_on and told is not None else entry.changes is None
            found[name] = _Story(is_ours, first, after, lost)
            touched |= {name} if is_new else set()
    return {name: found[name] for name in SETTINGS if name in touched}


def _put_back(
    session: Session, row: RowMapping, wanted: dict[str, _Story], *, actor: str, now: datetime
) -> tuple[list[str], list[str]]:
    """(settings that changed, settings that say something else than the log's last word)."""
    setting = session.get(BedSetting, row["id"], with_for_update=True, populate_existing=True)
    if setting is None:  # it went with its count, which came back: nothing is set
        return [], []
    stored = {name: getattr(setting, name) for name in wanted}
    others = [name for name, one in wanted.items() if stored[name] not in (one.last, one.before)]
    after = {
        name: one.before
        for name, one in wanted.items()
        if name not in others and stored[name] != one.before
    }
    for name, value in after.items():
        setattr(setting, name, value)
    if after:
        record(
            session, PUT_BACK, actor=actor, table=TABLE, row_id=row["id"], now=now,
            before={name: stored[name] for name in after},
            after={**after, "listing_id": row["listing_id"]},
        )  # fmt: skip
    return list(after), others
