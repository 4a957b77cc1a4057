"""Which days of an export are believed, and which can't be."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from resource_dir.gaps.calls.auditing import Audit
from resource_dir.gaps.calls.period import Possible
from tests.gaps.calls.exports import faults, many, read, row, written

TO_MARCH = Possible(last=date(2025, 3, 1))


def _audit(folder: Path, rows: list[Any]) -> Audit:
    months, audit = read(folder, written(rows), possible=TO_MARCH)
    assert sum(month.calls for month in months) == audit.kept
    return audit


def _detail(audit: Audit, code: str) -> Any:
    fault = audit.fault(code)
    assert fault is not None
    return fault.detail


def test_a_few_calls_of_a_time_to_come_are_slips_and_left_out(tmp_path: Path) -> None:
    slips = [row(9_000 + n, f"2025-03-{10 + n} 10:00:00") for n in range(2)]

    audit = _audit(tmp_path, [*many(24 * 20), *slips])

    assert (audit.refusal, audit.kept, audit.to_day) == (None, 480, "2025-02-22")
    assert faults(audit)["times_to_come"] == 2
    assert _detail(audit, "times_to_come") == {
        "span": {"first": "2025-03-10", "last": "2025-03-11"}
    }
    assert audit.loses_rows


def test_many_calls_of_a_time_to_come_refuse_the_file_with_their_days(tmp_path: Path) -> None:
    audit = _audit(tmp_path, many(24 * 40))

    assert audit.refusal == "days_to_come"
    assert faults(audit)["days_to_come"] == 13 * 24
    assert _detail(audit, "days_to_come") == {"span": {"first": "2025-03-02", "last": "2025-03-14"}}


def test_calls_from_before_any_system_refuse_a_file_of_nothing_else(tmp_path: Path) -> None:
    audit = _audit(tmp_path, many(24 * 3, start="1925-02-03 00:00:00"))

    assert audit.refusal == "days_too_old"
    assert faults(audit)["days_too_old"] == 72


def test_half_of_the_calls_a_year_off_are_kept_and_doubted(tmp_path: Path) -> None:
    later = many(24 * 10, start="2025-02-03 00:00:00")
    earlier = [row(5_000 + n, f"2009-01-01 {n:02}:00:00") for n in range(12)]

    audit = _audit(tmp_path, [*later, *earlier])

    assert (audit.refusal, audit.from_day) == (None, "2009-01-01")
    assert faults(audit)["years_apart"] == 12
    assert _detail(audit, "years_apart") == {"span": {"first": "2009-01-01", "last": "2009-01-01"}}


def test_a_stray_day_is_told(tmp_path: Path) -> None:
    audit = _audit(tmp_path, [*many(24 * 20), row(9_001, "2019-03-04 10:00:00")])

    assert faults(audit)["stray_times"] == 1
    assert _detail(audit, "stray_times") == {"span": {"first": "2019-03-04", "last": "2019-03-04"}}


@pytest.mark.parametrize(
    "end_of_time",
    ["9999-12-31 23:59:59", "9999-12-30 00:00:00", "294247-01-10 04:00:54", "0001-01-01 00:00:00"],
)
def test_a_time_that_stands_for_never_costs_its_row_only(tmp_path: Path, end_of_time: str) -> None:
    audit = _audit(tmp_path, [*many(24 * 20), row(9_001, end_of_time)])

    assert (audit.kept, audit.rows) == (480, 481)
    assert audit.observed_hours == 480


def test_a_file_of_nothing_but_never_is_refused(tmp_path: Path) -> None:
    audit = _audit(tmp_path, [row(n, "9999-12-30 00:00:00") for n in range(30)])

    assert audit.refusal == "days_to_come"


def test_calls_so_rare_that_each_stands_alone_are_believed(tmp_path: Path) -> None:
    first = datetime(1995, 1, 1, 9, tzinfo=UTC)
    rows = [row(n, str(first + timedelta(days=40 * n))[:19]) for n in range(260)]

    audit = _audit(tmp_path, rows)

    assert audit.kept == 260
