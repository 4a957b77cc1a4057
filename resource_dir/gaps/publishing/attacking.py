"""What a reader with patience can work out of a published table.

Each hidden place is a number of at least 1 (a zero would be shown); rows and columns add up to
their totals, hidden or not. The least and the greatest value that a place can then have are two
linear programs (Fischetti & Salazar 2001, "Solving the cell suppression problem on tabular data
with linear constraints", Management Science 47). Rows and columns make a network, whose matrix is
totally unimodular: somebody who knows that counts are whole numbers learns nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from resource_dir.errors import BadInput
from resource_dir.gaps.publishing.published import K, Mask, Published, sums_of
from resource_dir.gaps.publishing.statements import Statement

Floats = NDArray[np.float64]

_UNBOUNDED, _INFEASIBLE = 3, 2  # what linprog says
_SLIP = 1e-6  # what a solver may be off by


@dataclass(frozen=True, slots=True)
class Bounds:
    """(N+1, A+1) least and greatest value of each place; both are the value where it is shown."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """A x = b and G x <= h over the hidden places."""

    equal: csr_array
    equals: Floats
    less: csr_array
    at_most: Floats


def attack(published: Published, statements: Sequence[Statement] = ()) -> Bounds:
    """The bounds of every place. Raises BadInput where the statements contradict the table."""
    known = _knowledge(published, statements)
    low = np.where(published.shown, published.values, 1).astype(np.float64)
    high = np.where(published.shown, published.values, np.inf).astype(np.float64)
    for number, place in enumerate(np.argwhere(~published.shown)):
        low[tuple(place)] = _extreme(known, number, 1.0)
        high[tuple(place)] = _extreme(known, number, -1.0)
    return Bounds(low, high)


def exposed(bounds: Bounds, published: Published, *, k: int = K) -> Mask:
    """Hidden places that are known to be below k, or known within fewer than k values."""
    is_small = bounds.high < k - _SLIP
    is_narrow = bounds.high - bounds.low < k - _SLIP
    return ~published.shown & (is_small | is_narrow)


def _knowledge(published: Published, statements: Sequence[Statement]) -> _Knowledge:
    hidden = ~published.shown.ravel()
    values = np.where(hidden, 0, published.values.ravel()).astype(np.float64)
    sums = sums_of(published.values.shape)
    less, at_most = _inequalities(statements, len(hidden))
    return _Knowledge(sums[:, hidden], -(sums @ values), less[:, hidden], at_most - less @ values)


def _inequalities(statements: Sequence[Statement], places: int) -> tuple[csr_array, Floats]:
    """Each end of a statement that is one, as a row of G x <= h."""
    rows = [csr_array((0, places))]
    at_most = []
    for one in statements:
        weights = csr_array(one.weights.reshape(1, -1))
        for sign, end in ((1.0, one.high), (-1.0, -one.low)):
            if np.isfinite(end):
                rows.append(sign * weights)
                at_most.append(end)
    return csr_array(vstack(rows)), np.array(at_most, dtype=np.float64)


def _extreme(known: _Knowledge, number: int, sign: float) -> float:
    """The least (sign 1) or greatest (-1) value of one hidden place."""
    aim = np.zeros(known.equal.shape[1])
    aim[number] = sign
    found = linprog(
        aim,
        A_ub=known.less,
        b_ub=known.at_most,
        A_eq=known.equal,
        b_eq=known.equals,
        bounds=(1, None),
        method="highs",
    )
    if found.status == _UNBOUNDED:
        return -sign * np.inf
    if found.status == _INFEASIBLE:
        raise BadInput("What is said of the table contradicts it.", field="statements")
    return float(found.x[number])
