"""The year of fictional calls moves to today by whole weeks."""

import csv
import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from resource_dir.operations.importing.demonstrating import seed_folder
from resource_dir.operations.importing.demonstration_calls import CALLS_FILE, dated_calls

REFERENCE = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)


def times_of(path: Path) -> list[datetime]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt") as file:
        return [datetime.fromisoformat(row["call_time"]) for row in csv.DictReader(file)]


def moved(tmp_path: Path, now: datetime) -> list[datetime]:
    dated_calls(seed_folder(), tmp_path / "calls.csv", reference=REFERENCE, now=now)
    return times_of(tmp_path / "calls.csv")


def test_at_the_reference_time_nothing_moves(tmp_path: Path) -> None:
    assert moved(tmp_path, REFERENCE) == times_of(seed_folder() / CALLS_FILE)


@pytest.mark.parametrize("days", [1, 6, 7, 315, 367, -10])
def test_a_weekday_stays_and_the_year_ends_in_the_week_before_today(
    tmp_path: Path, days: int
) -> None:
    now = REFERENCE + timedelta(days=days)

    found = moved(tmp_path, now)

    before = times_of(seed_folder() / CALLS_FILE)
    assert len(found) == len(before)
    assert [one.weekday() for one in found] == [one.weekday() for one in before]
    today = now.date()
    assert today - timedelta(days=7) <= max(found).date() < today


def test_no_call_falls_in_an_hour_that_a_clock_leaves_out(tmp_path: Path) -> None:
    found = moved(tmp_path, REFERENCE + timedelta(weeks=45))

    in_spring = {one.hour for one in found if one.date() == date(2026, 3, 8)}
    assert 2 not in in_spring
    assert {1, 3} <= in_spring
