"""Pass two: each raw row redacted, converted and staged, with what went wrong in the report."""

from collections.abc import Iterable, Iterator

from resource_dir.errors import BadInput
from resource_dir.hsds import schedules
from resource_dir.hsds.completing import Note as Noting
from resource_dir.hsds.completing import complete
from resource_dir.hsds.dialects import PAIRS, SPREADS, LinkFile
from resource_dir.hsds.identity import canonical_id, is_key, keys_in
from resource_dir.hsds.reading import Bad, Found, Ignored, Note, Raw, Skipped
from resource_dir.hsds.redaction import ADDRESS_IN_TEXT, Redacted, redact
from resource_dir.hsds.report import WITHHELD, ReadReport, Row
from resource_dir.hsds.settling import Withheld
from resource_dir.hsds.staging import Staging
from resource_dir.hsds.tables import TABLES, Column, Table
from resource_dir.hsds.values import convert

NOT_JOINED = "the row it belongs to is not in this package"
# In some dialects a service or location lists the ids of these rows, and they name no parent.
_HANGING = frozenset({"address", "phone", "contact", "schedule", "language"})


class Taker:
    """Stages the rows of one package."""

    def __init__(
        self, source: str, staging: Staging, report: ReadReport, withheld: Withheld
    ) -> None:
        self._source, self._staging = source, staging
        self._report, self._withheld = report, withheld
        self.tables_with_files: set[str] = set()

    def take(self, found: Found) -> None:
        """Take one thing that reading found."""
        if isinstance(found, Skipped):
            self._report.repair(found.file, 0, "", "", f"file not read: {found.reason}")
        elif isinstance(found, Note):
            self._report.repair(found.file, 0, "", "", found.text)
        elif isinstance(found, Ignored):
            counts = self._report.file(found.file)
            counts.table = found.table
            counts.ignored.update(found.columns)
        elif isinstance(found, Bad):
            self._take_bad(found)
        else:
            self._take_row(found)

    def _take_bad(self, bad: Bad) -> None:
        if bad.table == "withheld":
            return
        self._report.file(bad.file).rows += 1
        self._report.reject_row(bad.file, bad.line, "", self._value_of_bad(bad), bad.reason)

    def _value_of_bad(self, bad: Bad) -> str:
        """Its id if that is the id of a row that is not withheld; otherwise nothing is shown."""
        words = [w.strip().strip('"') for w in bad.text.replace("\x1f", ",").split(",")[:40]]
        keys = [w for w in words if is_key(w)]
        for table in TABLES:
            if any(self._withheld.is_near(table, self._id(table, key)) for key in keys):
                return WITHHELD
        head = words[0] if words else ""
        is_public = bool(bad.table) and self._is_known(bad.table, self._id(bad.table, head))
        if bad.table in ("address", "accessibility", "location") and not is_public:
            return WITHHELD
        return head if is_key(head) and len(head) >= 4 else WITHHELD

    def _take_row(self, raw: Raw) -> None:
        if raw.table == "withheld":
            return
        if not raw.is_nested:
            self._report.file(raw.file).rows += 1
        if raw.link is not None:
            self._take_link(raw, raw.link)
            return
        if not raw.is_nested:
            self.tables_with_files.add(raw.table)
        if raw.table == "eligibility":
            self._take_eligibility(raw)
            return
        self._take_table_row(raw, TABLES[raw.table])

    def _take_table_row(self, raw: Raw, table: Table) -> None:
        row_id = self._id(table.name, raw.key)
        parents = self._parents(raw, table, row_id)
        redacted = redact(table.name, row_id, raw.values, parents, self._withheld, self._is_known)
        if redacted.values is None:
            if redacted.is_orphan:
                column = "location_id"
                self._report.reject_row(raw.file, raw.line, column, WITHHELD, NOT_JOINED)
            return
        raw.values = redacted.values
        for column in redacted.refused:
            self._report.reject_value(raw.file, raw.line, column, WITHHELD, ADDRESS_IN_TEXT)
        self._stage(raw, table, row_id, redacted)

    def _parents(self, raw: Raw, table: Table, row_id: str) -> dict[str, tuple[str, ...]]:
        """Ids by reference column: for what may hang on a site, of id lists and link files too."""
        found = {
            c.name: tuple(self._ids(c, raw, keys_in(raw.values.get(c.name))))
            for c in table.references
            if raw.values.get(c.name)
        }
        if table.name in _HANGING:
            sql = "SELECT b, b_id FROM edge WHERE a = ? AND a_id = ?"
            for target, target_id in self._staging.db.execute(sql, (table.name, row_id)):
                name = f"{target}_id"
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), target_id)))
        return found

    def _stage(self, raw: Raw, table: Table, row_id: str, redacted: Redacted) -> None:
        # Of a withheld row even the repairs of the line (a NUL, a foreign encoding) tell something.
        for name in () if redacted.is_withheld else raw.repairs:
            self._report.repair(raw.file, raw.line, "", "", name)
        links = list(self._links(raw, table, row_id))
        for number, values in enumerate(self._expanded(raw, table)):
            converted = self._converted(raw, table, values)
            if converted is None:
                return
            if table.name == "location":
                converted["is_withheld"] = redacted.is_withheld
            part_id = row_id if number == 0 else canonical_id("", row_id, str(number + 1))
            source_key = raw.key if raw.has_id else ""
            row = Row(table.name, part_id, source_key, converted, raw.file, raw.line)
            keys = {c.name: str(raw.values[c.name]) for c in table.references
                    if raw.values.get(c.name)}  # fmt: skip
            if self._is_repeat(raw, table, row, keys):
                return
            if links:
                self._staging.add_links((link[0], part_id, *link[2:]) for link in links)

    def _is_repeat(self, raw: Raw, table: Table, row: Row, keys: dict[str, str]) -> bool:
        first = self._staging.add(row, keys)
        if first is None:
            return False
        if first.values == row.values or _is_part_of(row, first):
            if not raw.is_nested:
                where = f"{first.file} {first.line}"
                self._report.repair(raw.file, raw.line, "id", raw.key, f"repeats {where}")
            return True
        if raw.is_nested or _is_part_of(first, row):
            self._staging.update(first, {**row.values, **_stated(first)})
            return True
        if table.is_leaf or table.name in ("phone", "contact"):
            return not self._add_under_another_id(raw, row, keys)
        self._report.reject_row(
            raw.file, raw.line, "id", raw.key,
            f"the id is that of another row ({first.file}, {first.line}) with other content",
        )  # fmt: skip
        return True

    def _add_under_another_id(self, raw: Raw, row: Row, keys: dict[str, str]) -> bool:
        """Running numbers of two merged files: nothing refers to them, the rows are good."""
        for ordinal in range(2, 1000):
            other = canonical_id("", f"{row.table}:{row.id}", f"again {ordinal}")
            again = Row(row.table, other, row.source_key, row.values, row.file, row.line)
            first = self._staging.add(again, keys)
            if first is None:
                self._report.repair(raw.file, raw.line, "id", raw.key, "id_used_again_made_unique")
                self._move_links(raw, row, other)
                return True
            if first.values == row.values:
                return False
        return False

    def _move_links(self, raw: Raw, row: Row, other: str) -> None:
        table = TABLES[row.table]
        links = (link for link in self._links(raw, table, other) if link[6] == "own")
        self._staging.add_links((link[0], other, *link[2:]) for link in links)

    def _expanded(self, raw: Raw, table: Table) -> Iterator[dict[str, object]]:
        if table.name != "schedule":
            yield raw.values
            return
        try:
            parts = schedules.expand(raw.values)
        except BadInput as error:
            column = error.field or ""
            value = raw.values.get(column, "")
            self._report.reject_row(raw.file, raw.line, column, value, error.message)
            return
        seen: set[tuple[str, str]] = set()
        for part in parts:
            for column, name in part.repairs:
                if (column, name) not in seen:
                    seen.add((column, name))
                    value = raw.values.get(column, "")
                    self._report.repair(raw.file, raw.line, column, value, name)
            yield part.values

    def _converted(
        self, raw: Raw, table: Table, values: dict[str, object]
    ) -> dict[str, object] | None:
        """The canonical values, or None when the row lacks what it needs (then reported)."""
        converted: dict[str, object] = {}
        for column in table.columns:
            value = values.get(column.name)
            if column.target:
                keys = keys_in(value)
                converted[column.name] = next(iter(self._ids(column, raw, keys[:1])), None)
            else:
                converted[column.name] = self._converted_value(raw, table, column, value)
            # A reference may still come from a link file: it is checked when all rows are there.
            if column.is_required and not column.target and converted[column.name] is None:
                shown = WITHHELD if column.bears_place and value else value
                self._report.reject_row(
                    raw.file, raw.line, column.name, shown, f"{table.name} without {column.name}"
                )
                return None
        try:
            complete(table.name, converted, self._noting(raw, values))
        except BadInput as error:
            column_name = error.field or ""
            value = values.get(column_name, "")
            self._report.reject_row(raw.file, raw.line, column_name, value, error.message)
            return None
        return converted

    def _converted_value(self, raw: Raw, table: Table, column: Column, value: object) -> object:
        if column.type == "phone":
            return value
        try:
            found, done = convert(column.type, value)
        except BadInput as error:
            self._report.reject_value(raw.file, raw.line, column.name, value, error.message)
            return None
        for name in done:
            self._report.repair(raw.file, raw.line, column.name, value, name)
        return found

    def _noting(self, raw: Raw, values: dict[str, object]) -> Noting:
        def note(kind: str, column: str, text: str) -> None:
            value = values.get(column)
            if kind == "half" and value not in (None, ""):
                return  # its bad value was rejected already
            writer = self._report.repair if kind == "repair" else self._report.reject_value
            writer(raw.file, raw.line, column, value, text)

        return note

    def _links(self, raw: Raw, table: Table, row_id: str) -> Iterator[tuple[object, ...]]:
        """Further parents in own cells, ids of other rows in list cells, and pairs."""
        end = (raw.file, raw.line)
        for column in table.references:
            keys = keys_in(raw.values.get(column.name))[1:]
            for target, key in zip(self._ids(column, raw, keys), keys, strict=True):
                place = (column.name, _target(column, raw), target, key, "own")
                yield (table.name, row_id, *place, *end, column.name)
        for spread in SPREADS.get(table.name, ()):
            for key in keys_in(raw.values.get(spread.column)):
                base = self._id(spread.base, key)
                place = (spread.reference, table.name, row_id, key, f"list:{base}")
                yield (spread.base, row_id, *place, *end, spread.column)
        for pair in PAIRS.get(table.name, ()):
            for key in keys_in(raw.values.get(pair.column)):
                other = self._id(_pair_target(pair.other), key)
                place = (pair.own, table.name, row_id, key, f"pair:{pair.other}:{other}")
                yield (pair.table, row_id, *place, *end, pair.column)

    def _take_link(self, raw: Raw, link: LinkFile) -> None:
        target = link.reference.removesuffix("_id")
        key = str(raw.values.get(link.reference) or "")
        base_id, target_id = self._id(link.base, raw.key), self._id(target, key)
        if self._withheld.has(link.base, base_id) and link.base == "address":
            return
        if self._withheld.has(target, target_id) and target == "location":
            return
        self._staging.add_links(
            [(link.base, base_id, link.reference, target, target_id, key, f"file:{raw.key}",
              raw.file, raw.line, link.target_column)]
        )  # fmt: skip

    def _take_eligibility(self, raw: Raw) -> None:
        """1.x keeps eligibility in a file of its own: it becomes the service's text."""
        key = str(raw.values.get("service_id") or "")
        values = {"id": key, "eligibility_description": raw.values.get("eligibility_description")}
        redacted = redact(
            "service", self._id("service", key), values, {}, self._withheld, self._is_known
        )
        for column in redacted.refused:
            self._report.reject_value(raw.file, raw.line, column, WITHHELD, ADDRESS_IN_TEXT)
        text = (redacted.values or {}).get("eligibility_description")
        if text:
            target = self._id("service", key)
            place = ("eligibility_description", "service", target, str(text), "text")
            self._staging.add_links([("service", target, *place, raw.file, raw.line, "service_id")])

    def _ids(self, column: Column, raw: Raw, keys: Iterable[str]) -> Iterator[str]:
        target = _target(column, raw)
        return (self._id(target, key) for key in keys)

    def _id(self, table: str, key: str) -> str:
        return canonical_id(self._source, table, key)

    def _is_known(self, table: str, row_id: str) -> bool:
        sql = "SELECT 1 FROM node WHERE tbl = ? AND id = ?"
        return self._staging.db.execute(sql, (table, row_id)).fetchone() is not None


def _target(column: Column, raw: Raw) -> str:
    if column.target != "*":
        return column.target or ""
    named = str(raw.values.get("link_entity") or raw.values.get("resource_type") or "")
    return named.strip().lower() if named.strip().lower() in TABLES else "service"


def _pair_target(column: str) -> str:
    return column.removesuffix("_id")


def _stated(row: Row) -> dict[str, object]:
    return {k: v for k, v in row.values.items() if v is not None}


def _is_part_of(one: Row, other: Row) -> bool:
    """Whether a row says nothing that the other does not say: a summary of it."""
    return all(other.values.get(k) == v for k, v in _stated(one).items())
