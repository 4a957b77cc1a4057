"""An answer for every point of a small box at once, where all its points have the same.

Millions of points of one county lie in some hundred thousand boxes of a thousandth of a degree.
Where a whole box has one answer it is asked for once; in boxes that a border crosses every point
is asked. So the answers are those of the asked one by one, not near to them.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

PER_DEGREE = 1_000
CROSSED = -1
UNSEEN = -2
AT_ONCE = 8_192  # boxes asked for
MOST_BOXES = 4_000_000  # of the window: 32 MB, two degrees each way

Integers = NDArray[np.int64]
Degrees = NDArray[np.float64]
# Rows and columns of boxes -> the answer of each, CROSSED where it has several.
OfBoxes = Callable[[Integers, Integers], Integers]
OfPoints = Callable[[Degrees, Degrees], Integers]


class BoxMemory:
    """Remembers the boxes it has seen in a window around them. What would make the window too
    large (a point on another continent) is asked one by one. Answers are 0 or above."""

    def __init__(self, of_boxes: OfBoxes, of_points: OfPoints) -> None:
        self._of_boxes, self._of_points = of_boxes, of_points
        self._south = self._west = 0
        self._answers: Integers = np.zeros((0, 0), np.int64)

    def find(self, latitude: Degrees, longitude: Degrees) -> Integers:
        """The answer of each point; every point has to be finite and on the globe."""
        row = np.floor((latitude + 90) * PER_DEGREE).astype(np.int64)
        column = np.floor((longitude + 180) * PER_DEGREE).astype(np.int64)
        if row.size:
            self._widen(row, column)
        height, width = self._answers.shape
        up, right = row - self._south, column - self._west
        inside = (up >= 0) & (up < height) & (right >= 0) & (right < width)
        found = np.full(row.size, CROSSED, np.int64)
        found[inside] = self._known((up * width + right)[inside])
        asked = np.flatnonzero(found == CROSSED)
        if asked.size:
            found[asked] = self._of_points(latitude[asked], longitude[asked])
        return found

    def _known(self, boxes: Integers) -> Integers:
        window = self._answers.reshape(-1)
        answers = window[boxes]
        if (answers == UNSEEN).any():
            self._ask(window, np.unique(boxes[answers == UNSEEN]))
            answers = window[boxes]
        return answers

    def _ask(self, window: Integers, fresh: Integers) -> None:
        """A few at a time: outlines of boxes are large beside what is told of them."""
        for begin in range(0, fresh.size, AT_ONCE):
            some = fresh[begin : begin + AT_ONCE]
            up, right = np.divmod(some, self._answers.shape[1])
            window[some] = self._of_boxes(up + self._south, right + self._west)

    def _widen(self, row: Integers, column: Integers) -> None:
        """Let the window hold these boxes and those it held, where it does not grow too large."""
        height, width = self._answers.shape
        south, north = int(row.min()), int(row.max()) + 1
        west, east = int(column.min()), int(column.max()) + 1
        if height:
            south, north = min(south, self._south), max(north, self._south + height)
            west, east = min(west, self._west), max(east, self._west + width)
        shape = north - south, east - west
        if shape == self._answers.shape or shape[0] * shape[1] > MOST_BOXES:
            return
        wider = np.full(shape, UNSEEN, np.int64)
        up, right = self._south - south, self._west - west
        if height:
            wider[up : up + height, right : right + width] = self._answers
        self._south, self._west, self._answers = south, west, wider
