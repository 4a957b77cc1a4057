"""How many of the result have what: the numbers beside the filters.

A facet in which several values are any-of (need), or of which one is shown (open, verdict, free),
counts as if its own filter were off: the number says what choosing that value would give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

import numpy as np

from resource_dir.fit import ACCEPT_CODES
from resource_dir.hours import CLOSED, OPEN, UNKNOWN
from resource_dir.search.bits import counts_in, plane_at
from resource_dir.search.filters import FIT, FREE, NEED, OPEN_AT, Filters, passing
from resource_dir.search.pool import Pool
from resource_dir.search.segment import I32, I64, U8, U64, Bools
from resource_dir.search.verdicts import NAMES, bits_of, planes_of

Facets = dict[str, list[tuple[str, int]]]
Counts = dict[str, dict[str, int]]

HOURS_NAMES: Final = {CLOSED: "closed", OPEN: "open", UNKNOWN: "unknown"}
_FACT_FACETS: Final = ("accepts", "language", "payment")
_DENSE: Final = 32
"""From one listing in 32 on, counting bits plane by plane beats adding them row by row."""
_BLOCK: Final = 255  # as many 0s and 1s as a byte can add up
_TABLES_KEPT: Final = 16  # the base, the edits since, and those of searches still running


def facets_of(found: Iterable[tuple[Pool, Filters]]) -> Facets:
    """Return (value, count) lists, most frequent first, then by value; no zeros."""
    parts = [_counts(pool, filters) for pool, filters in found]
    names = ("need", "open", "verdict", "free", *_FACT_FACETS)
    return {name: _listed([part[name] for part in parts]) for name in names}


def _listed(parts: list[dict[str, int]]) -> list[tuple[str, int]]:
    total: dict[str, int] = {}
    for value, count in chain.from_iterable(part.items() for part in parts):
        total[value] = total.get(value, 0) + count
    return sorted([pair for pair in total.items() if pair[1]], key=lambda pair: (-pair[1], pair[0]))


def _counts(pool: Pool, filters: Filters) -> Counts:
    size = len(pool)
    stays = passing(filters, size)

    def without(name: str) -> Bools:
        return passing(filters, size, without=name) if name in filters else stays

    open_or_not, any_verdict = without(OPEN_AT), without(FIT)
    chosen = _chosen(pool, stays)
    any_need = chosen if NEED not in filters else _chosen(pool, without(NEED))
    return {
        "need": _need_counts(pool, any_need),
        "open": {
            name: int(np.count_nonzero(open_or_not & (pool.hours == state)))
            for state, name in HOURS_NAMES.items()
        },
        "verdict": {
            name: int(np.count_nonzero(any_verdict & (pool.verdict == place)))
            for place, name in enumerate(NAMES)
        },
        "free": {"1": int(np.count_nonzero(without(FREE) & pool.is_free))},
        **_fact_counts(pool, chosen),
    }


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The listings to count: a few rows, or a plane in which many are marked."""

    rows: I32
    plane: U64 | None = None


def _chosen(pool: Pool, stays: Bools) -> _Chosen:
    size = len(pool.segment)
    if np.count_nonzero(stays) * _DENSE < size:
        return _Chosen(pool.rows[stays])
    return _Chosen(pool.rows[:0], plane_at(pool.where, stays, size))


def _need_counts(pool: Pool, chosen: _Chosen) -> dict[str, int]:
    segment = pool.segment
    if chosen.plane is None:
        counts = _added_up(segment.needs.sets[segment.listings.need_set[chosen.rows]])
    else:
        counts = counts_in(segment.needs.planes, chosen.plane)
    return dict(zip(segment.need_names, counts.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _FactTable:
    """Which codes of a segment are counted under which name, for one stance."""

    codes: I64
    names: tuple[tuple[str, str], ...]  # (facet, value)


@lru_cache(maxsize=_TABLES_KEPT)
def _fact_table(code_names: tuple[str, ...], stance: str) -> _FactTable:
    counted = [
        (number, named)
        for number, code in enumerate(code_names)
        for named in _names_of(code, stance)
    ]
    codes = np.array([number for number, _ in counted], dtype=np.int64)
    return _FactTable(codes, tuple(named for _, named in counted))


def _names_of(code: str, stance: str) -> list[tuple[str, str]]:
    name, _, value = code.partition(":")
    if value and stance == "yes" and name in _FACT_FACETS:
        return [(name, value)]
    asked = (criterion for criterion in ACCEPT_CODES.items() if criterion[1] == (code, stance))
    return [("accepts", accepted) for accepted, _ in asked]


def _fact_counts(pool: Pool, chosen: _Chosen) -> Counts:
    found: Counts = {name: {} for name in _FACT_FACETS}
    for stance in ("yes", "no"):
        table = _fact_table(pool.segment.code_names, stance)
        facts, viewer = pool.segment.facts, pool.query.viewer
        if chosen.plane is None:
            bits = bits_of(facts, stance=stance, viewer=viewer)
            counts = _bit_sums(bits, chosen.rows)[table.codes]
        else:
            planes = planes_of(facts, stance=stance, viewer=viewer)
            counts = counts_in(planes[table.codes], chosen.plane)
        for (name, value), count in zip(table.names, counts.tolist(), strict=True):
            found[name][value] = found[name].get(value, 0) + count
    return found


def _bit_sums(bits: U8, rows: I32) -> I64:
    """Return int64[8 * bytes]: how many of the rows of uint8[n, bytes] have each bit."""
    return _added_up(np.unpackbits(bits[rows], axis=1))


def _added_up(flags: U8) -> I64:
    """Return the column sums of 0s and 1s uint8[k, columns].

    Bytes are added up in blocks of 255 rows, which can't overflow and runs ten times as fast as
    adding in int64.
    """
    total = np.zeros(flags.shape[1], dtype=np.int64)
    for start in range(0, len(flags), _BLOCK):
        total += np.add.reduce(flags[start : start + _BLOCK], axis=0, dtype=np.uint8)
    return total
