"""What a search costs, on invented listings: CPU per query, memory, building, opening.

Run: ``SIZE=10k python benchmarks/bench_search.py`` (10k by default; 100k, 1m, or a number).
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Any

import numpy as np

from resource_dir.fit import ACCEPT_CODES, Fact, Person, age_fact
from resource_dir.hours import Hours, Rule
from resource_dir.needs import NEEDS
from resource_dir.search import FreeBeds, Index, ListingDocument, SearchQuery

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
QUERIES = 400
_ZONES = ("America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York")
_NAME_TEXT = "Harbor Light Juniper Mesa Alder Bridge Cedar Lantern Quail Summit Willow Haven"
_NAMES = _NAME_TEXT.split()
_KINDS = ("House", "Center", "Clinic", "Services", "Recovery", "Program", "Shelter", "Network")
_WORD_TEXT = """
confidential counseling intake nurse bed night meals shower case management adults families
walk in referral insurance sliding scale outpatient group peer support medication crisis
stabilization housing employment bus transport interpreter veterans detox recovery
comida camas ayuda refugio desintoxicación seguro médico abierto toda la noche
"""
_WORDS = _WORD_TEXT.split()


_TEXTS = ("detox", "shelter bed", "peer support", "desintoxicación", '"case management"')


def main() -> None:
    """Build, search, print."""
    size = _size(os.environ.get("SIZE", "10k"))
    before = _memory_mb()
    started = time.process_time()
    index = Index.build(invented_listings(size))
    built = time.process_time() - started
    print(
        f"{size} listings: built in {built:.1f} s CPU, {_memory_mb() - before:.0f} MB more at peak"
    )
    rng = random.Random(7)
    for name, make in KINDS.items():
        _measure(name, index.search, [make(rng) for _ in range(QUERIES)])
    every = [rng.choice(list(KINDS.values()))(rng) for _ in range(QUERIES)]
    _measure("all kinds mixed", index.search, every)
    _measure("widening radius", index.search_auto, [_full(rng) for _ in range(QUERIES)])
    _measure("suggest", index.suggest, [rng.choice(_WORDS)[:3] for _ in range(QUERIES)])
    edits = list(invented_listings(200, seed=99))
    started = time.process_time()
    index.apply(edits[:1])
    print(f"first edit: {(time.process_time() - started) * 1000:.1f} ms CPU")
    started = time.process_time()
    index.apply(edits)
    print(f"200 edits at once: {(time.process_time() - started) * 1000:.1f} ms CPU")
    _measure("mixed, with 200 edits", index.search, every)


def _measure(name: str, run: Callable[[Any], object], queries: Sequence[Any]) -> None:
    for query in queries[:20]:
        run(query)
    costs = []
    for query in queries:
        started = time.process_time_ns()
        run(query)
        costs.append((time.process_time_ns() - started) / 1e6)
    p50, p99 = np.percentile(costs, [50, 99])
    print(f"  {name:28} p50 {p50:6.2f}  p99 {p99:6.2f}  max {max(costs):6.2f} ms CPU")


def _size(text: str) -> int:
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1].lower(), 1)
    return int(text.rstrip("kKmM")) * factor


def _memory_mb() -> float:
    """Return the peak so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def invented_listings(count: int, *, seed: int = 1) -> Iterator[ListingDocument]:
    """Yield fictional listings around invented towns, with much left unsaid as in life."""
    rng = random.Random(seed)
    towns = [(rng.uniform(32, 45), rng.uniform(-122, -75)) for _ in range(60)]
    hours = [_hours(rng) for _ in range(min(5_000, max(20, count // 4)))]
    for number in range(count):
        yield _listing(rng, f"{seed:08x}-{number:012d}", rng.choice(towns), rng.choice(hours))


def _listing(
    rng: random.Random, listing_id: str, town: tuple[float, float], hours: Hours
) -> ListingDocument:
    kind = rng.random()
    is_withheld, is_unplaced = kind < 0.01, kind < 0.06
    needs = tuple(rng.sample(sorted(NEEDS), rng.choice((1, 1, 2, 3))))
    name = f"{rng.choice(_NAMES)} {rng.choice(_NAMES)} {rng.choice(_KINDS)}"
    return ListingDocument(
        id=listing_id,
        service_id=listing_id,
        location_id=None,
        organization_id=None,
        texts=(
            ("name", name),
            ("organization", f"{rng.choice(_NAMES)} {rng.choice(_KINDS)}"),
            ("description", " ".join(rng.choices(_WORDS, k=rng.randint(10, 60)))),
        ),
        needs=needs,
        lat=None if is_unplaced else town[0] + rng.gauss(0, 0.15),
        lon=None if is_unplaced else town[1] + rng.gauss(0, 0.15),
        is_withheld=is_withheld,
        areas=(f"county:{rng.randint(10000, 10060)}",) if is_unplaced else (),
        hours=hours,
        facts=_facts(rng),
        free=_free(rng),
        verified_on=date(2024, 1, 1) + timedelta(rng.randint(0, 800)),
        status="active",
        change=1,
    )


def _hours(rng: random.Random) -> Hours:
    if rng.random() < 0.3:
        return Hours(rng.choice(_ZONES))
    opens, closes = rng.randint(0, 12), rng.randint(13, 23)
    days = rng.choice(("MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR,SA,SU", "SA,SU"))
    minute = rng.choice((0, 15, 30, 45))
    rule = Rule(opens_at=clock(opens, minute), closes_at=clock(closes, minute), byday=days)
    return Hours(rng.choice(_ZONES), (rule,))


def _facts(rng: random.Random) -> tuple[Fact, ...]:
    criteria = sorted({criterion for criterion, _ in ACCEPT_CODES.values()})
    facts = [
        Fact(code, rng.choice(("yes", "yes", "no")), None, rng.choice(("public", "partner")))
        for code in rng.sample(criteria, rng.randint(0, 12))
    ]
    facts += [Fact(f"language:{code}", "yes") for code in ("en", "es") if rng.random() < 0.4]
    facts += [Fact(f"payment:{code}", "yes") for code in ("medicaid", "medicare")]
    if rng.random() < 0.6:
        facts.append(age_fact(rng.choice((0, 12, 18, 55)), rng.choice((None, 17, 25, 64))))
    return tuple(facts)


def _free(rng: random.Random) -> tuple[FreeBeds, ...]:
    if rng.random() < 0.8:
        return ()
    fresh = int((NOW + timedelta(hours=rng.randint(-12, 12))).timestamp())
    return (FreeBeds("partner", rng.randint(0, 4), fresh),)


def _point(rng: random.Random) -> tuple[float, float]:
    town = random.Random(1)
    towns = [(town.uniform(32, 45), town.uniform(-122, -75)) for _ in range(60)]
    lat, lon = rng.choice(towns)
    return lat + rng.gauss(0, 0.1), lon + rng.gauss(0, 0.1)


def _radius_km(rng: random.Random) -> float:
    return rng.choice((8.0, 16.0, 40.0, 80.0))


def _full(rng: random.Random) -> SearchQuery:
    lat, lon = _point(rng)
    return SearchQuery(
        at=NOW,
        text=rng.choice(
            ("detox", "shelter bed", "peer support", "desintoxicación", '"case management"')
        ),
        needs=(rng.choice(sorted(NEEDS)), "emergency_shelter"),
        lat=lat,
        lon=lon,
        radius_km=_radius_km(rng),
        areas=frozenset({f"county:{rng.randint(10000, 10060)}"}),
        open_at=NOW,
        person=_person(rng),
        viewer="partner",
    )


def _person(rng: random.Random) -> Person:
    accepts = frozenset(rng.sample(sorted(ACCEPT_CODES), 2))
    return Person(age=rng.choice((17, 34, 70)), accepts=accepts, language="es")


def _nearby(rng: random.Random) -> SearchQuery:
    lat, lon = _point(rng)
    return SearchQuery(at=NOW, lat=lat, lon=lon, radius_km=_radius_km(rng), open_at=NOW)


def _words(rng: random.Random) -> SearchQuery:
    return SearchQuery(at=NOW, text=" ".join(rng.sample(_WORDS, rng.randint(1, 3))))


def _typo(rng: random.Random) -> SearchQuery:
    return SearchQuery(at=NOW, text=rng.choice(("detxo", "shleter", "recovry", "intkae bed")))


def _everything(rng: random.Random) -> SearchQuery:
    return SearchQuery(at=NOW, person=_person(rng), sort=rng.choice(("best", "verified")))


KINDS: dict[str, Callable[[random.Random], SearchQuery]] = {
    "full: words+need+place+person": _full,
    "what is open near here": _nearby,
    "words everywhere": _words,
    "a word mistyped": _typo,
    "every listing, for a person": _everything,
}

if __name__ == "__main__":
    main()
