"""Which places of a table are hidden, so that no small count can be worked out of the others.

First the small ones. Then, for each hidden place p, the cheapest way to move it by k while every
row and column still adds up (Kelly, Golden & Assad 1992, "Cell suppression: disclosure protection
for sensitive tabular data", Networks 22):

    min Σ cost (up + down)   where M (up - down) = 0, up_p - down_p = k, 0 <= down <= x - 1

What moves is hidden too. To a reader the moved table is as likely as the true one, so p may be
x_p + k for all that can be known. Going on until every hidden place has such a table, its own or
one found for another, ends: each round hides a place more, and with everything hidden nothing is
known. A zero stays: it is shown, and so can't move.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

from resource_dir.errors import BadInput, Conflict
from resource_dir.gaps.publishing.published import (
    Integers,
    K,
    Mask,
    Published,
    framed,
    hidden_in,
    sums_of,
)

TOTAL_COST = 10.0  # hiding a total beside hiding a cell: everybody looks at totals first
GRAND_COST = 100.0
_FREE = 1e-6  # what is hidden already; above 0, so that nothing moves without need


def publish(counts: Integers, *, k: int = K) -> Published:
    """The table of counts (N, A) with its totals, safe to show. Raises BadInput.

    Counts are of calls, unweighted: a sum of weights may hide how few calls made it.
    """
    if counts.ndim != 2 or not counts.size:
        raise BadInput("There is nothing to publish: the table is empty.", field="counts")
    if (counts < 0).any():
        raise BadInput("A count can't be negative.", field="counts")
    table = _Table.of(framed(counts.astype(np.int64)))
    shown = (table.values == 0) | (table.values >= k)
    return hidden_in(table.values, _protected(table, shown, k))


@dataclass(frozen=True, slots=True)
class _Table:
    """A framed table, its places in one line, with what it costs to hide each."""

    values: Integers
    sums: csr_array
    costs: NDArray[np.float64]

    @classmethod
    def of(cls, values: Integers) -> "_Table":
        costs = np.log2(1.0 + values)
        costs[-1, :] *= TOTAL_COST
        costs[:-1, -1] *= TOTAL_COST
        costs[-1, -1] *= GRAND_COST / TOTAL_COST
        return cls(values, sums_of(values.shape), costs.ravel())


def _protected(table: _Table, shown: Mask, k: int) -> Mask:
    """The mask with as much more hidden as it needs."""
    hidden = ~shown.ravel()
    is_safe = np.zeros_like(hidden)
    while (waiting := np.flatnonzero(hidden & ~is_safe)).size:
        # The largest first: what is hidden for it mostly serves the smaller ones too.
        place = waiting[table.values.ravel()[waiting].argmax()]
        moved = _cheapest_move(table, hidden, int(place), k)
        hidden |= moved != 0
        is_safe |= _is_wide(table, moved, k)
    return ~hidden.reshape(shown.shape)


def _is_wide(table: _Table, moved: Integers, k: int) -> Mask:
    """Places whose two values, true and moved, lie k apart, with one of them k or more."""
    values = table.values.ravel()
    is_wide: Mask = (np.abs(moved) >= k) & (np.maximum(values, values + moved) >= k)
    return is_wide


def _cheapest_move(table: _Table, hidden: Mask, place: int, k: int) -> Integers:
    """By how much each place moves when `place` grows by k."""
    values = table.values.ravel()
    free = values > 0
    costs = np.where(hidden, _FREE, table.costs)[free]
    sums, number = table.sums[:, free], int(np.count_nonzero(free[:place]))
    pin = csr_array(([1.0, -1.0], ([0, 0], [number, number + free.sum()])), (1, 2 * free.sum()))
    found = linprog(
        np.concatenate([costs, costs]),
        A_eq=vstack([hstack([sums, -sums]), pin]),
        b_eq=np.append(np.zeros(sums.shape[0]), float(k)),
        bounds=[(0, None)] * int(free.sum()) + [(0, value - 1) for value in values[free]],
        method="highs",
    )
    moved = np.zeros(len(values), dtype=np.int64)
    if found.x is not None:
        # A corner of a network's solutions is whole numbers; the solver's last digits are not.
        moved[free] = np.rint(found.x[: free.sum()] - found.x[free.sum() :])
    return _checked(table, moved, place, k)


def _checked(table: _Table, moved: Integers, place: int, k: int) -> Integers:
    """The move, if the moved table is one that a reader can't tell from the true one."""
    values = table.values.ravel()
    adds_up = not (table.sums @ moved).any()
    is_possible = ((values + moved) >= (values > 0)).all() and not moved[values == 0].any()
    if not (adds_up and is_possible and moved[place] == k):
        raise Conflict("No safe form of this table was found: it is not published.")
    return moved
