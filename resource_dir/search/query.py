"""What is asked of the index, and what it answers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from resource_dir.errors import BadInput
from resource_dir.fit import Person, requirements

MAX_TEXT = 500
"""Characters of search text. A radio transcript pasted by mistake is refused, not half-read."""
MAX_LIMIT = 1000
HALF_EARTH_KM = 20_040.0

Verdict = Literal["fits", "ask", "no"]
HoursName = Literal["open", "closed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One search.

    `lat`, `lon` in degrees; `radius_km` None means everywhere (the point then only orders).
    `areas` are the keys of the areas the searched place lies in: they find listings without a
    point. `open_at` is an aware instant, `open_local` a naive wall-clock time, read in each
    listing's own zone; at most one of them. `at` is now (aware). `include_no` shows listings
    that would not take the person, last.
    """

    at: datetime
    text: str = ""
    needs: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    areas: frozenset[str] = frozenset()
    open_at: datetime | None = None
    open_local: datetime | None = None
    person: Person = field(default_factory=Person)
    unknown: Literal["include", "exclude"] = "include"
    free: Literal["any", "only"] = "any"
    sort: Literal["best", "distance", "verified"] = "best"
    limit: int = 20
    offset: int = 0
    viewer: Literal["public", "partner"] = "public"
    include_no: bool = False

    @property
    def has_point(self) -> bool:
        """Whether distances can be measured."""
        return self.lat is not None

    @property
    def has_place(self) -> bool:
        """Whether the place leaves listings out: a point with a radius, or areas alone."""
        return self.radius_km is not None if self.has_point else bool(self.areas)

    @property
    def asks_open(self) -> bool:
        """Whether a time was asked for."""
        return self.open_at is not None or self.open_local is not None


@dataclass(frozen=True, slots=True)
class Hit:
    """One listing found. `distance_km` is None without a point; `score` is in [0, 1]."""

    id: str
    distance_km: float | None
    hours_state: HoursName
    verdict: Verdict
    score: float


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that no listing has, and what was searched instead."""

    typed: str
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The page of hits and what can be said of the whole result.

    `facets` map a name to (value, count), most frequent first. `unplaced` counts results
    without a point that are not withheld. `relax` is filled only when `total` is 0:
    (filter, total without it). `words` is "any" when no listing had all of the words.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, list[tuple[str, int]]]
    unplaced: int
    relax: tuple[tuple[str, int], ...] = ()
    corrections: tuple[Correction, ...] = ()
    words: Literal["all", "any"] = "all"
    widened_km: float | None = None


def check_query(query: SearchQuery) -> None:
    """Refuse a query that can't be answered. Raises BadInput naming the field."""
    if len(query.text) > MAX_TEXT:
        raise BadInput(f"Search for at most {MAX_TEXT} characters.", field="q")
    _check_place(query)
    _check_times(query)
    requirements(query.person)  # raises for a circumstance that nobody knows
    if not 0 <= query.limit <= MAX_LIMIT:
        raise BadInput(f"Ask for 0 to {MAX_LIMIT} listings at a time.", field="limit")
    if query.offset < 0:
        raise BadInput("A page can't start before the first listing.", field="offset")


def _check_place(query: SearchQuery) -> None:
    lat, lon, radius = query.lat, query.lon, query.radius_km
    if (lat is None) != (lon is None):
        raise BadInput("Give both lat and lon, or neither.", field="lat")
    if lat is not None and lon is not None:
        if not (math.isfinite(lat) and abs(lat) <= 90):
            raise BadInput("lat must lie between -90 and 90.", field="lat")
        if not (math.isfinite(lon) and abs(lon) <= 180):
            raise BadInput("lon must lie between -180 and 180.", field="lon")
    if radius is not None and not (0 < radius <= HALF_EARTH_KM):
        raise BadInput(
            "The radius must be more than 0 and less than half the Earth.", field="radius"
        )
    if radius is not None and lat is None:
        raise BadInput("A radius needs a place to measure from.", field="radius")


def _check_times(query: SearchQuery) -> None:
    if query.at.tzinfo is None:
        raise BadInput("`at` needs a UTC offset.", field="at")
    if query.open_at is not None and query.open_at.tzinfo is None:
        raise BadInput("`open_at` needs a UTC offset; use open_local without one.", field="open")
    if query.open_local is not None and query.open_local.tzinfo is not None:
        raise BadInput("`open_local` is a wall-clock time without offset.", field="open")
    if query.open_at is not None and query.open_local is not None:
        raise BadInput("Ask for one time: open_at or open_local.", field="open")
