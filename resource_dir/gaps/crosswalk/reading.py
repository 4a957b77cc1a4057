"""A crosswalk as CSV: call_type, disposition, need, weight.

A row without a need and with weight 0 says: somebody looked at this type, and it asks for nothing.
All that is wrong is told at once, with line and column, and then nothing is taken.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from resource_dir.errors import BadInput, PackageRefused, Phrase
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry, Key, checked_entry, in_order

COLUMNS = ("call_type", "disposition", "need", "weight")
MOST_BYTES = 20_000_000
MOST_NAMED = 20  # faults in one message


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: a sentence as a template, and its values."""

    line: int
    column: str
    template: str
    values: Mapping[str, object]

    @property
    def text(self) -> str:
        """The sentence, in English."""
        return self.template % self.values if self.values else self.template


def refused(faults: tuple[Fault, ...]) -> PackageRefused:
    """The refusal of a file of entries; `faults` among its values are all that is wrong with it."""
    named = [f"line {one.line}, {one.column}: {one.text}" for one in faults[:MOST_NAMED]]
    return PackageRefused(
        "Nothing was taken; %(count)s cells are wrong. %(named)s",
        count=len(faults),
        named=" · ".join(named),
        faults=faults,
    )


def read_entries(content: bytes) -> tuple[CrosswalkEntry, ...]:
    """The entries of a file, in order. Raises BadInput for its form, PackageRefused for cells."""
    entries: dict[Key, CrosswalkEntry] = {}
    faults: list[Fault] = []
    for line, row in rows_of(content, required=("call_type", "need", "weight")):
        try:
            entry = checked_entry(_entry(row))
        except BadInput as error:
            faults.append(Fault(line, error.field or "", error.template, error.values))
            continue
        if entry.key in entries and entries[entry.key] != entry:
            faults.append(
                Fault(line, "weight", Phrase("This was said before with another weight."), {})
            )
        entries[entry.key] = entry
    if faults:
        raise refused(tuple(faults))
    if not entries:
        raise BadInput("The file holds no entry.", field="file")
    return in_order(entries.values())


def write_entries(entries: Iterable[CrosswalkEntry]) -> str:
    """The entries as CSV, so that `read_entries` gives them back."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in in_order(entries):
        writer.writerow((one.call_type, one.disposition, one.need, f"{one.weight:.12g}"))
    return text.getvalue()


def rows_of(
    content: bytes, *, required: tuple[str, ...], keep: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a CSV with a header, values without outer blanks but in columns of `keep`.

    Raises BadInput.
    """
    if len(content) > MOST_BYTES:
        raise BadInput("The file is larger than %(most)s bytes.", field="file", most=MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInput(
            "Line %(line)s is no UTF-8 text. Save the file as CSV in UTF-8.",
            field="file",
            line=line,
        ) from None
    # newline="" as csv asks for: a quoted field may hold a line break.
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
        _check_columns(names, required)
        reader.fieldnames = names
        for row in reader:
            yield (
                reader.line_num,
                {
                    name: (value or "") if name in keep else (value or "").strip()
                    for name, value in row.items()
                    if name and isinstance(value, str | None)
                },
            )
    except csv.Error as error:
        raise BadInput(
            "Line %(line)s can't be read as CSV: %(error)s.",
            field="file",
            line=reader.line_num,
            error=str(error),
        ) from None


def _check_columns(names: list[str], required: tuple[str, ...]) -> None:
    missing = [name for name in required if name not in names]
    if missing:
        raise BadInput(
            "The file has no column %(missing)s. Its columns are: %(names)s.",
            field="file",
            missing=", ".join(missing),
            names=", ".join(name[:40] for name in names if name)[:400] or "none",
        )


def _entry(row: Mapping[str, str]) -> CrosswalkEntry:
    written = row["weight"]
    try:
        weight = float(written)
    except ValueError:
        raise BadInput(
            "“%(weight)s” is no number. A weight lies between 0 and 1.",
            field="weight",
            weight=written[:40],
        ) from None
    return CrosswalkEntry(row["call_type"], row.get("disposition", ""), row["need"], weight)
