"""Beds that became free or full: two columns, put in without building anything anew.

Counts change hundreds of times a second where the rest of a listing stays for months. Words,
places and hours of the edits are what makes building them expensive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from resource_dir.search.corpus import Corpus
from resource_dir.search.documents import ListingDocument
from resource_dir.search.segment import Segment


def free_until(document: ListingDocument, viewer: str) -> int:
    """Return until when this viewer may believe that a bed is free; 0 when nothing says so."""
    return max(
        (
            beds.fresh_until_epoch_s
            for beds in document.free
            if beds.available > 0 and (beds.audience == "public" or beds.audience == viewer)
        ),
        default=0,
    )


def are_counts(corpus: Corpus, documents: Sequence[ListingDocument]) -> bool:
    """Whether these are edits that the corpus knows already, but for their free beds."""
    return all(_is_count(corpus.delta.get(document.id), document) for document in documents)


def _is_count(known: ListingDocument | None, document: ListingDocument) -> bool:
    if known is None:
        return False
    return replace(known, free=document.free, change=document.change) == document


def with_counts(corpus: Corpus, documents: Sequence[ListingDocument]) -> Corpus:
    """Return the corpus with the free beds of these; `are_counts` has to hold."""
    if not documents:
        return corpus
    base, delta = corpus.parts
    known = {**corpus.delta, **{document.id: document for document in documents}}
    edits = replace(delta, segment=_counted(delta.segment, documents))
    return replace(corpus, parts=(base, edits), delta=known)


def _counted(segment: Segment, documents: Sequence[ListingDocument]) -> Segment:
    listings = segment.listings
    public, partner = listings.free_public.copy(), listings.free_partner.copy()
    for document in documents:
        row = segment.row_of(document.id)
        public[row], partner[row] = free_until(document, "public"), free_until(document, "partner")
    return replace(segment, listings=replace(listings, free_public=public, free_partner=partner))
