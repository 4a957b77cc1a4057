"""The year of fictional calls: taken in as real ones are, moved so that it ends just before today.

It moves by whole weeks: a call of a Friday night stays one. So up to six days lie between its end
and today.
"""

import csv
import gzip
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Crosswalk
from resource_dir.operations.auditing import COMMAND_LINE
from resource_dir.operations.planning.areas import read_areas, take_areas
from resource_dir.operations.planning.taking_calls import CallReport, take_calls

if TYPE_CHECKING:
    from resource_dir.gaps.calls.profiles import CallProfile

CALLS_FOLDER = Path("calls")
CALLS_FILE = CALLS_FOLDER / "juniper_calls.csv.gz"
BEATS_FILE = CALLS_FOLDER / "beats.geojson"
PROFILE_FILE = CALLS_FOLDER / "profile.json"
CROSSWALK_FILE = CALLS_FOLDER / "crosswalk.csv"
TIME_COLUMN = "call_time"
ZONE = ZoneInfo("America/Denver")
DATA_SET = CROSSWALK = "juniper"
LAYER = "juniper_beats"


def take_demonstration_calls(
    session: Session, seeds: Path, *, work_folder: Path, reference: datetime, now: datetime
) -> CallReport:
    """Take in beats, calls and crosswalk of the demonstration county; once more changes nothing."""
    profile = _profile(seeds)
    with writing(session):
        _take_beats(session, seeds, now=now)
    with tempfile.TemporaryDirectory(dir=work_folder) as folder:
        path = Path(folder) / "juniper_calls.csv"  # fictional, or it could not lie here
        dated_calls(seeds, path, reference=reference, now=now)
        report = take_calls(
            session,
            path,
            profile=profile,
            name=DATA_SET,
            layer_id=LAYER,
            actor=COMMAND_LINE,
            now=now,
        )
    with writing(session):
        _take_crosswalk(session, seeds, now=now)
    return report


def _profile(seeds: Path) -> "CallProfile":
    # DuckDB and what else reads calls is loaded when it is needed.
    from resource_dir.gaps.calls.profile_reading import read_profile

    return read_profile(json.loads((seeds / PROFILE_FILE).read_text(encoding="utf-8")))


def _take_beats(session: Session, seeds: Path, *, now: datetime) -> None:
    read = read_areas(
        seeds / BEATS_FILE, id_column="id", name_column="name", population_column="population"
    )
    take_areas(
        session,
        LAYER,
        read.areas,
        name="Beats of Juniper County",
        source="demonstration",
        actor=COMMAND_LINE,
        now=now,
    )


def _take_crosswalk(session: Session, seeds: Path, *, now: datetime) -> None:
    from resource_dir.gaps.crosswalk.reading import read_entries
    from resource_dir.operations.planning.crosswalk_taking import take_entries, use_crosswalk

    if session.get(Crosswalk, CROSSWALK) is None:
        entries = read_entries((seeds / CROSSWALK_FILE).read_bytes())
        take_entries(session, CROSSWALK, entries, actor=COMMAND_LINE, now=now)
    use_crosswalk(session, DATA_SET, CROSSWALK, actor=COMMAND_LINE, now=now)


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
