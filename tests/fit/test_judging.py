"""The verdict for one person at one door."""

import pytest

from resource_dir.errors import BadInput
from resource_dir.fit import Fact, Person, age_fact, judge

DOG_OWNER = Person(accepts=frozenset({"pets"}))


def test_a_shelter_that_takes_pets_fits_a_person_with_a_dog():
    facts = [Fact("pets", "yes", "in a crate")]

    fit = judge(DOG_OWNER, facts)

    assert fit.verdict == "fits"
    assert [(r.criterion, r.stance, r.text) for r in fit.reasons] == [
        ("pets", "yes", "Takes pets: in a crate")
    ]


def test_a_shelter_that_refuses_pets_does_not_fit_a_person_with_a_dog():
    fit = judge(DOG_OWNER, [Fact("pets", "no")])

    assert fit.verdict == "no"
    assert fit.reasons[0].text == "No pets"


def test_a_shelter_that_does_not_say_is_asked_on_the_phone():
    fit = judge(DOG_OWNER, [])

    assert fit.verdict == "ask"
    assert fit.reasons[0].stance == "unknown"
    assert fit.reasons[0].question == "Do you take a person with a dog tonight?"


def test_the_question_comes_in_spanish():
    fit = judge(DOG_OWNER, [], language="es")

    assert fit.reasons[0].question == "¿Reciben esta noche a una persona con un perro?"
    assert fit.reasons[0].text == "No consta: Mascotas"


def test_nothing_asked_fits_without_reasons():
    fit = judge(Person(), [])

    assert fit.verdict == "fits"
    assert fit.reasons == ()


def test_one_refusal_outweighs_what_is_unknown():
    person = Person(accepts=frozenset({"pets", "wheelchair"}))

    fit = judge(person, [Fact("wheelchair", "no")])

    assert fit.verdict == "no"
    assert {r.effect for r in fit.reasons} == {"no", "ask"}


@pytest.mark.parametrize(
    ("age", "verdict"), [(17, "no"), (18, "fits"), (64, "fits"), (65, "fits"), (66, "no")]
)
def test_both_ends_of_an_age_range_are_inside(age, verdict):
    fit = judge(Person(age=age), [age_fact(18, 65)])

    assert fit.verdict == verdict


def test_an_age_range_with_one_end_is_judged_by_that_end():
    assert judge(Person(age=90), [age_fact(18, None)]).verdict == "fits"
    assert judge(Person(age=17), [age_fact(18, None)]).verdict == "no"
    assert judge(Person(age=5), [age_fact(None, 17)]).verdict == "fits"


def test_without_an_age_range_the_age_is_asked():
    fit = judge(Person(age=16), [])

    assert fit.verdict == "ask"
    assert fit.reasons[0].question == "Do you take a person who is 16?"


def test_all_ages_fits_every_age_but_an_empty_range_says_nothing():
    assert judge(Person(age=3), [age_fact(0, None)]).verdict == "fits"
    assert judge(Person(age=3), [age_fact(None, None)]).verdict == "ask"


@pytest.mark.parametrize("value", [None, "", "18+", "[18]", '{"min":"x"}', '{"min":9,"max":1}'])
def test_an_age_range_that_cannot_be_read_turns_nobody_away(value):
    fit = judge(Person(age=40), [Fact("age", "yes", value)])

    assert fit.verdict == "ask"


def test_several_age_ranges_are_taken_together():
    facts = [age_fact(12, 17), age_fact(65, None)]

    assert judge(Person(age=15), facts).verdict == "fits"
    assert judge(Person(age=40), facts).verdict == "no"
    assert judge(Person(age=15), facts).reasons[0].text == "Ages 12 to 17, 65 and over"


def test_a_refused_age_range_turns_away_only_those_in_it():
    facts = [Fact("age", "no", '{"min":0,"max":17}')]

    assert judge(Person(age=10), facts).verdict == "no"
    assert judge(Person(age=30), facts).verdict == "ask"


def test_a_language_that_is_not_listed_beside_others_is_still_unknown():
    facts = [Fact("language:es", "yes"), Fact("language:vi", "yes")]

    assert judge(Person(language="es"), facts).verdict == "fits"
    assert judge(Person(language="ko"), facts).verdict == "ask"


def test_a_signed_language_is_answered_by_asl():
    assert judge(Person(language="ase"), [Fact("asl", "yes")]).verdict == "fits"


def test_where_nobody_pays_every_insurance_fits():
    fit = judge(Person(payment="medicaid"), [Fact("payment:none_needed", "yes")])

    assert fit.verdict == "fits"
    assert fit.reasons[0].text == "No payment needed"


def test_a_sliding_scale_does_not_yet_say_that_uninsured_people_are_taken():
    fit = judge(Person(payment="uninsured"), [Fact("payment:sliding_scale", "yes")])

    assert fit.verdict == "ask"


def test_a_person_without_id_does_not_fit_where_an_id_is_needed():
    person = Person(accepts=frozenset({"without_id"}))

    assert judge(person, [Fact("id_needed", "yes")]).verdict == "no"
    assert judge(person, [Fact("id_needed", "no")]).verdict == "fits"
    assert judge(person, []).verdict == "ask"


def test_a_demand_nobody_asked_about_is_a_note_and_changes_no_verdict():
    facts = [Fact("pets", "yes"), Fact("id_needed", "yes"), Fact("men", "no"), Fact("women", "yes")]

    fit = judge(DOG_OWNER, facts)

    assert fit.verdict == "fits"
    assert [note.text for note in fit.notes] == ["Does not take men", "Needs a photo ID"]
    assert {note.effect for note in fit.notes} == {"note"}


def test_how_to_get_in_is_a_note():
    fit = judge(Person(), [Fact("intake_call_window", "yes", "at 8:00"), age_fact(18, None)])

    assert [note.text for note in fit.notes] == ["Ages 18 and over", "Call: at 8:00"]


def test_what_two_sources_state_both_ways_is_asked():
    facts = [Fact("pets", "yes"), Fact("pets", "no")]

    assert judge(DOG_OWNER, facts).verdict == "ask"


def test_a_place_that_demands_sobriety_does_not_fit_an_intoxicated_person():
    person = Person(accepts=frozenset({"intoxicated"}))

    fit = judge(person, [Fact("sobriety_needed", "yes")])

    assert fit.verdict == "no"


def test_a_limit_of_intoxication_stands_in_the_reason():
    person = Person(accepts=frozenset({"intoxicated"}))

    fit = judge(person, [Fact("intoxicated", "yes", "if able to walk")])

    assert fit.reasons[0].text == "Takes intoxicated people: if able to walk"


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (Person(accepts=frozenset({"petz"})), "accepts"),
        (Person(language="Klingon!"), "language"),
        (Person(payment="gold"), "payment"),
    ],
)
def test_an_unknown_circumstance_is_refused_not_dropped(person, field):
    with pytest.raises(BadInput) as refused:
        judge(person, [])

    assert refused.value.field == field
