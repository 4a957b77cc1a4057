"""The list of criteria: nothing missing, both languages, every demand with a person-side code."""

import re

import pytest

from resource_dir.errors import BadInput
from resource_dir.fit import (
    ACCEPT_CODES,
    CRITERIA,
    LANGUAGES,
    PAYMENTS,
    criterion_of,
    is_fact_code,
)

# What the domain says a listing may state of whom it takes, in its order.
DOMAIN_LIST = {
    "age range": ["age"],
    "sex or gender served": ["men", "women", "transgender", "nonbinary"],
    "company": ["families", "couples"],
    "groups": ["youth", "veterans", "pregnant"],
    "pets": ["pets"],
    "wheelchair": ["wheelchair"],
    "languages": ["language"],
    "payment": ["payment"],
    "walk-in": ["walk_in"],
    "police drop-off": ["police_drop_off", "police_entrance", "drop_off_minutes"],
    "police drop-off, details": ["after_hours_bell", "weapons_policy", "belongings"],
    "front door": ["intake_through", "intake_call_window", "intake_cut_off", "lottery"],
    "front door, waiting": ["waiting_list", "hotline"],
    "involuntary holds": ["involuntary_hold", "hold_writers"],
    "medical clearance": ["medical_clearance_needed", "clearance_kind", "clearance_by"],
    "how long clearance holds": ["clearance_holds"],
    "under arrest or with a warrant": ["under_arrest", "warrant"],
    "authorization or plan needed": ["authorization_needed", "plan_needed"],
    "guardian's consent": ["guardian_consent_needed"],
    "intoxicated": ["intoxicated", "sobriety_needed"],
    "medication continued": ["methadone", "buprenorphine"],
    "papers": ["id_needed", "referral_needed"],
    "care": ["daily_living_help", "dementia", "developmental_disability", "oxygen", "insulin"],
    "interpreter or ASL": ["interpreter", "asl"],
    "stay limit": ["stay_limit"],
    "exclusions": ["excludes_recent_overdose", "excludes_sex_offence", "excludes_arson"],
    "violence exclusion": ["excludes_violence"],
    "residents of an area": ["residents_only", "county_of_responsibility_needed"],
    "tribal and Indian Health Service": ["tribal_membership_needed", "ihs_eligibility_needed"],
    "intake hours": ["intake_hours"],
    "federal bed database": ["bed_type", "patients_admitted", "security_level"],
    "beds free in real time": ["beds_in_real_time"],
}

PERSON_SIDE = [
    "pets",
    "police_drop_off",
    "intoxicated",
    "involuntary_hold",
    "wheelchair",
    "walk_in",
    "couples",
    "families",
    "youth",
    "veterans",
    "pregnant",
    "under_arrest",
    "warrant",
    "oxygen",
    "insulin",
    "dementia",
    "methadone",
    "buprenorphine",
    "men",
    "women",
    "transgender",
    "without_id",
    "without_referral",
    "not_sober",
    "without_clearance",
    "sex_offence_record",
    "arson_record",
    "violence_record",
    "recent_overdose",
    "non_resident",
]


@pytest.mark.parametrize("entry", DOMAIN_LIST)
def test_every_entry_of_the_domain_list_has_its_criteria(entry):
    codes = DOMAIN_LIST[entry]

    missing = [code for code in codes if code not in CRITERIA]

    assert missing == []


@pytest.mark.parametrize("code", CRITERIA)
def test_every_criterion_speaks_both_languages(code):
    one = CRITERIA[code]

    texts = [one.name, one.question, one.yes, one.no]
    texts_es = [one.name_es, one.question_es, one.yes_es, one.no_es]

    assert all(texts)
    assert all(texts_es)
    assert one.question.endswith("?")
    assert one.question_es.startswith("¿")
    assert one.question_es.endswith("?")
    assert one.question != one.question_es
    assert re.fullmatch(r"[a-z][a-z0-9_]*", code)
    assert one.code == code


def test_every_yes_or_no_that_decides_can_be_asked_for_a_person():
    deciding = {one.code for one in CRITERIA.values() if one.polarity != "detail"}

    reachable = {criterion for criterion, _ in ACCEPT_CODES.values()}

    assert reachable == deciding
    assert set(PERSON_SIDE) <= set(ACCEPT_CODES)


def test_a_demand_is_met_by_no_and_an_offer_by_yes():
    assert ACCEPT_CODES["without_id"] == ("id_needed", "no")
    assert ACCEPT_CODES["arson_record"] == ("excludes_arson", "no")
    assert ACCEPT_CODES["pets"] == ("pets", "yes")


def test_what_officers_need_at_the_door_is_for_partners():
    partner = {code for code, one in CRITERIA.items() if one.audience == "partner"}

    assert partner == {
        "police_entrance",
        "drop_off_minutes",
        "after_hours_bell",
        "drop_off_phone",
        "weapons_policy",
        "belongings",
        "beds_in_real_time",
    }


@pytest.mark.parametrize("code", [f"payment:{one}" for one in PAYMENTS])
def test_every_payment_can_be_asked_in_both_languages(code):
    one = criterion_of(code)

    assert one.question.endswith("?")
    assert one.question_es.startswith("¿")
    assert "{" not in one.question + one.question_es


@pytest.mark.parametrize("code", [f"language:{one}" for one in LANGUAGES])
def test_every_language_has_two_names(code):
    one = criterion_of(code)

    assert one.name
    assert one.name_es
    assert one.name in one.question


def test_a_language_without_a_name_is_kept_by_its_letters():
    assert criterion_of("language:mam").name == "MAM"


@pytest.mark.parametrize(
    "code", ["petz", "", "language", "payment", "pets:yes", "language:Spanish", "payment:gold"]
)
def test_a_code_outside_the_list_is_refused(code):
    assert not is_fact_code(code)
    with pytest.raises(BadInput):
        criterion_of(code)
