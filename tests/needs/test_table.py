"""The list of needs: whole, in two languages, with kinds and codes."""

import re

import pytest

from resource_dir.errors import NotFound
from resource_dir.needs import NEEDS, fold, needs_for_code, synonym_table, with_children

# Every need the domain names, in its order.
DOMAIN_LIST = [
    "crisis_line",
    "mobile_crisis",
    "crisis_receiving",
    "crisis_residential",
    "peer_respite",
    "inpatient_psychiatric",
    "inpatient_psychiatric_voluntary",
    "inpatient_psychiatric_involuntary",
    "emergency_department",
    "sobering_center",
    "withdrawal_management",
    "withdrawal_management_1",
    "withdrawal_management_2",
    "withdrawal_management_3_2",
    "withdrawal_management_3_7",
    "withdrawal_management_4",
    "residential_treatment",
    "residential_treatment_3_1",
    "residential_treatment_3_5",
    "residential_treatment_3_7",
    "intensive_outpatient",
    "opioid_treatment_program",
    "outpatient_mental_health",
    "emergency_shelter",
    "transitional_housing",
    "permanent_supportive_housing",
    "rapid_rehousing",
    "day_shelter",
    "domestic_violence_shelter",
    "warming_cooling_center",
    "warming_center",
    "cooling_center",
    "motel_voucher",
    "secure_ride",
    "tele_crisis",
    "next_day_appointment",
    "food",
    "id_documents",
    "transport",
    "benefits",
    "geriatric",
    "youth",
    "veteran",
]


def test_every_need_of_the_domain_is_in_the_list():
    assert [slug for slug in DOMAIN_LIST if slug not in NEEDS] == []


@pytest.mark.parametrize("slug", NEEDS)
def test_every_need_speaks_both_languages(slug):
    one = NEEDS[slug]

    assert one.slug == slug
    assert re.fullmatch(r"[a-z][a-z0-9_]*", slug)
    assert one.name
    assert one.name_es
    assert one.synonyms
    assert one.synonyms_es
    assert one.parent is None or one.parent in NEEDS


def test_only_a_domestic_violence_shelter_is_withheld_by_default():
    withheld = [slug for slug, one in NEEDS.items() if one.is_withheld_by_default]

    assert withheld == ["domestic_violence_shelter"]


def test_searching_the_broader_need_finds_its_levels():
    found = with_children("withdrawal_management")

    assert found[0] == "withdrawal_management"
    assert set(found[1:]) == {slug for slug in NEEDS if slug.startswith("withdrawal_management_")}


def test_kinds_of_kinds_are_found_too():
    assert "withdrawal_management_3_7" in with_children("substance_use_treatment")


def test_looking_for_a_night_shelter_does_not_show_shelters_for_victims():
    assert with_children("emergency_shelter") == ("emergency_shelter",)


def test_a_need_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        with_children("rocket_science")


@pytest.mark.parametrize(
    ("system", "code", "slugs"),
    [
        ("findtreatment", "SET:Intensive outpatient treatment", ("intensive_outpatient",)),
        ("FindTreatment", "ot: SAMHSA-certified opioid treatment program ", None),
        ("findtreatment", "TC:Substance use treatment", ("substance_use_treatment",)),
        ("hud", "ES", ("emergency_shelter",)),
        ("hud", "rrh", ("rapid_rehousing",)),
        ("hud", "SO", ()),
        ("findtreatment", "TAP:Motivational interviewing", ()),
        ("unknown", "ES", ()),
    ],
)
def test_a_foreign_code_means_what_is_certain_and_else_nothing(system, code, slugs):
    found = needs_for_code(system, code)

    assert found == (("opioid_treatment_program",) if slugs is None else slugs)


def test_a_special_program_about_violence_is_no_shelter():
    code = "SG:Persons who have experienced intimate partner violence, domestic violence"

    assert needs_for_code("findtreatment", code) == ()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("drying out", "withdrawal_management"),
        ("detox", "withdrawal_management"),
        ("desintoxicación", "withdrawal_management"),
        ("rehab", "residential_treatment"),
        ("albergue", "emergency_shelter"),
        ("comida", "food"),
        ("refugio para mujeres maltratadas", "domestic_violence_shelter"),
        ("drunk tank", "sobering_center"),
        ("5150", "inpatient_psychiatric_involuntary"),
        ("3.7-WM", "withdrawal_management_3_7"),
    ],
)
def test_what_people_type_means_a_need(typed, slug):
    assert slug in synonym_table()[fold(typed)]


def test_every_name_and_synonym_is_in_the_table_folded():
    table = synonym_table()

    for one in NEEDS.values():
        for phrase in (one.name, one.name_es, *one.synonyms, *one.synonyms_es):
            assert one.slug in table[fold(phrase)]
    assert all(fold(phrase) == phrase for phrase in table)
