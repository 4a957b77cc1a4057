"""Beds that became free or full: two columns, put in without building anything anew.

Counts change hundreds of times a second where the rest of a listing stays for months. Words,
places and hours of the edits are what makes building them expensive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from resource_dir.search.corpus import Corpus, Part
from resource_dir.search.documents import Counted, FreeBeds


def free_until(free: Iterable[FreeBeds], viewer: str) -> int:
    """Return until when this viewer may believe that a bed is free; 0 when nothing says so."""
    return max(
        (
            beds.fresh_until_epoch_s
            for beds in free
            if beds.available > 0 and (beds.audience == "public" or beds.audience == viewer)
        ),
        default=0,
    )


def knows(corpus: Corpus, listing_id: str, rest: int) -> bool:
    """Whether this listing is in the corpus, made of the same but for its free beds."""
    edited = corpus.delta.get(listing_id)
    if edited is not None:
        return edited.rest == rest != 0
    base = corpus.parts[0]
    row = base.segment.row_of(listing_id)
    is_alive = row >= 0 and (base.alive is None or bool(base.alive[row]))
    return is_alive and int(base.segment.listings.rest[row]) == rest != 0


def with_counts(corpus: Corpus, counts: Sequence[Counted]) -> Corpus:
    """Return the corpus with these free beds, each of a listing that it `knows`."""
    if not counts:
        return corpus
    edited = [one for one in counts if one.id in corpus.delta]
    base, *edits = corpus.parts
    parts = [_counted(base, [one for one in counts if one.id not in corpus.delta])]
    parts += [_counted(part, edited) for part in edits]
    delta = dict(corpus.delta)
    for one in edited:
        delta[one.id] = replace(delta[one.id], free=one.free, change=one.change)
    return replace(corpus, parts=tuple(parts), delta=delta)


def _counted(part: Part, counts: Sequence[Counted]) -> Part:
    if not counts:
        return part
    listings = part.segment.listings
    public, partner = listings.free_public.copy(), listings.free_partner.copy()
    for one in counts:
        row = part.segment.row_of(one.id)
        public[row], partner[row] = free_until(one.free, "public"), free_until(one.free, "partner")
    listings = replace(listings, free_public=public, free_partner=partner)
    return replace(part, segment=part.segment.with_listings(listings))
