"""The year of fictional calls, moved so that it ends just before today.

It moves by whole weeks: a call of a Friday night stays one. So up to six days lie between its end
and today.
"""

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

CALLS_FOLDER = Path("calls")
CALLS_FILE = CALLS_FOLDER / "juniper_calls.csv.gz"
BEATS_FILE = CALLS_FOLDER / "beats.geojson"
PROFILE_FILE = CALLS_FOLDER / "profile.json"
CROSSWALK_FILE = CALLS_FOLDER / "crosswalk.csv"
TIME_COLUMN = "call_time"
ZONE = ZoneInfo("America/Denver")


def dated_calls(seeds: Path, target: Path, *, reference: datetime, now: datetime) -> None:
    """Write the calls of `seeds` to `target`, their times moved from the reference time to now."""
    days = now.astimezone(ZONE).date() - reference.astimezone(ZONE).date()
    moved_by = timedelta(weeks=days // timedelta(weeks=1))
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in _moved_rows(seeds / CALLS_FILE, moved_by):
            writer.writerow(row)


def _moved_rows(path: Path, moved_by: timedelta) -> Iterator[list[str]]:
    with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = next(rows)
        yield header
        column = header.index(TIME_COLUMN)
        for row in rows:
            row[column] = _moved_time(row[column], moved_by)
            yield row


def _moved_time(text: str, moved_by: timedelta) -> str:
    """A local time so much later; one that a clock leaves out in spring is an hour later still."""
    local = datetime.fromisoformat(text) + moved_by
    there = local.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE)
    return f"{there:%Y-%m-%d %H:%M}"
