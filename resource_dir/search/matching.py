"""Which rows have the words, and how well: BM25 over sorted posting arrays.

Postings are cut to the rows in question before anything else is done with them, and the rarest
part goes first; the others are then looked up only for the rows that are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from resource_dir.search.arrays import flat_runs, is_in, is_where, spots_in
from resource_dir.search.corpus import Corpus
from resource_dir.search.segment import F64, I32, I64, U16, Segment
from resource_dir.search.tree import AllOf, AnyOf, Node, Sequence, Word

K1: Final = 1.2
"""How soon more of the same word stops counting (the usual value; Robertson and Zaragoza 2009)."""
B: Final = 0.5
"""How much long listings are held back; below the usual 0.75, since a long text is often simply
a provider who says whom it takes."""


_MANY: Final = 16
"""From one row in sixteen on, writing scores to their rows beats sorting the matches."""

Uniting = Literal["best", "sum"]
T = TypeVar("T", bound="np.generic[Any]")


@dataclass(frozen=True, slots=True)
class Matches:
    """Rows int32[k], ascending, and their BM25 float64[k]."""

    rows: I32
    score: F64


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches words in the rows of one segment that lie in `runs` (half-open, ascending)."""

    corpus: Corpus
    segment: Segment
    runs: tuple[tuple[int, int], ...]

    def match(self, node: Node) -> Matches:
        """Return the rows that satisfy `node`."""
        match node:
            case Word():
                return self._word(node)
            case Sequence():
                return self._sequence(node)
            case AnyOf():
                return self._union([self.match(part) for part in node.parts], node.score)
            case AllOf():
                return self._all_of(node)

    def all_rows(self) -> I32:
        """Return every row of the runs."""
        pieces = [np.arange(start, stop, dtype=np.int32) for start, stop in self.runs]
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int32)

    def _all_of(self, node: AllOf) -> Matches:
        parts = sorted(node.parts, key=self._size)
        if parts:
            found = self.match(parts[0])
        else:
            rows = self.all_rows()
            found = Matches(rows, np.zeros(len(rows)))
        for part in parts[1:]:
            found = self._and(found, part)
        for part in node.without:
            keep = ~is_in(found.rows, self.match(part).rows)
            found = Matches(found.rows[keep], found.score[keep])
        return found

    def _and(self, found: Matches, part: Node) -> Matches:
        if isinstance(part, Word) and len(part.terms) == 1:
            return self._and_term(found, part.terms[0])
        other = self.match(part)
        keep, spots = is_where(found.rows, other.rows)
        return Matches(found.rows[keep], found.score[keep] + other.score[spots])

    def _and_term(self, found: Matches, term: str) -> Matches:
        rows, weight = self._postings(term)
        keep, spots = is_where(found.rows, rows)
        left = found.rows[keep]
        return Matches(left, found.score[keep] + self._score(term, left, weight[spots]))

    def _word(self, node: Word) -> Matches:
        return self._union([self._term(term) for term in node.terms], "best")

    def _union(self, found: list[Matches], how: Uniting) -> Matches:
        found = [each for each in found if len(each.rows)]
        if len(found) == 1:
            return found[0]
        if not found:
            return Matches(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float64))
        size = len(self.segment)
        if sum(len(each.rows) for each in found) * _MANY > size:
            return _spread(found, size, how)
        return _merged(found, how)

    def _term(self, term: str) -> Matches:
        pieces = self._cut(*self._postings(term))
        rows = _joined([piece[0] for piece in pieces], np.int32)
        weight = _joined([piece[1] for piece in pieces], np.uint16)
        return Matches(rows, self._score(term, rows, weight))

    def _postings(self, term: str) -> tuple[I32, U16]:
        postings = self.segment.postings
        index = postings.terms.find(term)
        if index < 0:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint16)
        here = slice(int(postings.offsets[index]), int(postings.offsets[index + 1]))
        return postings.row[here], postings.weight[here]

    def _cut(self, rows: I32, weight: U16) -> list[tuple[I32, U16]]:
        edges = np.searchsorted(rows, np.array(self.runs, dtype=np.int32).reshape(-1))
        pairs = edges.reshape(-1, 2).tolist()
        return [(rows[a:b], weight[a:b]) for a, b in pairs if a < b]

    def _score(self, term: str, rows: I32, weight: U16) -> F64:
        if not len(rows):
            return np.empty(0, dtype=np.float64)
        length = self.segment.listings.length[rows].astype(np.float64)
        norm = K1 * (1 - B + B * length / self.corpus.mean_length)
        tf = weight.astype(np.float64)
        score: F64 = self.corpus.rarity(term) * (K1 + 1) * tf / (tf + norm)
        return score

    def _size(self, node: Node) -> int:
        """Return about how many listings satisfy a node, for doing the rarest first."""
        match node:
            case Word():
                return sum(self.corpus.frequency(term) for term in node.terms)
            case Sequence():
                return min(self.corpus.frequency(term) for term in node.terms)
            case AnyOf():
                return sum(self._size(part) for part in node.parts)
            case AllOf():
                sizes = [self._size(part) for part in node.parts]
                return min(sizes, default=self.corpus.listings)

    def _sequence(self, node: Sequence) -> Matches:
        found = self._all_of(AllOf(tuple(Word((term,)) for term in dict.fromkeys(node.terms))))
        if not len(found.rows):
            return found
        keys = [
            self._spelled(term, found.rows, offset)
            for term, offset in zip(node.terms, node.offsets, strict=True)
        ]
        common = keys[0]
        for other in keys[1:]:
            common = common[is_in(common, other)]
        keep = is_in(found.rows, np.unique(common >> 17).astype(np.int32))
        return Matches(found.rows[keep], found.score[keep])

    def _spelled(self, term: str, rows: I32, offset: int) -> I64:
        """Return row * 2^17 + where a phrase would begin if its word at `offset` stood here."""
        postings = self.segment.postings
        index = postings.terms.find(term)
        here = slice(int(postings.offsets[index]), int(postings.offsets[index + 1]))
        counts = postings.count[here].astype(np.int64)
        starts = int(postings.position_offsets[index]) + np.cumsum(counts) - counts
        spots = spots_in(rows, postings.row[here])
        mine = counts[spots]
        places = postings.positions[flat_runs(starts[spots], mine)].astype(np.int64)
        # 500 characters of search text hold fewer than 1000 words: the sum can't be negative.
        keys: I64 = np.repeat(rows.astype(np.int64) << 17, mine) + places - offset + 1000
        return keys


def _spread(found: list[Matches], size: int, how: Uniting) -> Matches:
    """Unite by writing each score to its row: the cheaper way when many rows match."""
    total = np.zeros(size)
    is_hit = np.zeros(size, dtype=np.bool_)
    for each in found:
        here = total[each.rows]
        total[each.rows] = here + each.score if how == "sum" else np.maximum(here, each.score)
        is_hit[each.rows] = True
    rows = np.flatnonzero(is_hit).astype(np.int32)
    return Matches(rows, total[rows])


def _merged(found: list[Matches], how: Uniting) -> Matches:
    """Unite by sorting what matches: the cheaper way when few rows do."""
    rows = np.concatenate([each.rows for each in found])
    score = np.concatenate([each.score for each in found])
    order = np.argsort(rows, kind="stable")
    rows, score = rows[order], score[order]
    first = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    best = np.add.reduceat(score, first) if how == "sum" else np.maximum.reduceat(score, first)
    return Matches(rows[first], best)


def _joined(pieces: list[NDArray[T]], kind: type[T]) -> NDArray[T]:
    if len(pieces) == 1:
        return pieces[0]
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=kind)
