"""What the audit log tells of listings that are withheld now: who and when stays, values go.

A description that was changed may have said where the site is, so may a note of another listing of
the same organization, or a phone that was removed a year ago. What is purged of the rows themselves
looks for streets in their words; here nothing is weighed: the rows are still there to be read, the
log needs none of their old values. The chain holds without them (see `auditing.py`).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.models.base import UUID_LENGTH
from resource_dir.operations.auditing import AT_ONCE, erase_values
from resource_dir.operations.rows import chunked, table_of

# These say who may do what, and nothing of a listing.
ACCOUNT_TABLES = frozenset({
    "account", "account_link", "account_session", "api_token", "membership", "passkey",
    "recovery_code",
})  # fmt: skip
# Columns by which a row hangs on a listing, or on a row that does.
OWNED_BY = frozenset({
    "organization_id", "service_id", "location_id", "service_at_location_id", "contact_id",
    "phone_id", "capacity_id", "listing_id", "link_id", "resource_id",
})  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_entry = table_of(models.AuditEntry)
_link = table_of(models.ServiceAtLocation)
_service = table_of(models.Service)
_tables = models.Base.metadata


class Audited(NamedTuple):
    """A row that an entry may be about."""

    table: str
    row_id: str


def rows_around(
    session: Session, services: Iterable[str], locations: Iterable[str]
) -> set[Audited]:
    """Every row that may tell where these are. Ask before the purge: it deletes some of them."""
    roots = _roots(session, set(services), set(locations))
    ids = {root.row_id for root in roots}
    found = set(roots)
    for table in _parents_first():
        new = {Audited(table.name, str(row_id)) for row_id in _owned(session, table, ids)}
        found |= new
        ids |= {one.row_id for one in new if len(one.row_id) == UUID_LENGTH}
    return found


def erase_around(session: Session, rows: Collection[Audited]) -> None:
    """Take the values out of every entry about these rows, and about rows that are gone but hung
    on one of them. Call it when their documents are locked: see `reporting.purge_report_texts`.
    """
    ids = {row.row_id for row in rows if len(row.row_id) == UUID_LENGTH}
    wanted = set(rows)
    while found := {about for about, named in _entries(session) if about in wanted or named & ids}:
        for about in sorted(found):
            erase_values(session, about.table, row_id=about.row_id)
        wanted |= found
        ids |= {about.row_id for about in found if len(about.row_id) == UUID_LENGTH}


def _entries(session: Session) -> Iterator[tuple[Audited, set[str]]]:
    """(what it is about, ids that it names, its own too) of every entry that has values."""
    query = select(_entry.c.table_name, _entry.c.row_id, _entry.c.changes).where(
        _entry.c.changes.is_not(None), _entry.c.table_name.not_in(ACCOUNT_TABLES)
    )
    for table, row_id, changes in session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield Audited(table, row_id), {row_id, *_UUID.findall(changes)}


def _roots(session: Session, services: set[str], locations: set[str]) -> set[Audited]:
    for part in chunked(sorted(locations)):
        at = select(_link.c.service_id).where(_link.c.location_id.in_(part))
        services |= set(session.scalars(at))
    found = {Audited("location", key) for key in locations}
    for part in chunked(sorted(services)):
        of = select(_service.c.organization_id).where(_service.c.id.in_(part))
        found |= {Audited("organization", key) for key in session.scalars(of) if key}
    return found | {Audited("service", key) for key in services}


def _parents_first() -> list[Table]:
    """Tables of rows that hang on others. Columns that are no foreign keys may name any row, so
    their tables come last.
    """
    owned = [
        table
        for table in _tables.sorted_tables
        if "id" in table.c and _columns(table) and table.name not in ACCOUNT_TABLES
    ]
    return sorted(
        owned, key=lambda table: any(not table.c[name].foreign_keys for name in _columns(table))
    )


def _columns(table: Table) -> list[str]:
    return sorted(OWNED_BY & set(table.c.keys()))


def _owned(session: Session, table: Table, owners: Collection[str]) -> Iterator[str | int]:
    for part in chunked(sorted(owners)):
        for name in _columns(table):
            yield from session.scalars(select(table.c.id).where(table.c[name].in_(part)))
