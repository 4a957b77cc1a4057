"""What one account did in a time window, and which windows were taken back before.

An undo is noted in the audit log with its account and window: what was taken back once is nobody's
word any more, so that a later undo of somebody else does not bring it back.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import AuditEntry
from resource_dir.operations.auditing import HUNDREDTH_MICROSECONDS, record
from resource_dir.operations.rows import chunked

ACTION, TABLE = "undo_account", "account"
_ACCOUNT = "account:"


@dataclass(frozen=True, slots=True)
class Window:
    """What one account did from `since` to `until`, both included."""

    account_id: str
    since: datetime
    until: datetime

    @property
    def actor(self) -> str:
        """The account, as revisions, reports and links name it."""
        return f"{_ACCOUNT}{self.account_id}"

    @property
    def since_noted(self) -> datetime:
        """Where it begins in the audit log, whose moments are cut to 1/100 s."""
        cut = self.since.microsecond // HUNDREDTH_MICROSECONDS * HUNDREDTH_MICROSECONDS
        return self.since.replace(microsecond=cut)

    def holds(self, actor: str | None, at: datetime | None) -> bool:
        """Whether what this actor did at that moment is in it."""
        return actor == self.actor and at is not None and self.since <= at <= self.until

    def holds_entry(self, entry: AuditEntry) -> bool:
        """The same of an entry of the audit log."""
        return entry.actor == self.actor and self.since_noted <= entry.at <= self.until


def note_undo(session: Session, window: Window, *, actor: str, now: datetime) -> None:
    """Keep that this window was taken back; what the account does after `now` was not."""
    after = {"since": window.since, "until": min(window.until, now)}
    record(
        session, ACTION, actor=actor, table=TABLE, row_id=window.account_id, now=now, after=after
    )


def undone_before(session: Session, actors: Iterable[str | None]) -> tuple[Window, ...]:
    """The windows of these actors that were taken back before, the oldest undo first."""
    accounts = {one.removeprefix(_ACCOUNT) for one in actors if one and one.startswith(_ACCOUNT)}
    found: list[AuditEntry] = []
    for part in chunked(sorted(accounts)):
        query = select(AuditEntry).where(
            AuditEntry.table_name == TABLE,
            AuditEntry.row_id.in_(part),
            AuditEntry.action == ACTION,
            AuditEntry.changes.is_not(None),
        )
        found += session.scalars(query)
    return tuple(_window(one) for one in sorted(found, key=lambda one: one.sequence))


def is_undone(windows: Iterable[Window], actor: str | None, at: datetime | None) -> bool:
    """Whether what this actor did at that moment lies in one of the windows."""
    return any(window.holds(actor, at) for window in windows)


def _window(entry: AuditEntry) -> Window:
    since, until = (
        datetime.fromisoformat(json.loads(str(entry.changes))[name][1])
        for name in ("since", "until")
    )
    return Window(entry.row_id, since, until)
