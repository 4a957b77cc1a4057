"""The engine against loops that anybody can check, and edits against a fresh build."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.fit import ACCEPT_CODES, Fact, Person, age_fact, judge, visible
from resource_dir.hours import Hours, Rule, hours_at, hours_at_local
from resource_dir.needs import NEEDS, with_children
from resource_dir.search import FreeBeds, Index, ListingDocument, SearchQuery

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
# Words that are no synonym of any need and not one slip apart, so that a set of words is enough.
WORDS = ("amber", "cobalt", "juniper", "granite", "velvet")
SLUGS = ("emergency_shelter", "withdrawal_management", "food", "withdrawal_management_3_7")
AREAS = ("county:00001", "county:00002", "city:nowhere,zz")
CODES = ("pets", "without_id", "intoxicated", "wheelchair")
CHECKED = settings(deadline=None, max_examples=150, derandomize=True)
# A seed and not strategies: a hundred listings are made in the time strategies take for one.
seeds = st.integers(0, 2**32)
ZONES = ("America/Los_Angeles", "America/New_York")


def an_inventory(rng, *, size=25):
    return [a_listing(rng, f"listing-{number:02d}") for number in range(rng.randint(0, size))]


def a_listing(rng, listing_id):
    kind = rng.choice(["placed", "placed", "unplaced", "withheld"])
    is_placed = kind == "placed"
    return ListingDocument(
        id=listing_id,
        service_id=None,
        location_id=None,
        organization_id=None,
        texts=(
            ("name", " ".join(rng.choices(WORDS, k=rng.randint(0, 2)))),
            ("description", " ".join(rng.choices(WORDS, k=rng.randint(0, 6)))),
        ),
        needs=tuple(rng.sample(SLUGS, rng.randint(0, 2))),
        lat=rng.choice([36.3, rng.uniform(36.0, 36.6)]) if is_placed else None,
        lon=rng.choice([-119.1, rng.uniform(-119.4, -118.8)]) if is_placed else None,
        is_withheld=kind == "withheld",
        areas=() if is_placed else tuple(rng.sample(AREAS, rng.randint(0, 2))),
        hours=Hours(rng.choice(ZONES), tuple(a_rule(rng) for _ in range(rng.randint(0, 2)))),
        facts=tuple(a_fact(rng) for _ in range(rng.randint(0, 5))),
        free=tuple(free_beds(rng) for _ in range(rng.choice([0, 0, 1, 2]))),
        verified_on=rng.choice([None, date(2024, 1, 1) + timedelta(rng.randint(0, 800))]),
        status=rng.choice([None, "active", "active", "inactive", "temporarily closed"]),
        change=1,
    )


def a_rule(rng):
    return Rule(
        opens_at=rng.choice([time(8), time(20), time(0)]),
        closes_at=rng.choice([time(17), time(6), time(23, 59)]),
        byday=rng.choice(["MO,TU,WE,TH,FR", "SA,SU", "SA", "FR"]),
    )


def a_fact(rng):
    if rng.random() < 0.2:
        return age_fact(rng.choice([None, 18]), rng.choice([None, 25]))
    lists = ["language:es", "payment:medicaid", "payment:none_needed"]
    code = rng.choice([*(ACCEPT_CODES[code][0] for code in CODES), *lists])
    audience = rng.choice(["public", "public", "partner", "own"])
    return Fact(code, rng.choice(["yes", "yes", "no"]), None, audience)


def free_beds(rng):
    hours = rng.randint(-5, 5)
    audience = rng.choice(["public", "partner"])
    return FreeBeds(audience, rng.randint(0, 2), int(NOW.timestamp()) + hours * 3600)


def a_person(rng):
    return Person(
        age=rng.choice([None, 17, 30]),
        accepts=frozenset(rng.sample(CODES, rng.choice([0, 0, 1, 2]))),
        language=rng.choice([None, None, "es"]),
        payment=rng.choice([None, None, "medicaid"]),
    )


def a_text(rng):
    one, two = rng.choice(WORDS), rng.choice(WORDS)
    return rng.choice([one, f"{one} {two}", f"{one} -{two}", f"{one} OR {two}", f'"{one} {two}"'])


def a_query(rng):
    """Ask for a few things at a time: with all of them at once nothing would be left to compare."""
    when = NOW + timedelta(hours=rng.randint(0, 100))
    parts = [
        {"text": a_text(rng)},
        {"text": a_text(rng)},
        {"needs": tuple(rng.sample(SLUGS, rng.randint(1, 2)))},
        {"lat": 36.3, "lon": -119.1, "radius_km": rng.choice([None, 5.0, 20.0, 60.0])},
        {"areas": frozenset(rng.sample(AREAS, rng.randint(1, 2)))},
        rng.choice([{"open_at": when}, {"open_local": when.replace(tzinfo=None)}]),
        {"person": a_person(rng)},
        {"person": a_person(rng), "include_no": True},
        {"free": "only"},
        {"unknown": "exclude"},
        {"sort": rng.choice(["distance", "verified"])},
    ]
    asked = {"at": NOW, "viewer": rng.choice(["public", "partner"]), "limit": rng.choice([5, 50])}
    for part in rng.sample(parts, rng.randint(0, 4)):
        asked |= part
    return SearchQuery(**asked)


def has_words(listing, text):
    fields = [value.split() for _, value in listing.texts]
    words = {word for field in fields for word in field}
    if text.startswith('"'):
        one, two = text.strip('"').split()
        return any((one, two) in pairwise(field) for field in fields)
    if " OR " in text:
        return bool(words & set(text.split(" OR ")))
    wanted = {word for word in text.split() if not word.startswith("-")}
    unwanted = {word[1:] for word in text.split() if word.startswith("-")}
    return wanted <= words and not unwanted & words


def kilometres(query, listing):
    """Haversine with the mean Earth radius."""
    if query.lat is None or listing.lat is None:
        return None
    one, other = math.radians(query.lat), math.radians(listing.lat)
    width = math.radians(listing.lon - query.lon)
    chord = math.sin((other - one) / 2) ** 2
    chord += math.cos(one) * math.cos(other) * math.sin(width / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(chord))


def is_in_place(query, listing):
    distance = kilometres(query, listing)
    if query.lat is None:
        return not query.areas or bool(query.areas & set(listing.areas))
    if query.radius_km is None:
        return True
    if distance is None:
        return bool(query.areas & set(listing.areas))
    return distance <= query.radius_km


def state_of(query, listing):
    if listing.status == "temporarily closed":
        return "closed"
    if query.open_local is not None:
        return hours_at_local(listing.hours, query.open_local).state
    return hours_at(listing.hours, query.open_at or query.at).state


def verdict_of(query, listing):
    seen = [fact for fact in listing.facts if visible(fact.audience, query.viewer)]
    return judge(query.person, seen).verdict


def is_free(query, listing):
    return any(
        beds.available > 0
        and visible(beds.audience, query.viewer)
        and beds.fresh_until_epoch_s > query.at.timestamp()
        for beds in listing.free
    )


def has_need(query, listing):
    wanted = {child for slug in query.needs for child in (slug, *with_children(slug))}
    return not query.needs or bool(wanted & set(listing.needs))


def checks(query, listing):
    state, verdict = state_of(query, listing), verdict_of(query, listing)
    asks_open = query.open_at is not None or query.open_local is not None
    is_unknown = verdict == "ask" or (asks_open and state == "unknown")
    return {
        "need": has_need(query, listing),
        "open": not asks_open or state != "closed",
        "free": query.free == "any" or is_free(query, listing),
        "fit": query.include_no or verdict != "no",
        "unknown": query.unknown == "include" or not is_unknown,
    }


def pool_of(query, inventory):
    """Return who has the place and the words: all of the words, or any if nobody has all."""
    strict = having(query, query.text, inventory)
    is_plain = '"' not in query.text and "OR" not in query.text and "-" not in query.text
    if passing(query, strict) or not is_plain:
        return strict
    loose = having(query, " OR ".join(query.text.split()), inventory)
    return loose if passing(query, loose) else strict


def having(query, text, inventory):
    return [
        each
        for each in inventory
        if each.status != "inactive" and is_in_place(query, each) and has_words(each, text)
    ]


def passing(query, pool, *, without=None):
    return [
        each
        for each in pool
        if all(ok for name, ok in checks(query, each).items() if name != without)
    ]


def counted(values):
    counts = {value: values.count(value) for value in values}
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


@CHECKED
@given(seeds)
def test_the_engine_finds_what_plain_loops_find(seed):
    rng = Random(seed)
    inventory, query = an_inventory(rng), a_query(rng)
    expected = passing(query, pool_of(query, inventory))

    answer = Index.build(inventory).search(query)

    assert {hit.id for hit in answer.hits} <= {each.id for each in expected}
    assert len({hit.id for hit in answer.hits}) == min(query.limit, len(expected))
    assert answer.total == len(expected)
    assert answer.unplaced == sum(each.lat is None and not each.is_withheld for each in expected)


@CHECKED
@given(seeds)
def test_each_hit_says_what_plain_loops_say_of_it(seed):
    rng = Random(seed)
    inventory, query = an_inventory(rng), a_query(rng)
    by_id = {each.id: each for each in inventory}

    answer = Index.build(inventory).search(query)

    for hit in answer.hits:
        listing = by_id[hit.id]
        assert hit.hours_state == state_of(query, listing)
        assert hit.verdict == verdict_of(query, listing)
        assert hit.distance_km == pytest.approx(kilometres(query, listing), abs=1e-6)
        assert 0 <= hit.score <= 1


@CHECKED
@given(seeds)
def test_facets_count_what_plain_loops_count(seed):
    rng = Random(seed)
    inventory, query = an_inventory(rng), a_query(rng)
    pool = pool_of(query, inventory)
    slugs = [
        slug
        for each in passing(query, pool, without="need")
        for slug in NEEDS
        if set(each.needs) & {slug, *with_children(slug)}
    ]
    states = [state_of(query, each) for each in passing(query, pool, without="open")]
    verdicts = [verdict_of(query, each) for each in passing(query, pool, without="fit")]
    free = ["1" for each in passing(query, pool, without="free") if is_free(query, each)]

    facets = Index.build(inventory).search(query).facets

    assert facets["need"] == counted(slugs)
    assert facets["open"] == counted(states)
    assert facets["verdict"] == counted(verdicts)
    assert facets["free"] == counted(free)


@CHECKED
@given(seeds)
def test_fact_facets_count_the_listings_that_would_fit_that_circumstance(seed):
    rng = Random(seed)
    inventory, query = an_inventory(rng), a_query(rng)
    found = passing(query, pool_of(query, inventory))
    accepted = [
        code
        for each in found
        for code in CODES
        if verdict_of(replace(query, person=Person(accepts=frozenset({code}))), each) == "fits"
    ]

    facets = Index.build(inventory).search(query).facets

    assert [pair for pair in facets["accepts"] if pair[0] in CODES] == counted(accepted)


@CHECKED
@given(seeds)
def test_when_nothing_is_found_each_filter_left_out_gives_its_total(seed):
    rng = Random(seed)
    inventory, query = an_inventory(rng), a_query(rng)
    answer = Index.build(inventory).search(query)

    if answer.total or answer.words == "any":
        assert answer.relax == ()
    for name, total in answer.relax:
        fields = {"need": {"needs": ()}, "free": {"free": "any"}, "words": {"text": ""}}
        fields["unknown"] = {"unknown": "include"}
        fields["open"] = {"open_at": None, "open_local": None}
        if name in fields:
            other = replace(query, **fields[name])
            assert total == len(passing(other, pool_of(other, inventory)))


@CHECKED
@given(seeds)
def test_edits_over_a_base_answer_like_a_fresh_build(seed):
    rng = Random(seed)
    before, edited, query = an_inventory(rng), an_inventory(rng, size=12), a_query(rng)
    edited = [replace(each, id=f"listing-{rng.randint(0, 9)}{each.id[-2:]}") for each in edited]
    removed_ids = {f"listing-{rng.randint(0, 25):02d}" for _ in range(rng.randint(0, 8))}
    edits = list({e.id: e for e in edited if e.id not in removed_ids}.values())
    after = {each.id: each for each in before if each.id not in removed_ids}
    after |= {each.id: each for each in edits}
    index = Index.build(before)

    index.apply(edits, removed_ids)

    assert index.search(query) == Index.build(after.values()).search(query)
