"""After both passes: links applied, references checked, points checked, nothing orphaned kept."""

import re
from collections.abc import Iterator

from resource_dir.errors import PackageRefused
from resource_dir.geo import is_in_state
from resource_dir.hsds.identity import canonical_id
from resource_dir.hsds.report import WITHHELD, ReadReport, Row
from resource_dir.hsds.settling import Withheld
from resource_dir.hsds.staging import Staging
from resource_dir.hsds.tables import TABLES, Column, Table
from resource_dir.hsds.taking import NOT_JOINED

_COPIED = frozenset({"phone", "schedule", "contact", "address", "language"})
"""Tables whose rows may hang on several parents: each further parent gets a copy of the row."""
_ENOUGH = 20
_LEAST_SHARE = 0.01


class Finisher:
    """Turns staged rows and links into rows whose references all join."""

    def __init__(
        self, source: str, staging: Staging, report: ReadReport, withheld: Withheld
    ) -> None:
        self._source, self._staging = source, staging
        self._report, self._withheld = report, withheld
        self._dangling: dict[tuple[str, int, str], list[str]] = {}

    def refuse_if_nothing_joins(self) -> None:
        """Raise PackageRefused with the diagnosis when the keys of a package join nothing."""
        checks = [
            self._joined("service_at_location", "service_id", "service"),
            self._joined("service_at_location", "location_id", "location"),
            self._joined("service", "organization_id", "organization"),
        ]
        tried = [check for check in checks if check[2]]
        if not tried or sum(check[2] for check in tried) <= _ENOUGH:
            return
        if all(joined < _LEAST_SHARE * total for _, joined, total in tried):
            raise PackageRefused(self._diagnosis(tried))

    def _joined(self, table: str, column: str, target: str) -> tuple[str, int, int]:
        name = f"{table}.{column}"
        if not self._staging.count(target):
            return name, 0, 0
        joined = total = 0
        for row in self._staging.rows(table):
            value = row.values.get(column)
            if value:
                total += 1
                joined += self._staging.has(target, str(value))
        return name, joined, total

    def _diagnosis(self, checks: list[tuple[str, int, int]]) -> str:
        counts = "; ".join(f"{joined:,} of {total:,} {name}" for name, joined, total in checks)
        keys = _lengths(row.source_key for row in self._staging.rows("service"))
        return (
            f"The rows do not join: {counts} name a row that is in the package. Its ids are "
            f"{keys} while the references are keys of another kind: the ids were probably "
            "renumbered on export. Nothing was taken in; ask for an export with the record ids."
        )

    def apply_links(self, tables_with_files: set[str]) -> None:
        """Make the rows and references that id lists and link files stand for."""
        sql = (
            "SELECT seq, tbl, id, col, target, target_id, target_key, kind, file, line, "
            "file_column FROM link WHERE seq > ? ORDER BY seq LIMIT 500"
        )
        last = 0
        while found := self._staging.db.execute(sql, (last,)).fetchall():
            last = found[-1][0]
            for link in found:
                self._apply(link[1:], tables_with_files)
        for (file, line, column), keys in self._dangling.items():
            text = f"{len(keys)} ids that name no row were left out"
            self._report.repair(file, line, column, ",".join(keys), text)

    def _apply(self, link: tuple[str, ...], tables_with_files: set[str]) -> None:
        table, row_id, column, target, target_id, key, kind, *where = link
        file, line, file_column = where[0], int(where[1]), where[2]
        if kind == "text":
            self._set_text(target_id, column, key, file, line)
        elif kind.startswith("pair:"):
            if table not in tables_with_files:
                self._pair(table, (column, target_id), kind, key, (file, line, file_column))
        elif kind.startswith("file:"):
            self._attach_file(table, row_id, (column, target, target_id), kind, link)
        else:
            base_id = kind.removeprefix("list:") if kind != "own" else row_id
            if not self._attach(table, base_id, column, target, target_id):
                self._dangling.setdefault((file, line, file_column), []).append(key)

    def _set_text(self, service_id: str, column: str, text: str, file: str, line: int) -> None:
        row = self._staging.get("service", service_id)
        if row is None:
            self._report.reject_row(file, line, "service_id", "", NOT_JOINED)
        elif not row.values.get(column):
            self._staging.update(row, {**row.values, column: text})

    def _pair(
        self, table: str, own: tuple[str, str], kind: str, key: str, where: tuple[str, int, str]
    ) -> None:
        _, other_column, other_id = kind.split(":", 2)
        if not self._staging.has(other_column.removesuffix("_id"), other_id):
            self._dangling.setdefault(where, []).append(key)
            return
        values: dict[str, object] = {c.name: None for c in TABLES[table].columns}
        values |= {own[0]: own[1], other_column: other_id}
        if table == "attribute":
            values["link_entity"] = "service"
        names = sorted((own, (other_column, other_id)))
        row_id = canonical_id(self._source, table, ":".join(value for _, value in names))
        self._staging.add(Row(table, row_id, "", values, where[0], where[1]))

    def _attach_file(
        self, table: str, row_id: str, to: tuple[str, str, str], kind: str, link: tuple[str, ...]
    ) -> None:
        column, target, target_id = to
        file, line = link[7], int(link[8])
        if not self._staging.has(table, row_id):
            if not self._withheld.has(table, row_id):
                base_key = kind.removeprefix("file:")
                self._report.reject_row(file, line, f"{table}_id", base_key, NOT_JOINED)
        elif not self._attach(table, row_id, column, target, target_id):
            self._report.reject_row(file, line, column, link[5], NOT_JOINED)

    def _attach(self, table: str, row_id: str, column: str, target: str, target_id: str) -> bool:
        """Let a row refer to another: in itself if that is free, else in a copy."""
        row = self._staging.get(table, row_id)
        if row is None:
            return self._withheld.has(table, row_id)
        if not self._staging.has(target, target_id):
            return False
        # A hotline stays with its withheld service; only the site itself lets go.
        is_site = target == "location" and self._withheld.has(target, target_id)
        if is_site and table in ("phone", "contact", "address"):
            return True
        for part in self._parts(row):
            self._refer(part, column, target, target_id)
        return True

    def _parts(self, row: Row) -> Iterator[Row]:
        """The row, and the further rows that one schedule row of the source became."""
        yield row
        ordinal = 2
        while row.table == "schedule" and (part := self._staging.get(
            "schedule", canonical_id("", row.id, str(ordinal))
        )):  # fmt: skip
            yield part
            ordinal += 1

    def _refer(self, row: Row, column: str, target: str, target_id: str) -> None:
        present = row.values.get(column)
        if present is None or not self._staging.has(target, str(present)):
            self._staging.update(row, {**row.values, column: target_id})
        elif present != target_id and row.table in _COPIED:
            self._copy(row, column, target_id)

    def _copy(self, row: Row, column: str, target_id: str) -> None:
        free = {c.name: None for c in TABLES[row.table].references}
        values = {**row.values, **free, column: target_id}
        copy_id = canonical_id("", row.id, f"{column}:{target_id}")
        self._staging.add(Row(row.table, copy_id, row.source_key, values, row.file, row.line))

    def drop_orphans(self) -> None:
        """Empty or reject what refers to rows that are not there, parents first."""
        for table in TABLES.values():
            for row in self._staging.rows(table.name):
                self._check(row, table)

    def _check(self, row: Row, table: Table) -> None:
        missing = [c for c in table.references if self._is_missing(row, c)]
        values = {**row.values, **{c.name: None for c in missing}}
        required = next((c for c in table.references if c.is_required and not values[c.name]), None)
        has_parent = not table.parents or any(values.get(c) for c in table.parents)
        if required or not has_parent:
            column = required.name if required else _first(missing, table)
            value = self._shown_key(row, column)
            self._staging.remove(row)
            self._report.reject_row(row.file, row.line, column, value, _why(row, column))
        elif missing:
            self._staging.update(row, values)
            for name in (column.name for column in missing):
                repair = f"kept without {name}: {NOT_JOINED}"
                key = self._shown_key(row, name)
                self._report.repair(row.file, row.line, name, key, repair)
        if table.name == "service" and not row.values.get("organization_id"):
            repair = "kept without organization: it names none"
            self._report.repair(row.file, row.line, "organization_id", "", repair)

    def _is_missing(self, row: Row, column: Column) -> bool:
        value = row.values.get(column.name)
        if value is None:
            return False
        if column.target != "*":
            return not self._staging.has(column.target or "", str(value))
        named = str(row.values.get("link_entity") or "")
        likely = (named,) if named in TABLES else ("service",)
        return not any(self._staging.has(table, str(value)) for table in (*likely, *TABLES))

    def _shown_key(self, row: Row, column: str) -> str:
        # A row whose cells are shifted may hold a street where its key should be.
        is_place = row.table in ("address", "accessibility", "location")
        key = self._staging.key_of(row, column)
        return WITHHELD if is_place and key and not _is_plain_key(key) else key

    def check_points(self) -> None:
        """Drop points that lie outside the state of their own address."""
        for address in self._staging.rows("address"):
            state, location_id = address.values.get("state_province"), address.values["location_id"]
            if not isinstance(state, str) or len(state) != 2:
                continue
            location = self._staging.get("location", str(location_id))
            if location is None or location.values.get("latitude") is None:
                continue
            lat, lon = location.values["latitude"], location.values["longitude"]
            if is_in_state(float(str(lat)), float(str(lon)), state) is False:
                self._drop_point(location, f"the point lies outside {state}")

    def _drop_point(self, location: Row, reason: str) -> None:
        point = f"{location.values['latitude']},{location.values['longitude']}"
        values = {**location.values, "latitude": None, "longitude": None}
        self._staging.update(location, values)
        self._report.reject_value(location.file, location.line, "latitude", point, reason)


def _is_plain_key(key: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-fA-F-]{12,40}|[a-z_]{1,12}\d{1,8}", key))


def _first(missing: list[Column], table: Table) -> str:
    return missing[0].name if missing else (table.parents[0] if table.parents else "")


def _why(row: Row, column: str) -> str:
    return NOT_JOINED if row.values.get(column) else "it belongs to no row"


def _lengths(keys: Iterator[str]) -> str:
    sizes = {len(key) for key, _ in zip(keys, range(1000), strict=False)}
    return f"{min(sizes)} to {max(sizes)} characters long" if sizes else "missing"
