"""What the standard's versions hold: tables, columns and file names, and what we add to them.

Columns of ours (`schedule.is_closed`, …) and tables of ours (`capacity`, `criterion`) travel as
declared extensions, after everything official: without `is_closed`, a closed holiday would come
back as an open one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from resource_dir.hsds.tables import TABLES, Column

Version = Literal["3.0", "3.1"]
Values = Mapping[str, object]
"""One row: column to JSON-able value, None where nothing is stated. `id` is among them."""

FILES = {
    "organization": "organizations",
    "program": "programs",
    "service": "services",
    "attribute": "attributes",
    "metadata": "metadata",
    "service_at_location": "service_at_location",
    "location": "locations",
    "phone": "phones",
    "contact": "contacts",
    "address": "addresses",
    "schedule": "schedules",
    "funding": "funding",
    "service_area": "service_areas",
    "required_document": "required_documents",
    "language": "languages",
    "accessibility": "accessibility",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
    "cost_option": "cost_options",
    "organization_identifier": "organization_identifiers",
    "service_capacity": "service_capacity",
    "unit": "units",
    "url": "url",
    "capacity": "capacity",
    "criterion": "criterion",
}
"""File names of the official examples, without ending, and of our extensions."""

NEW_IN_3_1 = frozenset({"unit", "service_capacity", "url"})
_COLUMNS_NEW_IN_3_1 = frozenset(
    {("attribute", "label"), ("service_area", "service_at_location_id")}
)
OUR_COLUMNS = {"schedule": ("is_closed", "holiday", "purpose")}
OUR_TABLES = ("capacity", "criterion")
# What is written is public; a column that only ever says so is left out of official tables.
_NOT_WRITTEN = "audience"

_REQUIRED_TEXTS = {
    "organization": ("description",),
    "program": ("description",),
    "taxonomy": ("description",),
    "taxonomy_term": ("description",),
    "address": ("address_1", "city", "state_province", "postal_code", "country"),
    "organization_identifier": ("identifier_type", "identifier"),
    "metadata": ("resource_type", "previous_value", "replacement_value"),
}

_TYPES = {
    "number": "number", "int": "number", "count": "number", "age": "number", "year": "number",
    "lat": "number", "lon": "number", "date": "date", "datetime": "datetime", "time": "time",
    "bool": "boolean",
}  # fmt: skip
# "x12" is no number, and a leading zero is part of an extension, yet the standard says number.
_OFFICIAL_TYPES = {("phone", "extension"): "number"}


@dataclass(frozen=True, slots=True)
class ServiceRows:
    """All that is published of one service: its row, and rows of every table by table name.

    Organizations, locations, terms and what hangs on them may come again with another service.
    """

    service: Values
    tables: Mapping[str, tuple[Values, ...]]

    def of(self, table: str) -> tuple[Values, ...]:
        """Rows of one table, in a fixed order."""
        return self.tables.get(table, ())


def is_official(table: str, version: Version) -> bool:
    """Whether the table is in that version of the standard."""
    return table not in OUR_TABLES and not (version == "3.0" and table in NEW_IN_3_1)


def tables_of(version: Version) -> tuple[str, ...]:
    """Tables that a package of this version holds, official ones first.

    Units go along with 3.0 too, as an extension: our capacity refers to them.
    """
    mine = ("unit", *OUR_TABLES) if version == "3.0" else OUR_TABLES
    return (*(name for name in FILES if is_official(name, version)), *mine)


def columns_of(table: str, version: Version) -> tuple[str, ...]:
    """Columns in the official order, ours after them."""
    ours = OUR_COLUMNS.get(table, ())
    official = [
        column.name
        for column in TABLES[table].columns
        if column.name not in ours
        and (table in OUR_TABLES or column.name != _NOT_WRITTEN)
        and not (version == "3.0" and (table, column.name) in _COLUMNS_NEW_IN_3_1)
    ]
    return ("id", *official, *ours)


def field_type(table: str, name: str) -> str:
    """Type of a column in the words of a data package."""
    official = _OFFICIAL_TYPES.get((table, name))
    return official or _TYPES.get(_column(table, name).type, "string")


def is_text(table: str, name: str) -> bool:
    """Whether people write the column freely, so that it may hold anything."""
    return _column(table, name).type not in _TYPES


def with_required_texts(table: str, values: Values) -> dict[str, object]:
    """The row with an empty text where the standard demands one and nobody stated it."""
    empty = dict.fromkeys(_REQUIRED_TEXTS.get(table, ()), "")
    return {**empty, **{name: value for name, value in values.items() if value is not None}}


def _column(table: str, name: str) -> Column:
    found = (column for column in TABLES[table].columns if column.name == name)
    return next(found, Column(name))
