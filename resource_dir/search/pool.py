"""The listings that a search's place and words leave, with everything that decides about them.

One pool per part of the index; joined, the pools are filtered, counted and ranked as one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from resource_dir.geo import distance_km
from resource_dir.hours import CLOSED
from resource_dir.search.cells import ranges_within
from resource_dir.search.corpus import Corpus, Part
from resource_dir.search.matching import Matcher, Matches
from resource_dir.search.query import SearchQuery
from resource_dir.search.segment import F64, I32, I64, U8, Bools, Segment
from resource_dir.search.tree import AREA, AllOf, AnyOf, Node, Word
from resource_dir.search.verdicts import judge_rows, stances_of

_EVERYTHING: Final = AllOf(())


@dataclass(frozen=True, slots=True)
class Pool:
    """k listings: which (`part`, `row`), and what the search needs to know of each.

    `distance` in km, nan without one; `hours` CLOSED, OPEN, UNKNOWN at the time asked (or now);
    `verdict` FITS, ASK, NO; `met` the share of what was asked that is met.
    """

    part: U8
    row: I32
    words: F64
    distance: F64
    is_withheld: Bools
    hours: U8
    verdict: U8
    met: F64
    is_free: Bools
    verified: I32
    has_need: Bools
    id_key: I64

    def __len__(self) -> int:
        return len(self.row)


def pool_of(corpus: Corpus, query: SearchQuery, node: Node | None) -> Pool:
    """Gather the listings that lie in the place and have the words."""
    pools = [
        _part_pool(corpus, number, part, query, node) for number, part in enumerate(corpus.parts)
    ]
    if len(pools) == 1:
        return pools[0]
    columns = {
        column.name: np.concatenate([getattr(pool, column.name) for pool in pools])
        for column in fields(Pool)
    }
    return Pool(**columns)


def _part_pool(
    corpus: Corpus, number: int, part: Part, query: SearchQuery, node: Node | None
) -> Pool:
    segment = part.segment
    found = _in_place(Matcher(corpus, segment, _runs(segment, query)), query, node)
    rows, words = found.rows, found.score
    if part.alive is not None:
        keep = part.alive[rows]
        rows, words = rows[keep], words[keep]
    distance = _distances(segment, rows, query)
    if query.radius_km is not None:
        # Rows without a distance got in by their area.
        keep = np.isnan(distance) | (distance <= query.radius_km)
        rows, words, distance = rows[keep], words[keep], distance[keep]
    return _described(number, part, query, rows, words, distance)


def _runs(segment: Segment, query: SearchQuery) -> tuple[tuple[int, int], ...]:
    if query.lat is None or query.lon is None or query.radius_km is None:
        return ((0, len(segment)),)
    runs = ranges_within(segment.listings.cell, query.lat, query.lon, query.radius_km)
    if segment.placed < len(segment):
        runs.append((segment.placed, len(segment)))
    return tuple(runs)


def _in_place(matcher: Matcher, query: SearchQuery, node: Node | None) -> Matches:
    """Match the words, and the areas for listings that a distance can't be asked of."""
    found = matcher.match(node if node is not None else _EVERYTHING)
    if not query.has_place:
        return found
    first = int(np.searchsorted(found.rows, matcher.segment.placed)) if query.has_point else 0
    if first == len(found.rows):
        return found
    areas = AnyOf(tuple(Word((AREA + area,)) for area in sorted(query.areas)))
    inside = matcher.match(areas).rows
    keep = np.isin(found.rows, inside, assume_unique=True)
    keep[:first] = True
    return Matches(found.rows[keep], found.score[keep])


def _distances(segment: Segment, rows: I32, query: SearchQuery) -> F64:
    distance = np.full(len(rows), np.nan)
    if query.lat is not None and query.lon is not None:
        placed = int(np.searchsorted(rows, segment.placed))
        here, listings = rows[:placed], segment.listings
        distance[:placed] = distance_km(
            query.lat, query.lon, listings.lat[here], listings.lon[here]
        )
    return distance


def _described(
    number: int, part: Part, query: SearchQuery, rows: I32, words: F64, distance: F64
) -> Pool:
    segment, listings = part.segment, part.segment.listings
    verdicts = judge_rows(segment, rows, query.person, viewer=query.viewer)
    free: I64 = getattr(listings, f"free_{query.viewer}")
    return Pool(
        part=np.full(len(rows), number, dtype=np.uint8),
        row=rows,
        words=words,
        distance=distance,
        is_withheld=listings.is_withheld[rows] != 0,
        hours=_hours(segment, rows, query),
        verdict=verdicts.verdict,
        met=verdicts.met,
        is_free=free[rows] > query.at.timestamp(),
        verified=listings.verified[rows],
        has_need=_has_need(segment, rows, query.needs),
        id_key=part.keys_of(rows),
    )


def pool_stances(corpus: Corpus, pool: Pool, query: SearchQuery) -> dict[str, U8]:
    """Return for each circumstance of the person uint8[k]: FITS, ASK or NO."""
    parts = [
        stances_of(part.segment, pool.row[pool.part == number], query.person, viewer=query.viewer)
        for number, part in enumerate(corpus.parts)
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _hours(segment: Segment, rows: I32, query: SearchQuery) -> U8:
    if query.open_local is not None:
        states = segment.table.states_at_local(query.open_local)
    else:
        states = segment.table.states_at(query.open_at or query.at)
    listings = segment.listings
    mine: U8 = states[listings.pattern[rows]]
    # Temporarily closed outranks a schedule that was never taken down.
    return np.where(listings.is_closed[rows] != 0, np.uint8(CLOSED), mine)


def _has_need(segment: Segment, rows: I32, needs: tuple[str, ...]) -> Bools:
    if not needs:
        return np.ones(len(rows), dtype=np.bool_)
    numbers = [segment.needs.slugs.find(slug) for slug in needs]
    columns = segment.needs.sets[:, [number for number in numbers if number >= 0]]
    has: Bools = np.asarray(columns.any(axis=1))[segment.listings.need_set[rows]]
    return has
