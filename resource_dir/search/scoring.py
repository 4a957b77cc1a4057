"""How well rows have the words: BM25, for the rows whose order depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from resource_dir.search.arrays import is_in, is_where
from resource_dir.search.matching import Matcher
from resource_dir.search.segment import F64, I32
from resource_dir.search.tree import AllOf, AnyOf, Node, Sequence, Word

K1: Final = 1.2
"""How soon more of the same word stops counting (the usual value; Robertson and Zaragoza 2009)."""
B: Final = 0.5
"""How much long listings are held back; below the usual 0.75, since a long text is often simply
a provider who says whom it takes."""
_MANY: Final = 16
"""From one row in sixteen on, spreading a term's weights over all rows beats looking them up."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores rows that `matcher` found."""

    matcher: Matcher

    def score(self, node: Node, rows: I32) -> F64:
        """Return the BM25 float64[k] of rows (ascending); a part that a row lacks adds nothing."""
        match node:
            case Word():
                return _best([self._term(term, rows) for term in node.terms], rows)
            case Sequence():
                words = tuple(Word((term,)) for term in dict.fromkeys(node.terms))
                return self.score(AllOf(words), rows)
            case AnyOf():
                parts = [self._where_matched(part, rows) for part in node.parts]
                return _best(parts, rows) if node.score == "best" else _sum(parts, rows)
            case AllOf():
                parts_ = self.matcher.rarest_first(node.parts)
                return _sum([self.score(part, rows) for part in parts_], rows)

    def _where_matched(self, part: Node, rows: I32) -> F64:
        score = self.score(part, rows)
        if isinstance(part, Word):
            return score
        # A row with half of a phrase has none of it.
        return np.where(is_in(rows, self.matcher.match(part)), score, 0.0)

    def _term(self, term: str, rows: I32) -> F64:
        """Score one term (Robertson and Zaragoza 2009, eq. 3.15, weights as term frequency)."""
        tf = self._weights(term, rows)
        corpus, length = self.matcher.corpus, self.matcher.segment.listings.length
        norm = K1 * (1 - B + B * length[rows].astype(np.float64) / corpus.mean_length)
        score: F64 = corpus.rarity(term) * (K1 + 1) * tf / (tf + norm)
        return score

    def _weights(self, term: str, rows: I32) -> F64:
        posted, weight = self.matcher.postings(term)
        found = np.zeros(len(rows))
        if min(len(rows), len(posted)) * _MANY < len(self.matcher.segment):
            keep, spots = is_where(rows, posted)
            found[keep] = weight[spots]
            return found
        everywhere = np.zeros(len(self.matcher.segment))
        everywhere[posted] = weight
        return everywhere[rows]


def _best(parts: list[F64], rows: I32) -> F64:
    best = np.zeros(len(rows))
    for part in parts:
        np.maximum(best, part, out=best)
    return best


def _sum(parts: list[F64], rows: I32) -> F64:
    total = np.zeros(len(rows))
    for part in parts:
        total += part
    return total
