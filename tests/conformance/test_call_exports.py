"""Real exports, with the faults that their README counts. Sums only."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from resource_dir.gaps.calls.auditing import Audit
from resource_dir.gaps.calls.guessing import guess_profile
from resource_dir.gaps.calls.opening import open_calls
from resource_dir.gaps.calls.reading import CallReading
from resource_dir.gaps.calls.shipped_profiles import shipped_profiles
from resource_dir.operations.planning.taking_calls import take_calls

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
SAN_DIEGO = "san_diego/calls_2023_01.csv"
GEOCODED = "san_diego/calls_geocoded_10000.csv"
MILWAUKEE = "milwaukee/calls_2018_05.csv.gz"
MONTGOMERY = "montgomery_pa/911.csv.gz"
FILES = {
    SAN_DIEGO: "san_diego",
    GEOCODED: "san_diego",
    MILWAUKEE: "milwaukee",
    MONTGOMERY: "montgomery_pa",
}


def _audit(folder: Path, name: str, types: frozenset[str] | None = None) -> Audit:
    profile = shipped_profiles()[FILES[name]]
    reading = CallReading(open_calls(folder / "calls" / name), profile, known_types=types)
    assert sum(month.calls for month in reading.months()) == reading.audit().kept
    return reading.audit()


def _faults(audit: Audit) -> dict[str, int]:
    return {one.code: one.count for one in audit.faults}


def test_san_diego_by_month(shared_data: Path) -> None:
    lines = (shared_data / "calls/san_diego/call_types.csv").read_text("utf-8-sig").splitlines()
    types = frozenset(line.partition(",")[0] for line in lines[1:])

    audit = _audit(shared_data, SAN_DIEGO, types)

    assert (audit.rows, audit.kept) == (26_595, 26_595)
    assert (audit.from_day, audit.to_day) == ("2023-01-01", "2023-01-20")
    assert audit.observed_hours == 20 * 24
    assert _faults(audit) == {
        "sentinel_districts": 402,
        "blank_types": 19,
        "unlisted_types": 21,
        "masked_addresses": 4_671,
        "unsorted": 1,
    }


def test_san_diego_geocoded(shared_data: Path) -> None:
    audit = _audit(shared_data, GEOCODED)

    found = _faults(audit)
    assert (audit.rows, audit.kept) == (10_000, 10_000)
    assert (found["sentinel_districts"], found["missing_points"], found["far_points"]) == (
        154,
        4,
        5,
    )
    assert next(one for one in audit.faults if one.code == "piled_points").detail["largest"] == 85
    assert found["partial_days"] == 2
    assert audit.observed_hours == 7 + 6 * 24 + 23.75


def test_milwaukee(shared_data: Path) -> None:
    audit = _audit(shared_data, MILWAUKEE)

    found = _faults(audit)
    assert (audit.rows, audit.kept, audit.types) == (33_968, 33_968, 179)
    assert (found["unsorted"], found["missing_points"], found["far_points"]) == (10_879, 11, 472)
    assert next(one for one in audit.faults if one.code == "piled_points").detail["largest"] == 782
    assert found["partial_days"] == 1


def test_montgomery_county(shared_data: Path) -> None:
    audit = _audit(shared_data, MONTGOMERY)

    found = _faults(audit)
    assert (audit.rows, audit.kept, audit.types) == (99_492, 99_492, 110)
    assert (audit.from_day, audit.to_day) == ("2015-12-10", "2016-08-24")
    assert (found["far_points"], found["time_conflict"], found["partial_days"]) == (15, 1_831, 2)
    conflict = next(one for one in audit.faults if one.code == "time_conflict")
    assert conflict.detail["without_second_time"] == 3
    # 259 days; the first from 17:40, the last to 11:17, and one hour that spring left out.
    assert audit.observed_hours == pytest.approx(
        257 * 24 - 1 + 6 + 20 / 60 + 11 + 18 / 60, abs=0.01
    )


def test_two_files_of_one_agency_count_no_incident_twice(
    shared_data: Path, session: Session
) -> None:
    def take(name: str) -> tuple[int, int, int]:
        report = take_calls(
            session, shared_data / "calls" / name, profile=shipped_profiles()["san_diego"],
            name="sdpd", layer_id=None, actor="t", now=NOW,
        )  # fmt: skip
        return report.replaced, report.not_taken, report.stored

    # 3,203 incidents are in both: all that the first file has of the hours of the second.
    assert take(SAN_DIEGO) == (0, 0, 26_595)
    assert take(GEOCODED) == (3_203, 0, 26_595 - 3_203 + 10_000)
    assert take(GEOCODED) == (10_000, 0, 33_392)


@pytest.mark.parametrize("name", FILES)
def test_a_guess_takes_the_columns_that_the_profile_names(shared_data: Path, name: str) -> None:
    file = open_calls(shared_data / "calls" / name)
    known = shipped_profiles()[FILES[name]]

    guess = guess_profile(file, zone=known.zone)

    for one in guess.taken:
        if one.role in known.columns and one.role != "place_text":
            assert one.column in known.columns[one.role]
    assert {"time", "type"} <= {one.role for one in guess.taken}
    assert guess.profile.zone == known.zone


def test_no_audit_names_a_street(shared_data: Path) -> None:
    for name in FILES:
        text = json.dumps(_audit(shared_data, name).to_json())
        assert not any(word in text for word in (" ST,", " AVE", " BLV", "MKE", "& "))
