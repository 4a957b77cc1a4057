"""How much one client may ask."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from flask import Flask
from flask.testing import FlaskClient

from resource_dir.config import Settings
from resource_dir.errors import BadInput
from resource_dir.web.limits import read_rate_limit

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def limited(settings: Settings, make_app: Callable[[Settings], Flask]) -> Flask:
    """Two requests per minute."""
    return make_app(replace(settings, rate_limit="2/minute"))


def statuses(app: Flask, *, count: int = 3, path: str = "/api/needs", **request: object) -> list:
    client = app.test_client()
    return [client.get(path, **request).status_code for _ in range(count)]


def test_one_too_many_is_told_to_wait(limited: Flask) -> None:
    assert statuses(limited, environ_base=ELSEWHERE) == [200, 200, 429]


def test_too_many_is_json_for_a_program(limited: Flask) -> None:
    statuses(limited, environ_base=ELSEWHERE)

    answer = limited.test_client().get("/api/needs", environ_base=ELSEWHERE)

    assert answer.json["error"]["code"] == "too_many_requests"


def test_another_client_is_not_held_up(limited: Flask) -> None:
    statuses(limited, environ_base=ELSEWHERE)

    assert statuses(limited, count=1, environ_base={"REMOTE_ADDR": "203.0.113.10"}) == [200]


def test_this_machine_is_exempt(limited: Flask) -> None:
    assert statuses(limited, count=5) == [200] * 5


def test_this_machine_counts_when_told_so(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    app = make_app(replace(settings, rate_limit="2/minute; loopback"))

    assert statuses(app) == [200, 200, 429]


def test_probes_are_never_limited(limited: Flask) -> None:
    assert statuses(limited, count=5, path="/healthz", environ_base=ELSEWHERE) == [200] * 5


def test_a_made_up_forwarded_address_does_not_help(limited: Flask) -> None:
    client = limited.test_client()

    answers = [
        client.get(
            "/api/needs", environ_base=ELSEWHERE, headers={"X-Forwarded-For": f"198.51.100.{n}"}
        ).status_code
        for n in range(3)
    ]

    assert answers == [200, 200, 429]


def test_behind_a_trusted_proxy_each_client_counts_for_itself(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    app = make_app(replace(settings, rate_limit="2/minute", trusted_proxies=1))
    client = app.test_client()

    answers = [
        client.get("/api/needs", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in (1, 1, 1, 2)
    ]

    assert answers == [200, 200, 429, 200]


LONGEST_HOST = "a." * 127 + "a"
ODD_HOSTS = ["b" * 64, "a..b", f"{LONGEST_HOST}a", "a." * 1_527]


@pytest.mark.parametrize("host", ODD_HOSTS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_host_that_is_no_name_is_refused(
    visitor: FlaskClient, listings: ModuleType, host: str, accept: str
) -> None:
    headers = {"Host": host, "Accept": accept}

    for path in (f"/listings/{listings.listing_id('sobering')}", "/search", "/healthz", "/nowhere"):
        answer = visitor.get(path, headers=headers)

        assert answer.status_code == 400
        assert "Host" in answer.text
        assert host not in answer.text


@pytest.mark.parametrize("host", [LONGEST_HOST, "[x", "a b", "", "[::1]:8000"])
def test_any_other_host_is_answered(visitor: FlaskClient, listings: ModuleType, host: str) -> None:
    page = f"/listings/{listings.listing_id('sobering')}"

    assert visitor.get(page, headers={"Host": host}).status_code == 200


def test_a_limit_that_cannot_be_read_names_the_setting() -> None:
    with pytest.raises(BadInput, match="120/minute") as caught:
        read_rate_limit("a lot")

    assert caught.value.field == "RATE_LIMIT"


@pytest.mark.parametrize(
    ("text", "rules", "loopback"),
    [
        ("120/minute", "120/minute", False),
        ("10/second, 500/hour; loopback", "10/second; 500/hour", True),
        ("off", "", False),
    ],
)
def test_the_setting_is_a_list(text: str, rules: str, *, loopback: bool) -> None:
    assert read_rate_limit(text) == (rules, loopback)
