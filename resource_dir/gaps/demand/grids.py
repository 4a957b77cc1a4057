"""A coarser grid: sums of grid cells added up in the cells around them.

H3 keeps an index in which each cell of resolution r has one parent of r-1, and it is this tree
that sums follow: every call counts in exactly one parent, and all sums stay exact. On the ground a
hexagon can't be cut into seven hexagons, so a parent's outline is not quite that of its children:
a call at its rim may lie just outside the hexagon drawn for it.
"""

from dataclasses import replace

import h3.api.basic_int as h3
import pyarrow as pa

from resource_dir.gaps.areas.cells import FINEST
from resource_dir.gaps.demand.cube import Cube

CELL = "cell:"


def coarser(cube: Cube, resolution: int) -> Cube:
    """The cube with the keys of its cells replaced by those of their parents; rows of one parent
    are added up where they are counted (`counting.count`)."""
    if resolution == FINEST:
        return cube
    return replace(
        cube,
        by_hour=_renamed(cube.by_hour, resolution),
        by_day=_renamed(cube.by_day, resolution),
        by_cell=_renamed(cube.by_cell, resolution),
    )


def parent_key(key: str, resolution: int) -> str:
    """The key of the cell around a cell; any other key stays."""
    if not key.startswith(CELL):
        return key
    return f"{CELL}{h3.cell_to_parent(int(key.removeprefix(CELL)), resolution)}"


def _renamed(table: pa.Table, resolution: int) -> pa.Table:
    column = table["where"].combine_chunks().dictionary_encode()
    names = [parent_key(key, resolution) for key in column.dictionary.to_pylist()]
    texts = pa.array(names, pa.string()).take(column.indices)
    return table.set_column(table.column_names.index("where"), "where", texts.dictionary_encode())
