"""Which rows have the words: sets of rows from sorted posting arrays.

Postings are cut to the rows in question before anything else is done with them, and the rarest
part goes first; the others are then looked up only for the rows that are left. How well a row
matches is worked out afterwards (`scoring`), for the few rows whose order depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from resource_dir.search.arrays import flat_runs, is_in, spots_in
from resource_dir.search.corpus import Corpus
from resource_dir.search.segment import I32, I64, U16, Bools, Segment
from resource_dir.search.tree import AllOf, AnyOf, Node, Sequence, Word

_MANY: Final = 16
"""From one row in sixteen on, marking rows one by one beats looking them up in sorted arrays."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds words in the rows of one segment that lie in `runs` (half-open, ascending)."""

    corpus: Corpus
    segment: Segment
    runs: tuple[tuple[int, int], ...]
    _matched: dict[Node, I32] = field(default_factory=dict)

    def match(self, node: Node) -> I32:
        """Return the rows that satisfy `node`, ascending."""
        if node not in self._matched:
            self._matched[node] = self._match(node)
        return self._matched[node]

    def _match(self, node: Node) -> I32:
        match node:
            case Word():
                return self._union([self._term(term) for term in node.terms])
            case Sequence():
                return self._sequence(node)
            case AnyOf():
                return self._union([self.match(part) for part in node.parts])
            case AllOf():
                return self._all_of(node)

    def all_rows(self) -> I32:
        """Return every row of the runs."""
        pieces = [np.arange(start, stop, dtype=np.int32) for start, stop in self.runs]
        return np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int32)

    def postings(self, term: str) -> tuple[I32, U16]:
        """Return the rows of a term, ascending, and its weight in each; not cut to the runs."""
        postings = self.segment.postings
        index = postings.terms.find(term)
        if index < 0:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint16)
        here = slice(int(postings.offsets[index]), int(postings.offsets[index + 1]))
        return postings.row[here], postings.weight[here]

    def rarest_first(self, parts: tuple[Node, ...]) -> list[Node]:
        """Return the parts with the one that fewest listings satisfy in front."""
        return sorted(parts, key=self._size) if len(parts) > 1 else list(parts)

    def _all_of(self, node: AllOf) -> I32:
        parts = self.rarest_first(node.parts)
        found = self.match(parts[0]) if parts else self.all_rows()
        for part in parts[1:]:
            if not len(found):
                return found
            found = found[self._is_in(found, self.match(part))]
        for part in node.without:
            found = found[~self._is_in(found, self.match(part))]
        return found

    def _is_in(self, rows: I32, among: I32) -> Bools:
        if min(len(rows), len(among)) * _MANY < len(self.segment):
            return is_in(rows, among)
        return self._marked([among])[rows]

    def _spots(self, rows: I32, posted: I32) -> I64:
        """Return where each of the rows, all of them posted, stands among those posted."""
        if len(rows) * _MANY < len(self.segment):
            return spots_in(rows, posted)
        return np.flatnonzero(self._marked([rows])[posted])

    def _marked(self, found: list[I32]) -> Bools:
        marks = np.zeros(len(self.segment), dtype=np.bool_)
        for rows in found:
            marks[rows] = True
        return marks

    def _union(self, found: list[I32]) -> I32:
        found = [rows for rows in found if len(rows)]
        if len(found) == 1:
            return found[0]
        if not found:
            return np.empty(0, dtype=np.int32)
        if sum(map(len, found)) * _MANY > len(self.segment):
            return np.flatnonzero(self._marked(found)).astype(np.int32)
        return np.unique(np.concatenate(found))

    def _term(self, term: str) -> I32:
        rows, _ = self.postings(term)
        if not len(rows) or self.runs == ((0, len(self.segment)),):
            return rows
        edges = np.searchsorted(rows, np.array(self.runs, dtype=np.int32).reshape(-1))
        pieces = [rows[a:b] for a, b in edges.reshape(-1, 2).tolist() if a < b]
        return np.concatenate(pieces) if pieces else rows[:0]

    def _size(self, node: Node) -> int:
        """Return about how many listings satisfy a node, the same for every part of the index."""
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

    def _sequence(self, node: Sequence) -> I32:
        found = self._all_of(AllOf(tuple(Word((term,)) for term in dict.fromkeys(node.terms))))
        if not len(found):
            return found
        keys = [
            self._spelled(term, found, offset)
            for term, offset in zip(node.terms, node.offsets, strict=True)
        ]
        common = keys[0]
        for other in keys[1:]:
            common = common[is_in(common, other)]
        return np.unique(common >> 17).astype(np.int32)

    def _spelled(self, term: str, rows: I32, offset: int) -> I64:
        """Return row * 2^17 + where a phrase would begin if its word at `offset` stood here."""
        postings = self.segment.postings
        index = postings.terms.find(term)
        here = slice(int(postings.offsets[index]), int(postings.offsets[index + 1]))
        counts = postings.count[here].astype(np.int64)
        starts = int(postings.position_offsets[index]) + np.cumsum(counts) - counts
        spots = self._spots(rows, postings.row[here])
        mine = counts[spots]
        places = postings.positions[flat_runs(starts[spots], mine)].astype(np.int64)
        # 500 characters of search text hold fewer than 1000 words: the sum can't be negative.
        keys: I64 = np.repeat(rows.astype(np.int64) << 17, mine) + places - offset + 1000
        return keys
