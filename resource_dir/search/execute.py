"""One search over one snapshot, from query to answer.

Each part of the index (the base, and the edits since) is searched, filtered, counted and ranked on
its own; totals and counts are added up, and the first listings of both merged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np

from resource_dir.search.corpus import Corpus
from resource_dir.search.facets import HOURS_NAMES, facets_of
from resource_dir.search.filters import Filters, filters_of, passing
from resource_dir.search.pool import Pool, pools_of
from resource_dir.search.query import (
    Hit,
    HoursName,
    SearchAnswer,
    SearchQuery,
    check_query,
)
from resource_dir.search.rank import Ranked, first_of, merged
from resource_dir.search.relax import RADIUS, WORDS, relaxations
from resource_dir.search.segment import Bools
from resource_dir.search.tree import Node, loosened
from resource_dir.search.understand import Understood, understand
from resource_dir.search.verdicts import NAMES, worst_of

KM_PER_MILE: Final = 1.609344
AUTO_MILES: Final = (5, 10, 25, 50, 100, 150)
"""From a short drive to the longest that a transport would be arranged for."""
ENOUGH: Final = 5
"""How many listings end the widening: enough calls to make, few enough to read on a phone."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The listings of one part before they are ordered."""

    pool: Pool
    filters: Filters
    stays: Bools

    @classmethod
    def of(cls, pool: Pool) -> _Found:
        filters = filters_of(pool, pool.query, verdict=pool.verdict)
        return cls(pool, filters, passing(filters, len(pool)))


def search(corpus: Corpus, query: SearchQuery) -> SearchAnswer:
    """Answer a query. Raises BadInput for one that can't be answered."""
    check_query(query)
    read = understand(query.text, corpus)
    return _settled(corpus, query, _find(corpus, query, read.node), read)


def search_auto(corpus: Corpus, query: SearchQuery) -> SearchAnswer:
    """Answer with the smallest radius of AUTO_MILES that finds ENOUGH, else with the largest.

    Raises BadInput without a point.
    """
    widest = replace(query, radius_km=AUTO_MILES[-1] * KM_PER_MILE)
    check_query(widest)
    read = understand(query.text, corpus)
    found = _find(corpus, widest, read.node)
    chosen = _enough_km(found)
    near = [_Found.of(part.pool.within(chosen)) for part in found]
    answer = _settled(corpus, replace(query, radius_km=chosen), near, read)
    return replace(answer, widened_km=chosen)


def _enough_km(found: list[_Found]) -> float:
    distance = np.concatenate([[], *(part.pool.distance[part.stays] for part in found)])
    nowhere = int(np.isnan(distance).sum())
    radii = [miles * KM_PER_MILE for miles in AUTO_MILES]
    enough = (km for km in radii if nowhere + int((distance <= km).sum()) >= ENOUGH)
    return next(enough, radii[-1])


def _settled(
    corpus: Corpus, query: SearchQuery, found: list[_Found], read: Understood
) -> SearchAnswer:
    """Answer with all of the words, else with any of them, else say what would help."""
    if _total(found):
        return _answer(query, found, read)
    if read.node is not None and (loose := loosened(read.node)) is not None:
        wider = _find(corpus, query, loose)
        if _total(wider):
            return replace(_answer(query, wider, read), words="any")
    relax = _relaxed(corpus, query, found, read.node)
    return replace(_answer(query, found, read), relax=relax)


def _find(corpus: Corpus, query: SearchQuery, node: Node | None) -> list[_Found]:
    return [_Found.of(pool) for pool in pools_of(corpus, query, node) if len(pool)]


def _total(found: list[_Found]) -> int:
    return sum(int(np.count_nonzero(part.stays)) for part in found)


def _relaxed(
    corpus: Corpus, query: SearchQuery, found: list[_Found], node: Node | None
) -> tuple[tuple[str, int], ...]:
    """Count without each filter; only words and radius need another look at the index."""

    def total(name: str, other: SearchQuery) -> int:
        if name in (WORDS, RADIUS):
            return _total(_find(corpus, other, None if name == WORDS else node))
        return sum(_count_without(part.pool, name, other) for part in found)

    return relaxations(query, total)


def _count_without(pool: Pool, name: str, other: SearchQuery) -> int:
    verdict = pool.verdict
    if name in pool.stances:
        others = [stance for each, stance in pool.stances.items() if each != name]
        verdict = worst_of(others, len(pool))
    return int(np.count_nonzero(passing(filters_of(pool, other, verdict=verdict), len(pool))))


def _answer(query: SearchQuery, found: list[_Found], read: Understood) -> SearchAnswer:
    count = query.offset + query.limit
    parts = [first_of(part.pool, part.stays, count=count) for part in found if part.stays.any()]
    page = merged(parts, count=count)[query.offset :] if parts else []
    return SearchAnswer(
        total=_total(found),
        hits=tuple(_hit(ranked, place) for ranked, place in page),
        facets=facets_of((part.pool, part.filters) for part in found),
        unplaced=sum(_unplaced(part) for part in found),
        corrections=read.corrections,
    )


def _hit(ranked: Ranked, index: int) -> Hit:
    pool, place = ranked.pool, int(ranked.places[index])
    distance = float(ranked.distance[index])
    return Hit(
        id=pool.segment.id_of(int(pool.rows[place])),
        distance_km=None if np.isnan(distance) else distance,
        hours_state=cast(HoursName, HOURS_NAMES[int(pool.hours[place])]),
        verdict=NAMES[int(pool.verdict[place])],
        score=float(ranked.score[index]),
    )


def _unplaced(found: _Found) -> int:
    """Count results without a point that are not withheld; they are the last rows."""
    pool = found.pool
    first = int(np.searchsorted(pool.rows, pool.segment.placed))
    is_withheld = pool.segment.listings.is_withheld[pool.rows[first:]] != 0
    return int(np.count_nonzero(found.stays[first:] & ~is_withheld))
