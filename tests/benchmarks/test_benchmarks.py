"""The benchmark itself runs, at a size that takes seconds. Nothing here looks at a time."""

import filecmp
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import county, queries
from benchmarks.__main__ import main
from benchmarks.engine import measure_engine
from benchmarks.importing import measure_dry_run, measure_import
from benchmarks.measuring import Table, machine
from benchmarks.package import FILES, write_package
from benchmarks.results import in_numbers, put_tables, write_results
from benchmarks.serving import measure_requests, measure_server, measure_start
from benchmarks.side_by_side import measure_side_by_side

SIZE = 200


def cells(table: Table, row: int) -> dict[str, str]:
    return dict(zip(table.header, table.rows[row], strict=True))


def test_the_same_size_is_the_same_land() -> None:
    once, again = list(county.documents(SIZE)), list(county.documents(SIZE))

    assert once == again
    assert len({each.id for each in once}) == SIZE
    assert all(each.lat is None for each in once if each.is_withheld)


def test_the_same_package_is_written_twice(tmp_path: Path) -> None:
    write_package(tmp_path / "a", 20)
    write_package(tmp_path / "b", 20)

    names = [f"{table}.csv" for table in FILES]
    assert filecmp.cmpfiles(tmp_path / "a", tmp_path / "b", names, shallow=False) == (names, [], [])


def test_the_engine_is_measured_for_every_kind_of_search(tmp_path: Path) -> None:
    table = measure_engine(tmp_path, SIZE, count=5)

    assert {row[0] for row in table.rows} > set(queries.KINDS)
    assert all(float(row[1]) > 0 for row in table.rows)


# Whoosh's own codec, which the product never loads, compares a number by "is".
@pytest.mark.filterwarnings('ignore:"is" with a literal:SyntaxWarning')
def test_every_rival_is_asked_or_named(tmp_path: Path) -> None:
    table = measure_side_by_side(tmp_path, SIZE, count=5)

    assert [row[0] for row in table.rows] == [
        "this product",
        "Whoosh alone",
        "SQLite FTS5 + R*Tree",
        "PostgreSQL full text",
    ]
    assert all(row[-1] for row in table.rows)


def test_an_import_is_measured_and_then_served(tmp_path: Path) -> None:
    imported = measure_import(tmp_path, SIZE)
    asked = measure_requests(tmp_path / "data", "200", count=5)
    served = measure_server(tmp_path / "data", "200", count=4)

    assert cells(imported, 0)["listings"] == str(SIZE)
    assert float(cells(imported, 0)["peak MB"]) > 0
    assert [row[0] for row in asked.rows] == ["search page", "search API"]
    assert served.rows[0][1].endswith(" MB")


def test_a_dry_run_is_measured_row_by_row(tmp_path: Path) -> None:
    table = measure_dry_run(tmp_path, 20)

    assert int(cells(table, 0)["rows"]) > 20 * 5


def test_starting_the_application_loads_nothing_heavy(tmp_path: Path) -> None:
    table = measure_start(tmp_path)

    assert table.rows[1][1] == "none"


def test_a_run_at_one_size_leaves_the_other_sections_standing(tmp_path: Path) -> None:
    path = tmp_path / "results.md"
    table = Table("Search", ("what", "ms"), (("words", "1.0"),), notes=("A note.",))

    for size in ("100k", "10k", "100k"):
        write_results(size, machine(), [table], path=path)

    headings = [line for line in path.read_text().splitlines() if line.startswith("## ")]
    assert headings == ["## Size 10k", "## Size 100k"]


def test_a_table_measured_alone_takes_the_place_of_the_older_one(tmp_path: Path) -> None:
    path = tmp_path / "results.md"
    tables = [Table(title, ("what", "ms"), (("words", "1.0"),)) for title in ("Beds", "Search")]
    write_results("10k", "a machine", tables, path=path)

    put_tables("10k", [replace(tables[0], rows=(("words", "2.0"),))], path=path)

    text = path.read_text()
    assert (text.count("### Beds"), text.count("### Search")) == (1, 1)
    assert "| words | 2.0 |" in text.partition("### Beds")[2]
    assert "a machine" in text


@pytest.mark.parametrize(("text", "number"), [("10k", 10_000), ("1m", 1_000_000), ("200", 200)])
def test_sizes_are_read(text: str, number: int) -> None:
    assert in_numbers(text) == number


def test_a_size_that_is_none_is_refused() -> None:
    with pytest.raises(SystemExit) as refused:
        main(["--size", "many"])

    assert refused.value.code == 2
