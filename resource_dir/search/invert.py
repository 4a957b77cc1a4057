"""From texts to postings, in chunks: an inversion in one piece peaked at 3 GB for 1M listings."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Final

import numpy as np

from resource_dir.needs import NEEDS
from resource_dir.search.arrays import flat_runs
from resource_dir.search.language import FIELD_WEIGHTS, term_of, words_of
from resource_dir.search.needs_tree import texts_of, with_parents
from resource_dir.search.segment import I32, I64, U8, U16, Postings, Vocabulary
from resource_dir.search.strings import StringTable
from resource_dir.search.tree import AREA, NEED
from resource_dir.search.typos import deletion_dictionary

FIELD_GAP: Final = 100
"""Word positions between two fields, so that no phrase runs from one into the next."""
CHUNK_POSTINGS: Final = 1_000_000
_BUCKETS: Final = 16
_MAX_POSITION: Final = 65_535
_MAX_COUNT: Final = 255


@dataclass(slots=True)
class _Chunk:
    term: array[int] = field(default_factory=lambda: array("i"))
    listing: array[int] = field(default_factory=lambda: array("i"))
    weight: array[int] = field(default_factory=lambda: array("H"))
    count: array[int] = field(default_factory=lambda: array("B"))
    position: array[int] = field(default_factory=lambda: array("H"))


@dataclass(frozen=True, slots=True)
class _Packed:
    """A closed chunk: postings [p] in arrival order, positions flat."""

    term: I32
    listing: I32
    weight: U16
    count: U8
    position: U16


class Inverter:
    """Takes listings in any order, numbered by arrival, and gives the postings of their rows."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._words: dict[str, int] = {}  # folded word -> term number, -1 for a stop word
        self._terms_of_need: dict[str, tuple[int, ...]] = {}
        self._open = _Chunk()
        self._closed: list[_Packed] = []
        self.lengths = array("i")

    def add(
        self, texts: tuple[tuple[str, str], ...], *, needs: tuple[str, ...], areas: tuple[str, ...]
    ) -> None:
        """Take the next listing's texts, needs and area keys."""
        weights: dict[int, int] = {}
        places: dict[int, list[int]] = {}
        length = self._add_texts(texts, weights, places)
        self._add_needs(needs, weights)
        for area in areas:
            weights[self._term(AREA + area)] = 1
        self._write(len(self.lengths), weights, places)
        self.lengths.append(length)
        if len(self._open.term) >= CHUNK_POSTINGS:
            self._close()

    def _add_texts(
        self,
        texts: tuple[tuple[str, str], ...],
        weights: dict[int, int],
        places: dict[int, list[int]],
    ) -> int:
        length = start = 0
        for name, text in texts:
            weight = FIELD_WEIGHTS.get(name, 1)
            words = words_of(text)
            length += weight * self._add_words(words, start, weight, weights, places)
            start += len(words) + FIELD_GAP
        return length

    def _add_words(
        self,
        words: list[str],
        start: int,
        weight: int,
        weights: dict[int, int],
        places: dict[int, list[int]],
    ) -> int:
        kept = 0
        for place, word in enumerate(words, start):
            term = self._words.get(word)
            if term is None:
                term = self._learn(word)
            if term >= 0:
                kept += 1
                weights[term] = weights.get(term, 0) + weight
                places.setdefault(term, []).append(place)
        return kept

    def _add_needs(self, needs: tuple[str, ...], weights: dict[int, int]) -> None:
        # They do not count in the length: many synonyms must not make a listing look wordy. And
        # they have no positions: phrases of them are looked up in the table of synonyms.
        for slug in with_parents(needs):
            weights[self._term(NEED + slug)] = FIELD_WEIGHTS["needs"]
        for slug in set(needs):
            for term in self._need_terms(slug):
                weights[term] = weights.get(term, 0) + FIELD_WEIGHTS["needs"]

    def _need_terms(self, slug: str) -> tuple[int, ...]:
        """Return the terms of a need's names and synonyms, each once."""
        known = self._terms_of_need.get(slug)
        if known is None:
            need = NEEDS.get(slug)
            texts = texts_of(need) if need is not None else (slug.replace("_", " "),)
            words = dict.fromkeys(word for text in texts for word in words_of(text))
            terms = (
                self._words[word] if word in self._words else self._learn(word) for word in words
            )
            known = tuple(dict.fromkeys(term for term in terms if term >= 0))
            self._terms_of_need[slug] = known
        return known

    def _learn(self, word: str) -> int:
        term = term_of(word)
        self._words[word] = -1 if term is None else self._term(term)
        return self._words[word]

    def _term(self, term: str) -> int:
        return self._terms.setdefault(term, len(self._terms))

    def _write(self, listing: int, weights: dict[int, int], places: dict[int, list[int]]) -> None:
        chunk = self._open
        chunk.term.extend(weights)
        chunk.listing.extend(repeat(listing, len(weights)))
        chunk.weight.extend([min(weight, _MAX_POSITION) for weight in weights.values()])
        for term in weights:
            here: Sequence[int] = places.get(term, ())  # ascending, each once
            if here and (len(here) > _MAX_COUNT or here[-1] > _MAX_POSITION):
                here = [place for place in here if place <= _MAX_POSITION][:_MAX_COUNT]
            chunk.count.append(len(here))
            chunk.position.extend(here)

    def _close(self) -> None:
        chunk, self._open = self._open, _Chunk()
        self._closed.append(
            _Packed(
                np.array(chunk.term, dtype=np.int32),
                np.array(chunk.listing, dtype=np.int32),
                np.array(chunk.weight, dtype=np.uint16),
                np.array(chunk.count, dtype=np.uint8),
                np.array(chunk.position, dtype=np.uint16),
            )
        )

    def finish(self, row_of: I32) -> tuple[Postings, Vocabulary]:
        """Return the postings with listing `i` of arrival at row `row_of[i]`, and the words."""
        self._close()
        terms = sorted(self._terms, key=_utf8)
        rank = np.zeros(len(terms), dtype=np.int32)
        for place, term in enumerate(terms):
            rank[self._terms[term]] = place
        postings = _merge(self._closed, rank, row_of, StringTable.build(terms))
        return postings, self._vocabulary(rank)

    def _vocabulary(self, rank: I32) -> Vocabulary:
        words = sorted((word for word, term in self._words.items() if term >= 0), key=_utf8)
        term = np.array([rank[self._words[word]] for word in words], dtype=np.int32)
        hashes, owners = deletion_dictionary(words)
        return Vocabulary(StringTable.build(words), term, hashes, owners)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _merge(chunks: list[_Packed], rank: I32, row_of: I32, terms: StringTable) -> Postings:
    """Sort all postings by term and row, a slice of the terms at a time."""
    ready = []
    while chunks:  # each is let go as soon as it is sorted: two copies of all would be a gigabyte
        ready.append(_by_term(chunks.pop(), rank, row_of))
    total = sum(len(chunk.term) for chunk in ready)
    offsets = _offsets([(chunk.term, None) for chunk in ready], len(terms))
    spots = _offsets([(chunk.term, chunk.count) for chunk in ready], len(terms))
    out = Postings(
        terms,
        offsets,
        np.empty(total, dtype=np.int32),
        np.empty(total, dtype=np.uint16),
        np.empty(total, dtype=np.uint8),
        spots,
        np.empty(int(spots[-1]), dtype=np.uint16),
    )
    edges = np.linspace(0, len(terms), _BUCKETS + 1).astype(np.int64)
    for low, high in pairwise(edges.tolist()):
        _merge_slice(ready, low, high, out)
    return out


def _by_term(chunk: _Packed, rank: I32, row_of: I32) -> _Packed:
    term, row = rank[chunk.term], row_of[chunk.listing]
    return _reordered(_Packed(term, row, chunk.weight, chunk.count, chunk.position))


def _reordered(chunk: _Packed) -> _Packed:
    order = np.lexsort((chunk.listing, chunk.term))
    starts = np.cumsum(chunk.count, dtype=np.int64) - chunk.count
    count = chunk.count[order]
    return _Packed(
        chunk.term[order],
        chunk.listing[order],
        chunk.weight[order],
        count,
        chunk.position[flat_runs(starts[order], count.astype(np.int64))],
    )


def _offsets(chunks: list[tuple[I32, U8 | None]], terms: int) -> I64:
    totals = np.zeros(terms, dtype=np.int64)
    for term, count in chunks:
        totals += np.bincount(term, weights=count, minlength=terms).astype(np.int64)
    return np.concatenate([[0], np.cumsum(totals)]).astype(np.int64)


def _merge_slice(chunks: list[_Packed], low: int, high: int, out: Postings) -> None:
    parts = [_slice(chunk, low, high) for chunk in chunks]
    joined = _reordered(
        _Packed(
            np.concatenate([part.term for part in parts]),
            np.concatenate([part.listing for part in parts]),
            np.concatenate([part.weight for part in parts]),
            np.concatenate([part.count for part in parts]),
            np.concatenate([part.position for part in parts]),
        )
    )
    here = slice(int(out.offsets[low]), int(out.offsets[high]))
    out.row[here], out.weight[here], out.count[here] = joined.listing, joined.weight, joined.count
    spots = slice(int(out.position_offsets[low]), int(out.position_offsets[high]))
    out.positions[spots] = joined.position


def _slice(chunk: _Packed, low: int, high: int) -> _Packed:
    a, b = np.searchsorted(chunk.term, [low, high])
    first = int(chunk.count[:a].sum(dtype=np.int64))
    last = first + int(chunk.count[a:b].sum(dtype=np.int64))
    return _Packed(
        chunk.term[a:b],
        chunk.listing[a:b],
        chunk.weight[a:b],
        chunk.count[a:b],
        chunk.position[first:last],
    )
