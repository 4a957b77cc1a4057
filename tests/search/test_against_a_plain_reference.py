"""The engine against loops that anybody can check, and edits against a fresh build."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
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
CHECKED = settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

rules = st.builds(
    Rule,
    opens_at=st.sampled_from([time(8), time(20), time(0)]),
    closes_at=st.sampled_from([time(17), time(6), time(23, 59)]),
    byday=st.sampled_from(["MO,TU,WE,TH,FR", "SA,SU", "SA", "FR"]),
)
hours = st.builds(
    Hours,
    zone=st.sampled_from(["America/Los_Angeles", "America/New_York"]),
    rules=st.lists(rules, max_size=2).map(tuple),
)
facts = st.one_of(
    st.builds(
        Fact,
        code=st.sampled_from([ACCEPT_CODES[code][0] for code in CODES]),
        stance=st.sampled_from(["yes", "no"]),
        audience=st.sampled_from(["public", "partner", "own"]),
    ),
    st.builds(
        Fact,
        code=st.sampled_from(["language:es", "payment:medicaid", "payment:none_needed"]),
        stance=st.sampled_from(["yes", "no"]),
        audience=st.sampled_from(["public", "partner"]),
    ),
    st.builds(age_fact, st.sampled_from([None, 18]), st.sampled_from([None, 25])),
)
free_beds = st.builds(
    FreeBeds,
    audience=st.sampled_from(["public", "partner"]),
    available=st.integers(0, 2),
    fresh_until_epoch_s=st.integers(-5, 5).map(lambda h: int(NOW.timestamp()) + h * 3600),
)


@st.composite
def listings(draw, listing_id):
    kind = draw(st.sampled_from(["placed", "placed", "unplaced", "withheld"]))
    is_placed = kind == "placed"
    return ListingDocument(
        id=listing_id,
        service_id=None,
        location_id=None,
        organization_id=None,
        texts=(
            ("name", " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=2)))),
            ("description", " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=5)))),
        ),
        needs=tuple(draw(st.lists(st.sampled_from(SLUGS), max_size=2, unique=True))),
        lat=draw(st.floats(36.0, 36.6)) if is_placed else None,
        lon=draw(st.floats(-119.4, -118.8)) if is_placed else None,
        is_withheld=kind == "withheld",
        areas=() if is_placed else tuple(draw(st.lists(st.sampled_from(AREAS), max_size=2))),
        hours=draw(hours),
        facts=tuple(draw(st.lists(facts, max_size=4))),
        free=tuple(draw(st.lists(free_beds, max_size=2))),
        verified_on=draw(st.none() | st.dates(date(2024, 1, 1), date(2026, 3, 1))),
        status=draw(st.sampled_from([None, "active", "inactive", "temporarily closed"])),
        change=1,
    )


@st.composite
def inventories(draw, *, prefix="listing"):
    size = draw(st.integers(0, 14))
    return [draw(listings(f"{prefix}-{number:02d}")) for number in range(size)]


people = st.builds(
    Person,
    age=st.sampled_from([None, None, 17, 30]),
    accepts=st.frozensets(st.sampled_from(CODES), max_size=2),
    language=st.sampled_from([None, None, "es"]),
    payment=st.sampled_from([None, None, "medicaid"]),
)
texts = st.one_of(
    st.just(""),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=1).map(" ".join),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(
        lambda two: f"{two[0]} -{two[1]}"
    ),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(" OR ".join),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda two: f'"{" ".join(two)}"'),
)


@st.composite
def queries(draw):
    has_point = draw(st.booleans())
    asked = draw(st.sampled_from(["any", "at", "local"]))
    when = NOW + timedelta(hours=draw(st.integers(0, 100)))
    return SearchQuery(
        at=NOW,
        text=draw(texts),
        needs=tuple(draw(st.lists(st.sampled_from(SLUGS), max_size=2))),
        lat=36.3 if has_point else None,
        lon=-119.1 if has_point else None,
        radius_km=draw(st.sampled_from([None, 5.0, 20.0, 60.0])) if has_point else None,
        areas=draw(st.frozensets(st.sampled_from(AREAS), max_size=2)),
        open_at=when if asked == "at" else None,
        open_local=when.replace(tzinfo=None) if asked == "local" else None,
        person=draw(people),
        unknown=draw(st.sampled_from(["include", "exclude"])),
        free=draw(st.sampled_from(["any", "any", "only"])),
        sort=draw(st.sampled_from(["best", "distance", "verified"])),
        viewer=draw(st.sampled_from(["public", "partner"])),
        include_no=draw(st.booleans()),
    )


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
    return [
        each
        for each in inventory
        if each.status != "inactive" and is_in_place(query, each) and has_words(each, query.text)
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
@given(inventories(), queries())
def test_the_engine_finds_what_plain_loops_find(inventory, query):
    expected = passing(query, pool_of(query, inventory))

    answer = Index.build(inventory).search(query)

    assert {hit.id for hit in answer.hits} == {each.id for each in expected}
    assert answer.total == len(expected)
    assert answer.unplaced == sum(each.lat is None and not each.is_withheld for each in expected)


@CHECKED
@given(inventories(), queries())
def test_each_hit_says_what_plain_loops_say_of_it(inventory, query):
    by_id = {each.id: each for each in inventory}

    answer = Index.build(inventory).search(query)

    for hit in answer.hits:
        listing = by_id[hit.id]
        assert hit.hours_state == state_of(query, listing)
        assert hit.verdict == verdict_of(query, listing)
        assert hit.distance_km == pytest.approx(kilometres(query, listing), abs=1e-6)
        assert 0 <= hit.score <= 1


@CHECKED
@given(inventories(), queries())
def test_facets_count_what_plain_loops_count(inventory, query):
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
@given(inventories(), queries())
def test_fact_facets_count_the_listings_that_would_fit_that_circumstance(inventory, query):
    found = passing(query, pool_of(query, inventory))
    accepted = [
        code
        for each in found
        for code in ACCEPT_CODES
        if verdict_of(replace(query, person=Person(accepts=frozenset({code}))), each) == "fits"
    ]

    facets = Index.build(inventory).search(query).facets

    assert facets["accepts"] == counted(accepted)


@CHECKED
@given(inventories(), queries())
def test_when_nothing_is_found_each_filter_left_out_gives_its_total(inventory, query):
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
@given(inventories(), inventories(), st.sets(st.integers(0, 13)), queries())
def test_edits_over_a_base_answer_like_a_fresh_build(before, edited, removed, query):
    removed_ids = {f"listing-{number:02d}" for number in removed}
    edits = [each for each in edited if each.id not in removed_ids]
    after = {each.id: each for each in before if each.id not in removed_ids}
    after |= {each.id: each for each in edits}
    index = Index.build(before)

    index.apply(edits, removed_ids)

    assert index.search(query) == Index.build(after.values()).search(query)
