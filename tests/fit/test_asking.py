"""Judging in bulk from yes and no sets gives what judging one by one gives."""

from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.fit import (
    ACCEPT_CODES,
    CRITERIA,
    PAYMENTS,
    Fact,
    Person,
    Requirement,
    age_fact,
    age_limits,
    judge,
    requirements,
    stances,
)

FLAGS = sorted(code for code, one in CRITERIA.items() if one.polarity != "detail")
FEW = ["pets", "id_needed", "intoxicated", "sobriety_needed", "walk_in", "appointment_needed"]
LISTED = ["language:es", "language:ko", "payment:medicaid", "payment:none_needed"]

facts = st.lists(
    st.one_of(
        st.builds(
            Fact, st.sampled_from(FLAGS + FEW * 5 + LISTED * 5), st.sampled_from(["yes", "no"])
        ),
        st.builds(age_fact, st.sampled_from([None, 12, 18]), st.sampled_from([None, 24, 65])),
    ),
    max_size=12,
)
accepts = st.frozensets(
    st.sampled_from(sorted(ACCEPT_CODES)) | st.sampled_from(["pets", "without_id", "not_sober"]),
    max_size=4,
)
people = st.builds(
    Person,
    age=st.none() | st.sampled_from([3, 12, 18, 24, 40, 65, 66]),
    accepts=accepts,
    language=st.sampled_from([None, "es", "ko", "asl"]),
    payment=st.none() | st.sampled_from(sorted(PAYMENTS)),
)


def bulk_verdict(person, known):
    """Judge as an engine with two bit sets per listing does: slow, and obvious."""
    said = stances(known)
    yes = {code for code, stance in said.items() if stance == "yes"}
    no = {code for code, stance in said.items() if stance == "no"}
    found = {bulk_stance(one, yes, no) for one in requirements(person)}
    if person.age is not None:
        found.add(
            {"yes": "fits", "no": "no", "unknown": "ask"}[age_limits(known).stance(person.age)]
        )
    return "no" if "no" in found else "ask" if "ask" in found else "fits"


def bulk_stance(one, yes, no):
    good, bad = (yes, no) if one.wanted == "yes" else (no, yes)
    if one.code in good or yes & set(one.any_of):
        return "fits"
    return "no" if one.code in bad else "ask"


@settings(deadline=None, max_examples=300)
@given(person=people, known=facts)
def test_the_verdict_from_yes_and_no_sets_equals_the_verdict_of_one_listing(person, known):
    assert judge(person, known).verdict == bulk_verdict(person, known)


@settings(deadline=None, max_examples=100)
@given(person=people, known=facts)
def test_a_verdict_is_always_backed_by_its_reasons(person, known):
    fit = judge(person, known)

    effects = {reason.effect for reason in fit.reasons}

    assert (fit.verdict == "no") == ("no" in effects)
    assert all((reason.question is not None) == (reason.effect == "ask") for reason in fit.reasons)
    assert not {n.criterion for n in fit.notes} & {r.criterion for r in fit.reasons}


@settings(deadline=None, max_examples=100)
@given(known=facts, more=st.sampled_from(FLAGS))
def test_the_order_of_facts_does_not_matter(known, more):
    person = Person(age=30, accepts=frozenset({"pets", "without_id"}))

    assert judge(person, known).verdict == judge(person, reversed(known)).verdict


def test_requirements_come_in_a_stable_order_and_once():
    person = Person(accepts=frozenset({"without_id", "asl", "pets"}), language="ase", payment="va")

    assert requirements(person) == (
        Requirement("asl", "yes"),
        Requirement("pets", "yes"),
        Requirement("id_needed", "no"),
        Requirement("payment:va", "yes", ("payment:none_needed",)),
    )


def test_a_place_for_sober_people_says_no_to_intoxicated_ones():
    assert stances([Fact("sobriety_needed", "yes")]) == {
        "sobriety_needed": "yes",
        "intoxicated": "no",
    }


def test_that_sobriety_is_not_demanded_does_not_yet_welcome_the_intoxicated():
    assert stances([Fact("sobriety_needed", "no")]) == {"sobriety_needed": "no"}


def test_equal_age_limits_are_one_entry_of_a_table():
    first = age_limits([age_fact(18, 24), age_fact(65, None)])
    second = age_limits([age_fact(65, None), age_fact(18, 24), age_fact(18, 24)])

    assert len({first, second}) == 1
