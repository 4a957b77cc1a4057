"""The H3 cell of each of millions of points, without asking H3 for each.

A cell of resolution 7 is convex and about 2.4 km wide. Where the four corners of a box of a
thousandth of a degree lie in one cell, so does the box; only in boxes that a border crosses
(about one in six) every point is asked. The answers are H3's own, not near to them.
"""

import numpy as np
from h3.api import numpy_int as h3
from numpy.typing import NDArray

RESOLUTION = 7  # the finest that is kept
BOXES_PER_DEGREE = 1_000
CROSSED = -1
NOWHERE = 0
UNSEEN = 0
MOST_BOXES = 4_000_000  # of the window: 32 MB, two degrees each way

Cells = NDArray[np.int64]
Degrees = NDArray[np.float64]


class CellFinder:
    """Finds cells, and remembers the boxes it has seen in a window around them. What would make
    the window too large (a point on another continent) is asked one by one."""

    def __init__(self) -> None:
        self._south = self._west = 0
        self._cells: Cells = np.zeros((0, 0), np.int64)

    def cells(self, latitude: Degrees, longitude: Degrees) -> Cells:
        """The cell of each point; every point has to be finite and on the globe."""
        row = np.floor((latitude + 90) * BOXES_PER_DEGREE).astype(np.int64)
        column = np.floor((longitude + 180) * BOXES_PER_DEGREE).astype(np.int64)
        if row.size:
            self._widen(row, column)
        height, width = self._cells.shape
        up, right = row - self._south, column - self._west
        inside = (up >= 0) & (up < height) & (right >= 0) & (right < width)
        found = np.full(row.size, CROSSED, np.int64)
        boxes = up[inside] * width + right[inside]
        found[inside] = self._known(boxes)
        asked = np.flatnonzero(found == CROSSED)
        found[asked] = exact_cells(latitude[asked], longitude[asked])
        return found

    def _known(self, boxes: NDArray[np.int64]) -> Cells:
        window = self._cells.reshape(-1)
        fresh = np.unique(boxes[window[boxes] == UNSEEN])
        if fresh.size:
            up, right = np.divmod(fresh, self._cells.shape[1])
            window[fresh] = _cells_of_boxes(up + self._south, right + self._west)
        return window[boxes]

    def _widen(self, row: NDArray[np.int64], column: NDArray[np.int64]) -> None:
        """Let the window hold these boxes and those it held, where it does not grow too large."""
        height, width = self._cells.shape
        south, north = int(row.min()), int(row.max()) + 1
        west, east = int(column.min()), int(column.max()) + 1
        if height:
            south, north = min(south, self._south), max(north, self._south + height)
            west, east = min(west, self._west), max(east, self._west + width)
        shape = north - south, east - west
        if shape == self._cells.shape or shape[0] * shape[1] > MOST_BOXES:
            return
        wider = np.full(shape, UNSEEN, np.int64)
        up, right = self._south - south, self._west - west
        if height:
            wider[up : up + height, right : right + width] = self._cells
        self._south, self._west, self._cells = south, west, wider


def exact_cells(latitude: Degrees, longitude: Degrees) -> Cells:
    """What H3 says of each point."""
    return np.fromiter(
        (
            h3.latlng_to_cell(lat, lon, RESOLUTION)
            for lat, lon in zip(latitude.tolist(), longitude.tolist(), strict=True)
        ),
        np.int64,
        latitude.size,
    )


def _cells_of_boxes(row: NDArray[np.int64], column: NDArray[np.int64]) -> Cells:
    corners = []
    for up, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        north = np.minimum((row + up) / BOXES_PER_DEGREE - 90, 90.0)
        east = np.minimum((column + right) / BOXES_PER_DEGREE - 180, 180.0)
        corners.append(exact_cells(north, east))
    is_one = (corners[0] == corners[1]) & (corners[0] == corners[2]) & (corners[0] == corners[3])
    return np.where(is_one, corners[0], CROSSED)
