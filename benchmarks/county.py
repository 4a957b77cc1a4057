"""An invented land of any size: listings for the engines, and a package for the importer.

Everything is fictional and comes from a seed, so two runs measure the same. Much is left unsaid,
as in life: a third has no hours, most have no count of beds, one in a hundred is withheld.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import accumulate
from typing import Final, Literal

from resource_dir.fit import ACCEPT_CODES, Fact, age_fact
from resource_dir.hours import Hours, Rule
from resource_dir.needs import NEEDS
from resource_dir.search import FreeBeds, ListingDocument

NOW: Final = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ZONES: Final = ("America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York")
_NAME_TEXT: Final = "Harbor Light Juniper Mesa Alder Bridge Cedar Lantern Quail Summit Willow Haven"
NAMES: Final = tuple(_NAME_TEXT.split())
KINDS: Final = ("House", "Center", "Clinic", "Services", "Recovery", "Program", "Shelter")
_WORD_TEXT: Final = """
intake counseling confidential nurse bed night meals shower case management adults families
walk in referral insurance sliding scale outpatient group peer support medication crisis
stabilization housing employment bus transport interpreter veterans detox recovery
comida camas ayuda refugio desintoxicación seguro médico abierto toda la noche
"""
WORDS: Final = tuple(_WORD_TEXT.split())
_SYLLABLES: Final = ("ba", "cor", "del", "fen", "gri", "hol", "jun", "ket", "lum", "mar")
RARE: Final = tuple(
    a + b + c + d for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES for d in _SYLLABLES
)
"""Ten thousand invented words. Real text is like that: a few words everywhere, most words rare."""
_RARE_ODDS: Final = tuple(accumulate(1 / rank for rank in range(1, len(RARE) + 1)))
TOWNS: Final = 60
_DAYS: Final = ("MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR,SA,SU", "SA,SU")

Point = tuple[float, float]
Stance = Literal["yes", "no"]


def towns() -> list[Point]:
    """Return the middle of each town, in degrees; the same ones for listings and searches."""
    rng = random.Random(1)
    return [(rng.uniform(32, 45), rng.uniform(-122, -75)) for _ in range(TOWNS)]


def documents(count: int, *, seed: int = 1) -> Iterator[ListingDocument]:
    """Yield `count` listings as the index sees them."""
    rng = random.Random(seed)
    places = towns()
    hours = [_hours(rng) for _ in range(min(5_000, max(20, count // 4)))]
    for number in range(count):
        listing_id = f"{seed:08x}-{number:012d}"
        yield _document(rng, listing_id, rng.choice(places), rng.choice(hours))


def _document(rng: random.Random, listing_id: str, town: Point, hours: Hours) -> ListingDocument:
    kind = rng.random()
    is_withheld, is_unplaced = kind < 0.01, kind < 0.06
    lat, lon = near(rng, town)
    return ListingDocument(
        id=listing_id,
        service_id=listing_id,
        location_id=None,
        organization_id=None,
        texts=(
            ("name", name(rng)),
            ("organization", f"{rng.choice(NAMES)} {rng.choice(KINDS)}"),
            ("description", description(rng)),
        ),
        needs=tuple(rng.sample(sorted(NEEDS), rng.choice((1, 1, 2, 3)))),
        lat=None if is_unplaced else lat,
        lon=None if is_unplaced else lon,
        is_withheld=is_withheld,
        areas=(f"county:{rng.randint(10000, 10060)}",) if is_unplaced else (),
        hours=hours,
        facts=_facts(rng),
        free=_free(rng),
        verified_on=date(2024, 1, 1) + timedelta(rng.randint(0, 800)),
        status="active",
        change=1,
    )


def near(rng: random.Random, town: Point) -> Point:
    """Return a point in or around a town."""
    return town[0] + rng.gauss(0, 0.15), town[1] + rng.gauss(0, 0.15)


def name(rng: random.Random) -> str:
    """Return a name such as "Juniper Harbor Clinic"."""
    return f"{rng.choice(NAMES)} {rng.choice(NAMES)} {rng.choice(KINDS)}"


def description(rng: random.Random) -> str:
    """Return 10 to 60 words, half of them of the trade, half from a long tail."""
    count = rng.randint(5, 30)
    words = rng.choices(WORDS, k=count) + rng.choices(RARE, cum_weights=_RARE_ODDS, k=count)
    rng.shuffle(words)
    return " ".join(words)


def opening(rng: random.Random) -> Rule | None:
    """Return one weekly rule; None where nobody said."""
    if rng.random() < 0.3:
        return None
    minute = rng.choice((0, 15, 30, 45))
    opens, closes = clock(rng.randint(0, 12), minute), clock(rng.randint(13, 23), minute)
    return Rule(opens_at=opens, closes_at=closes, freq="WEEKLY", byday=rng.choice(_DAYS))


def _hours(rng: random.Random) -> Hours:
    rule = opening(rng)
    return Hours(rng.choice(ZONES), () if rule is None else (rule,))


def _facts(rng: random.Random) -> tuple[Fact, ...]:
    facts = [
        Fact(code, stance, None, rng.choice(("public", "partner"))) for code, stance in stances(rng)
    ]
    facts += [Fact(f"language:{code}", "yes") for code in ("en", "es") if rng.random() < 0.4]
    facts += [Fact(f"payment:{code}", "yes") for code in ("medicaid", "medicare")]
    if rng.random() < 0.6:
        facts.append(age_fact(rng.choice((0, 12, 18, 55)), rng.choice((None, 64))))
    return tuple(facts)


def stances(rng: random.Random) -> list[tuple[str, Stance]]:
    """Return up to twelve criteria with yes or no."""
    criteria = sorted({criterion for criterion, _ in ACCEPT_CODES.values()})
    chosen = rng.sample(criteria, rng.randint(0, 12))
    ways: tuple[Stance, ...] = ("yes", "yes", "no")
    return [(code, rng.choice(ways)) for code in chosen]


def _free(rng: random.Random) -> tuple[FreeBeds, ...]:
    if rng.random() < 0.8:
        return ()
    fresh = int((NOW + timedelta(hours=rng.randint(-12, 12))).timestamp())
    return (FreeBeds("partner", rng.randint(0, 4), fresh),)
