"""JSON whose calls lie in something: an object around their list, GeoJSON, Esri's form, Socrata's.

DuckDB would hold such a file as one value. Here it is parsed while it streams by, and given to
DuckDB some rows at a time.
"""

import gzip
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import ijson
import pyarrow as pa

from resource_dir.errors import PackageRefused

RELATION = "wrapped_calls"  # what DuckDB knows the rows by
ROWS_AT_ONCE = 5_000
MOST_BYTES_OF_A_ROW = 16_777_216  # as DuckDB's reader of JSON has it
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
POINT = ("longitude", "latitude")
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Wrapping:
    """`key` is the one at the top whose list holds the rows. `names` are those of Socrata's
    columns, whose rows are lists; empty where rows are objects. A blank one is the portal's own."""

    key: str
    names: tuple[str, ...] = ()


def wrapping_of(sample: bytes, label: str) -> Wrapping | None:
    """How the calls are wrapped, told from the beginning of a file; None for one object on each
    line. Raises PackageRefused for a form that can't be read."""
    top = _top(sample)
    if top is None:
        return None
    if top.lists.get("data") == "start_array":
        return Wrapping("data", _socrata_names(sample, label))
    keys = [key for key, first in top.lists.items() if first == "start_map"]
    if "features" in keys:
        return Wrapping("features")
    if not keys and top.is_no_row:
        raise PackageRefused(
            "%(name)s is one JSON object, and no list of calls was found right below it: export "
            "the list itself, one object on each line, or CSV.",
            name=label,
        )
    if len(keys) > 1:
        raise PackageRefused(
            "%(name)s holds more than one list: %(keys)s. Keep the one of the calls.",
            name=label,
            keys=", ".join(key[:40] for key in keys[:10]),
        )
    return Wrapping(keys[0]) if keys else None


@dataclass(slots=True)
class _Top:
    """The first object. `lists` says of each key with a list how its first member begins.

    An object that does not end, holds an empty list or lists of objects farther below is no call.
    """

    lists: dict[str, str] = field(default_factory=dict)
    is_whole: bool = False
    holds_deeper: bool = False

    @property
    def is_no_row(self) -> bool:
        return not self.is_whole or self.holds_deeper or "end_array" in self.lists.values()


def _top(sample: bytes) -> _Top | None:
    """None where more than one object stands at the top."""
    found = _Top()
    depth, key, before = 0, "", ""
    for event, value in _events(sample):
        if depth == 0 and before:
            return None
        if depth == 1 and event == "map_key":
            key = str(value)
        if depth == 2 and before == "start_array":
            found.lists.setdefault(key, event)
        found.holds_deeper |= depth > 2 and before == "start_array" and event == "start_map"
        depth += event.startswith("start_") - event.startswith("end_")
        before = event
        found.is_whole = depth == 0
    return found


def _events(sample: bytes) -> Iterator[tuple[str, object]]:
    try:
        yield from ijson.basic_parse(io.BytesIO(sample), multiple_values=True)
    except ijson.JSONError:
        return  # the sample ends in the middle


def _socrata_names(sample: bytes, label: str) -> tuple[str, ...]:
    """Columns as the portal's own CSV heads them."""
    columns = next(_items(io.BytesIO(sample), "meta.view.columns"), None)
    named = columns if isinstance(columns, list) else []
    names = [
        "" if str(one.get("fieldName", "")).startswith(":") else str(one.get("name") or "")
        for one in named
        if isinstance(one, dict)
    ]
    if not any(names):
        raise PackageRefused(
            "%(name)s holds rows without the names of their columns: export the calls as objects, "
            "or as CSV.",
            name=label,
        )
    return tuple(names)


def sample_rows(sample: bytes, wrapping: Wrapping, *, most: int) -> list[Row]:
    """The first rows, as far as the beginning of a file holds them."""
    return list(islice(_rows(io.BytesIO(sample), wrapping), most))


def _items(file: BinaryIO, prefix: str) -> Iterator[object]:
    """What is there before the sample ends."""
    try:
        yield from ijson.items(file, prefix)
    except ijson.JSONError:
        return


def _rows(sample: BinaryIO, wrapping: Wrapping) -> Iterator[Row]:
    for item in _items(sample, wrapping.key + ".item"):
        yield _flat(item, wrapping)


def batches(
    path: Path, wrapping: Wrapping, columns: tuple[str, ...], *, is_packed: bool
) -> pa.RecordBatchReader:
    """All rows as texts, to be read once. A damaged file, or a row that is too large, breaks it."""
    schema = pa.schema([pa.field(name, pa.string()) for name in columns])
    return pa.RecordBatchReader.from_batches(schema, _batches(path, wrapping, schema, is_packed))


def _batches(
    path: Path, wrapping: Wrapping, schema: pa.Schema, is_packed: bool
) -> Iterator[pa.RecordBatch]:
    with _opened(path, is_packed=is_packed) as raw:
        bounded = _Bounded(raw)
        items = ijson.items(cast(BinaryIO, bounded), wrapping.key + ".item")
        rows = (_flat(item, wrapping) for item in bounded.counted(items))
        while some := list(islice(rows, ROWS_AT_ONCE)):
            arrays = [
                pa.array([_text(row.get(name)) for row in some], pa.string())
                for name in schema.names
            ]
            yield pa.record_batch(arrays, schema=schema)


def _opened(path: Path, *, is_packed: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if is_packed else path.open("rb")


class _Bounded:
    """A file of which no row may be too large to be held."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._is_first = True
        self._since_a_row = 0

    def read(self, size: int = -1) -> bytes:
        content = self._raw.read(size)
        self._since_a_row += len(content)
        if self._since_a_row > MOST_BYTES_OF_A_ROW:
            raise ValueError
        if self._is_first and size:
            self._is_first = False
            return content.removeprefix(BYTE_ORDER_MARK)
        return content

    def counted(self, items: Iterator[object]) -> Iterator[object]:
        for item in items:
            self._since_a_row = 0
            yield item


def _flat(item: object, wrapping: Wrapping) -> Row:
    """The fields of one call; none where it is no object. Its point is a field as well."""
    if isinstance(item, list):
        return {name: value for name, value in zip(wrapping.names, item, strict=False) if name}
    if not isinstance(item, dict):
        return {}
    fields = item.get("properties", item.get("attributes")) if wrapping.key == "features" else item
    if not isinstance(fields, dict):
        return {}
    return {**_point(item.get("geometry")), **fields} if fields is not item else fields


def _point(geometry: object) -> dict[str, object]:
    if not isinstance(geometry, dict):
        return {}
    if geometry.get("type") == "Point" and isinstance(geometry.get("coordinates"), list):
        return dict(zip(POINT, geometry["coordinates"], strict=False))
    return dict(zip(POINT, (geometry.get("x"), geometry.get("y")), strict=True))


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | dict | list):
        return json.dumps(value, default=str)
    return str(value)
