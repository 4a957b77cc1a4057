"""One search over one snapshot, from query to answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np

from resource_dir.search.corpus import Corpus
from resource_dir.search.facets import HOURS_NAMES, facets_of
from resource_dir.search.filters import Filters, filters_of, passing
from resource_dir.search.pool import Pool, pool_of, pool_stances
from resource_dir.search.query import (
    Hit,
    HoursName,
    SearchAnswer,
    SearchQuery,
    check_query,
)
from resource_dir.search.rank import order_of, scores_of
from resource_dir.search.relax import RADIUS, WORDS, relaxations
from resource_dir.search.segment import F64, I64, Bools
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
    """The listings of a search before they are ordered."""

    pool: Pool
    filters: Filters
    stays: Bools

    @property
    def total(self) -> int:
        return int(self.stays.sum())


def search(corpus: Corpus, query: SearchQuery) -> SearchAnswer:
    """Answer a query. Raises BadInput for one that can't be answered."""
    check_query(query)
    read = understand(query.text, corpus)
    found = _find(corpus, query, read.node)
    if not found.total and read.node is not None and (loose := loosened(read.node)) is not None:
        wider = _find(corpus, query, loose)
        if wider.total:
            return replace(_answer(corpus, query, wider, read), words="any")
    answer = _answer(corpus, query, found, read)
    if answer.total:
        return answer
    return replace(answer, relax=_relaxed(corpus, query, found.pool, read.node))


def _relaxed(
    corpus: Corpus, query: SearchQuery, pool: Pool, node: Node | None
) -> tuple[tuple[str, int], ...]:
    """Count without each filter; only words and radius need another look at the index."""
    stances = pool_stances(corpus, pool, query)

    def total(name: str, other: SearchQuery) -> int:
        if name in (WORDS, RADIUS):
            return _find(corpus, other, None if name == WORDS else node).total
        mine = pool
        if name in stances:
            others = [stance for each, stance in stances.items() if each != name]
            mine = replace(pool, verdict=worst_of(others, len(pool)))
        return int(passing(filters_of(mine, other), len(mine)).sum())

    return relaxations(query, total)


def search_auto(corpus: Corpus, query: SearchQuery) -> SearchAnswer:
    """Answer with the smallest radius of AUTO_MILES that finds ENOUGH, else with the largest.

    Raises BadInput without a point.
    """
    widest = replace(query, radius_km=AUTO_MILES[-1] * KM_PER_MILE)
    check_query(widest)
    found = _find(corpus, widest, understand(query.text, corpus).node)
    distance = found.pool.distance[found.stays]
    nowhere = int(np.isnan(distance).sum())
    radii = (miles * KM_PER_MILE for miles in AUTO_MILES)
    enough = (km for km in radii if nowhere + int((distance <= km).sum()) >= ENOUGH)
    chosen = next(enough, widest.radius_km)
    return replace(search(corpus, replace(query, radius_km=chosen)), widened_km=chosen)


def _find(corpus: Corpus, query: SearchQuery, node: Node | None) -> _Found:
    pool = pool_of(corpus, query, node)
    filters = filters_of(pool, query)
    return _Found(pool, filters, passing(filters, len(pool)))


def _answer(corpus: Corpus, query: SearchQuery, found: _Found, read: Understood) -> SearchAnswer:
    chosen = _subset(found.pool, np.flatnonzero(found.stays))
    score = scores_of(chosen, query)
    order = order_of(chosen, query, score, count=query.offset + query.limit)
    return SearchAnswer(
        total=len(chosen),
        hits=tuple(_hit(corpus, chosen, score, int(i)) for i in order[query.offset :]),
        facets=facets_of(corpus, found.pool, found.filters, query),
        unplaced=_unplaced(corpus, chosen),
        corrections=read.corrections,
    )


def _subset(pool: Pool, indexes: I64) -> Pool:
    if len(indexes) == len(pool):
        return pool
    return Pool(**{name: getattr(pool, name)[indexes] for name in Pool.__slots__})


def _hit(corpus: Corpus, pool: Pool, score: F64, index: int) -> Hit:
    distance = float(pool.distance[index])
    segment = corpus.parts[int(pool.part[index])].segment
    return Hit(
        id=segment.id_of(int(pool.row[index])),
        distance_km=None if np.isnan(distance) else distance,
        hours_state=cast(HoursName, HOURS_NAMES[int(pool.hours[index])]),
        verdict=NAMES[int(pool.verdict[index])],
        score=float(score[index]),
    )


def _unplaced(corpus: Corpus, pool: Pool) -> int:
    first = np.array([part.segment.placed for part in corpus.parts])
    return int(((pool.row >= first[pool.part]) & ~pool.is_withheld).sum())
