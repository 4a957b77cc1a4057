"""A cell that a spreadsheet would run becomes text, and the same text again when it is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.hsds.guarding import guarded, unguarded

RISKY = "=+-@\t\r"


@given(st.text(alphabet="'=+-@\t\r1A,. ", max_size=12))
@settings(max_examples=200, deadline=None)
def test_what_is_guarded_comes_back_as_it_was(text: str) -> None:
    is_plain = guarded(text) == text

    assert is_plain or unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\tx", "-1+A1"])
def test_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["+17195550101", "-106.05", "-7", "-1FR", "2TU,-1FR", "-1,15", "", "a=b", "'tis"]
)
def test_numbers_days_and_plain_words_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text
