import csv
import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.fit import Fact, Person, is_fact_code, judge
from resource_dir.hsds.code_maps import CRITERION_VALUES, NEED_VALUES
from resource_dir.hsds.findtreatment import read_findtreatment
from resource_dir.hsds.package import Package
from resource_dir.hsds.recognition import recognition_keys
from resource_dir.hsds.report import KnownWithheld
from resource_dir.needs import NEEDS, needs_for_code

TABLES = (
    "organization", "service", "location", "service_at_location", "address", "phone",
    "listing_need", "criterion",
)  # fmt: skip


def plain(name: str = "Elm Recovery: Outpatient", **more: Any) -> dict[str, Any]:
    return {
        "Name": name, "Street": "12 Elm Street", "City": "Sacramento", "State": "CA",
        "ZIP": 95814, "Phone": "916-555-0101", "Latitude": 38.58, "Longitude": -121.49, **more,
    }  # fmt: skip


def answered(*services: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {
        "frid": "f-1", "name1": "Oak Services", "name2": "Oak Clinic", "street1": "9 Oak Avenue",
        "street2": None, "city": "Sacramento", "state": "CA", "zip": "95814",
        "phone": "916-555-0102", "intake1": None, "hotline1": None, "website": "http://example.org",
        "typeFacility": "SA", "latitude": "38.58", "longitude": "-121.49", "miles": 1.5,
        "services": [{"f1": code, "f2": code, "f3": text} for code, text in services], **more,
    }  # fmt: skip


def page(*rows: object, count: int | None = None) -> dict[str, Any]:
    total = len(rows) if count is None else count
    return {"page": 1, "totalPages": 1, "recordCount": total, "rows": list(rows)}


Reader = Callable[..., Any]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    @contextmanager
    def reader(content: object, **more: Any) -> Iterator[Package]:
        path = tmp_path / "facilities.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        with read_findtreatment(path, source="locator", workdir=work, **more) as package:
            yield package

    return reader


def values(package: Package, table: str) -> list[dict[str, Any]]:
    return [dict(row.values) for row in package.rows(table)]


def codes(package: Package) -> set[str]:
    return {row["code"] for row in values(package, "criterion")}


def slugs(package: Package) -> set[str]:
    return {row["need_slug"] for row in values(package, "listing_need")}


def everything(package: Package) -> str:
    rows = [[(r.id, r.source_key, dict(r.values), r.line) for r in package.rows(t)] for t in TABLES]
    report = [repr(package.report.rejected), repr(package.report.repaired), package.withheld]
    return repr((rows, report, {n: repr(f) for n, f in package.report.files.items()}))


def test_a_plain_facility_becomes_a_listing_with_place_and_phone(read: Reader) -> None:
    with read([plain()]) as package:
        organization, service = values(package, "organization"), values(package, "service")
        location, address = values(package, "location")[0], values(package, "address")[0]
        phone, links = values(package, "phone")[0], values(package, "service_at_location")

    assert organization == [{"name": "Elm Recovery"}]
    assert service[0]["name"] == "Outpatient"
    assert (location["latitude"], location["longitude"]) == (38.58, -121.49)
    assert address["address_1"] == "12 Elm Street"
    assert (address["state_province"], address["postal_code"]) == ("CA", "95814")
    assert (phone["number"], phone["type"]) == ("+19165550101", "voice")
    assert len(links) == 1


def test_a_name_without_a_site_names_organization_and_service(read: Reader) -> None:
    with read([plain("Elm House")]) as package:
        names = [values(package, table)[0]["name"] for table in ("organization", "service")]

    assert names == ["Elm House", "Elm House"]


def test_sites_of_one_organization_hang_on_it_together(read: Reader) -> None:
    sites = [plain("Elm Recovery: North"), plain("Elm Recovery: South", Phone="916-555-0109")]

    with read(sites) as package:
        assert len(values(package, "organization")) == 1
        assert len(values(package, "service")) == 2


def test_an_escaped_slash_and_a_lost_zero_are_mended_and_reported(read: Reader) -> None:
    item = plain("Elm\\/Oak Center", State="MA", ZIP=1742, Latitude=42.46, Longitude=-71.35)

    with read([item]) as package:
        name = values(package, "service")[0]["name"]
        zip_code = values(package, "address")[0]["postal_code"]
        repairs = [(x.line, x.column, x.repair) for x in package.report.repaired]

    assert (name, zip_code) == ("Elm/Oak Center", "01742")
    assert repairs == [(1, "Name", "literal_slash")]


def test_an_extension_is_split_off_the_number(read: Reader) -> None:
    with read([plain(Phone="916-555-0101 x110")]) as package:
        phone = values(package, "phone")[0]

    assert (phone["number"], phone["extension"]) == ("+19165550101", "110")


def test_intake_and_hotline_numbers_keep_their_kind(read: Reader) -> None:
    item = answered(intake1="916-555-0103 x2", hotline1="988")

    with read(page(item)) as package:
        kinds = {row["type"]: row["number"] for row in values(package, "phone")}

    assert kinds == {"voice": "+19165550102", "intake": "+19165550103", "hotline": "988"}


def test_survey_codes_become_needs_and_criteria(read: Reader) -> None:
    item = answered(
        ("SET", "Outpatient; Intensive outpatient treatment; Hospital inpatient detoxification"),
        ("OT", "Accepts clients on opioid medication; Methadone maintenance"),
        ("GN", "Male"),
        ("PAY", "Medicaid; Cash or self-payment"),
        ("PYAS", "Sliding fee scale (fee is based on income and other factors)"),
        ("SG", "Veterans; Pregnant/postpartum women"),
        ("SL", "Services for the deaf and hard of hearing"),
        ("OL", "Spanish; German"),
        ("SMP", "Smoking not permitted"),
    )

    with read(page(item)) as package:
        found, needs = codes(package), slugs(package)

    assert found == {
        "methadone", "buprenorphine", "men", "payment:medicaid", "payment:self_pay",
        "payment:sliding_scale", "veterans", "pregnant", "asl", "language:es", "language:de",
    }  # fmt: skip
    assert needs >= {"intensive_outpatient", "withdrawal_management_4", "veteran"}


def test_residential_of_the_mental_health_form_is_no_addiction_treatment(read: Reader) -> None:
    mental = answered(("SET", "Residential"), typeFacility="MH")
    substance = answered(("SET", "Residential"), frid="f-2")

    with read(page(mental)) as package:
        mental_needs = slugs(package)
    with read(page(substance)) as package:
        substance_needs = slugs(package)

    assert "residential_treatment" not in mental_needs
    assert "residential_treatment" in substance_needs


def test_what_the_survey_does_not_say_stays_unknown(read: Reader) -> None:
    with read(page(answered(("GN", "Male")))) as package:
        rows = values(package, "criterion")

    assert [(row["code"], row["stance"]) for row in rows] == [("men", "yes")]


@pytest.mark.parametrize(
    ("kind", "groups", "age", "verdict"),
    [
        ("SA", "Adults; Young adults", 30, "fits"),
        ("SA", "Adults; Young adults", 80, "fits"),
        ("SA", "Adults; Young adults", 12, "no"),
        ("MH", "Adults; Young adults", 80, "no"),
        ("MH", "Children/adolescents; Seniors (65 or older)", 12, "fits"),
        ("MH", "Children/adolescents; Seniors (65 or older)", 40, "no"),
        ("MH", "Children/adolescents; Young adults; Adults; Seniors (65 or older)", 12, "fits"),
        ("MH", "Children/adolescents; Young adults; Adults; Seniors (65 or older)", 90, "fits"),
        ("MH", "", 40, "ask"),
    ],
)
def test_age_groups_say_who_is_taken(
    read: Reader, kind: str, groups: str, age: int, verdict: str
) -> None:
    with read(page(answered(("AGE", groups), typeFacility=kind))) as package:
        rows = values(package, "criterion")

    facts = [Fact(row["code"], row["stance"], row["value"]) for row in rows]
    assert judge(Person(age=age), facts).verdict == verdict


def test_every_code_of_the_table_is_a_need_or_criterion_that_exists() -> None:
    needs = {slug for slugs in NEED_VALUES.values() for slug in slugs}
    criteria = {code for found in CRITERION_VALUES.values() for code in found}

    assert needs <= set(NEEDS)
    assert {code for code in criteria if not is_fact_code(code)} == set()


def test_the_table_has_only_what_the_list_of_needs_does_not_say_itself() -> None:
    same = [
        key for key, found in NEED_VALUES.items()
        if found and needs_for_code("findtreatment", f"{key[0]}:{key[2]}") == found
    ]  # fmt: skip

    assert same == []


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


def test_the_point_in_the_ocean_is_no_point_without_a_state_either(read: Reader) -> None:
    with read([plain(State=None, Latitude=0, Longitude=0.0)]) as package:
        assert values(package, "location")[0]["latitude"] is None


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
