"""A facility that is withheld has no place, and nothing gives it away."""

import csv
from pathlib import Path
from typing import Any

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.hsds.recognition import recognition_keys
from resource_dir.hsds.report import KnownWithheld

from .facilities import Reader, answered, everything, page, plain, values

SHELTERS = [
    plain("Elm Women's Center: Domestic Violence Shelter"),
    plain("Battered Women's Shelter of Elm County"),
    answered(name1="Elm Center", name2="Safe house for victims of domestic violence"),
]


@pytest.mark.parametrize("item", SHELTERS)
def test_a_shelter_for_victims_has_no_place(read: Reader, item: dict[str, Any]) -> None:
    with read([item]) as package:
        location = values(package, "location")[0]
        addresses = values(package, "address")
        marked = {mark.table for mark in package.withheld}
        phones = values(package, "phone")

    assert set(location) == {"organization_id"}
    assert addresses == []
    assert marked == {"service", "location", "service_at_location"}
    assert len(phones) == 1


def test_a_program_for_people_who_lived_through_violence_is_no_shelter(read: Reader) -> None:
    item = answered(
        ("TC", "Substance use treatment; Transitional housing, halfway house, or sober home"),
        ("SG", "Persons who have experienced intimate partner violence, domestic violence"),
        ("AS", "Domestic violence services-family or partner; Housing services"),
    )

    with read(page(item)) as package:
        assert package.withheld == []
        assert len(values(package, "address")) == 1


def withhold_file(folder: Path, *lines: tuple[str, str]) -> Path:
    path = folder / "withhold.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("table", "id"), *lines])
    return path


@pytest.mark.parametrize(
    ("table", "row_id"),
    [
        ("facility", "f-1"),
        ("location", "f-1"),
        ("service", "f-1"),
        ("facility", "oak services: Oak Clinic|(916) 555-0102"),
        ("organization", "Oak Services"),
    ],
)
def test_a_facility_named_in_the_withhold_file_has_no_place(
    read: Reader, tmp_path: Path, table: str, row_id: str
) -> None:
    withhold = withhold_file(tmp_path, (table, row_id))

    with read(page(answered()), withhold=withhold) as package:
        assert values(package, "address") == []
        assert {mark.reason for mark in package.withheld} == {"withhold file"}


def test_a_stored_id_in_the_withhold_file_works_too(read: Reader, tmp_path: Path) -> None:
    with read([plain()]) as package:
        listing = next(package.rows("service_at_location")).id

    with read([plain()], withhold=withhold_file(tmp_path, ("service", listing))) as package:
        assert values(package, "address") == []


def test_a_line_of_the_withhold_file_that_names_nothing_is_reported(
    read: Reader, tmp_path: Path
) -> None:
    with read([plain()], withhold=withhold_file(tmp_path, ("facility", "f-99"))) as package:
        found = [(x.file, x.line, x.value) for x in package.report.rejected]

    assert found == [("withhold.csv", 2, "f-99")]


@pytest.mark.parametrize("lines", [[("planet", "f-1")], [("facility", "")]])
def test_a_withhold_file_that_is_not_understood_stops_everything(
    read: Reader, tmp_path: Path, lines: list[tuple[str, str]]
) -> None:
    withhold = withhold_file(tmp_path, *lines)

    with pytest.raises(PackageRefused), read([plain()], withhold=withhold):
        pytest.fail("it was read")


@pytest.mark.parametrize(
    "keys",
    [
        recognition_keys("Elm Recovery, Inc.", "OUTPATIENT"),
        recognition_keys(None, None, phones=("(916) 555-0101",)),
    ],
)
def test_a_site_withheld_by_another_source_is_recognised(
    read: Reader, keys: tuple[tuple[str, str], ...]
) -> None:
    known = KnownWithheld(recognition=frozenset(keys))

    with read([plain()], known_withheld=known) as package:
        assert values(package, "address") == []
        assert package.withheld[0].reason.startswith("recognised by its")


def test_a_withheld_site_is_not_given_away_by_its_entry_of_the_other_survey(
    read: Reader, tmp_path: Path
) -> None:
    twin = answered(frid="f-2", typeFacility="MH", name1="OAK Services, Inc.")
    other = answered(frid="f-3", name2="Oak North")
    withhold = withhold_file(tmp_path, ("facility", "f-1"))

    with read(page(twin, answered(), other), withhold=withhold) as package:
        assert len(values(package, "address")) == 1
        assert len([x for x in package.withheld if x.table == "service"]) == 2


def test_an_equal_name_elsewhere_is_not_withheld_with_it(read: Reader, tmp_path: Path) -> None:
    same = [plain("Elm House"), plain("Elm House", Phone="916-555-0133")]
    withhold = withhold_file(tmp_path, ("facility", "Elm House|916-555-0101"))

    with read(same, withhold=withhold) as package:
        assert len(values(package, "address")) == 1


def test_the_marks_carry_names_and_phones_for_other_sources(read: Reader) -> None:
    with read([SHELTERS[0]]) as package:
        mark = next(x for x in package.withheld if x.table == "service")

    assert ("phone", "9165550101") in mark.recognition
    assert {kind for kind, _ in mark.recognition} == {"name", "phone"}


def test_a_name_with_a_street_in_it_goes_when_its_facility_is_withheld(read: Reader) -> None:
    item = plain("Women's Shelter for Victims of Abuse: 12 Elm Street")

    with read([item]) as package:
        text = everything(package)

    assert "Elm" not in text
    assert "[withheld]" in text


def test_what_a_shelter_wrote_into_its_phone_field_is_not_shown(read: Reader) -> None:
    with read([plain(SHELTERS[0]["Name"], Phone="ring at 12 Elm Street")]) as package:
        shown = [(x.column, x.value) for x in package.report.rejected]

    assert shown == [("Phone", "[withheld]")]


@pytest.mark.parametrize("table", ["service", "location", "service_at_location", "organization"])
def test_a_site_that_is_remembered_as_withheld_stays_so(read: Reader, table: str) -> None:
    with read([plain()]) as package:
        known = KnownWithheld(ids=frozenset({(table, next(package.rows(table)).id)}))

    with read([plain()], known_withheld=known) as package:
        assert values(package, "address") == []


def test_only_the_lines_that_name_nothing_are_reported(read: Reader, tmp_path: Path) -> None:
    withhold = withhold_file(tmp_path, ("facility", "f-1"), ("facility", "f-99"))

    with read(page(answered()), withhold=withhold) as package:
        assert [x.line for x in package.report.rejected] == [3]


CANARY = {
    "Street": "77 Canary Quay Lane", "City": "Canaryville", "ZIP": 11111, "State": "Canaria",
    "Latitude": "not a number", "Longitude": 77.123456,
}  # fmt: skip


def test_two_worlds_that_differ_only_in_the_secret_read_the_same(
    read: Reader, tmp_path: Path
) -> None:
    shelter = "Elm Center: Domestic Violence Shelter"
    worlds = [
        [plain("Oak House"), plain(shelter), plain(shelter, **place), plain("Ash House")]
        for place in ({}, CANARY)
    ]

    with read(worlds[0]) as package:
        first = everything(package)
    with read(worlds[1]) as package:
        second = everything(package)
        package.staging.db.execute("COMMIT")
        written = b"".join(x.read_bytes() for x in (tmp_path / "work").iterdir())

    assert first == second
    assert b"Oak House" in written
    assert b"anary" not in written
    assert b"77.123" not in written


def test_two_worlds_whose_secret_stands_in_the_name_or_a_repeat_read_the_same(
    read: Reader,
) -> None:
    worlds = [
        page(
            answered(name1="Domestic Violence Shelter", name2=f"{street} House", **place),
            answered(name1="Domestic Violence Shelter", name2=f"{street} House", **place),
            answered(name1="Elm Center", name2="Safe house for battered women", frid="f-2"),
            answered(
                name1="Elm Center", name2="Safe house for battered women", frid="f-2", **place
            ),
            answered(name1=f"Battered Women's Shelter {street}", name2=None, frid="", **place),
        )
        for street, place in (("12 Elm Street", {}), ("77 Quay Lane", {"street1": "77 Quay Lane"}))
    ]

    with read(worlds[0]) as package:
        first = everything(package)
    with read(worlds[1]) as package:
        second = everything(package)

    assert first == second
    assert "Elm Street" not in first
