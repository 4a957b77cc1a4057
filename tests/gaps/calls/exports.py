"""Small invented exports, and what was read of them."""

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from resource_dir.gaps.calls.auditing import Audit
from resource_dir.gaps.calls.months import MonthOfCalls
from resource_dir.gaps.calls.opening import open_calls
from resource_dir.gaps.calls.profile_reading import read_profile
from resource_dir.gaps.calls.profiles import CallProfile
from resource_dir.gaps.calls.reading import CallReading

COLUMNS = ("number", "received", "kind", "outcome", "beat", "lat", "lon", "address")
Row = Sequence[str]


def profile(**more: Any) -> CallProfile:
    """A profile for these columns; `more` replaces or adds keys."""
    data = {
        "name": "juniper",
        "title": "Juniper County",
        "agency": "Juniper County Sheriff",
        "zone": "America/Denver",
        "columns": {
            "time": "received",
            "type": "kind",
            "latitude": "lat",
            "longitude": "lon",
            "district": "beat",
            "disposition": "outcome",
            "place_text": "address",
            "id": "number",
        },
    }
    return read_profile({**data, **more})


def row(
    number: int,
    received: str = "2025-03-04 10:15:00",
    kind: str = "WELFARE",
    *,
    outcome: str = "DONE",
    beat: str = "12",
    point: tuple[str, str] = ("38.5043", "-106.0567"),
    address: str = "12 EXAMPLE ST",
) -> Row:
    """One call."""
    return (f"25-{number:06}", received, kind, outcome, beat, *point, address)


def many(count: int, *, start: str = "2025-02-03 00:00:00", minutes: float = 60) -> list[Row]:
    """Calls at even distances."""
    first = datetime.fromisoformat(start)
    return [
        row(number, str(first + timedelta(minutes=minutes * number))[:19], f"T{number % 3}")
        for number in range(count)
    ]


def written(rows: Sequence[Row], *, delimiter: str = ",", columns: Row = COLUMNS) -> bytes:
    """As CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def read(
    folder: Path, content: bytes, given: CallProfile | None = None, *, name: str = "calls.csv",
    **options: Any,
) -> tuple[list[MonthOfCalls], Audit]:  # fmt: skip
    """What is kept of a file with this content, and its audit."""
    path = folder / name
    path.write_bytes(content)
    given = given or profile()
    reading = CallReading(
        open_calls(path, delimiter=given.delimiter, encoding=given.encoding), given, **options
    )
    months = list(reading.months())
    return months, reading.audit()


def counts(months: Sequence[MonthOfCalls]) -> dict[tuple[Any, ...], int]:
    """{(type, disposition, zone, cell, area, day, hour): n} of all months."""
    found: dict[tuple[Any, ...], int] = {}
    for month in months:
        for one in pq.read_table(io.BytesIO(month.content)).to_pylist():
            *key, n = one.values()
            found[tuple(key)] = n
    return found


def faults(audit: Audit) -> Mapping[str, int]:
    """How often each fault was found."""
    return {fault.code: fault.count for fault in audit.faults}


def packed(content: bytes) -> bytes:
    """As gzip."""
    return gzip.compress(content)
