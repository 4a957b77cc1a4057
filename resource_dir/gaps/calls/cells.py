"""The H3 cell of each of millions of points, without asking H3 for each.

A cell of resolution 7 is convex and about 2.4 km wide. Where the four corners of a box of a
thousandth of a degree lie in one cell, so does the box; only in boxes that a border crosses
(about one in ten) every point is asked.
"""

from itertools import repeat

import numpy as np
from h3.api import numpy_int as h3
from numpy.typing import NDArray

from resource_dir.gaps.areas.boxes import CROSSED, PER_DEGREE, BoxMemory

RESOLUTION = 7  # the finest that is kept
NOWHERE = 0
CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))

Cells = NDArray[np.int64]
Degrees = NDArray[np.float64]


class CellFinder:
    """Finds cells, and remembers the boxes it has seen."""

    def __init__(self) -> None:
        self._boxes = BoxMemory(_cells_of_boxes, exact_cells)

    def cells(self, latitude: Degrees, longitude: Degrees) -> Cells:
        """The cell of each point; every point has to be finite and on the globe."""
        return self._boxes.find(latitude, longitude)


def exact_cells(latitude: Degrees, longitude: Degrees) -> Cells:
    """What H3 says of each point."""
    asked = map(h3.latlng_to_cell, latitude.tolist(), longitude.tolist(), repeat(RESOLUTION))
    return np.fromiter(asked, np.int64, latitude.size)


def _cells_of_boxes(row: NDArray[np.int64], column: NDArray[np.int64]) -> Cells:
    """Neighbours share corners: each is asked for once."""
    width = 360 * PER_DEGREE + 2
    corners = np.concatenate([(row + up) * width + column + right for up, right in CORNERS])
    distinct, which = np.unique(corners, return_inverse=True)
    up, right = np.divmod(distinct, width)
    north = np.minimum(up / PER_DEGREE - 90, 90.0)
    east = np.minimum(right / PER_DEGREE - 180, 180.0)
    cells = exact_cells(north, east)[which].reshape(len(CORNERS), row.size)
    return np.where((cells == cells[0]).all(axis=0), cells[0], CROSSED)
