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
MOST_BOXES = 2_000_000  # remembered; forgotten all at once when there are more

Cells = NDArray[np.int64]
Degrees = NDArray[np.float64]


class CellFinder:
    """Finds cells, and remembers the boxes it has seen."""

    def __init__(self) -> None:
        self._boxes: NDArray[np.int64] = np.zeros(0, np.int64)
        self._cells: Cells = np.zeros(0, np.int64)

    def cells(self, latitude: Degrees, longitude: Degrees) -> Cells:
        """The cell of each point; every point has to be finite and on the globe."""
        boxes = _box_codes(latitude, longitude)
        self._learn(np.unique(boxes))
        found = self._cells[np.searchsorted(self._boxes, boxes)]
        asked = np.flatnonzero(found == CROSSED)
        found[asked] = exact_cells(latitude[asked], longitude[asked])
        return found

    def _learn(self, boxes: NDArray[np.int64]) -> None:
        fresh = np.setdiff1d(boxes, self._boxes, assume_unique=True)
        if not fresh.size:
            return
        if self._boxes.size + fresh.size > MOST_BOXES:
            self._boxes, self._cells, fresh = np.zeros(0, np.int64), np.zeros(0, np.int64), boxes
        known = np.concatenate((self._boxes, fresh))
        cells = np.concatenate((self._cells, _cells_of_boxes(fresh)))
        order = np.argsort(known)
        self._boxes, self._cells = known[order], cells[order]


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


def _box_codes(latitude: Degrees, longitude: Degrees) -> NDArray[np.int64]:
    row = np.floor((latitude + 90) * BOXES_PER_DEGREE).astype(np.int64)
    column = np.floor((longitude + 180) * BOXES_PER_DEGREE).astype(np.int64)
    return row * (361 * BOXES_PER_DEGREE) + column


def _cells_of_boxes(boxes: NDArray[np.int64]) -> Cells:
    row, column = np.divmod(boxes, 361 * BOXES_PER_DEGREE)
    corners = []
    for up, right in ((0, 0), (0, 1), (1, 0), (1, 1)):
        north = np.minimum((row + up) / BOXES_PER_DEGREE - 90, 90.0)
        east = np.minimum((column + right) / BOXES_PER_DEGREE - 180, 180.0)
        corners.append(exact_cells(north, east))
    is_one = (corners[0] == corners[1]) & (corners[0] == corners[2]) & (corners[0] == corners[3])
    return np.where(is_one, corners[0], CROSSED)
