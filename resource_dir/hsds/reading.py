"""Every file of a package as one stream of raw rows under canonical column names.

Both passes read this same stream, so that keys made for rows without an id agree.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from resource_dir.hsds.csv_rows import BadLine, CsvReader, Record
from resource_dir.hsds.dialects import FileKind, LinkFile, column_map, kind_of
from resource_dir.hsds.json_rows import (
    MAX_OBJECT_BYTES,
    BrokenJson,
    Flat,
    Item,
    flatten,
    section_items,
    sections_of,
)
from resource_dir.hsds.layouts import layout_of
from resource_dir.hsds.sources import Member
from resource_dir.hsds.tables import TABLES

Progress = Callable[[int, int], None]
_PROGRESS_ROWS = 2_000


@dataclass(slots=True)
class Raw:
    """One source row: canonical column names, source values. `has_id`: the key is the source's."""

    file: str
    line: int
    table: str
    key: str
    values: dict[str, object]
    has_id: bool = True
    is_nested: bool = False
    repairs: tuple[str, ...] = ()
    link: LinkFile | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that makes no row. `text` is for settling marks only, never shown or kept."""

    file: str
    line: int
    table: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a file as a whole that the steward should know."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Columns of a file that no table has."""

    file: str
    table: str
    columns: tuple[str, ...]


Found = Raw | Bad | Skipped | Note | Ignored


@dataclass(slots=True)
class _Keys:
    """Keys for rows without an id: natural columns and an ordinal among equals."""

    _seen: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def key(self, table: str, values: Mapping[str, object]) -> str:
        spec = TABLES.get(table)
        columns = (*spec.natural_key, *spec.parents, *_required_references(table)) if spec else ()
        parts = tuple(str(values.get(column) or "").strip() for column in columns)
        self._seen[(table, *parts)] += 1
        return "\x1f".join((*parts, str(self._seen[(table, *parts)])))


def read_members(members: tuple[Member, ...], progress: Progress | None, done: int) -> Iterator[
    Found
]:  # fmt: skip
    """Yield everything that the members hold, in order. `done`: bytes of earlier passes."""
    total = 2 * sum(member.size for member in members)
    keys = _Keys()
    for member in members:
        yield from _member(member, keys, _Ticker(progress, done, total, member.size))
        done += member.size


class _Ticker:
    """Tells how far reading is, every few thousand rows."""

    def __init__(self, progress: Progress | None, done: int, total: int, size: int) -> None:
        self._progress, self._done, self._total, self._size = progress, done, total, size
        self._rows = 0

    def tick(self, stream: BinaryIO) -> None:
        self._rows += 1
        if self._progress and self._rows % _PROGRESS_ROWS == 0:
            self._progress(self._done + min(stream.tell(), self._size), self._total)

    def end(self) -> None:
        if self._progress:
            self._progress(self._done + self._size, self._total)


def _member(member: Member, keys: _Keys, ticker: _Ticker) -> Iterator[Found]:
    yield from (_json if member.is_json else _csv)(member, keys, ticker)
    ticker.end()


def _csv(member: Member, keys: _Keys, ticker: _Ticker) -> Iterator[Found]:
    with member.open() as stream:
        reader = CsvReader(stream)
        kind = _kind(member, reader.columns)
        if kind is None:
            yield Skipped(member.name, "its name is not that of an HSDS table")
            return
        if isinstance(kind, LinkFile):
            yield from _links(member, kind, reader)
            return
        mapping = column_map(kind.table, reader.columns)
        ignored = tuple(c for c in dict.fromkeys(reader.columns) if c not in mapping)
        yield Ignored(member.name, kind.table, ignored)
        for found in reader:
            ticker.tick(stream)
            yield _row(member.name, kind, reader.columns, mapping, found, keys)


def _kind(member: Member, columns: tuple[str, ...]) -> FileKind | LinkFile | None:
    stem = PurePosixPath(member.name).name.split(".", 1)[0]
    return kind_of(stem, columns) or kind_of(member.table_hint, columns)


def _row(
    file: str,
    kind: FileKind,
    columns: tuple[str, ...],
    mapping: Mapping[str, str],
    found: Record | BadLine,
    keys: _Keys,
) -> Raw | Bad:
    if isinstance(found, BadLine):
        return Bad(file, found.line, kind.table, found.text, found.reason)
    repairs = found.repairs
    if len(found.fields) != len(columns):
        layout = layout_of(kind.table, columns, found.fields)
        if layout is None:
            reason = f"{len(found.fields)} fields under a header of {len(columns)}"
            return Bad(file, found.line, kind.table, "\x1f".join(found.fields), reason)
        columns, repairs = layout, (*repairs, "older_layout_without_name_and_weekday")
    values: dict[str, object] = {}
    for column, value in zip(columns, found.fields, strict=True):
        name = mapping.get(column)
        if name and value and not values.get(name):
            values[name] = value
    # What a row says of itself counts more than its file's name: "redacted" in a file of
    # physical addresses once passed for physical.
    values = {**kind.implied, **values}
    return _keyed(file, found.line, kind.table, values, keys, repairs)


def _keyed(
    file: str,
    line: int,
    table: str,
    values: dict[str, object],
    keys: _Keys,
    repairs: tuple[str, ...],
) -> Raw:
    key = str(values.get("id") or "").strip()
    if key or table == "withheld":
        return Raw(file, line, table, key, values, repairs=repairs)
    return Raw(file, line, table, keys.key(table, values), values, has_id=False, repairs=repairs)


def _links(member: Member, kind: LinkFile, reader: CsvReader) -> Iterator[Found]:
    columns = reader.columns
    wanted = {kind.base_column, kind.target_column, _plain(kind.base), kind.reference}
    yield Ignored(member.name, kind.base, tuple(c for c in columns if c not in wanted | {"id"}))
    for found in reader:
        if isinstance(found, BadLine) or len(found.fields) != len(columns):
            text = found.text if isinstance(found, BadLine) else "\x1f".join(found.fields)
            yield Bad(member.name, found.line, kind.base, text, "the row has the wrong fields")
            continue
        cells = dict(zip(columns, found.fields, strict=True))
        base = cells.get(kind.base_column) or cells.get(_plain(kind.base)) or ""
        target = cells.get(kind.target_column) or cells.get(kind.reference) or ""
        values: dict[str, object] = {kind.reference: target.strip()}
        yield Raw(member.name, found.line, kind.base, base.strip(), values, link=kind)


def _plain(base: str) -> str:
    return f"{base}_id"


def _json(member: Member, keys: _Keys, ticker: _Ticker) -> Iterator[Found]:
    with member.open() as stream:
        sections = sections_of(stream)
    number = 0
    for prefix in sections.prefixes:
        if prefix == "" and member.size > MAX_OBJECT_BYTES:
            yield Bad(member.name, 1, "", "", "one object of more than 64 MB: send it as a list")
            continue
        with member.open() as stream:
            for item in section_items(stream, prefix, member.table_hint):
                ticker.tick(stream)
                number += 1
                yield from _item(member.name, item, keys)
    # A real feed says 31 items and holds 128: what is there counts.
    if sections.stated is not None and sections.stated != number:
        yield Note(member.name, f"the page says {sections.stated} items and holds {number}")


def _item(file: str, item: Item | BrokenJson, keys: _Keys) -> Iterator[Raw | Bad | Skipped]:
    if isinstance(item, BrokenJson):
        yield Bad(file, item.number, "", "", item.reason)
    elif not isinstance(item.value, Mapping):
        yield Bad(file, item.number, item.table or "", "", "the item is not an object")
    elif item.table is None:
        if {"version", "openapi_url"} & item.value.keys():
            yield Skipped(file, "it describes an API and holds no rows")
        else:
            yield Bad(file, item.number, "", "", "the item is none of the HSDS objects")
    else:
        has_id = bool(str(item.value.get("id") or "").strip())
        key = str(item.value["id"]).strip() if has_id else _natural(item, keys)
        for flat in flatten(item.table, item.value, key):
            yield _flat_row(file, item.number, flat, has_id=has_id or flat.is_nested)


def _natural(item: Item, keys: _Keys) -> str:
    assert isinstance(item.value, Mapping)
    assert item.table
    return "~" + keys.key(item.table, item.value)


def _flat_row(file: str, line: int, flat: Flat, *, has_id: bool) -> Raw:
    mapping = column_map(flat.table, flat.values)
    values: dict[str, object] = {}
    for column, value in flat.values.items():
        name = mapping.get(column)
        if name and value is not None and value != "" and name not in values:
            values[name] = value
    return Raw(file, line, flat.table, flat.key, values, has_id=has_id, is_nested=flat.is_nested)


def _required_references(table: str) -> tuple[str, ...]:
    return tuple(c.name for c in TABLES[table].references if c.is_required)
