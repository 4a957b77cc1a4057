"""What a call means by its type and disposition."""

from math import inf, nan

import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.crosswalk.entries import (
    LONGEST,
    CrosswalkEntry,
    Meanings,
    checked_entry,
    checked_weight,
)

DETOX = "withdrawal_management_3_2"


def test_an_entry_of_the_calls_own_disposition_beats_those_for_any() -> None:
    meanings = Meanings(
        [
            CrosswalkEntry("DETOX", "", DETOX, 0.8),
            CrosswalkEntry("DETOX", "", "transport", 0.5),
            CrosswalkEntry("DETOX", "HOSPITAL", "emergency_department", 0.9),
            CrosswalkEntry("DETOX", "DUPLICATE", "", 0),
        ]
    )

    assert meanings.of("DETOX") == {DETOX: 0.8, "transport": 0.5}
    assert meanings.of("DETOX", "HOSPITAL") == {"emergency_department": 0.9}
    assert meanings.of("DETOX", "DUPLICATE") == {}
    assert meanings.of("DETOX", "ARREST") == {DETOX: 0.8, "transport": 0.5}


def test_a_type_that_asks_for_nothing_is_known_and_one_that_nobody_looked_at_is_not() -> None:
    meanings = Meanings([CrosswalkEntry("PARKING", "", "", 0)])

    assert meanings.knows("PARKING")
    assert not meanings.knows("WELFARE")
    assert meanings.of("PARKING") == meanings.of("WELFARE") == {}


@pytest.mark.parametrize("weight", [nan, inf, -inf, -0.01, 1.01])
def test_a_weight_outside_0_to_1_is_refused(weight: float) -> None:
    with pytest.raises(BadInput) as refused:
        checked_weight(weight)

    assert refused.value.field == "weight"


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (CrosswalkEntry("", "", DETOX, 0.5), "call_type"),
        (CrosswalkEntry("x" * (LONGEST + 1), "", DETOX, 0.5), "call_type"),
        (CrosswalkEntry("A", "x" * (LONGEST + 1), DETOX, 0.5), "disposition"),
        (CrosswalkEntry("A", "", "sobering_centre", 0.5), "need"),
        (CrosswalkEntry("A", "", "", 0.5), "weight"),
    ],
)
def test_an_entry_that_can_not_be_kept_names_its_field(entry: CrosswalkEntry, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked_entry(entry)

    assert refused.value.field == field


def test_a_need_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(BadInput) as refused:
        checked_entry(CrosswalkEntry("INTOX", "", "sobering_centre", 0.5))

    assert "sobering_center" in str(refused.value.values["nearest"])
