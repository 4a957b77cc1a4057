"""In which order: who can take this person now, then who likely can, then who is near.

Tiers come first and are never outweighed; within a tier a score blends what else speaks for a
listing. All of it is rounded and ties go by id, so that two servers give the same page.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.hours import CLOSED, OPEN, UNKNOWN
from resource_dir.search.pool import Pool
from resource_dir.search.query import SearchQuery
from resource_dir.search.segment import F64, I64, NEVER_VERIFIED
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
_TIER_OF_HOURS: Final = {OPEN: 0, UNKNOWN: 1, CLOSED: 2}
_TIERS: Final = np.array([_TIER_OF_HOURS[state] * 2 for state in range(3)], dtype=np.int64)
_LAST_TIER: Final = 6


def scores_of(pool: Pool, query: SearchQuery) -> F64:
    """Return float64[k] in [0, 1], rounded to a millionth."""
    near = np.where(np.isnan(pool.distance), 0.0, NEAR_HALF_KM / (NEAR_HALF_KM + pool.distance))
    score = (
        W_WORDS * pool.words / (pool.words + WORDS_HALF)
        + W_NEAR * near
        + W_MET * pool.met
        + W_FREE * pool.is_free
        + W_FRESH * _freshness(pool, query)
    )
    return np.rint(score * SCORE_STEPS) / SCORE_STEPS


def _freshness(pool: Pool, query: SearchQuery) -> F64:
    today = query.at.timestamp() // _DAY_S
    # A date in the future is a slip of the pen, not extra fresh.
    age = np.maximum(0.0, today - pool.verified)
    fresh = FRESH_HALF_DAYS / (FRESH_HALF_DAYS + age)
    return np.where(pool.verified == NEVER_VERIFIED, 0.0, fresh)


def order_of(pool: Pool, query: SearchQuery, score: F64, *, count: int) -> I64:
    """Return the indexes of the first `count` listings of the pool, best first."""
    keys: list[NDArray[np.int64] | F64] = [_best_key(pool, query, score)]
    if query.sort == "distance":
        # Places without a distance come last, withheld ones after the unplaced.
        nowhere = np.where(pool.is_withheld, 2e6, 1e6)
        keys.insert(0, np.where(np.isnan(pool.distance), nowhere, pool.distance))
    elif query.sort == "verified":
        keys.insert(0, -pool.verified.astype(np.int64))
    keys.append(pool.id_key)
    return _first(keys, count)


def _best_key(pool: Pool, query: SearchQuery, score: F64) -> I64:
    """Return int64[k], ascending: tier, then placed before unplaced, then score."""
    tier = _TIERS[pool.hours] + (pool.verdict == ASK)
    tier[pool.verdict == NO] = _LAST_TIER
    lacks_distance = np.isnan(pool.distance) if query.has_point else np.zeros(len(pool), bool)
    steps = SCORE_STEPS - np.rint(score * SCORE_STEPS).astype(np.int64)
    key: I64 = (tier * 2 + lacks_distance) * (2 * SCORE_STEPS) + steps
    return key


def _first(keys: list[NDArray[np.int64] | F64], count: int) -> I64:
    """Sort by several keys, but only those that can be among the first `count`."""
    size = len(keys[0])
    if count <= 0:
        return np.empty(0, dtype=np.int64)
    chosen = np.arange(size, dtype=np.int64)
    if count < size:
        bar = np.partition(keys[0], count - 1)[count - 1]
        chosen = np.flatnonzero(keys[0] <= bar)
    order = np.lexsort([key[chosen] for key in reversed(keys)])
    return chosen[order[:count]]
