"""The searches that are measured: the main job, and the ones that cost most."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from benchmarks import county
from resource_dir.fit import ACCEPT_CODES, Person
from resource_dir.needs import NEEDS
from resource_dir.search import SearchQuery

_TEXTS: Final = ("detox", "shelter bed", "peer support", "desintoxicación", '"case management"')
_TYPOS: Final = ("detxo", "shleter", "recovry", "intkae bed")


def point(rng: random.Random) -> county.Point:
    """Return a point in or near one of the towns."""
    return county.near(rng, rng.choice(county.towns()))


def radius_km(rng: random.Random) -> float:
    """Return 5, 10, 25 or 50 miles."""
    return rng.choice((8.0, 16.0, 40.0, 80.0))


def full(rng: random.Random) -> SearchQuery:
    """Return words, needs, a place, a time and a person at once."""
    lat, lon = point(rng)
    return SearchQuery(
        at=county.NOW,
        text=rng.choice(_TEXTS),
        needs=(rng.choice(sorted(NEEDS)), "emergency_shelter"),
        lat=lat,
        lon=lon,
        radius_km=radius_km(rng),
        areas=frozenset({f"county:{rng.randint(10000, 10060)}"}),
        open_at=county.NOW,
        person=person(rng),
        viewer="partner",
    )


def person(rng: random.Random) -> Person:
    """Return somebody of whom four things are known."""
    accepts = frozenset(rng.sample(sorted(ACCEPT_CODES), 2))
    return Person(age=rng.choice((17, 34, 70)), accepts=accepts, language="es")


def _nearby(rng: random.Random) -> SearchQuery:
    lat, lon = point(rng)
    radius = radius_km(rng)
    return SearchQuery(at=county.NOW, lat=lat, lon=lon, radius_km=radius, open_at=county.NOW)


def _words(rng: random.Random) -> SearchQuery:
    text = " ".join(rng.sample(county.WORDS, rng.randint(1, 3)))
    return SearchQuery(at=county.NOW, text=text)


def _typo(rng: random.Random) -> SearchQuery:
    return SearchQuery(at=county.NOW, text=rng.choice(_TYPOS))


def _everything(rng: random.Random) -> SearchQuery:
    asked = SearchQuery(at=county.NOW, person=person(rng))
    return rng.choice((asked, replace(asked, sort="verified")))


KINDS: Final[dict[str, Callable[[random.Random], SearchQuery]]] = {
    "words, need, place, time and person": full,
    "what is open near here": _nearby,
    "words everywhere": _words,
    "a word mistyped": _typo,
    "every listing, for a person": _everything,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What every engine can be asked: words, and maybe one need within a radius of a point."""

    words: str
    need: str | None = None
    lat: float = 0.0
    lon: float = 0.0
    radius_km: float = 0.0


def everywhere(rng: random.Random) -> Question:
    """Return one to two words, without a place."""
    return Question(" ".join(rng.sample(county.WORDS[:24], rng.randint(1, 2))))


def around(rng: random.Random) -> Question:
    """Return a word and a need within a radius."""
    lat, lon = point(rng)
    word, need = rng.choice(county.WORDS[:24]), rng.choice(sorted(NEEDS))
    return Question(word, need, lat, lon, radius_km(rng))
