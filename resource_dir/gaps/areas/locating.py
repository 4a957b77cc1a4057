"""Which area a point or a grid cell lies in."""

from collections.abc import Mapping, Sequence
from typing import Any

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray
from shapely import STRtree, points
from shapely.geometry import shape

from resource_dir.gaps.areas.cells import middle_of

NOWHERE = ""
Floats = NDArray[np.float64]


class AreaFinder:
    """The areas of one layer, made ready to be asked for many points at once."""

    def __init__(self, outlines: Mapping[str, Mapping[str, Any]]) -> None:
        self._ids = np.array([NOWHERE, *outlines], dtype=np.str_)
        self._shapes = [shape(outline) for outline in outlines.values()]
        self._tree = STRtree(self._shapes)

    def areas_of_points(self, latitudes: Floats, longitudes: Floats) -> NDArray[np.str_]:
        """The id of the area that covers each point, "" where none does; of several, the first in
        the layer's order."""
        found = np.full(len(latitudes), len(self._ids), dtype=np.intp)
        usable = np.flatnonzero(np.isfinite(latitudes) & np.isfinite(longitudes))
        asked = points(longitudes[usable], latitudes[usable])
        which, area = self._tree.query(asked, predicate="covered_by")
        np.minimum.at(found, usable[which], area + 1)
        return np.asarray(self._ids[np.where(found == len(self._ids), 0, found)])

    def areas_of_cells(self, cells: Sequence[int]) -> dict[int, str]:
        """The area of each cell's middle; cells outside all areas are left out."""
        middles = np.array([middle_of(cell) for cell in cells], dtype=np.float64).reshape(-1, 2)
        ids = self.areas_of_points(middles[:, 0], middles[:, 1])
        return {cell: str(area) for cell, area in zip(cells, ids, strict=True) if area != NOWHERE}

    def straddling(self, cells: Sequence[int]) -> float:
        """The share of cells that don't lie wholly in one area: their calls may be told to the
        neighbour of the area they were in."""
        if not cells:
            return 0.0
        outlines = [_outline(cell) for cell in cells]
        which, _ = self._tree.query(outlines, predicate="covered_by")
        return 1.0 - len(set(which.tolist())) / len(cells)


def _outline(cell: int) -> Any:
    ring = [(longitude, latitude) for latitude, longitude in h3.cell_to_boundary(cell)]
    return shape({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
