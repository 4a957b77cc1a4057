"""Files as they come: bad values, repeats, pages, broken ends."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.hsds.findtreatment import read_findtreatment

from .facilities import TABLES, Reader, answered, page, plain, values


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"Latitude": "north", "Longitude": -121.49}, "Latitude"),
        ({"Latitude": 91, "Longitude": -121.49}, "Latitude"),
        ({"Latitude": float("nan")}, "Latitude"),
        ({"Latitude": 0, "Longitude": 0}, "Latitude"),
        ({"Latitude": 38.58, "Longitude": None}, "Latitude"),
        ({"Longitude": 121.49}, "Latitude"),
    ],
)
def test_a_bad_point_is_no_point_and_the_listing_stays(
    read: Reader, change: dict[str, Any], column: str
) -> None:
    content = json.loads(json.dumps([plain(**change)]).replace("NaN", '"NaN"'))

    with read(content) as package:
        location = values(package, "location")[0]
        rejected = package.report.rejected
        listings = len(values(package, "service_at_location"))

    assert (location["latitude"], location["longitude"]) == (None, None)
    assert rejected[0].column == column
    assert (rejected[0].file, rejected[0].line) == ("facilities.json", 1)
    assert listings == 1


def test_the_point_in_the_ocean_is_no_point_without_a_state_either(read: Reader) -> None:
    with read([plain(State=None, Latitude=0, Longitude=0.0)]) as package:
        assert values(package, "location")[0]["latitude"] is None


def test_bad_optional_values_are_dropped_one_by_one(read: Reader) -> None:
    item = answered(phone="call us", website="none", zip="999999", state="Atlantis", services="x")

    with read(page(item)) as package:
        columns = {x.column for x in package.report.rejected}
        files = package.report.files["facilities.json"]
        listings = len(values(package, "service_at_location"))

    assert columns == {"phone", "website", "zip", "state", "services"}
    assert (files.rows, files.rejected, files.rejected_rows, listings) == (1, 5, 0, 1)


def test_items_that_are_no_facility_are_named_by_their_number(read: Reader) -> None:
    content = [plain(), 7, {"Street": "12 Elm Street"}, plain("Oak House", Phone="916-555-0104")]

    with read(content) as package:
        rejected = [(x.line, x.value) for x in package.report.rejected]
        listings = len(values(package, "service_at_location"))

    assert rejected == [(2, "[withheld]"), (3, "")]
    assert listings == 2


def test_the_same_facility_twice_is_taken_once(read: Reader) -> None:
    changed = answered(frid="f-1", phone="916-555-0177")

    with read(page(answered(), answered(), changed)) as package:
        listings = len(values(package, "service_at_location"))
        repeats = [(x.line, x.column) for x in package.report.repaired]
        rejected = [(x.line, x.column, x.value) for x in package.report.rejected]
        number = values(package, "phone")[0]["number"]

    assert (listings, repeats) == (1, [(2, "frid")])
    assert rejected == [(3, "frid", "f-1")]
    assert number == "+19165550102"


def test_facilities_without_ids_that_are_equal_are_all_kept(read: Reader) -> None:
    with read([plain(), plain(), plain(Street="14 Elm Street")]) as package:
        listings = {row.id for row in package.rows("service_at_location")}

    assert len(listings) == 3


def test_reading_twice_gives_the_same_ids_whatever_the_street(read: Reader) -> None:
    with read([plain(), plain("Oak House")]) as package:
        first = [row.id for table in TABLES for row in package.rows(table)]
    with read([plain(Street="1 Ash Road", Latitude=38.1), plain("Oak House")]) as package:
        second = [row.id for table in TABLES for row in package.rows(table)]

    assert first == second


def test_pages_in_a_list_in_a_folder_and_packed_are_read_together(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    both = [page(answered(), count=3), page(answered(frid="f-2", name2="Oak East"), count=3)]
    (folder / "a.json").write_text(json.dumps(both), encoding="utf-8-sig")
    third = json.dumps(page(answered(frid="f-3", name2="Oak West"), count=3))
    with gzip.open(folder / "b.json.gz", "wt") as file:
        file.write(third)
    seen: list[tuple[int, int]] = []

    with read_findtreatment(
        folder,
        source="x",
        workdir=tmp_path,
        progress=lambda done, total: seen.append((done, total)),
    ) as package:
        listings = len(values(package, "service_at_location"))
        counts = [x for x in package.report.repaired if x.column == "recordCount"]

    assert (listings, counts) == (3, [])
    assert seen[-1][0] == seen[-1][1]


def test_a_page_that_counts_more_than_it_holds_is_reported(read: Reader) -> None:
    with read(page(answered(), count=500)) as package:
        notes = [(x.column, x.value) for x in package.report.repaired]

    assert notes == [("recordCount", "500")]


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text(json.dumps([plain(), plain("Oak House")])[:-40], encoding="utf-8")

    with read_findtreatment(path, source="x", workdir=tmp_path) as package:
        listings = len(values(package, "service_at_location"))
        rejected = [(x.line, x.value) for x in package.report.rejected]

    assert (listings, rejected) == (1, [(2, "[withheld]")])


@pytest.mark.parametrize(
    "content", [{}, [], "text", 5, None, {"rows": []}, [{"id": 1}], {"contents": [{"id": "a"}]}]
)
def test_a_file_without_any_facility_is_refused_with_a_diagnosis(
    read: Reader, content: object
) -> None:
    with pytest.raises(PackageRefused) as refused, read(content):
        pytest.fail("it was read")

    assert "facilit" in refused.value.message


def test_the_workplace_is_gone_afterwards(read: Reader, tmp_path: Path) -> None:
    with read([plain()]):
        during = list((tmp_path / "work").iterdir())

    assert during
    assert list((tmp_path / "work").iterdir()) == []
