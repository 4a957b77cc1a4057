"""Turn canonical values into columns, and put many rows at once, on either database."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Boolean, Date, Float, Integer, Table, Text, Time
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from resource_dir.hsds import Row
from resource_dir.models import UtcDateTime

# How a JSON-able value becomes what a column of this type takes.
CONVERTERS: Mapping[type[Any], Callable[[Any], Any]] = {
    UtcDateTime: lambda value: _aware(datetime.fromisoformat(value)),
    Date: lambda value: date.fromisoformat(value[:10]),
    Time: lambda value: time.fromisoformat(value),
    Integer: int,
    Float: float,
    Boolean: bool,
    Text: str,
}


def _aware(value: datetime) -> datetime:
    """HSDS instants without an offset are UTC by the standard."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def columns_of(table: Table, row: Row) -> dict[str, Any]:
    """All columns of `table` for this row; what the row does not say is null or the default."""
    found: dict[str, Any] = {"id": row.id}
    for column in table.columns:
        if column.name == "id":
            continue
        value = row.values.get(column.name)
        if value is not None:
            convert = CONVERTERS.get(type(column.type))
            found[column.name] = convert(value) if convert else value
        elif column.default is not None and column.default.is_scalar:
            found[column.name] = column.default.arg  # type: ignore[attr-defined]
        else:
            found[column.name] = None
    return found


def upsert(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, or replace those whose primary key is there."""
    if not rows:
        return
    insert = (
        sqlite.insert(table)
        if session.get_bind().dialect.name == "sqlite"
        else postgresql.insert(table)
    )
    keys = [column.name for column in table.primary_key.columns]
    others = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    statement = (
        insert.on_conflict_do_update(index_elements=keys, set_=others)
        if others
        else insert.on_conflict_do_nothing(index_elements=keys)
    )
    session.execute(statement, [dict(row) for row in rows])
