"""The index as its users see it: search, suggest, and edits that show at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from resource_dir.search import execute
from resource_dir.search.builder import build_segment
from resource_dir.search.corpus import Corpus, corpus_of
from resource_dir.search.documents import Counted, ListingDocument, check_document, is_findable
from resource_dir.search.free_beds import knows, with_counts
from resource_dir.search.query import SearchAnswer, SearchQuery
from resource_dir.search.segment import I32, Segment
from resource_dir.search.store import open_index
from resource_dir.search.suggest import Suggestion, suggestions

REBUILD_AT = 1_000
"""So many edits make the next one cost about 0.2 s; merge them into a new base before that."""


class Index:
    """A base that never changes, and the edits since.

    Any number of threads may search while one applies edits: each search works on the snapshot
    it began with. `len(index)` is the number of findable listings.
    """

    def __init__(self, base: Segment, *, change: int = 0) -> None:
        self._lock = threading.Lock()
        self._change = change
        nothing = np.empty(0, dtype=np.int32)
        self._corpus = corpus_of(base, build_segment(()), {}, dead=nothing)

    @classmethod
    def build(cls, documents: Iterable[ListingDocument], *, change: int = 0) -> Index:
        """Build in memory, as of the database's `change` number."""
        return cls(build_segment(documents), change=change)

    @classmethod
    def open(cls, folder: Path, *, database_id: str) -> Index:
        """Map the files in `folder`. Raises IndexUnusable (callers answer from SQL then)."""
        base, manifest = open_index(folder, database_id=database_id)
        return cls(base, change=manifest.change)

    def __len__(self) -> int:
        return self._corpus.listings

    @property
    def change(self) -> int:
        """The database's change number up to which edits are in."""
        return self._change

    @property
    def delta_size(self) -> int:
        """How many listings were added, replaced or removed since the build (see REBUILD_AT)."""
        corpus = self._corpus
        new = sum(self.base.row_of(listing_id) < 0 for listing_id in corpus.delta)
        return len(corpus.parts[0].dead) + new

    @property
    def base(self) -> Segment:
        """The columns the index was built with, and the free beds of now."""
        return self._corpus.parts[0].segment

    def knows(self, listing_id: str, rest: int) -> bool:
        """Whether it has this listing, made of the same but for its free beds."""
        return knows(self._corpus, listing_id, rest)

    def apply(
        self,
        documents: Iterable[ListingDocument],
        removed_ids: Iterable[str] = (),
        *,
        counts: Sequence[Counted] = (),
        change: int | None = None,
    ) -> None:
        """Replace or add listings, remove others, and put in the free beds of some that it `knows`;
        searches see all of it or nothing. Whoever asks what it knows is the only one who edits.

        Raises what `build_segment` raises; the index is then as before.
        """
        edits, removed = list(documents), list(removed_ids)
        with self._lock:
            corpus = self._edited(edits, removed) if edits or removed else self._corpus
            self._corpus = with_counts(corpus, counts)
            self._change = self._change if change is None else change

    def _edited(self, edits: list[ListingDocument], removed: list[str]) -> Corpus:
        before = self._corpus
        delta = dict(before.delta)
        dead = set(before.parts[0].dead.tolist())
        for listing_id in removed:
            self._drop(listing_id, delta, dead)
        for document in edits:
            check_document(document)
            self._drop(document.id, delta, dead)
            if is_findable(document):
                delta[document.id] = document
        return self._merged(delta, dead)

    def _drop(self, listing_id: str, delta: dict[str, ListingDocument], dead: set[int]) -> None:
        delta.pop(listing_id, None)
        row = self.base.row_of(listing_id)
        if row >= 0:
            dead.add(row)

    def _merged(self, delta: dict[str, ListingDocument], dead: set[int]) -> Corpus:
        rows: I32 = np.array(sorted(dead), dtype=np.int32)
        return corpus_of(self.base, build_segment(delta.values()), delta, dead=rows)

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer a query. Raises BadInput for one that can't be answered."""
        return execute.search(self._corpus, query)

    def search_auto(self, query: SearchQuery) -> SearchAnswer:
        """Answer with the smallest usual radius that finds enough (5 to 150 miles)."""
        return execute.search_auto(self._corpus, query)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Suggest needs, names and cities for what has been typed so far."""
        return suggestions(self._corpus, prefix, limit=limit)
