"""Which area a point or a grid cell lies in."""

from collections.abc import Mapping, Sequence
from typing import Any

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray
from shapely import STRtree, box, points
from shapely.geometry import shape

from resource_dir.gaps.areas.boxes import CROSSED, PER_DEGREE, BoxMemory
from resource_dir.gaps.areas.cells import middle_of

NOWHERE = ""
PAD = 1e-9  # degrees, a tenth of a millimetre: which box a point is in is told by rounding
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class AreaFinder:
    """The areas of one layer, made ready to be asked for many points at once."""

    def __init__(self, outlines: Mapping[str, Mapping[str, Any]]) -> None:
        self._ids = np.array([NOWHERE, *outlines], dtype=np.str_)
        self._shapes = [shape(outline) for outline in outlines.values()]
        self._tree = STRtree(self._shapes)
        self._boxes = BoxMemory(self._numbers_of_boxes, self._numbers_of_points)

    @property
    def ids(self) -> list[str]:
        """What the numbers of areas stand for: "" for none, and the ids in the layer's order."""
        return [str(each) for each in self._ids]

    def numbers(self, latitudes: Floats, longitudes: Floats) -> Integers:
        """The number (in `ids`) of the area of each of very many points, each finite and on the
        globe: what `areas_of_points` says, without asking for each."""
        return self._boxes.find(latitudes, longitudes)

    def areas_of_points(self, latitudes: Floats, longitudes: Floats) -> NDArray[np.str_]:
        """The id of the area that covers each point, "" where none does; of several, the first in
        the layer's order."""
        found = np.zeros(len(latitudes), np.int64)
        usable = np.isfinite(latitudes) & np.isfinite(longitudes)
        found[usable] = self._numbers_of_points(latitudes[usable], longitudes[usable])
        return np.asarray(self._ids[found])

    def _numbers_of_points(self, latitudes: Floats, longitudes: Floats) -> Integers:
        asked = points(longitudes, latitudes)
        first = self._first(self._tree.query(asked, predicate="covered_by"), len(asked))
        return np.where(first == len(self._ids), 0, first)

    def _numbers_of_boxes(self, row: Integers, column: Integers) -> Integers:
        """Of a box that the first area it touches covers, that one; of one that touches none, 0."""
        south, west = row / PER_DEGREE - 90 - PAD, column / PER_DEGREE - 180 - PAD
        side = 1 / PER_DEGREE + 2 * PAD
        asked = box(west, south, west + side, south + side)
        touched = self._first(self._tree.query(asked, predicate="intersects"), len(asked))
        covered = self._first(self._tree.query(asked, predicate="covered_by"), len(asked))
        whole = np.where(touched == covered, touched, CROSSED)
        return np.where(touched == len(self._ids), 0, whole)

    def _first(self, found: NDArray[np.intp], size: int) -> Integers:
        """The first area found of each; the number after the last where none was."""
        first = np.full(size, len(self._ids), np.int64)
        which, area = found
        np.minimum.at(first, which, area + 1)
        return first

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
