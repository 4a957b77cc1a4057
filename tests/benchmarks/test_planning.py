"""The benchmark of planning runs, on few calls. Nothing here looks at a time."""

from pathlib import Path

import pytest

from benchmarks.calls_made import beats, entries, write_calls
from benchmarks.planning import ACTS, STAGES, measure_planning


def test_the_same_number_of_calls_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_calls(tmp_path / name, 2_000)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert len((tmp_path / "a").read_text().splitlines()) == 2_001
    assert len(beats()) == 50
    assert len({entry.need for entry in entries()}) == 30


@pytest.mark.long
def test_every_stage_and_every_act_of_a_planner_is_measured(tmp_path: Path) -> None:
    taking, looking = measure_planning(tmp_path / "planning", 100_000)

    assert len(taking.rows) == 1 + len(STAGES) + 2
    assert [row[0] for row in looking.rows] == list(ACTS.values())
    assert all(float(row[1]) > 0 for row in (*taking.rows, *looking.rows))
    assert not (tmp_path / "planning" / "calls.csv").exists()
