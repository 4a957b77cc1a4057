"""Which listings of a pool stay, filter by filter, so that each can be left out on its own."""

from __future__ import annotations

from typing import Final

import numpy as np

from resource_dir.hours import CLOSED, UNKNOWN
from resource_dir.search.pool import Pool
from resource_dir.search.query import SearchQuery
from resource_dir.search.segment import U8, Bools
from resource_dir.search.verdicts import ASK, NO

NEED: Final = "need"
OPEN_AT: Final = "open"
FREE: Final = "free"
FIT: Final = "fit"
UNKNOWN_FACTS: Final = "unknown"

Filters = dict[str, Bools]


def filters_of(pool: Pool, query: SearchQuery, *, verdict: U8) -> Filters:
    """Return the filters in use by name, each bool[k]: True where a listing stays.

    `query` is the pool's own or one with a filter less; `verdict` uint8[k] goes with it.
    """
    filters: Filters = {}
    if query.needs:
        filters[NEED] = pool.has_need
    if query.asks_open:
        filters[OPEN_AT] = pool.hours != CLOSED
    if query.free == "only":
        filters[FREE] = pool.is_free
    if pool.stances and not query.include_no:
        filters[FIT] = verdict != NO
    if query.unknown == "exclude":
        filters[UNKNOWN_FACTS] = _says_all(pool, query, verdict)
    return filters


def _says_all(pool: Pool, query: SearchQuery, verdict: U8) -> Bools:
    """Return where nothing that was asked is unknown."""
    says: Bools = verdict != ASK
    if query.asks_open:
        says = says & (pool.hours != UNKNOWN)
    return says


def passing(filters: Filters, size: int, *, without: str | None = None) -> Bools:
    """Return bool[size]: what passes every filter, `without` left out."""
    stays = np.ones(size, dtype=np.bool_)
    for name, keep in filters.items():
        if name != without:
            stays &= keep
    return stays
