"""Small operations on sorted integer arrays that postings are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from resource_dir.search.segment import I64, Bools

Ints = NDArray[np.signedinteger[Any]]


def flat_runs(starts: I64, counts: I64) -> I64:
    """Return the indexes of the runs start, start + 1, … of these lengths, one after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    indexes: I64 = np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts)
    return indexes


def spots_in(values: Ints, among: Ints) -> I64:
    """Return where each value stands, or would stand, in ascending `among`; never past its end."""
    return np.minimum(np.searchsorted(among, values), max(0, len(among) - 1))


def is_in(values: Ints, among: Ints) -> Bools:
    """Return bool[k]: which values stand in ascending `among`."""
    return is_where(values, among)[0]


def is_where(values: Ints, among: Ints) -> tuple[Bools, I64]:
    """Return bool[k], which values stand in ascending `among`, and where those that do stand."""
    if not len(among):
        return np.zeros(len(values), dtype=np.bool_), np.empty(0, dtype=np.int64)
    spots = spots_in(values, among)
    found: Bools = np.equal(among[spots], values)
    return found, spots[found]
