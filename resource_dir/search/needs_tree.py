"""Which broader needs a need belongs to, so that searching the broad one finds the narrow one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from resource_dir.needs import NEEDS, Need, with_children


def with_parents(slugs: Iterable[str]) -> frozenset[str]:
    """Return the needs themselves and every broader need; unknown slugs stay as they are."""
    found: set[str] = set()
    for slug in slugs:
        found.add(slug)
        found |= _parents().get(slug, frozenset())
    return frozenset(found)


def texts_of(need: Need) -> tuple[str, ...]:
    """Return a need's names and synonyms in both languages."""
    return (need.name, need.name_es, *need.synonyms, *need.synonyms_es)


@cache
def _parents() -> dict[str, frozenset[str]]:
    above: dict[str, set[str]] = {}
    for slug in NEEDS:
        for child in with_children(slug):
            above.setdefault(child, set()).add(slug)
    return {child: frozenset(parents) for child, parents in above.items()}
