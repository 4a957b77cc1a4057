"""Only listings that may stand on the page are scored; nobody can tell from the answer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from resource_dir.errors import BadInput
from resource_dir.fit import Fact, Person
from resource_dir.hours import Hours, Rule
from resource_dir.search import Index, SearchQuery

DAYS = "MO,TU,WE,TH,FR,SA,SU"
NINE_TO_TEN = Hours("UTC", (Rule(opens_at=time(9), closes_at=time(10), byday=DAYS),))
SATURDAY = datetime(2026, 3, 14, tzinfo=UTC)
PETS = Person(accepts=frozenset({"pets"}))


@pytest.fixture
def many(listing):
    """Sixty listings of every tier, many of them equal but for their id."""
    stances = ((), (Fact("pets", "yes"),), (Fact("pets", "no"),))
    return [
        listing(
            f"listing-{number:02d}",
            name="Harbor" if number % 2 else "Harbor Light",
            lat=None if number % 7 == 0 else 36.3 + number % 5 / 100,
            lon=None if number % 7 == 0 else -119.1,
            facts=stances[number % 3],
            hours=NINE_TO_TEN if number % 4 else Hours("UTC"),
            verified_on=date(2026, 1, 1) + timedelta(number % 6),
        )
        for number in range(60)
    ]


@pytest.mark.parametrize("sort", ["best", "distance", "verified"])
@pytest.mark.parametrize("text", ["", "harbor"])
def test_pages_of_seven_in_a_row_are_the_whole_list(many, ask, sort, text):
    index = Index.build(many[:40])
    index.apply(many[40:])
    asked = {"lat": 36.3, "lon": -119.1, "person": PETS, "include_no": True, "sort": sort}

    whole = index.search(ask(text, limit=60, **asked)).hits
    pages = [index.search(ask(text, limit=7, offset=at, **asked)).hits for at in range(0, 60, 7)]

    assert [hit for page in pages for hit in page] == list(whole)
    assert len(whole) == 60


def test_a_page_beyond_the_last_is_empty_and_still_counts(many, ask):
    answer = Index.build(many).search(ask(offset=1000))

    assert answer.hits == ()
    assert answer.total == 60


def test_half_of_a_phrase_adds_nothing_to_the_score(listing, ask):
    whole = listing("a", description="granite velvet")
    half = listing("b", description="granite amber")

    answer = Index.build([whole, half]).search(ask('amber OR "granite velvet"'))
    alone = Index.build([whole, half]).search(ask("amber"))

    scores = {hit.id: hit.score for hit in answer.hits}
    assert scores["b"] == alone.hits[0].score


def test_the_last_second_of_a_minute_belongs_to_it(listing):
    index = Index.build([listing("a", hours=NINE_TO_TEN)])

    def state(hour, minute, second):
        at = SATURDAY.replace(hour=hour, minute=minute, second=second)
        return index.search(SearchQuery(at=at)).hits[0].hours_state

    assert [state(8, 59, 59), state(9, 0, 0), state(9, 59, 59), state(10, 0, 0)] == [
        "closed",
        "open",
        "open",
        "closed",
    ]


def test_an_unknown_circumstance_is_refused_even_where_no_listing_is(ask):
    with pytest.raises(BadInput) as refused:
        Index.build([]).search(ask(person=Person(accepts=frozenset({"dragons"}))))

    assert refused.value.field == "accepts"


def test_nothing_anywhere_is_an_answer_with_what_was_asked(ask):
    answer = Index.build([]).search_auto(ask("harbor", near=True, person=PETS))

    assert answer.total == 0
    assert dict(answer.relax) == {"words": 0, "radius": 0, "accepts:pets": 0}
