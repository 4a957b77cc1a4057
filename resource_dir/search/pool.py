"""The listings of one part that a search's place and words leave, and what decides about them.

A column is gathered when it is first asked for: most searches ask for few of them, and order only
a page's worth of listings.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from resource_dir.geo import distance_km
from resource_dir.hours import CLOSED
from resource_dir.search.arrays import is_in
from resource_dir.search.bits import Where, bits_at, either
from resource_dir.search.cells import ranges_within
from resource_dir.search.corpus import Corpus, Part
from resource_dir.search.matching import Matcher
from resource_dir.search.query import SearchQuery
from resource_dir.search.scoring import Scorer
from resource_dir.search.segment import F64, I32, I64, U8, Bools, Segment
from resource_dir.search.tree import AREA, AllOf, AnyOf, Node, Word
from resource_dir.search.verdicts import FITS, stances_of, worst_of

_EVERYTHING: Final = AllOf(())


class Pool:
    """k rows of a part, ascending."""

    def __init__(
        self,
        part: Part,
        query: SearchQuery,
        rows: I32,
        *,
        words: tuple[Scorer, Node] | None,
    ) -> None:
        self.part = part
        self.query = query
        self.rows = rows
        self._words = words

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def segment(self) -> Segment:
        """The columns that the rows belong to."""
        return self.part.segment

    @cached_property
    def where(self) -> Where:
        """The rows as an index; of neighbours, a slice, by which a column costs nothing."""
        rows = self.rows
        if len(rows) and int(rows[-1]) - int(rows[0]) == len(rows) - 1:
            return slice(int(rows[0]), int(rows[-1]) + 1)
        return rows

    @cached_property
    def distance(self) -> F64:
        """Kilometres float64[k], nan without a point."""
        return self._distance_of(self.rows)

    def distance_at(self, chosen: I64) -> F64:
        """Return the kilometres of the chosen places; without a radius only those are measured."""
        if "distance" in self.__dict__:
            return self.distance[chosen]
        return self._distance_of(self.rows[chosen])

    def _distance_of(self, rows: I32) -> F64:
        lat, lon, listings = self.query.lat, self.query.lon, self.segment.listings
        distance = np.full(len(rows), np.nan)
        if lat is not None and lon is not None:
            has_point = rows < self.segment.placed
            here = rows[has_point]
            distance[has_point] = distance_km(lat, lon, listings.lat[here], listings.lon[here])
        return distance

    @cached_property
    def hours(self) -> U8:
        """CLOSED, OPEN, UNKNOWN of each at the time asked, or now."""
        query, listings = self.query, self.segment.listings
        if query.open_local is not None:
            states = self.segment.states_at_local(query.open_local)
        else:
            states = self.segment.states_at(query.open_at or query.at)
        mine: U8 = states[listings.pattern[self.where]]
        # Temporarily closed outranks a schedule that was never taken down.
        mine[listings.is_closed[self.where] != 0] = CLOSED
        return mine

    @cached_property
    def stances(self) -> dict[str, U8]:
        """FITS, ASK or NO of each for each circumstance of the person."""
        query = self.query
        return stances_of(self.segment, self.where, query.person, viewer=query.viewer)

    @cached_property
    def verdict(self) -> U8:
        """FITS, ASK or NO of each for the person as a whole."""
        return worst_of(list(self.stances.values()), len(self))

    @cached_property
    def is_free(self) -> Bools:
        """Whether fresh free beds are reported."""
        free: I64 = getattr(self.segment.listings, f"free_{self.query.viewer}")
        return np.greater(free[self.where], self.query.at.timestamp())

    @cached_property
    def has_need(self) -> Bools:
        """Whether each answers any of the needs asked for."""
        numbers = [self.segment.need_numbers.get(slug) for slug in self.query.needs]
        planes = self.segment.needs.planes
        wanted = either([planes[number] for number in numbers if number is not None])
        return bits_at(wanted, self.where, len(self.segment))

    def met(self, chosen: I64) -> F64:
        """Return float64: the share of what was asked that each of the chosen places meets."""
        share = np.zeros(len(chosen))
        for stance in self.stances.values():
            share += stance[chosen] == FITS
        return share / max(1, len(self.stances))

    def words(self, chosen: I64) -> F64:
        """Return float64: how well each of the chosen places has the words; 0 without words."""
        if self._words is None:
            return np.zeros(len(chosen))
        scorer, node = self._words
        return scorer.score(node, self.rows[chosen])

    def within(self, radius_km: float) -> Pool:
        """Return those inside a smaller radius; those without a distance got in by their area."""
        keep = np.isnan(self.distance) | (self.distance <= radius_km)
        inside = Pool(self.part, self.query, self.rows[keep], words=self._words)
        inside.__dict__["distance"] = self.distance[keep]  # measured once
        return inside


def pools_of(corpus: Corpus, query: SearchQuery, node: Node | None) -> list[Pool]:
    """Gather the listings that lie in the place and have the words, a pool per part."""
    return [_pool(corpus, part, query, node) for part in corpus.parts]


def _pool(corpus: Corpus, part: Part, query: SearchQuery, node: Node | None) -> Pool:
    segment = part.segment
    matcher = Matcher(corpus, segment, _runs(segment, query))
    rows = _in_place(matcher, query, node)
    if part.alive is not None:
        rows = rows[part.alive[rows]]
    words = None if node is None else (Scorer(matcher), node)
    pool = Pool(part, query, rows, words=words)
    return pool if query.radius_km is None else pool.within(query.radius_km)


def _runs(segment: Segment, query: SearchQuery) -> tuple[tuple[int, int], ...]:
    if query.lat is None or query.lon is None or query.radius_km is None:
        return ((0, len(segment)),)
    runs = ranges_within(segment.listings.cell, query.lat, query.lon, query.radius_km)
    if segment.placed < len(segment):
        runs.append((segment.placed, len(segment)))
    return tuple(runs)


def _in_place(matcher: Matcher, query: SearchQuery, node: Node | None) -> I32:
    """Match the words, and the areas for listings that a distance can't be asked of."""
    found = matcher.match(node if node is not None else _EVERYTHING)
    if not query.has_place:
        return found
    first = int(np.searchsorted(found, matcher.segment.placed)) if query.has_point else 0
    if first == len(found):
        return found
    areas = AnyOf(tuple(Word((AREA + area,)) for area in sorted(query.areas)))
    nowhere = found[first:]
    return np.concatenate([found[:first], nowhere[is_in(nowhere, matcher.match(areas))]])
