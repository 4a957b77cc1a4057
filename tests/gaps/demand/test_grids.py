"""A coarser grid adds up what the finest one says, and nothing is lost or told twice."""

from collections import defaultdict
from pathlib import Path

import h3.api.basic_str as words
import numpy as np
import pytest

from resource_dir.gaps.demand.counting import count
from resource_dir.gaps.demand.cube import Cube, cube_of
from resource_dir.gaps.demand.engines import engine_of
from resource_dir.gaps.demand.grids import coarser, parent_key
from tests.gaps.demand.calls import (
    CELLS,
    ENTRIES,
    FIRST,
    Row,
    as_plain,
    invented_rows,
    plain_cube,
    written,
)

OBSERVED = {FIRST.isoformat(): [1.0] * 24}


def _by_grid(folder: Path, rows: list[Row]) -> Cube:
    with engine_of("duckdb") as engine:
        return cube_of(engine, written(folder, rows), ENTRIES, layer=None, by_grid=True)


def test_a_call_with_a_cell_counts_there_whatever_its_zone(tmp_path: Path) -> None:
    rows = invented_rows(300)

    cube = as_plain(_by_grid(tmp_path, rows))

    plain = plain_cube([row | ({"zone": ""} if row["cell"] else {}) for row in rows], layer=None)
    assert cube.by_hour.keys() == plain.by_hour.keys()
    for key, sums in plain.by_hour.items():
        assert cube.by_hour[key] == pytest.approx(sums)
    assert cube.by_day == plain.by_day


@pytest.mark.parametrize("resolution", [7, 6, 5])
def test_the_sums_of_a_coarser_grid_are_those_of_its_cells(tmp_path: Path, resolution: int) -> None:
    fine = _by_grid(tmp_path, invented_rows(400, days=1))

    counted = count(coarser(fine, resolution), OBSERVED)

    plain: dict[tuple[str, str], float] = defaultdict(float)
    for row in fine.by_hour.to_pylist():
        plain[row["need"], _parent(row["where"], resolution)] += row["weight"]
    found = {
        (need, area): float(counted.weight[k, a].sum())
        for k, need in enumerate(counted.needs)
        for a, area in enumerate(counted.areas)
        if counted.calls[k, a]
    }
    assert found == pytest.approx(dict(plain))
    assert counted.calls.sum() == sum(fine.by_hour["calls"].to_pylist())
    assert np.isfinite(counted.points[[a.startswith("cell:") for a in counted.areas]]).all()


def _parent(key: str, resolution: int) -> str:
    if not key.startswith("cell:"):
        return key
    cell = words.int_to_str(int(key[5:]))
    return f"cell:{words.str_to_int(words.cell_to_parent(cell, resolution))}"


def test_coarser_grids_lie_one_in_the_other() -> None:
    for cell in CELLS[1:]:
        six = parent_key(f"cell:{cell}", 6)

        assert parent_key(six, 5) == parent_key(f"cell:{cell}", 5)


def test_what_is_no_cell_keeps_its_key() -> None:
    assert parent_key("zone:11", 5) == "zone:11"
    assert parent_key("unknown", 5) == "unknown"
