"""The load test of bed updates runs, at a size that takes seconds, and counts what it stored."""

from pathlib import Path

from benchmarks.beds import measure_beds, postgresql


def test_updates_are_measured_through_http(tmp_path: Path) -> None:
    rows = dict(measure_beds(tmp_path, houses=3, seconds=5).rows)

    assert int(rows["updates answered, per second"]) > 0
    assert rows["refused or broken; “database is locked”"] == "0; 0"
    answered, stored = map(int, rows["updates answered, stored"].split(", "))
    assert answered < stored < answered + 10  # the probe's own


def test_postgresql_is_measured_on_a_server_of_its_own(tmp_path: Path) -> None:
    with postgresql() as url:
        rows = dict(measure_beds(tmp_path, database_url=url, houses=3, seconds=5).rows)

    assert rows["refused or broken; “database is locked”"].startswith("0;")
