"""`resource-dir forecast`: worked out from the reports, judged by a file of nights."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    """Two months of three houses."""
    lines = ["unit,date,free"]
    for house in range(3):
        for night in range(50):
            day = date(2026, 1, 1) + timedelta(days=night)
            lines.append(f"house {house},{day},{int((night * (house + 3)) % 7 == 0)}")
    path = tmp_path / "nights.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_file_of_nights_is_judged_at_four_horizons(run: Run, nights: Path) -> None:
    done = run("forecast", "judge", nights, "--json")

    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["units"], found["judged_from"]) == (3, "2026-02-01")
    assert {score["horizon"] for score in found["scores"]} == {1, 2, 3, 7}
    assert found["reliability"]


def test_the_same_in_words_with_a_picture_and_another_first_day(run: Run, nights: Path) -> None:
    picture = nights.with_name("plot.svg")

    done = run("forecast", "judge", nights, "--from", "2026-01-20", "--picture", picture)

    assert done.exit_code == 0, done.output
    assert "judged from 2026-01-20" in done.stdout
    assert "own climatology" in done.stdout
    assert picture.read_text().startswith("<svg")
    assert "house 1" not in picture.read_text()


def test_a_file_that_can_not_be_judged_is_one_line_and_status_2(run: Run, nights: Path) -> None:
    nights.write_text("unit,date,free\na,2026-01-01,lots\n")

    done = run("forecast", "judge", nights)

    assert done.exit_code == 2
    assert "Line 2: 'lots' is no number of free beds" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_picture_that_can_not_be_written_is_one_line_and_status_2(run: Run, nights: Path) -> None:
    done = run("forecast", "judge", nights, "--picture", nights.parent / "none" / "plot.svg")

    assert done.exit_code == 2
    assert "can't be written" in done.stderr


def test_an_empty_database_has_nothing_to_count_and_says_so(run: Run) -> None:
    done = run("forecast", "update", "--json")

    assert done.exit_code == 2
    assert json.loads(done.stdout)["units"] == 0


def test_the_demonstration_is_worked_out_as_soon_as_it_is_loaded(run: Run) -> None:
    assert run("demo").exit_code == 0

    found = json.loads(run("search", "Switchback Mission", "--json").stdout)
    told = json.loads(run("forecast", "update", "--json").stdout)

    chances = [row["chance_free"] for one in found["results"] for row in one["capacity"]]
    assert any(chance and chance["value"] >= 0.5 for chance in chances)
    assert told["units"] >= 30
