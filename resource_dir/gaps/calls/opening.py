"""What a file is: its kind, packing, encoding, delimiter and columns, from its first bytes.

Whatever is no call export is refused here, with what to do. Nothing of a row is in a message.
"""

import csv
import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import duckdb
import ijson

from resource_dir.errors import BadInput, PackageRefused
from resource_dir.gaps.calls.engine import quoted, text_literal
from resource_dir.gaps.calls.wrapped import Row, Wrapping, sample_rows, wrapping_of

SAMPLE_BYTES = 1 << 18
SAMPLE_ROWS = 200
DELIMITERS = (",", ";", "\t", "|")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MOST_COLUMNS = 1_000
# Of the first bytes of a text; programs, pictures and old workbooks have more.
MOST_NULS, MOST_CONTROL_SIGNS = 0.3, 0.01
CONTROL_SIGNS = bytes({*range(1, 32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))


@dataclass(frozen=True, slots=True)
class CallFile:
    """A file that can be read. `source` is what DuckDB opens, `name` what people are told.

    `kind` is csv, json, jsonl or parquet. `sample` holds the first rows for guessing; it is never
    shown. `has_nuls` says that bytes of zero stand in it as well.
    """

    source: str
    name: str
    kind: str
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    is_packed: bool = False
    encoding: str = "utf-8"
    delimiter: str = ","
    is_line_quoted: bool = False
    has_nuls: bool = False
    wrapping: Wrapping | None = None


def open_calls(path: Path, *, name: str = "", delimiter: str = "", encoding: str = "") -> CallFile:
    """Look at the first bytes of a file. Raises PackageRefused with the reason."""
    label = name or path.name
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
    except OSError as error:
        raise BadInput("%(name)s can't be read: %(why)s.", name=label, why=error.strerror) from None
    is_packed = head.startswith(b"\x1f\x8b")
    if is_packed:
        head = _unpacked(head, label)
    if not head.strip():
        raise PackageRefused("%(name)s is empty.", name=label)
    if head.startswith(b"PAR1"):
        return _parquet(str(path), label)
    _refuse_foreign(head, label)
    coding = encoding or _encoding(head)
    text = _text(head, coding)
    if text.lstrip()[:1] in ("[", "{"):
        _refuse_odd_json(text, _encoding(head), label)
        return _json(path, label, text, is_packed=is_packed)
    found = _csv(str(path), label, text.replace("\0", ""), is_packed=is_packed, encoding=coding,
                 delimiter=delimiter)  # fmt: skip
    return replace(found, has_nuls="\0" in text)


def _unpacked(head: bytes, label: str) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, SAMPLE_BYTES)
    except zlib.error:
        raise PackageRefused(
            "%(name)s is a damaged gzip file: copy it again.", name=label
        ) from None


def _refuse_foreign(head: bytes, label: str) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise PackageRefused(
            "%(name)s is a zip file or a workbook: unpack it, or save the sheet as CSV.", name=label
        )
    if head.startswith(UTF16_MARKS):
        return
    if _is_unmarked_utf16(head):
        raise PackageRefused(
            "%(name)s is UTF-16 without its mark: save it as UTF-8 (“CSV UTF-8”).", name=label
        )
    if not _is_text(head):
        raise PackageRefused(
            "%(name)s is no text: a call export is CSV, TSV, JSON or Parquet, plain or gzip.",
            name=label,
        )


def _is_unmarked_utf16(head: bytes) -> bool:
    """Every second byte is zero, and hardly any of the others."""
    halves = head[::2].count(0), head[1::2].count(0)
    return max(halves) > len(head) * 0.4 and min(halves) < len(head) * 0.05


def _is_text(head: bytes) -> bool:
    """Fields padded with zeros, or a damaged block of them, are text still; other signs that no
    keyboard has are not."""
    odd = sum(head.count(sign) for sign in CONTROL_SIGNS)
    return head.count(0) <= MOST_NULS * len(head) and odd <= MOST_CONTROL_SIGNS * len(head)


def _refuse_odd_json(text: str, encoding: str, label: str) -> None:
    if encoding != "utf-8":
        raise PackageRefused(
            "%(name)s is JSON in another encoding than UTF-8: save it as UTF-8.", name=label
        )
    if "\0" in text:
        raise PackageRefused(
            "%(name)s holds bytes of zero, which JSON can't: it is damaged. Export it again, or as "
            "CSV.",
            name=label,
        )


def _encoding(head: bytes) -> str:
    if head.startswith(UTF16_MARKS):
        return "utf-16"
    try:
        head[:-4].decode("utf-8")  # the end may cut a character in two
    except UnicodeDecodeError as error:
        if error.start < len(head) - 8:
            return "latin-1"
    return "utf-8"


def _text(head: bytes, encoding: str) -> str:
    if encoding == "utf-16":
        head = head[: len(head) // 2 * 2]
    return head.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")


def _parquet(source: str, label: str) -> CallFile:
    with duckdb.connect(":memory:") as connection:
        relation = f"read_parquet({text_literal(source)})"
        try:
            found = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
            columns = tuple(str(row[0]) for row in found)
            fields = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in columns)
            rows = connection.execute(
                f"SELECT {fields} FROM {relation} LIMIT {SAMPLE_ROWS}"
            ).fetchall()
        except duckdb.Error:
            raise PackageRefused("%(name)s is a damaged Parquet file.", name=label) from None
    sample = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
    return CallFile(source, label, "parquet", columns, sample)


def _json(path: Path, label: str, text: str, *, is_packed: bool) -> CallFile:
    """Objects in one array, in something around it, or one object on each line."""
    head = text.encode()
    kind = "json" if text.lstrip().startswith("[") else "jsonl"
    wrapping = wrapping_of(head, label) if kind == "jsonl" else None
    if wrapping:
        rows = sample_rows(head, wrapping, most=SAMPLE_ROWS)
    else:
        rows = _objects(io.BytesIO(head), kind)
    columns = _distinct(name for row in rows for name in row)
    if not columns:
        raise PackageRefused(
            "%(name)s holds no calls: JSON has to be an array of objects, an object around one, or "
            "one object on each line.",
            name=label,
        )
    sample = tuple(tuple(_plain(row.get(name)) for name in columns) for row in rows)
    return CallFile(
        str(path), label, "json" if wrapping else kind, columns, sample, is_packed=is_packed,
        wrapping=wrapping,
    )  # fmt: skip


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each once; of two that differ in case only the first, and none that SQL can't name."""
    found: dict[str, str] = {}
    for name in names:
        if name and name.isprintable():
            found.setdefault(name.casefold(), name)
    return tuple(found.values())[:MOST_COLUMNS]


def _objects(file: BinaryIO, kind: str) -> list[Row]:
    found: list[Row] = []
    prefix = "item" if kind == "json" else ""
    try:
        for item in ijson.items(file, prefix, multiple_values=kind == "jsonl", use_float=True):
            if isinstance(item, dict):
                found.append(item)
            if len(found) >= SAMPLE_ROWS:
                break
    except (ijson.JSONError, TypeError):
        pass  # the sample ends in the middle of an object
    return found


def _plain(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _csv(
    source: str, label: str, text: str, *, is_packed: bool, encoding: str, delimiter: str
) -> CallFile:
    mark = delimiter or _delimiter(text)
    rows = _rows(text, mark)
    is_line_quoted = len(rows[0]) == 1 and mark in rows[0][0]
    if is_line_quoted:
        rows = [next(csv.reader([row[0]], delimiter=mark), []) for row in rows if row]
    header = _named(rows[0])
    if len(header) < 2:
        raise PackageRefused(
            "%(name)s has one column only: say which character parts its columns.", name=label
        )
    sample = tuple(tuple(row) for row in rows[1 : SAMPLE_ROWS + 1] if len(row) == len(header))
    return CallFile(source, label, "csv", header, sample, is_packed, encoding, mark, is_line_quoted)


def _delimiter(text: str) -> str:
    """The character that parts the header into most columns; a whole quoted line is looked into."""
    header = _rows(text, ",")[0]
    line = header[0] if len(header) == 1 else text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    found: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                found.append(row)
            if len(found) > SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # an odd quote: what was read until there is the sample
    return found or [[""]]


def _named(header: list[str]) -> tuple[str, ...]:
    """Every column gets a name of its own; DuckDB minds two that differ in case only."""
    names: dict[str, None] = {}
    seen: set[str] = set()
    for number, text in enumerate(header[:MOST_COLUMNS], start=1):
        name = text.strip() or f"column {number}"
        while name.casefold() in seen:
            name = f"{name} ({number})"
        seen.add(name.casefold())
        names[name] = None
    return tuple(names)
