"""Each call counts once: two rows of a table hold no call in common."""

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.publishing.leading import leading_entries


def test_the_need_that_weighs_most_leads() -> None:
    found = leading_entries(
        [
            CrosswalkEntry("MH", "", "crisis_receiving", 0.3),
            CrosswalkEntry("MH", "", "mobile_crisis", 0.9),
            CrosswalkEntry("OD", "", "emergency_department", 0.2),
        ]
    )

    assert found == (
        CrosswalkEntry("MH", "", "mobile_crisis", 1.0),
        CrosswalkEntry("OD", "", "emergency_department", 1.0),
    )


def test_each_disposition_has_a_leading_need_of_its_own() -> None:
    found = leading_entries(
        [
            CrosswalkEntry("MH", "", "mobile_crisis", 0.9),
            CrosswalkEntry("MH", "HOLD", "inpatient_psychiatric_involuntary", 0.5),
            CrosswalkEntry("MH", "HOLD", "mobile_crisis", 0.0),
        ]
    )

    assert [(one.disposition, one.need) for one in found] == [
        ("", "mobile_crisis"),
        ("HOLD", "inpatient_psychiatric_involuntary"),
    ]


def test_of_equals_the_first_in_the_list_of_needs_leads() -> None:
    found = leading_entries(
        [CrosswalkEntry("X", "", "food", 0.5), CrosswalkEntry("X", "", "crisis_line", 0.5)]
    )

    assert [one.need for one in found] == ["crisis_line"]


def test_a_disposition_that_asks_for_nothing_still_does() -> None:
    found = leading_entries(
        [
            CrosswalkEntry("MH", "", "mobile_crisis", 0.9),
            CrosswalkEntry("MH", "UNFOUNDED", "mobile_crisis", 0.0),
        ]
    )

    assert CrosswalkEntry("MH", "UNFOUNDED", "mobile_crisis", 0.0) in found
