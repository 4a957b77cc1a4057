"""The JSON interface."""

from types import ModuleType

import pytest
from flask.testing import FlaskClient

PROMISED = {
    "total", "page", "per_page", "place", "results", "facets", "unplaced", "relax", "took_ms",
}  # fmt: skip
PROMISED_OF_A_RESULT = {
    "id", "service_id", "location_id", "organization_id", "name", "organization", "needs",
    "distance_mi", "minutes_estimate", "address", "lat", "lon", "hours", "capacity", "fit",
    "phones", "verified", "url",
}  # fmt: skip


def test_the_answer_holds_every_key_that_is_promised(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/search?lat=35.37&lon=-119.02").json

    assert set(answer) >= PROMISED
    assert all(set(result) >= PROMISED_OF_A_RESULT for result in answer["results"])
    assert answer["total"] == 7


def test_get_and_post_give_the_same_answer(visitor: FlaskClient) -> None:
    query = "/api/search?lat=35.37&lon=-119.02&need=food&need=sobering_center&age=30&free=0&page=1"
    body = {
        "lat": 35.37, "lon": -119.02, "need": ["food", "sobering_center"], "age": 30.0,
        "free": False, "page": 1, "q": None,
    }  # fmt: skip

    got, posted = visitor.get(query).json, visitor.post("/api/search", json=body).json
    got.pop("took_ms"), posted.pop("took_ms")

    assert got == posted
    assert got["total"] == 3


def test_a_listing_carries_what_its_result_carries_and_more(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    answer = visitor.get(f"/api/listings/{listings.listing_id('sobering')}")

    assert answer.status_code == 200
    assert set(answer.json) > PROMISED_OF_A_RESULT
    assert "Partner only door" not in answer.text


def test_a_withheld_listing_has_no_point(visitor: FlaskClient, listings: ModuleType) -> None:
    answer = visitor.get(f"/api/listings/{listings.listing_id('withheld')}").json

    assert [answer[name] for name in ("lat", "lon", "address", "distance_mi", "location_id")] == (
        [None] * 5
    )


def test_needs_come_with_both_names_and_their_groups(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/needs").json

    detox = next(need for need in answer["needs"] if need["slug"] == "withdrawal_management")
    assert detox["name"]
    assert detox["name_es"]
    assert detox["group"] in answer["groups"]


def test_suggestions_have_text_and_kind(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/suggest?q=deto").json

    assert all(set(one) == {"text", "kind"} for one in answer["suggestions"])
    assert visitor.get("/api/suggest").json == {"suggestions": []}


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("lat=91&lon=0", 400, "lat"),
        ("lat=1", 400, "lon"),
        ("lat=nan&lon=0", 400, "lat"),
        ("lat=1e400&lon=0", 400, "lat"),
        ("lat=35&lon=-119&radius_mi=-1", 400, "radius_mi"),
        ("age=abc", 400, "age"),
        ("age=99999999999999999999999", 400, "age"),
        ("q=" + "x" * 10_240, 400, "q"),
        ("need=unicorns", 400, "need"),
        ("near=Nowhere%20at%20all%2000000", 422, "near"),
        ("age=1&age=2", 400, "age"),
        ("per_page=101", 400, "per_page"),
        ("page=0", 400, "page"),
        ("open=yesterday", 400, "open"),
        ("viewer=partner", 400, "viewer"),
        ("q=%00", 400, "q"),
    ],
)
def test_a_wrong_value_is_told_by_field(
    visitor: FlaskClient, query: str, status: int, field: str
) -> None:
    answer = visitor.get(f"/api/search?{query}")

    assert answer.status_code == status
    assert answer.json["error"]["field"] == field
    assert len(answer.json["error"]["message"]) > 20


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"q": {"a": 1}}', "application/json", 400),
        (b'{"q": [["a"]]}', "application/json", 400),
        (b'{"lat": 1e400, "lon": 0}', "application/json", 400),
        (b'{"q": "\\ud800"}', "application/json", 400),
        (b'{"q": "\\u0000"}', "application/json", 400),
        (b"[" * 10_000, "application/json", 400),
        (b'{"q": "' + b"x" * 70_000 + b'"}', "application/json", 413),
        (b'{"q": "detox"}', "text/plain", 415),
        (b"q=detox", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_broken_body_is_refused_with_a_reason(
    visitor: FlaskClient, body: bytes, kind: str, status: int
) -> None:
    answer = visitor.post("/api/search", data=body, content_type=kind)

    assert answer.status_code == status
    assert set(answer.json["error"]) == {"code", "message", "field"}


def test_parameters_that_an_address_does_not_have_are_named(visitor: FlaskClient) -> None:
    answer = visitor.get("/api/suggest?q=a&limit=3")

    assert answer.status_code == 400
    assert answer.json["error"]["field"] == "limit"


def test_the_process_says_that_it_is_up(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "up"}


def test_database_and_index_say_that_they_can_be_used(visitor: FlaskClient) -> None:
    answer = visitor.get("/readyz")

    assert answer.status_code == 200
    assert answer.json["index"] == "usable"
