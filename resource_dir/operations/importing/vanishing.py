"""What a source no longer says: a phone that left its export must not be dialled for ever.

Only rows that hang on something go, only when what they hang on is in the same package, and only
from tables that the package has: half an export, or one page of an API, removes nothing. Services
and places that are missing are counted, never removed: that is for a steward to decide.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.models.base import UUID_LENGTH
from resource_dir.operations.rows import CHUNK, chunked, table_of

_seen = Table(
    "seen_row",
    MetaData(),
    Column("table_name", Text, primary_key=True),
    Column("row_id", String(UUID_LENGTH), primary_key=True),
    prefixes=["TEMPORARY"],
)
_assertion = table_of(models.Assertion)

# Column of a child, and the table whose rows own it. `link_id` may hold an id of any of them.
OWNERS: Mapping[str, tuple[str, ...]] = {
    "organization_id": ("organization",),
    "service_id": ("service",),
    "location_id": ("location",),
    "service_at_location_id": ("service_at_location",),
    "link_id": ("organization", "service", "location", "service_at_location"),
}
CHILDREN = (
    "accessibility",
    "address",
    "attribute",
    "capacity",
    "contact",
    "cost_option",
    "criterion",
    "funding",
    "language",
    "listing_need",
    "phone",
    "required_document",
    "schedule",
    "service_area",
    "service_capacity",
    "url",
)
LISTING_TABLES = ("service_at_location", "service")


class Seen:
    """The rows of one package, kept in a temporary table so that any number fits."""

    def __init__(self, session: Session) -> None:
        self._session = session
        _seen.create(session.connection(), checkfirst=True)
        session.execute(delete(_seen))
        self._tables: set[str] = set()

    def add(self, table_name: str, ids: Iterable[str]) -> None:
        """Note rows that the package has; the same row never comes twice."""
        rows = [{"table_name": table_name, "row_id": row_id} for row_id in ids]
        if rows:
            self._session.execute(insert(_seen), rows)
            self._tables.add(table_name)

    def vanished(self, source: str) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
        """(table, rows) that this source asserted before and leaves out now, though it has the
        rows that own them.
        """
        for name in CHILDREN:
            if name not in self._tables:
                continue
            table = models.Base.metadata.tables[name]
            rows = self._session.execute(
                select(table)
                .join(
                    _assertion,
                    (_assertion.c.row_id == table.c.id) & (_assertion.c.table_name == name),
                )
                .where(
                    _assertion.c.source_name == source,
                    ~_is_seen((name,), table.c.id),
                    or_(
                        *(
                            _is_seen(owners, table.c[column])
                            for column, owners in OWNERS.items()
                            if column in table.c
                        )
                    ),
                )
            ).mappings()
            yield name, [dict(row) for row in rows]

    def missing_listings(self, source: str) -> int:
        """How many listings this source asserted before and does not mention now."""
        statement = (
            select(func.count())
            .select_from(_assertion)
            .where(
                _assertion.c.source_name == source,
                _assertion.c.table_name == LISTING_TABLES[0],
                ~_is_seen(LISTING_TABLES[:1], _assertion.c.row_id),
            )
        )
        return self._session.scalar(statement) or 0


def _is_seen(tables: Sequence[str], row_id: Any) -> Any:
    return (
        select(_seen.c.row_id)
        .where(_seen.c.table_name.in_(tables), _seen.c.row_id == row_id)
        .exists()
    )


def delete_rows(session: Session, table: Table, ids: Sequence[str]) -> None:
    """Delete rows; what points to them (a phone to its contact) loses the link, and the history of
    a capacity goes with it, as do its settings and holds.
    """
    parts = [table_of(one) for one in (models.CapacityReport, models.BedSetting, models.Hold)]
    for other in models.Base.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column is not table.c.id:
                continue
            points_here = key.parent.in_(ids)
            if other in parts:
                session.execute(delete(other).where(points_here))
            else:
                session.execute(update(other).where(points_here).values({key.parent.name: None}))
    session.execute(delete(table).where(table.c.id.in_(ids)))


def remove_vanished(
    session: Session,
    source: str,
    table_name: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    kept: Sequence[Mapping[str, Any]] = (),
) -> None:
    """The source no longer asserts these rows; those that nobody else asserts go, but for `kept`,
    in which a person set a field.
    """
    spared = {row["id"] for row in kept}
    table = models.Base.metadata.tables[table_name]
    for part in chunked([row["id"] for row in rows], CHUNK):
        session.execute(
            delete(_assertion).where(
                _assertion.c.source_name == source,
                _assertion.c.table_name == table_name,
                _assertion.c.row_id.in_(part),
            )
        )
        others = set(
            session.scalars(
                select(_assertion.c.row_id).where(
                    _assertion.c.table_name == table_name, _assertion.c.row_id.in_(part)
                )
            )
        )
        gone = [row_id for row_id in part if row_id not in others | spared]
        delete_rows(session, table, gone)
