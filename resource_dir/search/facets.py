"""How many of the result have what: the numbers beside the filters.

A facet in which several values are any-of (need), or of which one is shown (open, verdict, free),
counts as if its own filter were off: the number says what choosing that value would give.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from resource_dir.fit import ACCEPT_CODES
from resource_dir.hours import CLOSED, OPEN, UNKNOWN
from resource_dir.search.corpus import Corpus
from resource_dir.search.filters import FIT, FREE, NEED, OPEN_AT, Filters, passing
from resource_dir.search.pool import Pool
from resource_dir.search.query import SearchQuery
from resource_dir.search.segment import I32, I64, U8, Bools, Segment
from resource_dir.search.verdicts import NAMES, bits_of, planes_of

Facets = dict[str, list[tuple[str, int]]]

HOURS_NAMES: Final = {CLOSED: "closed", OPEN: "open", UNKNOWN: "unknown"}
_DENSE: Final = 32
"""From one listing in 32 on, counting bits code by code beats adding them row by row."""
_CACHE_WORDS: Final = 1 << 16  # half a megabyte at a time stays in the processor's cache
_BLOCK: Final = 255  # as many 0s and 1s as a byte can add up


def facets_of(corpus: Corpus, pool: Pool, filters: Filters, query: SearchQuery) -> Facets:
    """Return (value, count) lists, most frequent first, then by value; no zeros."""
    size = len(pool)
    hours = np.bincount(pool.hours[passing(filters, size, without=OPEN_AT)], minlength=3)
    verdicts = np.bincount(pool.verdict[passing(filters, size, without=FIT)], minlength=3)
    free = int(pool.is_free[passing(filters, size, without=FREE)].sum())
    counts = {
        "need": _need_counts(corpus, pool, passing(filters, size, without=NEED)),
        "open": Counter({name: int(hours[state]) for state, name in HOURS_NAMES.items()}),
        "verdict": Counter({name: int(verdicts[place]) for place, name in enumerate(NAMES)}),
        "free": Counter({"1": free}),
        **_fact_counts(corpus, pool, passing(filters, size), query),
    }
    return {name: _listed(counter) for name, counter in counts.items()}


def _listed(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(((v, n) for v, n in counter.items() if n), key=lambda pair: (-pair[1], pair[0]))


def _need_counts(corpus: Corpus, pool: Pool, stays: Bools) -> Counter[str]:
    counter: Counter[str] = Counter()
    for number, part in enumerate(corpus.parts):
        segment = part.segment
        rows = pool.row[stays & (pool.part == number)]
        times = np.bincount(segment.listings.need_set[rows], minlength=len(segment.needs.sets))
        used = np.flatnonzero(times)
        # In float64, which multiplies fast and counts exactly up to 2^53.
        counts = times[used].astype(np.float64) @ segment.needs.sets[used].astype(np.float64)
        for place in np.flatnonzero(counts).tolist():
            counter[segment.need_names[place]] += int(counts[place])
    return counter


def _fact_counts(
    corpus: Corpus, pool: Pool, stays: Bools, query: SearchQuery
) -> dict[str, Counter[str]]:
    counters: dict[str, Counter[str]] = {name: Counter() for name in _FACT_FACETS}
    for number, part in enumerate(corpus.parts):
        rows = pool.row[stays & (pool.part == number)]
        for stance in ("yes", "no"):
            counts = _code_counts(part.segment, rows, stance, query.viewer)
            _add_facts(counters, part.segment, counts, stance)
    return counters


_FACT_FACETS: Final = ("accepts", "language", "payment")


def _add_facts(
    counters: dict[str, Counter[str]], segment: Segment, counts: I64, stance: str
) -> None:
    for place in np.flatnonzero(counts).tolist():
        code, count = segment.code_names[place], int(counts[place])
        name, _, value = code.partition(":")
        if value and stance == "yes" and name in counters:
            counters[name][value] += count
        for asked in _ASKED.get((code, stance), ()):
            counters["accepts"][asked] += count


def _asked_by_fact() -> dict[tuple[str, str], list[str]]:
    asked: dict[tuple[str, str], list[str]] = {}
    for code, (criterion, stance) in ACCEPT_CODES.items():
        asked.setdefault((criterion, stance), []).append(code)
    return asked


_ASKED: Final = _asked_by_fact()


def _code_counts(segment: Segment, rows: I32, stance: str, viewer: str) -> I64:
    """Return int64[codes]: how many of the rows state each code, the cheaper way round."""
    if len(rows) * _DENSE < len(segment):
        return _column_sums(bits_of(segment.facts, stance=stance, viewer=viewer)[rows])
    planes = planes_of(segment.facts, stance=stance, viewer=viewer)
    flags = np.zeros(planes.shape[1] * 64, dtype=np.bool_)
    flags[rows] = True
    chosen = np.packbits(flags, bitorder="little").view("<u8")
    step = max(1, _CACHE_WORDS // max(1, len(chosen)))
    counts = [
        np.bitwise_count(planes[start : start + step] & chosen).sum(axis=1, dtype=np.int64)
        for start in range(0, len(planes), step)
    ]
    return np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)


def _column_sums(bits: U8) -> I64:
    """Return int64[8 * bytes]: how many rows of uint8[k, bytes] have each bit.

    Bytes are added up in blocks of 255 rows, which can't overflow and runs ten times as fast as
    adding in int64.
    """
    flags = np.unpackbits(bits, axis=1)
    total = np.zeros(flags.shape[1], dtype=np.int64)
    whole = len(flags) // _BLOCK
    blocks = flags[: whole * _BLOCK].reshape(whole, _BLOCK, flags.shape[1])
    total += np.add.reduce(blocks, axis=1, dtype=np.uint8).sum(axis=0, dtype=np.int64)
    total += np.add.reduce(flags[whole * _BLOCK :], axis=0, dtype=np.uint8)
    return total
