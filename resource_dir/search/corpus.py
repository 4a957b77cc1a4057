"""One moment of the index: the base, the edits since, which rows are dead, and word statistics.

Statistics count living listings only, base and edits together, so that a search gives the same
scores before and after the edits are merged into a new base.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from resource_dir.search.documents import ListingDocument
from resource_dir.search.segment import I32, I64, Bools, Segment

ID_STEP: Final = 1 << 24
"""Room between two ids of the base for the ids of edits that sort in between."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment and which of its rows count: `dead` ascending, `alive` bool[n] or None for all.

    `id_keys` int64[n by id rank] puts the ids of all parts in one order.
    """

    segment: Segment
    dead: I32
    alive: Bools | None
    id_keys: I64 | None

    def keys_of(self, rows: I32) -> I64:
        """Return int64[k] that order listings by id, across parts."""
        ranks = self.segment.listings.id_rank[rows]
        if self.id_keys is not None:
            keys: I64 = self.id_keys[ranks]
            return keys
        return (ranks.astype(np.int64) + 1) * ID_STEP


@dataclass(frozen=True, slots=True)
class Corpus:
    """An immutable snapshot: a search works on one from beginning to end."""

    parts: tuple[Part, ...]
    delta: Mapping[str, ListingDocument]
    listings: int
    words: int  # weighted words of all living listings

    @property
    def mean_length(self) -> float:
        """The mean number of weighted words, at least 1 so that nothing divides by zero."""
        return max(1.0, self.words / max(1, self.listings))

    def frequency(self, term: str) -> int:
        """Return how many living listings have a term."""
        return sum(_frequency(part, term) for part in self.parts)

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of BM25 (Robertson and Zaragoza 2009, eq. 3.3)."""
        has = self.frequency(term)
        return math.log(1 + (self.listings - has + 0.5) / (has + 0.5))


def _frequency(part: Part, term: str) -> int:
    postings = part.segment.postings
    index = postings.terms.find(term)
    if index < 0:
        return 0
    rows = postings.row[postings.offsets[index] : postings.offsets[index + 1]]
    return len(rows) - _count_of(part.dead, rows)


def _count_of(wanted: I32, rows: I32) -> int:
    if not len(wanted) or not len(rows):
        return 0
    spots = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
    return int((rows[spots] == wanted).sum())


def corpus_of(
    base: Segment, delta: Segment, documents: Mapping[str, ListingDocument], *, dead: I32
) -> Corpus:
    """Return the snapshot of a base whose `dead` rows (ascending) are gone or in `delta`."""
    alive = None
    if len(dead):
        alive = np.ones(len(base), dtype=np.bool_)
        alive[dead] = False
    nothing = np.empty(0, dtype=np.int32)
    parts = [Part(base, dead, alive, None)]
    if len(delta):
        parts.append(Part(delta, nothing, None, _keys_between(base, delta)))
    return Corpus(
        parts=tuple(parts),
        delta=documents,
        listings=len(base) - len(dead) + len(delta),
        words=_words(base) - int(base.listings.length[dead].sum(dtype=np.int64)) + _words(delta),
    )


def _words(segment: Segment) -> int:
    return int(segment.listings.length.sum(dtype=np.int64))


def _keys_between(base: Segment, delta: Segment) -> I64:
    before = [base.listings.ids.position(delta.listings.ids[i]) for i in range(len(delta))]
    # A replaced listing stands just before its dead row; nothing else can hold that key.
    return np.array(before, dtype=np.int64) * ID_STEP + np.arange(1, len(delta) + 1)
