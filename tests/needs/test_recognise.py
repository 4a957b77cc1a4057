"""Which needs a name, a description or a typed query speaks of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.needs import NEEDS, fold, needs_in_text, stems

texts = st.text(max_size=60) | st.lists(
    st.sampled_from(["detox", "3.7-WM", "shelter", "victims", "Ñandú", "food", "of", "pantry"])
).map(" ".join)


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("Bright Valley Detox", ["withdrawal_management"]),
        ("DETOXIFICATION CENTER", ["withdrawal_management"]),
        ("Centro de Desintoxicación", ["withdrawal_management"]),
        ("Medical Detox (3.7-WM)", ["withdrawal_management", "withdrawal_management_3_7"]),
        ("ASAM Level 3.7 WM", ["withdrawal_management_3_7"]),
        ("Level 3.5 Residential", ["residential_treatment_3_5"]),
        ("Night Shelters for Men", ["emergency_shelter"]),
        ("Albergue nocturno San Nadie", ["emergency_shelter"]),
        ("Youth Shelter", ["emergency_shelter", "youth"]),
        ("Day Shelter", ["day_shelter"]),
        ("Shelter Plus Care", ["permanent_supportive_housing"]),
        ("Food Stamps", ["benefits"]),
        ("Food Pantry", ["food"]),
        ("Getting Photo ID", ["id_documents"]),
        ("Involuntary Psychiatric Admission", ["inpatient_psychiatric_involuntary"]),
        ("Voluntary Psychiatric Admission", ["inpatient_psychiatric_voluntary"]),
        ("Mobile Crisis Team", ["mobile_crisis"]),
        ("Sobering Center", ["sobering_center"]),
        ("Intensive Outpatient Program (IOP)", ["intensive_outpatient"]),
        ("Hypothermia shelter", ["warming_center"]),
        ("Methadone Clinic", ["opioid_treatment_program"]),
        ("Drug & Alcohol Rehab", ["substance_use_treatment"]),
    ],
)
def test_a_name_is_recognised(name, slugs):
    assert list(needs_in_text(name)) == slugs


@pytest.mark.parametrize(
    "name",
    [
        "Animal Shelter",
        "Refugio de animales",
        "Crisis Pregnancy Center",
        "Digital Detox Retreat",
        "Food Handler Training",
        "Veterans Memorial Library",
        "Stroke Rehab",
        "Edward Eaton Law Office",
        "Foodie Tours",
        "Sheltered Harbor Marina",
        "Recovery of Stolen Goods",
        "Bus tours",
        "",
    ],
)
def test_a_name_that_only_looks_like_a_need_is_not_recognised(name):
    assert needs_in_text(name) == ()


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("We run a food pantry on Fridays.", ["food"]),
        ("Food is served after church.", []),
        ("Photo ID and birth certificate are needed.", []),
        ("We refer people to detox. Our food bank is open daily.", ["food"]),
        ("Detox is not offered here.", []),
        ("No emergency shelter. Meals on Wheels only.", ["food"]),
        ("After detox, people stay in our sober living home.", []),
        (
            "Offers desintoxicación and a night shelter.",
            ["withdrawal_management", "emergency_shelter"],
        ),
        ("Go to the emergency room if it gets worse.", []),
    ],
)
def test_a_description_is_read_with_care(text, slugs):
    assert list(needs_in_text(text, kind="description")) == slugs


def test_a_typed_query_may_be_loose():
    assert needs_in_text("drying out", kind="query") == ("withdrawal_management",)
    assert needs_in_text("drying out") == ()


def test_a_shelter_for_victims_is_not_filed_under_night_shelters():
    assert needs_in_text("Domestic Violence Shelter") == ("domestic_violence_shelter",)
    assert needs_in_text("Albergue para mujeres maltratadas") == ("domestic_violence_shelter",)


def test_counseling_about_violence_is_no_shelter():
    assert "domestic_violence_shelter" not in needs_in_text("Domestic Violence Counseling")


@settings(deadline=None, max_examples=150)
@given(text=texts, kind=st.sampled_from(["name", "description", "query"]))
def test_any_text_gives_known_needs_in_their_order_and_case_does_not_matter(text, kind):
    found = needs_in_text(text, kind=kind)

    assert list(found) == [slug for slug in NEEDS if slug in found]
    assert needs_in_text(text.upper(), kind=kind) == needs_in_text(text.upper().lower(), kind=kind)


@settings(deadline=None, max_examples=150)
@given(text=st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_words_meet_without_case_accents_apostrophes_and_plural():
    assert stems("Women’s Shelters") == stems("womens shelter")
    assert fold("Niño's 3.7-WM") == "ninos 3 7 wm"
    assert fold("shel\u00adter\u200bs") == "shelters"
