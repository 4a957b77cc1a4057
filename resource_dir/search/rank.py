"""In which order: who can take this person now, then who likely can, then who is near.

Tiers come first and are never outweighed; within a tier a score blends what else speaks for a
listing. All of it is rounded and ties go by id, so that two servers give the same page. Only
listings that may stand on the page are scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.hours import CLOSED, UNKNOWN
from resource_dir.search.pool import Pool
from resource_dir.search.segment import F64, I64, NEVER_VERIFIED, U8, Bools
from resource_dir.search.verdicts import ASK, NO

W_WORDS: Final = 0.35  # what was typed says most about what is wanted
W_NEAR: Final = 0.30  # every mile is time off the street
W_MET: Final = 0.15  # of two to phone, the one with fewer questions open
W_FREE: Final = 0.12  # a fresh free bed; seldom reported, so it must not bury the others
W_FRESH: Final = 0.08  # a listing verified lately is less often a wasted drive
NEAR_HALF_KM: Final = 8.0
"""At five miles nearness counts half: about a quarter of an hour's drive in a town."""
WORDS_HALF: Final = 6.0
"""BM25 that counts half: about one rare word in a description, or a common one in a name."""
FRESH_HALF_DAYS: Final = 180.0
"""Half a year: the rhythm in which directories try to verify their listings."""
SCORE_STEPS: Final = 1_000_000
_DAY_S: Final = 86_400
# Open, then unknown, then closed; steps of 4 leave room for what is to be asked about the person,
# and for a placed listing before one without a point.
_UNKNOWN_TIER: Final = np.uint8(4)
_CLOSED_TIER: Final = np.uint8(8)
_ASK_STEP: Final = np.uint8(2)
_LAST_TIER: Final = np.uint8(12)

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first listings of a pool, best first: places in it, km, scores, keys to merge by."""

    pool: Pool
    places: I64
    distance: F64
    score: F64
    keys: tuple[Numbers, ...]


def first_of(pool: Pool, stays: Bools, *, count: int) -> Ranked:
    """Return the first `count` listings of those that stay."""
    chosen = np.flatnonzero(stays)
    tiers = _tiers(pool)[chosen]
    leading = tiers if pool.query.sort == "best" else _sort_key(pool, chosen)
    keep = _may_be_first(leading, count)
    chosen, leading, tiers = chosen[keep], leading[keep], tiers[keep]
    score = scores_of(pool, chosen)
    worth = SCORE_STEPS - np.rint(score * SCORE_STEPS).astype(np.int64)
    best = tiers.astype(np.int64) * (2 * SCORE_STEPS) + worth
    keys: list[Numbers] = [best] if pool.query.sort == "best" else [leading, best]
    keep = _may_be_first(keys[0], count)
    keys = [*(key[keep] for key in keys), pool.part.keys_of(pool.rows[chosen[keep]])]
    order = np.lexsort(keys[::-1])[:count]
    places = keep[order]
    first = chosen[places]
    distance = pool.distance_at(first)
    return Ranked(pool, first, distance, score[places], tuple(key[order] for key in keys))


def merged(parts: list[Ranked], *, count: int) -> list[tuple[Ranked, int]]:
    """Return the first `count` of several pools: which one, and the place in its ranking."""
    keys = [np.concatenate(columns) for columns in zip(*(part.keys for part in parts), strict=True)]
    entries = [(part, place) for part in parts for place in range(len(part.places))]
    return [entries[index] for index in np.lexsort(keys[::-1])[:count].tolist()]


def scores_of(pool: Pool, chosen: I64) -> F64:
    """Return float64[k] in [0, 1], rounded to a millionth, of the chosen places of a pool."""
    words = pool.words(chosen)
    score = (
        W_WORDS * words / (words + WORDS_HALF)
        + W_NEAR * _nearness(pool, chosen)
        + W_MET * pool.met(chosen)
        + W_FREE * pool.is_free[chosen]
        + W_FRESH * _freshness(pool, chosen)
    )
    return np.rint(score * SCORE_STEPS) / SCORE_STEPS


def _nearness(pool: Pool, chosen: I64) -> F64:
    if not pool.query.has_point:
        return np.zeros(len(chosen))
    distance = pool.distance_at(chosen)
    return np.where(np.isnan(distance), 0.0, NEAR_HALF_KM / (NEAR_HALF_KM + distance))


def _freshness(pool: Pool, chosen: I64) -> F64:
    today = pool.query.at.timestamp() // _DAY_S
    verified = pool.segment.listings.verified[pool.rows[chosen]]
    # A date in the future is a slip of the pen, not extra fresh.
    age = np.maximum(0.0, today - verified)
    fresh = FRESH_HALF_DAYS / (FRESH_HALF_DAYS + age)
    return np.where(verified == NEVER_VERIFIED, 0.0, fresh)


def _sort_key(pool: Pool, chosen: I64) -> Numbers:
    """Return the distance, or the days since the last check, of the chosen places, ascending."""
    if pool.query.sort == "verified":
        return -pool.segment.listings.verified[pool.rows[chosen]]
    # Places without a distance come last, withheld ones after the unplaced.
    is_withheld = pool.segment.listings.is_withheld[pool.rows[chosen]] != 0
    nowhere = np.where(is_withheld, 2e6, 1e6)
    distance = pool.distance_at(chosen)
    return np.where(np.isnan(distance), nowhere, distance)


def _tiers(pool: Pool) -> U8:
    """Return uint8[k], ascending: open and fits, …, and in each placed before unplaced."""
    tier: U8 = (pool.hours == UNKNOWN) * _UNKNOWN_TIER + (pool.hours == CLOSED) * _CLOSED_TIER
    if pool.stances:
        tier += (pool.verdict == ASK) * _ASK_STEP
        tier = np.where(pool.verdict == NO, _LAST_TIER, tier)
    if pool.query.has_point:
        tier += pool.rows >= pool.segment.placed
    return tier


def _may_be_first(key: Numbers, count: int) -> I64:
    """Return the places that can be among the first `count` by this key, ties included."""
    if len(key) <= count:
        return np.arange(len(key))
    if count <= 0:
        return np.empty(0, dtype=np.int64)
    if key.dtype == np.uint8:
        bar = np.searchsorted(np.cumsum(np.bincount(key)), count)
    else:
        bar = np.partition(key, count - 1)[count - 1]
    return np.flatnonzero(key <= bar)
