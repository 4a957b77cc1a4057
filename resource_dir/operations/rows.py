"""Read many related rows at once: Core selects in chunks, grouped by the column that links them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, RowMapping, Table, select
from sqlalchemy.orm import DeclarativeBase, Session

CHUNK = 500  # below SQLite's limit of bound parameters on every build in use


def table_of(model: type[DeclarativeBase]) -> Table:
    """The Core table of a model."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def chunked(items: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    """Cut a sequence into pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def rows_where(
    session: Session, model: type[DeclarativeBase], column: str, values: Iterable[str]
) -> list[RowMapping]:
    """All rows of `model` whose `column` is among `values`, ordered by that column, then by id."""
    table = table_of(model)
    linked: Column[Any] = table.c[column]
    found: list[RowMapping] = []
    for part in chunked(sorted(set(values))):
        statement = (
            select(table).where(linked.in_(part)).order_by(linked, *table.primary_key.columns)
        )
        found.extend(session.execute(statement).mappings())
    return found


def grouped(rows: Iterable[RowMapping], column: str) -> defaultdict[str, list[RowMapping]]:
    """Rows by the value of one column."""
    groups: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def by_id(rows: Iterable[RowMapping]) -> dict[str, RowMapping]:
    """Rows by their id."""
    return {row["id"]: row for row in rows}
