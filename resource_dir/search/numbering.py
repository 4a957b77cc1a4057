"""Equal values share one number: opening hours, sets of needs, age limits."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from resource_dir.search.segment import I32


class Numbering:
    """Collects one value per listing and numbers the distinct ones when all are known."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._column = array("i")

    def add(self, value: Hashable) -> None:
        """Take the next listing's value."""
        self._column.append(self._numbers.setdefault(value, len(self._numbers)))

    def sorted_by(self, key: Callable[[Any], Any]) -> tuple[tuple[Any, ...], I32]:
        """Return the distinct values, sorted, and int32[n]: each listing's place among them."""
        values = sorted(self._numbers, key=key)
        place = np.empty(len(values), dtype=np.int32)
        for index, value in enumerate(values):
            place[self._numbers[value]] = index
        return tuple(values), place[np.array(self._column, dtype=np.int32)]
