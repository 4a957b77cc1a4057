"""Zones without outlines: a CSV of an agency's beats with their names, and people where known.

Calls carry their agency's zone id; a list says what the zones are called and how many people live
there. It draws nothing and places nobody.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from resource_dir.errors import BadInput, PackageRefused

LONGEST = 200
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A line of the file under its head; `line` is its number in the file, the head is 1."""

    line: int
    values: Mapping[str, str]


def is_zone_list(content: bytes) -> bool:
    """Whether this may be a list: neither JSON nor gzip, and its first line has two columns."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or start[:1] in b"{[" or content[:2] == b"\x1f\x8b":
        return False
    first = start.splitlines()[0]
    return any(delimiter.encode() in first for delimiter in DELIMITERS)


def rows_of(content: bytes) -> list[ZoneRow]:
    """The lines of a CSV, empty ones left out. Raises PackageRefused for what is none."""
    lines = _lines(_text(content))
    if not lines:
        raise PackageRefused("The file holds no areas.")
    head = [name.strip() for name in lines[0][1]]
    if len(set(head)) < len(head):
        raise PackageRefused("The file names a column twice in its first line.")
    return [
        ZoneRow(number, dict(zip(head, [*values, *[""] * len(head)], strict=False)))
        for number, values in lines[1:]
        if any(value.strip() for value in values)
    ]


def id_column(rows: Sequence[ZoneRow], wanted: Sequence[str]) -> str:
    """The first usual name whose values differ from line to line, else the first such column.

    Raises BadInput where no column names each zone once: a guess would give two zones one name.
    """
    names = {name.casefold(): name for name in rows[0].values} if rows else {}
    usual = [names[each] for each in wanted if each in names]
    for name in [*usual, *names.values()]:
        values = [row.values[name].strip() for row in rows]
        if all(values) and len(set(values)) == len(values):
            return name
    raise BadInput(
        "No column names each zone once: say which one holds their ids. There are: %(names)s.",
        field="id_column",
        names=", ".join(names.values()) or "none",
    )


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    delimiter = _delimiter(text)
    lines = list(_parsed(text, delimiter))
    # Some exports wrap each whole line in quotes: what was read as one column holds them all.
    if lines and all(len(values) == 1 for _, values in lines) and delimiter in lines[0][1][0]:
        return [(number, next(csv.reader(values, delimiter=delimiter))) for number, values in lines]
    return lines


def _delimiter(text: str) -> str:
    head = text.splitlines()[0]
    return max(DELIMITERS, key=head.count)


def _parsed(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for values in reader:
            if values:
                yield reader.line_num, values
    except csv.Error as error:
        raise PackageRefused("Line %(line)s can't be read as CSV.", line=reader.line_num) from error
