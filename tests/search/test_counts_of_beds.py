"""Counts that change are found as after a new build, and without one."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from resource_dir.search import FreeBeds, Index
from resource_dir.search.free_beds import are_counts

NOW = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)


@pytest.fixture
def houses(listing):
    return [listing(f"house-{number:02d}", name=f"amber house {number}") for number in range(20)]


def _counted(rng, house, change):
    until = int(NOW.timestamp()) + rng.choice([-60, 60])
    kinds = [rng.choice(["public", "partner"]) for _ in range(rng.randrange(3))]
    free = tuple(FreeBeds(kind, rng.randrange(3), until) for kind in kinds)
    return replace(house, free=free, change=change)


@pytest.mark.parametrize("seed", range(20))
def test_counts_are_found_as_in_a_fresh_build(houses, ask, seed):
    rng, known = random.Random(seed), {house.id: house for house in houses}
    index = Index.build(houses)

    for change in range(2, 12):
        edits = [_counted(rng, house, change) for house in rng.sample(houses, 6)]
        if rng.random() < 0.2:  # another edit in between
            edits[0] = replace(edits[0], texts=(("name", f"cobalt house {change}"),))
        index.apply(edits, change=change)
        known |= {edit.id: edit for edit in edits}

    fresh = Index.build(known.values())
    for viewer in ("public", "partner"):
        for text in ("", "amber", "cobalt"):
            query = ask(text, free="only", viewer=viewer, limit=100)
            assert index.search(query) == fresh.search(query)
    assert (index.change, len(index)) == (11, 20)


def test_a_count_leaves_the_words_as_they_are(houses):
    index = Index.build(houses)
    index.apply(houses[:3])
    before = index._corpus.parts[1].segment

    index.apply([_counted(random.Random(1), houses[1], 5)])

    after = index._corpus.parts[1].segment
    assert after.postings is before.postings
    assert after.listings.free_public is not before.listings.free_public  # searches go on with it


def test_what_is_new_or_changed_otherwise_is_no_count(houses):
    index = Index.build(houses)
    index.apply(houses[:3])

    assert are_counts(index._corpus, [replace(houses[0], free=(FreeBeds("public", 1, 9),))])
    assert not are_counts(index._corpus, [houses[5]])
    assert not are_counts(index._corpus, [replace(houses[0], status="inactive")])
    assert not are_counts(index._corpus, [replace(houses[0], is_withheld=True)])
