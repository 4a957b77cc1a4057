"""What is different between two versions, counted in calls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_dir.gaps.crosswalk.comparing import MovedRank, compare, moved_ranks
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry

COUNTS = {("INTOX", ""): 60, ("INTOX", "ARREST"): 40, ("SUIC", ""): 10, ("PARK", ""): 500}
OLD = (
    CrosswalkEntry("INTOX", "", "sobering_center", 0.5),
    CrosswalkEntry("SUIC", "", "mobile_crisis", 0.8),
)
NEW = (
    CrosswalkEntry("INTOX", "", "sobering_center", 0.7),
    CrosswalkEntry("INTOX", "ARREST", "sobering_center", 0.3),
    CrosswalkEntry("PARK", "", "", 0.0),
)


def test_entries_that_came_went_or_changed_are_told() -> None:
    difference = compare(OLD, NEW, counts=COUNTS)

    assert difference.added == NEW[1:]
    assert difference.removed == OLD[1:]
    (changed,) = difference.changed
    assert (changed.call_type, changed.before, changed.after) == ("INTOX", 0.5, 0.7)


def test_calls_are_moved_by_need_with_their_weights() -> None:
    difference = compare(OLD, NEW, counts=COUNTS)

    moved = {one.need: one for one in difference.needs}
    assert moved["sobering_center"].before == pytest.approx(100 * 0.5)
    assert moved["sobering_center"].after == pytest.approx(60 * 0.7 + 40 * 0.3)
    assert (moved["mobile_crisis"].calls_before, moved["mobile_crisis"].calls_after) == (10, 0)
    assert (difference.newly_mapped, difference.newly_unmapped) == (500, 10)


def test_the_same_entries_differ_in_nothing_and_nobody_is_asked_to_rank() -> None:
    def rank(entries: object) -> list[str]:
        raise AssertionError("asked")

    difference = compare(OLD, OLD, counts=COUNTS, rank=rank)

    assert difference.is_none
    assert (difference.needs, difference.ranking) == ((), ())


def test_the_ranking_is_asked_for_both_versions() -> None:
    ranks = {OLD: ["a", "b"], NEW: ["b", "a", "c"]}

    difference = compare(OLD, NEW, counts=COUNTS, rank=lambda entries: ranks[tuple(entries)])

    assert difference.ranking == (
        MovedRank("b", 2, 1),
        MovedRank("a", 1, 2),
        MovedRank("c", None, 3),
    )


def test_a_row_that_left_the_table_is_told_last() -> None:
    assert moved_ranks(["a", "b"], ["b"]) == (MovedRank("b", 2, 1), MovedRank("a", 1, None))


ENTRIES = st.lists(
    st.builds(
        CrosswalkEntry,
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["", "X"]),
        st.sampled_from(["food", "transport"]),
        st.sampled_from([0.0, 0.25, 1.0]),
    ),
    unique_by=lambda one: one.key,
)
CALLS = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.sampled_from(["", "X", "Y"])), st.integers(0, 9)
)


def _plain(entries: list[CrosswalkEntry], counts: dict[tuple[str, str], int], need: str) -> float:
    """Σ n·w, call by call, with the rule written out once more."""
    total = 0.0
    for (call_type, disposition), calls in counts.items():
        own = [e for e in entries if e.call_type == call_type and e.disposition == disposition]
        for entry in own or [e for e in entries if e.call_type == call_type and not e.disposition]:
            total += sum(entry.weight for _ in range(calls)) if entry.need == need else 0.0
    return total


@given(ENTRIES, ENTRIES, CALLS)
def test_sums_agree_with_a_plain_count(
    before: list[CrosswalkEntry], after: list[CrosswalkEntry], counts: dict[tuple[str, str], int]
) -> None:
    moved = {one.need: one for one in compare(before, after, counts=counts).needs}

    for need in ("food", "transport"):
        was, now = _plain(before, counts, need), _plain(after, counts, need)
        if need in moved:
            assert (moved[need].before, moved[need].after) == (was, now)
        else:
            assert was == now
