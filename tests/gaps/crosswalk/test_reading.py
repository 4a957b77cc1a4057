"""A crosswalk as a file."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resource_dir.errors import BadInput, PackageRefused
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry, in_order
from resource_dir.gaps.crosswalk.reading import read_entries, write_entries
from resource_dir.gaps.crosswalk.shipping import SHIPPED, shipped_entries, shipped_for
from resource_dir.needs import NEEDS

HEAD = "call_type,disposition,need,weight\n"


def _read(rows: str, head: str = HEAD) -> tuple[CrosswalkEntry, ...]:
    return read_entries((head + rows).encode())


def test_a_file_gives_its_entries() -> None:
    entries = _read('DETOX,,withdrawal_management,0.8\n"FALL, AGED",HOME,geriatric,.5\nPARK,,,0\n')

    assert entries == (
        CrosswalkEntry("DETOX", "", "withdrawal_management", 0.8),
        CrosswalkEntry("FALL, AGED", "HOME", "geriatric", 0.5),
        CrosswalkEntry("PARK", "", "", 0.0),
    )


def test_order_of_columns_a_byte_mark_and_blanks_change_nothing() -> None:
    entries = read_entries("\ufeffWeight, Need ,call_type\n 1 , food , HUNGRY \n".encode())

    assert entries == (CrosswalkEntry("HUNGRY", "", "food", 1.0),)


@pytest.mark.parametrize(
    ("row", "line", "column"),
    [
        ("INTOX,,sobering_center,1.2\n", 2, "weight"),
        ("INTOX,,sobering_center,-1\n", 2, "weight"),
        ("INTOX,,sobering_center,nan\n", 2, "weight"),
        ("INTOX,,sobering_center,\n", 2, "weight"),
        ("INTOX,,sobering_center,half\n", 2, "weight"),
        ("A,,food,1\nINTOX,,soberin_centre,1\n", 3, "need"),
        (",,sobering_center,1\n", 2, "call_type"),
        ("A,,food,1\nA,,food,0.5\n", 3, "weight"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_column(row: str, line: int, column: str) -> None:
    with pytest.raises(PackageRefused) as refused:
        _read(row)

    (fault,) = refused.value.values["faults"]
    assert (fault.line, fault.column) == (line, column)
    assert f"line {line}, {column}:" in refused.value.message


def test_all_faults_are_told_at_once_and_the_nearest_needs_with_them() -> None:
    with pytest.raises(PackageRefused) as refused:
        _read("A,,sobering_centr,1\nB,,food,7\n")

    assert [fault.line for fault in refused.value.values["faults"]] == [2, 3]
    assert "sobering_center" in refused.value.values["faults"][0].text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"call_type,need\nA,food\n",
        HEAD.encode(),
        HEAD.encode() + b"A,,food,\xff\n",
        HEAD.encode() + b'"A,,food,1\n',
        b"\x00\x01\x02",
    ],
)
def test_a_file_of_another_form_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read_entries(content)

    assert refused.value.field == "file"


@given(st.binary(max_size=200))
def test_no_bytes_bring_anything_but_entries_or_a_reason(content: bytes) -> None:
    with suppress(BadInput, PackageRefused):
        assert read_entries(HEAD.encode() + content)


TYPES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=20)
ENTRIES = st.builds(
    CrosswalkEntry, TYPES, TYPES | st.just(""), st.sampled_from(tuple(NEEDS)), st.floats(0, 1)
)


@given(st.lists(ENTRIES, min_size=1, unique_by=lambda one: one.key))
def test_what_was_written_is_read_back(entries: list[CrosswalkEntry]) -> None:
    again = read_entries(write_entries(entries).encode())

    assert [one.key for one in again] == [one.key for one in in_order(entries)]
    assert [one.weight for one in again] == pytest.approx([one.weight for one in in_order(entries)])


@pytest.mark.parametrize("name", SHIPPED)
def test_what_comes_with_the_product_can_be_read_and_asks_for_needs(name: str) -> None:
    entries = shipped_entries(name)

    assert sum(entry.weight > 0 for entry in entries) > 10


def test_a_shipped_crosswalk_is_found_by_the_name_of_a_profile() -> None:
    assert shipped_for("San Diego") == "san_diego"
    assert shipped_for("san_diego_geocoded") == "san_diego"
    assert shipped_for("san_diegito") is None
    assert shipped_for("") is None
