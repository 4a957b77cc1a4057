"""A crosswalk to categories: what is taken from it, and its holes."""

import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.crosswalk.categories import (
    CATEGORY_NEEDS,
    CategoryRow,
    entries_from,
    holes_of,
    normalised,
    read_categories,
)
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.needs import NEEDS

HEAD = "city,call_type,count,category,source_field,category_alternate\n"


def _rows(text: str) -> tuple[CategoryRow, ...]:
    return read_categories((HEAD + text).encode())


def test_a_sure_category_gives_its_needs_and_one_that_asks_for_nothing_is_mapped_too() -> None:
    entries = entries_from(
        _rows("Elm,PERSON UPSET,7,Behavioral Health ,type,\nElm,CAR GONE,9,Property Crime ,type,\n")
    )

    assert entries == (
        CrosswalkEntry("CAR GONE", "", "", 0.0),
        CrosswalkEntry("PERSON UPSET", "", "crisis_receiving", 0.3),
        CrosswalkEntry("PERSON UPSET", "", "mobile_crisis", 0.8),
    )


def test_a_type_without_a_category_stays_unmapped_and_is_a_hole() -> None:
    rows = _rows("Elm,DETOX WISHED,12,,type,???\n")

    assert entries_from(rows) == ()
    (hole,) = holes_of(rows).without_category
    assert (hole.call_type, hole.calls) == ("DETOX WISHED", 12)
    assert len(holes_of(rows).doubted) == 1


def test_words_that_ask_for_a_need_under_a_category_that_does_not_are_a_contradiction() -> None:
    rows = _rows("Elm,CRISIS COMPLAINT,12,Complaints,type,\n")

    (found,) = holes_of(rows).contradictions
    assert found.is_missed
    assert found.suggested.needs[0].need == "mobile_crisis"
    assert entries_from(rows) == ()


def test_words_that_ask_for_nothing_under_a_category_that_does_are_one_too() -> None:
    rows = _rows("Elm,FOUND DEAD,3,Behavioral Health,type,\n")

    (found,) = holes_of(rows).contradictions
    assert not found.is_missed
    assert entries_from(rows) == ()


def test_spellings_of_one_category_are_taken_together_under_the_commoner() -> None:
    rows = _rows("Elm,A1,1,Warrants,t,\nElm,B1,1,Warrants,t,\nElm,C1,1,Warrant,t,\n")

    same, (spelling,) = normalised(rows)

    assert {row.category for row in same} == {"Warrants"}
    assert (spelling.written, spelling.kept, spelling.rows) == ("Warrant", "Warrants", 1)


def test_blanks_at_the_end_of_a_category_are_counted_and_do_no_harm() -> None:
    rows = _rows("Elm,A1,1,Drugs ,t,\nElm,B1,1,Drugs,t,\n")

    assert holes_of(rows).trailing_blanks == 1
    assert {row.category for row in rows} == {"Drugs"}


def test_a_type_of_two_fields_is_a_repeat_and_unsure_where_they_differ() -> None:
    rows = _rows(
        "Elm,X1,5,Drugs,initial,\nElm,X1,4,Alarms,final,\nElm,Y1,2,Alarms,initial,\n"
        "Elm,Y1,1,Alarms,initial,\n"
    )

    repeats = holes_of(rows).repeats
    assert (repeats.types, repeats.rows, repeats.calls) == (2, 2, 5)
    assert (repeats.within_field, repeats.differing) == (1, 1)
    assert {entry.call_type for entry in entries_from(rows)} == {"Y1"}


def test_two_cities_do_not_mix() -> None:
    with pytest.raises(BadInput) as refused:
        entries_from(_rows("Elm,A1,1,Drugs,t,\nOak,A1,1,Alarms,t,\n"))

    assert refused.value.values["cities"] == "Elm, Oak"


@pytest.mark.parametrize("count", ["many", "-1", "1.5", "nan", "9" * 20])
def test_a_count_that_is_none_is_named_with_its_line(count: str) -> None:
    with pytest.raises(BadInput) as refused:
        _rows(f"Elm,A1,{count},Drugs,t,\n")

    assert refused.value.values["line"] == 2


@pytest.mark.parametrize("content", [b"", HEAD.encode(), b"city,category\nElm,Drugs\n"])
def test_a_file_without_its_columns_or_rows_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_categories(content)


def test_only_type_and_category_are_needed() -> None:
    (row,) = read_categories(b"call_type,category\nA1,Drugs\n")

    assert (row.city, row.calls, row.doubt) == ("", 0, "")


def test_every_need_of_the_table_is_there() -> None:
    assert all(set(weights) <= set(NEEDS) for weights in CATEGORY_NEEDS.values())
