"""What the reader may leave empty the tables must take: else one bad row ends a whole import."""

import pytest
from sqlalchemy import Column

from resource_dir.hsds.tables import TABLES
from resource_dir.models import Base

TABLE_NAMES = sorted(set(TABLES) & set(Base.metadata.tables))


def _may_be_missing(column: Column[object]) -> bool:
    has_default = column.default is not None or column.server_default is not None
    return bool(column.nullable or has_default or column.primary_key)


def test_every_table_of_the_reader_has_a_table_in_the_database() -> None:
    assert sorted(TABLES) == TABLE_NAMES


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_a_column_that_must_be_filled_is_required_by_the_reader(name: str) -> None:
    required = {column.name for column in TABLES[name].columns if column.is_required}
    strict = {c.name for c in Base.metadata.tables[name].columns if not _may_be_missing(c)}

    assert strict <= required


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_column_that_is_read_can_be_stored(name: str) -> None:
    stored = set(Base.metadata.tables[name].columns.keys())
    read = {column.name for column in TABLES[name].columns}

    assert read <= stored
