"""A table as everybody may see it, with its totals as one more row and column."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

K = 11
"""No count of 1 to 10 is shown: the cell size policy of CMS (2020), which lets a zero be shown,
because it is about nobody, and forbids totals, shares and rates that give a small count away."""

HIDDEN = -1


@dataclass(frozen=True, slots=True)
class Published:
    """`values` (N+1, A+1): counts, row totals in the last column, column totals in the last row,
    the grand total in the corner; HIDDEN where `shown` is false, so that nothing else is in it.
    """

    values: Integers
    shown: Mask

    @property
    def cells(self) -> Integers:
        """(N, A) counts."""
        return self.values[:-1, :-1]

    @property
    def row_totals(self) -> Integers:
        """(N,) totals of the rows."""
        return self.values[:-1, -1]

    @property
    def column_totals(self) -> Integers:
        """(A,) totals of the columns."""
        return self.values[-1, :-1]

    @property
    def grand_total(self) -> int:
        """The total of all."""
        return int(self.values[-1, -1])


def framed(counts: Integers) -> Integers:
    """(N+1, A+1): the counts with their totals."""
    rows = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    return np.concatenate([rows, rows.sum(axis=0, keepdims=True)], axis=0)


def hidden_in(values: Integers, shown: Mask) -> Published:
    """The table with its values taken out where they are not shown."""
    return Published(np.where(shown, values, HIDDEN), shown)


def sums_of(shape: tuple[int, int]) -> csr_array:
    """(N+A+2, (N+1)(A+1)): what every framed table x fulfils, M x = 0.

    Each row and each column, that of the totals too: its cells less its total make 0.
    """
    rows, columns = shape
    places = np.arange(rows * columns).reshape(shape)
    lines = [*places, *places.T]
    line = np.repeat(np.arange(len(lines)), [len(each) for each in lines])
    signs = np.concatenate([np.append(np.ones(len(each) - 1), -1.0) for each in lines])
    return csr_array((signs, (line, np.concatenate(lines))), shape=(len(lines), rows * columns))
