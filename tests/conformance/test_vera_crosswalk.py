"""A real crosswalk with known holes: every one of them is counted as its documentation says."""

from pathlib import Path

import pytest

from resource_dir.gaps.crosswalk.categories import (
    CategoryRow,
    Holes,
    cities_of,
    entries_from,
    holes_of,
    read_categories,
)


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> tuple[CategoryRow, ...]:
    path = shared_data / "calls" / "crosswalk_vera" / "call_types.csv"
    return read_categories(path.read_bytes())


@pytest.fixture(scope="module")
def holes(rows: tuple[CategoryRow, ...]) -> Holes:
    return holes_of(rows)


def test_all_rows_are_read(rows: tuple[CategoryRow, ...]) -> None:
    assert (len(rows), sum(row.calls for row in rows)) == (3_227, 18_363_434)
    assert {city: sum(row.city == city for row in rows) for city in cities_of(rows)} == {
        "Charleston": 651,
        "Dallas": 1_113,
        "Detroit": 258,
        "New Orleans": 479,
        "Seattle": 726,
    }


def test_rows_without_a_category_are_counted(holes: Holes) -> None:
    assert len(holes.without_category) == 248
    assert sum(row.calls for row in holes.without_category) == 774_314


def test_blanks_spellings_and_doubts_are_counted(holes: Holes) -> None:
    assert holes.trailing_blanks == 753
    assert {(one.written, one.kept) for one in holes.spellings} == {
        ("Assist the Public", "Assisting the Public"),
        ("Call Related Isuues", "Call Related Issues"),
        ("Warrant", "Warrants"),
    }
    assert len(holes.doubted) == 124  # "?", "??", "???", "Callback?", "Callback ??"


def test_repeats_are_counted(holes: Holes) -> None:
    assert (holes.repeats.rows, holes.repeats.within_field) == (527, 44)


@pytest.mark.parametrize(
    ("city", "calls", "is_missed"),
    [("Seattle", 86_191, True), ("Seattle", 38_384, True), ("Dallas", 4_358, False)],
)
def test_the_known_wrong_categories_are_found_by_their_words(
    holes: Holes, city: str, calls: int, is_missed: bool
) -> None:
    assert [
        found.is_missed
        for found in holes.contradictions
        if (found.row.city, found.row.calls) == (city, calls)
    ] == [is_missed]


def test_a_type_of_a_hole_stays_unmapped(rows: tuple[CategoryRow, ...], holes: Holes) -> None:
    for city in cities_of(rows):
        mapped = {entry.call_type for entry in entries_from([r for r in rows if r.city == city])}
        assert not mapped & {
            found.row.call_type for found in holes.contradictions if found.row.city == city
        }
