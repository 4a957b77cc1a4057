"""The calls of the demonstration county: invented, believable, and with the faults that are told.

What is counted here is what seed_data/README.md tells planners; the two go together.
"""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from shapely import Point, Polygon
from shapely.geometry import shape

from resource_dir.needs import NEEDS
from resource_dir.operations.importing.demonstrating import REFERENCE_FILE, seed_folder

ZONE = ZoneInfo("America/Denver")
NEW_SOFTWARE = date(2025, 9, 1)
Row = dict[str, str]


def calls_folder() -> Path:
    return seed_folder() / "calls"


@cache
def calls() -> list[Row]:
    with gzip.open(calls_folder() / "juniper_calls.csv.gz", "rt", newline="") as file:
        return list(csv.DictReader(file))


@cache
def crosswalk() -> list[Row]:
    with (calls_folder() / "crosswalk.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def beats() -> dict[str, Polygon]:
    layer = json.loads((calls_folder() / "beats.geojson").read_text())
    return {one["properties"]["id"]: shape(one["geometry"]) for one in layer["features"]}


def time_of(call: Row) -> datetime:
    return datetime.fromisoformat(call["call_time"])


def types_with_a_need() -> set[str]:
    return {row["call_type"] for row in crosswalk() if float(row["weight"]) > 0}


def share_at(found: list[Row], hours: set[int]) -> float:
    return sum(time_of(call).hour in hours for call in found) / len(found)


def of(*words: str) -> list[Row]:
    return [call for call in calls() if call["description"] in words]


def test_the_year_ends_with_the_day_before_the_reference_time() -> None:
    reference = json.loads((seed_folder() / REFERENCE_FILE).read_text())["reference_time"]
    today = datetime.fromisoformat(reference).astimezone(ZONE).date()

    days = {time_of(call).date() for call in calls()}

    assert max(days) == today - timedelta(days=1)
    assert min(days) == today - timedelta(days=365)


def test_two_days_are_missing() -> None:
    days = {time_of(call).date() for call in calls()}
    whole = {min(days) + timedelta(days=number) for number in range(365)}

    assert whole - days == {date(2025, 5, 27), date(2025, 10, 11)}


def test_the_faults_are_as_many_as_the_readme_says() -> None:
    numbers = Counter(call["incident_number"] for call in calls())

    assert sum(not call["call_type"] for call in calls()) == 30
    assert sum(float(call["latitude"]) == 0 == float(call["longitude"]) for call in calls()) == 12
    assert sum(call["beat"] == "UNK" for call in calls()) == 240
    assert sorted(numbers.values())[-9:] == [1] + [2] * 8


def test_the_readme_says_so() -> None:
    text = " ".join((seed_folder() / "README.md").read_text().split())

    for said in (
        "27 May and 11 October 2025", "30 calls without a type", "12 points at 0,0",
        "240 calls of beat `UNK`", "8 incident numbers twice", "1 September 2025",
        f"{len(calls()):,} rows",
    ):  # fmt: skip
        assert said in text


def test_an_hour_is_missing_in_spring_and_double_in_autumn() -> None:
    hours = Counter((time_of(call).date(), time_of(call).hour) for call in calls())
    in_autumn = [time_of(call) for call in calls() if time_of(call).date() == date(2025, 11, 2)]

    assert hours[date(2025, 3, 9), 2] == 0
    assert hours[date(2025, 3, 9), 1] > 0 < hours[date(2025, 3, 9), 3]
    assert in_autumn != sorted(in_autumn)


def test_the_list_of_types_changes_on_one_day() -> None:
    before = {call["call_type"] for call in calls() if time_of(call).date() < NEW_SOFTWARE}
    after = {call["call_type"] for call in calls() if time_of(call).date() >= NEW_SOFTWARE}

    assert len(before - after) == len(after - before) == 19
    assert {"DETOX", "INTOX"} <= before - after
    assert {"DETOXR", "INTOXP"} <= after - before


def test_beats_do_not_overlap_and_leave_nothing_between_them() -> None:
    areas = list(beats().values())
    whole = areas[0]
    for area in areas[1:]:
        assert whole.intersection(area).area < 1e-12
        whole = whole.union(area)

    assert len(areas) == 8
    assert all(area.is_valid and not area.interiors for area in areas)
    assert isinstance(whole, Polygon)
    assert not whole.interiors


def test_each_call_lies_in_the_beat_it_names() -> None:
    astray = [
        call
        for call in calls()
        if call["beat"] != "UNK"
        and call["latitude"] != "0.0000"
        and not beats()[call["beat"]].contains(point_of(call))
    ]

    assert astray == []


def test_each_listing_with_a_place_lies_in_a_beat() -> None:
    with (seed_folder() / "locations.csv").open(newline="", encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["latitude"]]

    assert len(found) > 40
    assert all(any(area.contains(point_of(row)) for area in beats().values()) for row in found)


def point_of(row: Row) -> Point:
    return Point(float(row["longitude"]), float(row["latitude"]))


def test_nobody_is_named_and_no_house_is() -> None:
    streets = re.compile(r"\d+ BLOCK [A-Z0-9 ]+|STATE HIGHWAY 915 MILE \d+")
    for call in calls():
        assert streets.fullmatch(call["address"])
        assert re.fullmatch(r"2[56]-\d{6}", call["incident_number"])
    words = {call[name] for call in calls() for name in ("description", "disposition")}

    assert len(words) < 80
    assert all(word == word.upper() for word in words)


def test_the_numbers_are_those_of_a_county_of_thirty_thousand() -> None:
    layer = json.loads((calls_folder() / "beats.geojson").read_text())
    people = sum(one["properties"]["population"] for one in layer["features"])

    assert people == 30_400
    assert 25_000 <= len(calls()) <= 30_000


def test_most_calls_are_nobodys_need() -> None:
    share = sum(call["call_type"] in types_with_a_need() for call in calls()) / len(calls())

    assert 0.15 < share < 0.22


def test_a_tenth_sounds_like_a_need_and_is_not_mapped() -> None:
    found = of("CITIZEN ASSIST", "UNKNOWN TROUBLE", "PERSON DOWN", "DISORDERLY CONDUCT",
               "PANHANDLING", "JUVENILE PROBLEM", "HARASSMENT")  # fmt: skip

    assert 0.08 < len(found) / len(calls()) < 0.12
    assert not {call["call_type"] for call in found} & {row["call_type"] for row in crosswalk()}


def test_three_quarters_of_those_who_ask_for_withdrawal_care_ask_when_intake_is_closed() -> None:
    found = of("DETOX REQUEST")

    assert 1.8 < len(found) / 363 < 2.3
    assert share_at(found, set(range(20, 24)) | set(range(8))) > 0.72
    assert share_at(found, set(range(18, 24)) | set(range(6))) > 0.75


def test_drink_comes_in_a_wave_on_the_nights_of_the_weekend() -> None:
    found = of("INTOXICATED PERSON")
    # The night of Friday and of Saturday, from 20:00 until 04:00: 16 of 168 hours.
    wave = [call for call in found if is_weekend_night(time_of(call))]

    assert len(wave) / len(found) > 2.5 * 16 / 168


def is_weekend_night(at: datetime) -> bool:
    evening = at - timedelta(hours=4)
    return evening.weekday() in (4, 5) and evening.hour >= 16


def test_nobody_is_out_in_the_cold_in_summer() -> None:
    months = Counter(time_of(call).month for call in of("PERSON OUT IN THE COLD"))

    assert not {6, 7, 8} & months.keys()
    assert months[1] > 10


def test_the_crosswalk_speaks_of_needs_and_types_that_are_there() -> None:
    known = {call["call_type"] for call in calls()}

    for row in crosswalk():
        assert row["call_type"] in known
        assert row["need"] in NEEDS or (row["need"], row["weight"]) == ("", "0")
        assert 0 <= float(row["weight"]) <= 1
    assert crosswalk_dispositions() <= {call["disposition"] for call in calls()}


def crosswalk_dispositions() -> set[str]:
    return {row["disposition"] for row in crosswalk() if row["disposition"]}


def test_both_codes_of_a_renamed_type_mean_the_same() -> None:
    by_code: dict[str, set[tuple[str, str, str]]] = {}
    for row in crosswalk():
        meaning = (row["disposition"], row["need"], row["weight"])
        by_code.setdefault(row["call_type"], set()).add(meaning)

    assert by_code["DETOX"] == by_code["DETOXR"]
    assert by_code["MHCRIS"] == by_code["BHCRIS"]


def test_the_packed_file_tells_neither_a_name_nor_a_time() -> None:
    header = next(first_bytes())

    assert header[:3] == b"\x1f\x8b\x08"
    assert header[3] == 0
    assert header[4:8] == b"\x00\x00\x00\x00"


def first_bytes() -> Iterator[bytes]:
    with (calls_folder() / "juniper_calls.csv.gz").open("rb") as file:
        yield file.read(10)
