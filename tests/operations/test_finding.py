"""One search, from parameters to the answer, over a fictional county."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.operations.asking import read_query
from resource_dir.operations.finding import find_listings, get_listing, suggest
from resource_dir.operations.importing.inventory import ImportReport
from resource_dir.operations.indexing import IndexKeeper

NIGHT = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)  # two in the morning in the county
COUNTY = {"lat": ["38.5"], "lon": ["-106.0"]}


@pytest.fixture
def find(
    session: Session,
    keeper: IndexKeeper,
    take: Callable[..., ImportReport],
    package: Callable[..., Path],
    county: dict[str, list[dict[str, Any]]],
) -> Callable[..., dict[str, Any]]:
    take(package(county))

    def find(
        keeper: IndexKeeper | None = keeper, now: datetime = NIGHT, **params: list[str]
    ) -> dict[str, Any]:
        query = read_query(params, now=now)
        return find_listings(session, query, keeper=keeper, viewer="public", now=now)

    return find


def _names(answer: dict[str, Any]) -> list[str]:
    return [result["name"] for result in answer["results"]]


def test_words_and_a_place_find_the_listing_with_its_distance(
    find: Callable[..., dict[str, Any]],
) -> None:
    answer = find(q=["detox"], **COUNTY)

    assert _names(answer) == ["Detox unit"]
    assert answer["results"][0]["distance_mi"] == 0.0


def test_a_spanish_word_finds_what_an_english_listing_offers(
    find: Callable[..., dict[str, Any]],
) -> None:
    answer = find(q=["desintoxicación"], **COUNTY)

    assert "Detox unit" in _names(answer)


def test_an_unplaced_listing_is_found_by_its_town_after_those_with_a_distance(
    find: Callable[..., dict[str, Any]],
) -> None:
    answer = find(near=["Salida, CO"], radius_mi=["50"])

    assert _names(answer)[-1] == "Food pantry"
    assert answer["results"][-1]["distance_mi"] is None
    assert answer["unplaced"] == 1


def test_a_shelter_of_the_night_is_open_at_two_and_closed_at_noon(
    find: Callable[..., dict[str, Any]],
) -> None:
    night = find(q=["shelter"], **COUNTY)
    noon = find(q=["shelter"], now=NIGHT.replace(hour=19), **COUNTY)

    assert night["results"][0]["hours"]["state"] == "open"
    assert night["results"][0]["hours"]["until"] == "2026-01-15T07:00:00-07:00"
    assert noon["results"][0]["hours"]["state"] == "closed"
    assert noon["results"][0]["hours"]["opens"] == "2026-01-15T20:00:00-07:00"


def test_hours_that_nobody_stated_are_unknown(find: Callable[..., dict[str, Any]]) -> None:
    answer = find(q=["detox"], **COUNTY)

    assert answer["results"][0]["hours"]["state"] == "unknown"


def test_what_a_listing_does_not_say_becomes_a_question(
    find: Callable[..., dict[str, Any]],
) -> None:
    answer = find(q=["detox"], age=["34"], accepts=["pets"], **COUNTY)

    fit = answer["results"][0]["fit"]
    assert fit["verdict"] == "ask"
    assert [r["criterion"] for r in fit["reasons"] if r["question"]] == ["pets"]


def test_somebody_too_young_is_not_sent_there(find: Callable[..., dict[str, Any]]) -> None:
    answer = find(q=["detox"], age=["15"], **COUNTY)

    assert answer["total"] == 0
    assert answer["nearest"][0]["name"] == "Detox unit"
    assert answer["nearest"][0]["fit"]["verdict"] == "no"
    assert {"without": "age", "total": 1} in answer["relax"]


def test_imported_facts_are_not_verified(find: Callable[..., dict[str, Any]]) -> None:
    assert find(**COUNTY)["results"][0]["verified"] is None


def test_sql_answers_while_there_is_no_index(find: Callable[..., dict[str, Any]]) -> None:
    for params in (
        {"q": ["detox"], **COUNTY},
        {"q": ["shelter"]},
        {"near": ["Salida, CO"], "radius_mi": ["auto"]},
        {},
    ):
        with_index = find(**params)
        without = find(keeper=None, **params)

        assert _names(without) == _names(with_index), params
        assert without["total"] == with_index["total"]


def test_a_listing_is_shown_whole(find: Callable[..., dict[str, Any]], session: Session) -> None:
    listing_id = find(q=["shelter"], **COUNTY)["results"][0]["id"]

    listing = get_listing(session, listing_id, viewer="public", now=NIGHT)

    assert listing["name"] == "Night shelter"
    assert len(listing["week"]) == 7
    assert listing["week"][0]["spans"] == [["20:00", "07:00"]]
    assert listing["phones"][0]["extension"] == "7"


def test_a_listing_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        get_listing(session, "nothing", viewer="public", now=NIGHT)


def test_typing_suggests(
    find: Callable[..., dict[str, Any]], session: Session, keeper: IndexKeeper
) -> None:
    find()

    assert suggest(keeper, session, "det")


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"lat": ["91"], "lon": ["0"]}, "lat"),
        ({"lat": ["1"]}, "lon"),
        ({"near": ["90012"], "radius_mi": ["-1"]}, "radius_mi"),
        ({"near": ["90012"], "radius_mi": ["0"]}, "radius_mi"),
        ({"near": ["90012"], "radius_mi": ["nan"]}, "radius_mi"),
        ({"age": ["abc"]}, "age"),
        ({"age": ["121"]}, "age"),
        ({"age": ["٣"]}, "age"),
        ({"q": ["x" * 10_240]}, "q"),
        ({"q": ["a\0b"]}, "q"),
        ({"q": ["\ud800"]}, "q"),
        ({"need": ["unheard_of"]}, "need"),
        ({"accepts": ["dragons"]}, "accepts"),
        ({"language": ["!!"]}, "language"),
        ({"payment": ["gold"]}, "payment"),
        ({"open": ["tomorrow"]}, "open"),
        ({"open": ["9999-01-01T00:00"]}, "open"),
        ({"sort": ["random"]}, "sort"),
        ({"page": ["0"]}, "page"),
        ({"per_page": ["101"]}, "per_page"),
        ({"free": ["maybe"]}, "free"),
        ({"unknown": ["perhaps"]}, "unknown"),
        ({"age": ["1", "2"]}, "age"),
        ({"colour": ["red"]}, "colour"),
        ({"near": ["Nowhereville Unknown"]}, "near"),
    ],
)
def test_bad_input_names_its_field(params: dict[str, list[str]], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_query(params, now=NIGHT)

    assert caught.value.field == field
    assert len(caught.value.message) < 2_500
