"""What a call type seems to ask for, and why it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_dir.gaps.crosswalk._codes import ICD_10, NEMSIS, POLICE
from resource_dir.gaps.crosswalk._words import ABBREVIATIONS, NOTHING, RULES
from resource_dir.gaps.crosswalk.suggesting import WHY, suggest
from resource_dir.needs import NEEDS


def _first(text: str) -> tuple[str, str]:
    """The need with the highest weight, and its reason."""
    one = suggest(text).needs[0]
    return one.need, one.reason.text


@pytest.mark.parametrize(
    ("text", "need", "why"),
    [
        ("EMS: OVERDOSE", "emergency_department", "the word “overdose”"),
        ("OD/UNK", "emergency_department", "the word “overdose”"),
        ("Suicidal persons", "mobile_crisis", "the word “suicidal”"),
        ("MH - PERSON", "mobile_crisis", "the word “mental health”"),
        ("INTOX SUBJ", "sobering_center", "the word “intoxicated subject”"),
        ("ETOH", "sobering_center", "the word “alcohol”"),
        ("DETOX - REQUEST FOR", "withdrawal_management", "the word “detox request”"),
        ("WELFARE CHK", "mobile_crisis", "the word “welfare check”"),
        ("Check well-being", "mobile_crisis", "the word “check well being”"),
        ("UNHOUSED PERSON", "emergency_shelter", "the word “unhoused”"),
        ("BATTERY-DV", "domestic_violence_shelter", "the word “domestic violence”"),
        ("Food pantry", "food", "the word “food pantry”"),
        ("5150", "mobile_crisis", "the code 5150: hold for evaluation, California W&I 5150"),
        (
            "647(f)",
            "sobering_center",
            "the code 647(F): drunk in public, California Penal Code 647(f)",
        ),
        ("EDP", "mobile_crisis", "the code EDP: emotionally disturbed person"),
        ("F20.9", "mobile_crisis", "the code F20.9: psychotic disorder (ICD-10-CM)"),
        ("HUD:ES", "emergency_shelter", "the code ES: ES (hud)"),
    ],
)  # fmt: skip
def test_a_type_is_read_by_its_words_and_codes(text: str, need: str, why: str) -> None:
    assert _first(text) == (need, why)


def test_a_national_dispatch_code_is_known() -> None:
    need, why = _first("2301059")

    assert need == "mobile_crisis"
    assert why.startswith("the code 2301059: psychiatric problem")
    assert "NEMSIS" in why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("PSYCHIATRIC EMER", "the word “psychiatric emergency”"),
        ("DISTURB INTOXICA", "the word “intoxicated”, cut off"),
        ("FAMILY TROUBL-DV", "the word “domestic violence”"),
        ("SUICIDE ATTEMPTE", "the word “suicide attempt”, spelt otherwise"),
    ],
)
def test_a_type_that_was_cut_at_sixteen_letters_is_read_all_the_same(text: str, why: str) -> None:
    assert len(text) == 16
    assert _first(text)[1] == why


def test_one_slip_in_a_long_word_is_believed_and_said() -> None:
    assert _first("OVERDSE") == ("emergency_department", "the word “overdose”, spelt otherwise")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("THEFT OF VEHICLE", "theft"),
        ("ANIMAL WELFARE", "animal welfare"),
        ("DRUNK DRIVER", "drunk driver"),
        ("DUI", "drunk driving"),
        ("INDECENT EXPOSURE", "indecent exposure"),
        ("PRISONER TRANSPORT", "prisoner transport"),
        ("SUDDEN DEATH", "death"),
        ("DEAD PERSON - SUICIDE", "dead person"),
        ("NOISE DISTURBANCE", "noise disturbance"),
        ("ACCIDENT, NO INJURIES", "accident"),
    ],
)
def test_words_that_ask_for_nothing_are_named_too(text: str, word: str) -> None:
    suggested = suggest(text)

    assert suggested.needs == ()
    assert suggested.nothing is not None
    assert suggested.nothing.word == word


@pytest.mark.parametrize("text", ["ASSIST PUBLIC - NO WELFARE CHK OR DV ORDER", "NON-INTOX"])
def test_what_a_type_denies_is_not_suggested(text: str) -> None:
    assert suggest(text).needs == ()


@pytest.mark.parametrize("text", ["", "   ", "XQZ 7", "CALL FOR POLICE", "---", "🚓"])
def test_words_that_say_nothing_to_us_are_left_to_somebody_who_knows(text: str) -> None:
    suggested = suggest(text)

    assert suggested.needs == ()
    assert suggested.nothing is None


def test_a_beginning_that_may_be_either_is_not_completed() -> None:
    assert suggest("CONTRIBUTING TO DELI").needs == ()  # delirium, or delinquency


def test_a_description_helps_where_the_code_says_nothing() -> None:
    assert suggest("11-99X", "Mental case").weights == suggest("Mental case").weights
    assert suggest("Overdose", "Traffic stop").weights == suggest("Overdose").weights


def test_who_was_sent_counts_only_where_no_word_says_more() -> None:
    assert suggest("EMS: LOST CAT").weights == {"emergency_department": 0.5}
    assert suggest("EMS: HEAT EXHAUSTION").weights["cooling_center"] == 0.2
    assert suggest("EMS: MEDICAL ALERT ALARM").weights["emergency_department"] == 0.2


def test_every_need_of_the_tables_is_there_and_every_weight_a_share() -> None:
    tables = [weights for _, weights in RULES]
    tables += [code.needs for codes in (POLICE, NEMSIS, ICD_10) for code in codes.values()]

    for weights in tables:
        assert set(weights) <= set(NEEDS)
        assert all(0 < weight <= 1 for weight in weights.values())


def test_no_phrase_stands_twice_in_the_tables() -> None:
    phrases = [phrase for words, _ in RULES for phrase in words.split("|")] + NOTHING.split("|")

    assert sorted(phrases) == sorted(set(phrases))
    assert all(word.strip() for word in ABBREVIATIONS.values())


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_answered_with_shares_and_reasons(text: str, description: str) -> None:
    suggested = suggest(text, description)

    assert not (suggested.needs and suggested.nothing)
    assert all(0 < one.weight <= 1 and one.reason.kind in WHY for one in suggested.needs)
    assert all(one.reason.text and one.need in NEEDS for one in suggested.needs)
