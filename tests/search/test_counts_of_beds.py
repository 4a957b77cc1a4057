"""Counts that change are found as after a new build, and without one."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from resource_dir.search import Counted, FreeBeds, Index

NOW = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)


@pytest.fixture
def houses(listing):
    return [
        listing(f"house-{number:02d}", name=f"amber house {number}", rest=1000 + number)
        for number in range(20)
    ]


def _counted(rng, house, change):
    until = int(NOW.timestamp()) + rng.choice([-60, 60])
    kinds = [rng.choice(["public", "partner"]) for _ in range(rng.randrange(3))]
    free = tuple(FreeBeds(kind, rng.randrange(3), until) for kind in kinds)
    return replace(house, free=free, change=change)


def _apply(index, edits, *, change):
    """As a follower does: of what the index knows, only the counts."""
    known = [edit for edit in edits if index.knows(edit.id, edit.rest)]
    index.apply(
        [edit for edit in edits if edit not in known],
        counts=[Counted(edit.id, edit.free, edit.change) for edit in known],
        change=change,
    )


@pytest.mark.parametrize("seed", range(20))
def test_counts_are_found_as_in_a_fresh_build(houses, ask, seed):
    rng, known = random.Random(seed), {house.id: house for house in houses}
    index = Index.build(houses)

    for change in range(2, 12):
        edits = [_counted(rng, known[house.id], change) for house in rng.sample(houses, 6)]
        if rng.random() < 0.2:  # another edit in between
            texts = (("name", f"cobalt house {change}"),)
            edits[0] = replace(edits[0], texts=texts, rest=change)
        _apply(index, edits, change=change)
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
    before = [part.segment for part in index._corpus.parts]

    _apply(index, [_counted(random.Random(1), houses[place], 5) for place in (1, 7)], change=5)

    for old, new in zip(before, (part.segment for part in index._corpus.parts), strict=True):
        assert new.postings is old.postings
        assert new.listings.free_public is not old.listings.free_public  # searches go on with it
    assert index.delta_size == 3


def test_only_what_is_the_same_but_for_its_beds_is_known(houses):
    index = Index.build([*houses, replace(houses[0], id="unmarked", rest=0)])
    index.apply([replace(houses[1], rest=5)], [houses[2].id])

    assert index.knows(houses[0].id, 1000)
    assert not index.knows(houses[0].id, 1001)
    assert index.knows(houses[1].id, 5)
    assert not index.knows(houses[1].id, 1001)  # as it was in the files
    assert not index.knows(houses[2].id, 1002)  # gone
    assert not index.knows("unmarked", 0)
    assert not index.knows("nobody", 1000)
