"""Write services as an HSDS package: a folder of CSV with its data package, or one JSON file.

The same services give the same bytes. Nothing here decides what is public: what comes in is
written.
"""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson

from resource_dir.hsds.guarding import guarded
from resource_dir.hsds.nesting import nested
from resource_dir.hsds.standard import (
    FILES,
    OUR_COLUMNS,
    ServiceRows,
    Values,
    Version,
    columns_of,
    field_type,
    is_official,
    is_text,
    tables_of,
)

JSON_FILE = "services.json"
# The schemas' own version words; 3.1 was not released when this was written.
_VERSIONS = {"3.0": "3.0.0", "3.1": "3.1.0"}


def write_csv(folder: Path, services: Iterable[ServiceRows], *, version: Version) -> int:
    """Write one file per table into `folder`, which exists; returns how many services.

    Rows that several services share are written once, with the first of them.
    """
    count = 0
    with ExitStack() as stack:
        tables = {name: _Table(folder, name, version, stack) for name in tables_of(version)}
        for rows in services:
            count += 1
            tables["service"].write(rows.service)
            for name, table in tables.items():
                for row in rows.of(name):
                    table.write(row)
    package = orjson.dumps(_data_package(version), option=orjson.OPT_INDENT_2)
    (folder / "datapackage.json").write_bytes(package + b"\n")
    return count


def write_json(folder: Path, services: Iterable[ServiceRows], *, version: Version) -> int:
    """Write a list of services in full form to one file in `folder`; returns how many.

    One service is in memory at a time.
    """
    count = 0
    with (folder / JSON_FILE).open("wb") as file:
        file.write(b"[")
        for rows in services:
            file.write(b",\n" if count else b"\n")
            file.write(orjson.dumps(nested(rows, version=version)))
            count += 1
        file.write(b"\n]\n")
    return count


class _Table:
    """One CSV file that is being written."""

    def __init__(self, folder: Path, name: str, version: Version, stack: ExitStack) -> None:
        path = folder / f"{FILES[name]}.csv"
        file = stack.enter_context(path.open("w", newline="", encoding="utf-8"))
        self._columns = columns_of(name, version)
        self._texts = frozenset(column for column in self._columns if is_text(name, column))
        self._writer = csv.writer(file)
        self._writer.writerow(self._columns)
        self._seen: set[object] = set()

    def write(self, row: Values) -> None:
        """Write a row, unless it is a shared one that was written already."""
        if not (row.get("service_id") or row.get("service_at_location_id")):
            if row["id"] in self._seen:
                return
            self._seen.add(row["id"])
        self._writer.writerow([self._cell(name, row.get(name)) for name in self._columns])

    def _cell(self, name: str, value: object) -> object:
        if value is None or value is False:
            return ""
        if value is True:
            return "true"
        return guarded(str(value)) if name in self._texts else value


def _data_package(version: Version) -> dict[str, Any]:
    return {
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "profile": "tabular-data-package",
        "version": _VERSIONS[version],
        "homepage": "http://docs.openreferral.org",
        "resources": [_resource(table, version) for table in tables_of(version)],
    }


def _resource(table: str, version: Version) -> dict[str, Any]:
    resource = {
        "name": table,
        "path": f"{FILES[table]}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "primaryKey": "id",
            "fields": [_field(table, name) for name in columns_of(table, version)],
        },
    }
    if not is_official(table, version):
        resource["description"] = "An extension: not a table of the standard."
    return resource


def _field(table: str, name: str) -> dict[str, str]:
    field = {"name": name, "type": field_type(table, name)}
    if name in OUR_COLUMNS.get(table, ()):
        field["description"] = "An extension: not a column of the standard."
    return field
