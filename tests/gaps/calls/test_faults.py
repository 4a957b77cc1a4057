"""Each fault of an export is named with its count, and with what was done about it."""

from pathlib import Path

import pytest

from resource_dir.errors import BadInput
from tests.gaps.calls.exports import COLUMNS, counts, faults, many, profile, read, row, written

HOUR = 6  # where the hour stands in a key of counts()


def test_a_clean_export_has_no_fault(tmp_path: Path) -> None:
    months, audit = read(tmp_path, written(many(24 * 7)))

    assert faults(audit) == {"piled_points": 168}
    assert (audit.rows, audit.kept, audit.observed_hours) == (168, 168, 168.0)
    assert sum(counts(months).values()) == 168


def test_times_that_cant_be_read_and_blank_ones_are_left_out(tmp_path: Path) -> None:
    rows = [row(1), row(2, "yesterday"), row(3, ""), row(4, "2025-13-45 99:00")]

    _, audit = read(tmp_path, written(rows))

    assert faults(audit) == {"unreadable_times": 2, "blank_times": 1}
    assert audit.kept == 1
    assert audit.loses_rows


def test_rows_with_too_few_or_too_many_fields_are_counted_by_line_and_never_shown(
    tmp_path: Path,
) -> None:
    content = written([row(1), row(2)]) + b"25-3,CANARY\n" + b"," * 12 + b"CANARY\n"

    _, audit = read(tmp_path, content)

    fault = next(one for one in audit.faults if one.code == "unreadable_rows")
    assert fault.count == 2
    assert fault.detail["lines"] == [4, 5]
    assert fault.detail["reasons"] == {"too few fields": 1, "too many fields": 1}
    assert "CANARY" not in str(audit.to_json())


def test_a_quote_that_never_ends_costs_a_row_and_not_the_file(tmp_path: Path) -> None:
    content = written([row(1), row(2)]) + b'25-3,"2025-03-04 11:00:00,X,,,,,\n'

    _, audit = read(tmp_path, content)

    assert audit.kept == 2
    assert faults(audit)["unreadable_rows"] == 1


def test_lost_am_and_pm_are_refused(tmp_path: Path) -> None:
    rows = [row(n, f"2025-03-{1 + n % 28:02} {1 + n % 12:02}:30:00") for n in range(400)]

    _, audit = read(tmp_path, written(rows))

    assert audit.refusal == "lost_half_day"
    assert faults(audit)["lost_half_day"] == 400


def test_am_and_pm_are_read_where_they_are(tmp_path: Path) -> None:
    clock = profile(time={"forms": ["%m/%d/%Y %I:%M:%S %p"]})
    rows = [row(1, "03/04/2025 12:15:00 AM"), row(2, "03/04/2025 11:15:00 PM")]

    months, _ = read(tmp_path, written(rows), clock)

    assert sorted(key[HOUR] for key in counts(months)) == [0, 23]


def test_missing_days_are_listed_and_not_observed(tmp_path: Path) -> None:
    rows = [each for each in many(24 * 6) if not each[1].startswith("2025-02-05")]

    months, audit = read(tmp_path, written(rows))

    assert faults(audit)["missing_days"] == 1
    assert "2025-02-05" not in months[0].observed
    assert audit.observed_hours == 5 * 24


def test_a_quiet_day_of_a_small_agency_is_no_missing_day(tmp_path: Path) -> None:
    rows = [row(n, f"2025-03-{day:02} 12:00:00") for n, day in enumerate((1, 2, 4, 5, 7))]

    _, audit = read(tmp_path, written(rows))

    assert "missing_days" not in faults(audit)
    assert audit.observed_hours == 7 * 24


def test_the_first_and_the_last_day_count_for_the_hours_that_they_hold(tmp_path: Path) -> None:
    rows = many(60 * 30, start="2025-03-03 17:30:00", minutes=1)

    months, audit = read(tmp_path, written(rows))

    first = months[0].observed["2025-03-03"]
    assert (first[16], first[17], first[18]) == (0.0, 0.5, 1.0)
    last = months[0].observed["2025-03-04"]
    assert (last[22], last[23]) == (1.0, 0.5)
    assert faults(audit)["partial_days"] == 2


def test_where_clocks_change_an_hour_is_absent_or_comes_twice(tmp_path: Path) -> None:
    spring, _ = read(tmp_path, written(many(48, start="2025-03-09 00:30:00")))
    autumn, _ = read(tmp_path, written(many(48, start="2025-11-02 00:30:00")))

    assert spring[0].observed["2025-03-09"][1:4] == (1.0, 0.0, 1.0)
    assert autumn[0].observed["2025-11-02"][0:3] == (1.0, 2.0, 1.0)


def test_a_call_at_an_hour_that_never_was_is_counted_in_the_next(tmp_path: Path) -> None:
    months, audit = read(tmp_path, written([row(1, "2025-03-09 02:30:00")]))

    assert [key[HOUR] for key in counts(months)] == [3]
    assert faults(audit)["absent_hour"] == 1


def test_epochs_and_offsets_are_brought_to_the_agency_s_clock(tmp_path: Path) -> None:
    epoch = profile(time={"forms": ["epoch_ms"]})
    by_epoch, _ = read(tmp_path, written([row(1, "1741104900000")]), epoch)
    by_offset, _ = read(tmp_path, written([row(1, "2025-03-04T16:15:00Z")]))
    by_clock, _ = read(
        tmp_path, written([row(1, "2025-03-04 16:15:00")]), profile(time={"clock": "utc"})
    )

    for months in (by_epoch, by_offset, by_clock):
        assert [key[5:7] for key in counts(months)] == [
            (months[0].month.replace(day=4), 9)
        ]  # Colorado in winter: UTC-7


def test_a_second_time_that_differs_says_by_how_many_hours(tmp_path: Path) -> None:
    checked = profile(time={"check": {"columns": ["address"], "form": "epoch_s"}})
    rows = [row(n, address=str(1741104900 + 3600 * (n < 3))) for n in range(5)]
    rows = [(*one[:1], "2025-03-04 09:15:00", *one[2:]) for one in rows]

    _, audit = read(tmp_path, written(rows), checked)

    fault = next(one for one in audit.faults if one.code == "time_conflict")
    assert fault.count == 3
    assert fault.detail["most_often_hours"] == 1


def test_far_points_zeros_and_missing_ones_keep_the_call_without_a_cell(tmp_path: Path) -> None:
    here = profile(region={"south": 38, "west": -107, "north": 39, "east": -105})
    points = [("38.5", "-106.05"), ("0", "0"), ("", ""), ("NaN", "-106"), ("45", "-106"),
              ("inf", "0"), ("north", "west")]  # fmt: skip
    rows = [row(n, point=point) for n, point in enumerate(points)]

    months, audit = read(tmp_path, written(rows), here)

    found = faults(audit)
    assert [found[f"{what}_points"] for what in ("missing", "zero", "far")] == [4, 1, 1]
    assert audit.kept == 7
    cells = {key[3]: n for key, n in counts(months).items()}
    assert cells.pop(0) == 6
    assert list(cells.values()) == [1]


def test_an_incident_that_comes_twice_is_counted_once_at_its_earliest(tmp_path: Path) -> None:
    rows = [row(1, "2025-03-04 10:15:00"), row(1, "2025-03-04 09:15:00"), row(2)]

    months, audit = read(tmp_path, written(rows))

    assert faults(audit) == {"repeated_id": 1, "unsorted": 1}
    assert sorted(key[HOUR] for key in counts(months)) == [9, 10]


def test_without_an_id_only_rows_that_are_wholly_alike_are_one(tmp_path: Path) -> None:
    rows = [("", *row(n)[1:]) for n in (1, 1, 2)]
    rows[2] = (*rows[2][:7], "14 EXAMPLE ST")

    _, audit = read(tmp_path, written(rows))

    assert faults(audit)["repeated_id"] == 1
    assert audit.kept == 2


def test_blank_types_and_zones_that_stand_for_nothing_are_kept_as_nothing(tmp_path: Path) -> None:
    given = profile(sentinels={"district": ["-1"]})
    rows = [row(1, kind=" "), row(2, beat="-1"), row(3)]

    months, audit = read(tmp_path, written(rows), given)

    assert faults(audit) == {"blank_types": 1, "sentinel_districts": 1}
    assert {key[0] for key in counts(months)} == {"", "WELFARE"}
    assert {key[2] for key in counts(months)} == {"", "12"}


def test_types_outside_the_list_are_counted_with_how_many_they_are(tmp_path: Path) -> None:
    rows = [row(1), row(2, kind="ODD"), row(3, kind="ODD"), row(4, kind="")]

    _, audit = read(tmp_path, written(rows), known_types=frozenset({"WELFARE"}))

    fault = next(one for one in audit.faults if one.code == "unlisted_types")
    assert (fault.count, fault.detail["different"]) == (3, 2)


def test_a_day_on_which_the_list_of_types_changed_is_found(tmp_path: Path) -> None:
    rows = many(24 * 30)
    rows = [
        (*one[:2], one[2] + ("-NEW" if one[1] >= "2025-02-18" else ""), *one[3:]) for one in rows
    ]

    _, audit = read(tmp_path, written(rows))

    assert [one.day.isoformat() for one in audit.breaks] == ["2025-02-18"]
    assert (audit.breaks[0].vanished, audit.breaks[0].appeared) == (3, 3)


def test_masked_addresses_are_counted_and_none_is_kept(tmp_path: Path) -> None:
    rows = [row(1, address="12XX EXAMPLE ST"), row(2, address="100 BLOCK EXAMPLE"), row(3)]

    months, audit = read(tmp_path, written(rows))

    assert faults(audit)["masked_addresses"] == 2
    assert "EXAMPLE" not in str(counts(months))


def test_what_officers_began_is_counted_and_left_out_where_the_profile_says_so(
    tmp_path: Path,
) -> None:
    marks = {"columns": ["outcome"], "values": ["ONVIEW"]}
    rows = [row(1), row(2, outcome="ONVIEW")]

    _, kept = read(tmp_path, written(rows), profile(officer_initiated=marks))
    _, left = read(tmp_path, written(rows), profile(officer_initiated={**marks, "leave_out": True}))

    assert (kept.kept, faults(kept)["officer_initiated"]) == (2, 1)
    assert (left.kept, faults(left)["officer_initiated_left_out"]) == (1, 1)


def test_a_mistyped_year_does_not_stretch_the_period(tmp_path: Path) -> None:
    rows = [*many(24 * 20), row(9001, "1925-03-04 10:00:00")]

    _, audit = read(tmp_path, written(rows))

    assert faults(audit)["times_too_old"] == 1
    assert (audit.from_day, audit.to_day) == ("2025-02-03", "2025-02-22")


def test_a_file_without_the_column_says_what_it_looked_for_and_what_there_is(
    tmp_path: Path,
) -> None:
    content = written([row(1)], columns=("number", "moment", *COLUMNS[2:]))

    with pytest.raises(BadInput, match="looked for received") as caught:
        read(tmp_path, content)

    assert "number, moment, kind" in caught.value.message


def test_a_column_of_narratives_is_no_list_of_types(tmp_path: Path) -> None:
    rows = [row(1, kind="he said that " * 12)]

    with pytest.raises(BadInput, match="no list of codes"):
        read(tmp_path, written(rows))
