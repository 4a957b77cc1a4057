"""A criterion written as an HSDS attribute comes back as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.errors import BadInput
from resource_dir.fit import CRITERIA, Fact, criterion_of, fact_from_term, term_of

CODES = [code for code, one in CRITERIA.items() if one.kind != "list"]
ALL_CODES = [*CODES, "language:es", "payment:medicaid"]
details = st.none() | st.text(min_size=1).map(str.strip).filter(bool)


@settings(deadline=None, max_examples=200)
@given(code=st.sampled_from(ALL_CODES), stance=st.sampled_from(["yes", "no"]), value=details)
def test_every_fact_survives_the_way_out_and_in(code, stance, value):
    fact = Fact(code, stance, value, criterion_of(code).audience)

    assert fact_from_term(*term_of(fact)) == fact


def test_a_term_without_a_value_says_yes():
    assert fact_from_term("pets", None) == Fact("pets", "yes")
    assert fact_from_term("pets", " ") == Fact("pets", "yes")


@pytest.mark.parametrize(
    ("value", "stance"), [("TRUE", "yes"), ("Sí", "yes"), ("0", "no"), ("No: since May", "no")]
)
def test_what_other_tools_write_for_yes_and_no_is_read(value, stance):
    assert fact_from_term("pets", value).stance == stance


def test_a_detail_may_be_bare_text_and_stays_with_partners():
    fact = fact_from_term("police_entrance", "north side, gate 2")

    assert fact == Fact("police_entrance", "yes", "north side, gate 2", "partner")


def test_text_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(BadInput) as refused:
        fact_from_term("pets", "call first")

    assert refused.value.field == "value"


def test_a_term_that_is_no_criterion_is_refused():
    with pytest.raises(BadInput):
        fact_from_term("swimming_pool", "yes")
