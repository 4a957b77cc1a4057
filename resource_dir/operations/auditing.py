"""The audit log: each change with its author, in the transaction of the change, chained by hash.

Whoever may rewrite the whole database can rewrite the chain, too; so `check` prints its end, to be
kept elsewhere. A row that was changed, taken out or put in by hand is found by anybody.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from resource_dir.models import AuditEntry, AuditHead
from resource_dir.operations.rows import table_of

COMMAND_LINE = "command line"
NOBODY = "nobody"  # not signed in
START = "0" * 64
AT_ONCE = 1_000  # entries in memory while the chain is checked
HUNDREDTH_MICROSECONDS = 10_000
# Of these tables only the names of changed fields are kept, but for fields that are no place.
PLACES: Mapping[str, frozenset[str]] = {
    "location": frozenset({"id", "organization_id", "location_type", "is_withheld"}),
    "address": frozenset({"id", "location_id", "address_type"}),
}
# Never kept with a value, whatever the table.
SECRETS = frozenset({
    "password_hash", "totp_secret", "totp_step", "token_digest", "code_digest", "public_key",
    "credential_id", "salt",
})  # fmt: skip

# Made once and not through the ORM: hundreds of reports of beds a second each add an entry, and
# whoever writes waits meanwhile.
_entry, _head = table_of(AuditEntry), table_of(AuditHead)
_HEAD = select(_head.c.sequence, _head.c.digest).where(_head.c.id == 1)
_LOCK_HEAD = _HEAD.with_for_update()
_MOVE_HEAD = update(_head).where(_head.c.id == 1)
_ADD = insert(_entry)


@dataclass(frozen=True, slots=True)
class Change:
    """What `record` takes of one row."""

    action: str
    actor: str
    table: str
    row_id: str
    now: datetime
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def record(
    session: Session,
    action: str,
    *,
    actor: str,
    table: str,
    row_id: str,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry, in the write transaction of the change itself.

    `before` and `after` hold the fields that changed; `before` is None for a new row, `after` for
    one that went. Values of places and secrets are left out here, whatever the caller hands in.
    About a row of a listing: lock its documents first, as `reporting.add_report` does, so that who
    withholds it waits for this entry and erases it; a withholding itself hands in no old values.
    """
    change = Change(action, actor, table, row_id, now, before=before, after=after)
    record_all(session, [change])
    session.flush()


def record_all(session: Session, changes: Iterable[Change]) -> None:
    """Add one entry for each, in their order. What `record` says holds for every one."""
    connection = session.connection()
    sequence, previous = connection.execute(_LOCK_HEAD).one()
    entries = []
    for change in changes:
        entry = _entry_of(change, sequence + 1, previous)
        sequence, previous = entry["sequence"], entry["digest"]
        entries.append(entry)
    if entries:
        connection.execute(_ADD, entries)
        connection.execute(_MOVE_HEAD, {"sequence": sequence, "digest": previous})


def erase_values(session: Session, table: str, *, row_id: str) -> None:
    """Take the values out of the entries about one row; the chain still holds."""
    session.execute(
        update(AuditEntry)
        .where(AuditEntry.table_name == table, AuditEntry.row_id == row_id)
        .values(changes=None, salt=None)
    )


def broken_links(session: Session) -> Iterator[str]:
    """What is wrong with the chain: one sentence for each thing, none when it is whole."""
    expected, previous = 1, START
    query = select(_entry).order_by(_entry.c.sequence).execution_options(yield_per=AT_ONCE)
    for entry in session.execute(query).mappings():
        sequence = entry["sequence"]
        if sequence != expected:
            yield f"Entries {expected} to {sequence - 1} of the audit log are missing."
        elif entry["previous"] != previous:
            yield f"Entry {sequence} of the audit log does not follow the one before it."
        if entry["digest"] != _digest_of(entry) or not _has_its_values(entry):
            yield f"Entry {sequence} of the audit log was changed after it was written."
        expected, previous = sequence + 1, entry["digest"]
    head = chain_end(session)
    if head != (expected - 1, previous):
        yield f"The audit log ends at entry {expected - 1}, and should end at {head[0]}."


def chain_end(session: Session) -> tuple[int, str]:
    """(number of the last entry, its digest): kept elsewhere it shows a chain that was redone."""
    head = session.connection().execute(_HEAD).one()
    return head.sequence, head.digest


def _entry_of(change: Change, sequence: int, previous: str) -> dict[str, Any]:
    changes = _changes(change.before or {}, change.after or {})
    kept = _canonical({n: pair for n, pair in changes.items() if _is_kept(change.table, n)})
    salt = secrets.token_hex(32)
    entry = {
        "sequence": sequence,
        "at": _to_hundredth(change.now),
        "actor": change.actor,
        "action": change.action,
        "table_name": change.table,
        "row_id": change.row_id,
        "fields": _canonical(sorted(changes)),
        "changes": kept,
        "salt": salt,
        "changes_digest": _digest(salt, kept),
        "previous": previous,
    }
    return {**entry, "digest": _digest_of(entry)}


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [before.get(name), after.get(name)]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def _is_kept(table: str, field: str) -> bool:
    return field not in SECRETS and (table not in PLACES or field in PLACES[table])


def _has_its_values(entry: RowMapping) -> bool:
    changes, salt = entry["changes"], entry["salt"]
    if changes is None or salt is None:
        return changes is None and salt is None  # erased together
    return bool(entry["changes_digest"] == _digest(salt, changes))


def _digest_of(entry: Mapping[str, Any] | RowMapping) -> str:
    return _digest(
        entry["previous"], str(entry["sequence"]), _hundredths(entry["at"]), entry["actor"],
        entry["action"], entry["table_name"], entry["row_id"], entry["fields"],
        entry["changes_digest"],
    )  # fmt: skip


def _digest(*parts: str) -> str:
    """Over a JSON list: so that no part can lend its end to the next one's beginning."""
    return hashlib.sha256(_canonical(list(parts)).encode()).hexdigest()


def _canonical(data: Any) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return sorted(value) if isinstance(value, set | frozenset) else str(value)


def _to_hundredth(moment: datetime) -> datetime:
    whole = moment.microsecond // HUNDREDTH_MICROSECONDS * HUNDREDTH_MICROSECONDS
    return moment.astimezone(UTC).replace(microsecond=whole)


def _hundredths(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // HUNDREDTH_MICROSECONDS:02d}Z"
