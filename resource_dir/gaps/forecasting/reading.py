"""Counts of free beds by unit and day, from a CSV file, for judging the forecast."""

import csv
import gzip
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from resource_dir.errors import BadInput

# As our own files call them, then as Toronto's daily shelter occupancy does.
UNIT_COLUMNS = ("unit", "unit_id", "capacity_id", "program_id")
KIND_COLUMNS = ("capacity_type",)  # one programme may count beds and rooms apart
DATE_COLUMNS = ("date", "day", "updated", "occupancy_date")
FREE_COLUMNS = ("free", "available", "unoccupied_beds", "unoccupied_rooms")

History = dict[str, dict[date, bool]]  # whether something was free, by unit and day


def read_history(path: Path) -> History:
    """Whether each unit had anything free on each day; the last row of a day counts.

    An empty count is unknown and left out. Raises BadInput with the line for a file without the
    columns, a date that is none and a count that can't be.
    """
    try:
        with _opened(path) as file:
            return _history(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, EOFError) as error:
        raise BadInput(
            "%(name)s can't be read as CSV in UTF-8 (%(why)s). Save it as CSV again.",
            field="file",
            name=path.name,
            why=type(error).__name__,
        ) from error
    except OSError as error:
        raise BadInput(
            "%(name)s can't be opened: is it there, a file, and may you read it?",
            field="file",
            name=path.name,
        ) from error


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", newline="", encoding="utf-8-sig")
    return path.open(newline="", encoding="utf-8-sig")


def _history(reader: "csv.DictReader[str]") -> History:
    header = reader.fieldnames or ()
    unit, day = _column(header, UNIT_COLUMNS), _column(header, DATE_COLUMNS)
    counts = _columns(header, FREE_COLUMNS)
    if not counts:
        raise _missing(header, FREE_COLUMNS)
    names = [unit, *_columns(header, KIND_COLUMNS)]
    history: History = {}
    for row in reader:
        free = _free(row, counts, reader.line_num)
        if free is not None:
            key = " ".join((row[name] or "").strip() for name in names)
            history.setdefault(key, {})[_date(row[day], day, reader.line_num)] = free > 0
    if not history:
        raise BadInput("The file has no row with a count: nothing can be judged.", field="file")
    return history


def _columns(header: Sequence[str], wanted: Sequence[str]) -> list[str]:
    return [name for known in wanted for name in header if name.strip().casefold() == known]


def _column(header: Sequence[str], wanted: Sequence[str]) -> str:
    found = _columns(header, wanted)
    if not found:
        raise _missing(header, wanted)
    return found[0]


def _missing(header: Sequence[str], wanted: Sequence[str]) -> BadInput:
    return BadInput(
        "The file has no column %(wanted)s. It has: %(header)s.",
        field="file",
        wanted=" or ".join(wanted),
        header=", ".join(header) or "no header",
    )


def _date(text: str | None, column: str, line: int) -> date:
    try:
        return datetime.fromisoformat((text or "").strip()).date()
    except ValueError as error:
        raise BadInput(
            "Line %(line)s: %(value)s is no date. Write it as 2026-01-31.",
            field=column,
            line=line,
            value=repr((text or "")[:30]),
        ) from error


def _free(row: Mapping[str, str | None], counts: Sequence[str], line: int) -> float | None:
    """The first count that is there: a programme counts beds or rooms."""
    for column, text in _told(row, counts):
        try:
            number = float(text)
        except ValueError:
            number = -1.0
        if not 0 <= number < float("inf"):
            raise BadInput(
                "Line %(line)s: %(value)s is no number of free beds. Write 0 or more, or nothing "
                "where it is not known.",
                field=column,
                line=line,
                value=repr(text[:30]),
            )
        return number
    return None


def _told(row: Mapping[str, str | None], counts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for column in counts:
        if text := (row[column] or "").strip():
            yield column, text


def at_midnight(day: date) -> datetime:
    """The instant that stands for a day: only differences count."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
