"""When nothing is found: what each filter, left out on its own, would leave.

Words and radius decide which listings are looked at; leaving one out means looking again. For
everything else the listings are at hand and only their filters change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from resource_dir.search.query import SearchQuery

WORDS: Final = "words"
RADIUS: Final = "radius"


def relaxations(
    query: SearchQuery, total: Callable[[str, SearchQuery], int]
) -> tuple[tuple[str, int], ...]:
    """Return (filter, total without it) for each filter in use, the most helpful first."""
    found = [(name, total(name, other)) for name, other in _without_each(query)]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def _without_each(query: SearchQuery) -> Iterator[tuple[str, SearchQuery]]:
    if query.text.strip():
        yield WORDS, replace(query, text="")
    if query.needs:
        yield "need", replace(query, needs=())
    if query.has_place:
        areas = query.areas if query.has_point else frozenset()
        yield RADIUS, replace(query, radius_km=None, areas=areas)
    if query.asks_open:
        yield "open", replace(query, open_at=None, open_local=None)
    if query.free == "only":
        yield "free", replace(query, free="any")
    if query.unknown == "exclude":
        yield "unknown", replace(query, unknown="include")
    yield from _without_each_circumstance(query)


def _without_each_circumstance(query: SearchQuery) -> Iterator[tuple[str, SearchQuery]]:
    person = query.person
    if person.age is not None:
        yield "age", replace(query, person=replace(person, age=None))
    for code in sorted(person.accepts):
        others = person.accepts - {code}
        yield f"accepts:{code}", replace(query, person=replace(person, accepts=others))
    if person.language is not None:
        yield "language", replace(query, person=replace(person, language=None))
    if person.payment is not None:
        yield "payment", replace(query, person=replace(person, payment=None))
