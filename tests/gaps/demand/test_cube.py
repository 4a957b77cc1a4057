"""The cube against loops over single calls, on DuckDB; on Spark with `make prove`."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.demand.cube import cells_in, cube_of
from resource_dir.gaps.demand.engines import DUCKDB, Engine, engine_of
from tests.gaps.demand.calls import (
    CELLS,
    ENTRIES,
    FIRST,
    PlainCube,
    as_plain,
    invented_rows,
    plain_cube,
    written,
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_of(DUCKDB) as running:
        yield running


def _assert_same(found: PlainCube, expected: PlainCube) -> None:
    assert found.by_hour.keys() == expected.by_hour.keys()
    for key, values in expected.by_hour.items():
        assert found.by_hour[key] == pytest.approx(values, rel=1e-12)
    assert found.by_day == expected.by_day
    assert found.by_cell == expected.by_cell
    assert found.types == expected.types


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("layer", ["beats", None])
def test_the_cube_is_what_loops_over_calls_add_up_to(
    engine: Engine, tmp_path: Path, layer: str | None, seed: int
) -> None:
    rows = invented_rows(600, seed=seed)
    paths = written(tmp_path, rows[:250], rows[250:])

    cube = cube_of(engine, paths, ENTRIES, layer=layer)

    _assert_same(as_plain(cube), plain_cube(rows, layer=layer))


def test_a_layer_that_came_after_the_calls_is_told_by_their_cells(
    engine: Engine, tmp_path: Path
) -> None:
    rows = invented_rows(400)
    told = {CELLS[1]: "east", CELLS[2]: "west"}

    cube = cube_of(engine, written(tmp_path, rows), ENTRIES, layer="new", area_of_cell=told)

    _assert_same(as_plain(cube), plain_cube(rows, layer="new", area_of_cell=told))
    assert not any(where.startswith("beats:") for _, where, _ in as_plain(cube).by_hour)


def test_a_period_takes_its_first_and_its_last_day(engine: Engine, tmp_path: Path) -> None:
    rows = invented_rows(500)
    first, last = FIRST + timedelta(days=5), FIRST + timedelta(days=20)

    cube = cube_of(
        engine, written(tmp_path, rows), ENTRIES, layer=None, from_day=first, to_day=last
    )

    kept = [row for row in rows if first <= row["day"] <= last]
    _assert_same(as_plain(cube), plain_cube(kept, layer=None))


def test_an_entry_of_its_own_disposition_wins_even_with_no_weight(
    engine: Engine, tmp_path: Path
) -> None:
    row = {"call_type": "DRUNK", "zone": "1", "cell": 0, "area": "", "day": date(2025, 1, 6),
           "hour": 3, "n": 5}  # fmt: skip
    rows = [row | {"disposition": "UNFOUNDED"}, row | {"disposition": "REPORT"}]

    cube = as_plain(cube_of(engine, written(tmp_path, rows), ENTRIES, layer=None))

    assert cube.by_hour == {
        ("sobering_center", "zone:1", 3): pytest.approx((4.5, 4.05, 5, 0.9), rel=1e-12)
    }
    assert cube.types == {"DRUNK": (10, True)}


def test_without_a_crosswalk_every_call_is_unmapped(engine: Engine, tmp_path: Path) -> None:
    rows = invented_rows(50)

    cube = as_plain(cube_of(engine, written(tmp_path, rows), (), layer=None))

    assert cube.by_hour == {}
    assert sum(count for count, _ in cube.types.values()) == sum(row["n"] for row in rows)
    assert not any(is_mapped for _, is_mapped in cube.types.values())


def test_names_with_quotes_and_percent_signs_stay_names(engine: Engine, tmp_path: Path) -> None:
    name = 'O\'HARA "100%"; DROP TABLE calls --'
    rows = [row | {"call_type": name, "zone": name} for row in invented_rows(20)]
    entries = (CrosswalkEntry(name, "", "detox", 0.5),)

    cube = cube_of(engine, written(tmp_path, rows), entries, layer="l'ayer")

    _assert_same(as_plain(cube), plain_cube(rows, layer="l'ayer", entries=entries))


def test_cells_of_calls_are_listed_without_the_unknown_one(tmp_path: Path) -> None:
    rows = invented_rows(200)

    found = cells_in(written(tmp_path, rows[:100], rows[100:]))

    assert found == sorted(CELLS[1:])


def test_an_engine_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput) as refused, engine_of("pandas"):
        pass

    assert refused.value.field == "GAPS_ENGINE"


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark_gives_the_same_sums_as_duckdb(engine: Engine, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed (make prove installs it)")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Java 17 is not installed")
    rows = invented_rows(2_000)
    paths = written(tmp_path, rows[:900], rows[900:])
    told = {CELLS[1]: "east", CELLS[2]: "west"}

    with engine_of("spark") as spark:
        for layer, cells in (("beats", None), ("new", told), (None, None)):
            there = cube_of(spark, paths, ENTRIES, layer=layer, area_of_cell=cells)
            here = cube_of(engine, paths, ENTRIES, layer=layer, area_of_cell=cells)

            _assert_same(as_plain(there), as_plain(here))
            _assert_same(as_plain(there), plain_cube(rows, layer=layer, area_of_cell=cells))
