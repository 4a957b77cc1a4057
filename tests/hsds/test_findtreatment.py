"""What a facility becomes: its listing, its needs, who is taken."""

import pytest

from resource_dir.fit import Fact, Person, is_fact_code, judge
from resource_dir.hsds.code_maps import CRITERION_VALUES, NEED_VALUES
from resource_dir.needs import NEEDS, needs_for_code

from .facilities import Reader, answered, codes, page, plain, slugs, values


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
