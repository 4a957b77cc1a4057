"""A CSV of an agency's zones: names and people, nothing drawn."""

import csv
from pathlib import Path

import pytest

from resource_dir.errors import BadInput, PackageRefused
from resource_dir.gaps.areas.layers import Columns, read_layer


def _read(text: str, **columns: str) -> list[tuple[str, str, int | None]]:
    read = read_layer(text.encode(), Columns(**columns))
    return [(area.id, area.name, area.population) for area in read.areas]


def test_zones_have_names_and_people_and_no_place() -> None:
    read = read_layer(b'\xef\xbb\xbfBeat,Neighborhood,Population\n11,"Mill, East",1200\n12,Bay,\n')

    [mill, bay] = read.areas
    assert (mill.id, mill.name, mill.population) == ("11", "Mill, East", 1200)
    assert (bay.id, bay.population) == ("12", None)
    assert (mill.latitude, mill.longitude, mill.area_km2, mill.outline) == (None,) * 4
    assert not read.has_outlines
    assert (read.id_column, read.name_column, read.population_column) == (
        "Beat", "Neighborhood", "Population",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "beat;name\n1;West\n2;East\n",
        "beat\tname\r\n1\tWest\r\n\r\n2\tEast\r\n",
        '"beat,name"\n"1,West"\n"2,East"\n',
        "name,beat\nWest,1\nEast,2\n",
    ],
)
def test_separators_and_lines_in_quotes_are_understood(text: str) -> None:
    assert _read(text) == [("1", "West", None), ("2", "East", None)]


def test_an_id_is_a_text_and_keeps_its_zeros() -> None:
    assert _read("zone,name\n001,West\n") == [("001", "West", None)]


def test_a_zone_named_twice_is_left_out_and_told_by_its_line() -> None:
    read = read_layer(b"zone,name\n1,West\n1,East\n,North\n", Columns(id="zone"))

    assert [area.name for area in read.areas] == ["West"]
    assert read.rejected == ((3, "its id 1 is in the file twice"), (4, "it has no id"))


def test_people_that_are_no_number_are_not_known_rather_than_none() -> None:
    assert _read("beat,name,pop\n1,West,many\n2,East,0\n") == [
        ("1", "West", None), ("2", "East", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("beat,name\n", PackageRefused),
        ("beat,beat\n1,2\n", PackageRefused),
        ("beat,name\n1,West\n1,West\n", BadInput),
    ],
)
def test_a_list_that_names_no_zone_for_certain_is_refused(text: str, fault: type) -> None:
    with pytest.raises(fault):
        read_layer(text.encode())


def test_a_column_that_is_not_there_is_told() -> None:
    with pytest.raises(BadInput, match="no property"):
        read_layer(b"beat,name\n1,West\n", Columns(id="precinct"))


@pytest.mark.parametrize("name", ["beats.csv", "beats_whole_line_quoted.csv"])
def test_a_real_list_is_read_whole(shared_data: Path, name: str) -> None:
    path = shared_data / "calls" / "san_diego" / name

    read = read_layer(path.read_bytes())

    with (shared_data / "calls" / "san_diego" / "beats.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        plain = {row[0]: row[1] for row in list(csv.reader(file))[1:] if row}
    assert {area.id: area.name for area in read.areas} == plain
    assert not read.rejected
