"""How many reports one address may store, and what becomes of the words of one too many."""

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from resource_dir.config import Settings
from resource_dir.errors import BadInput

Send = Callable[..., TestResponse]


@pytest.fixture
def call_again(
    settings: Settings, make_app: Callable[[Settings], Flask], county: Flask, listings: ModuleType
) -> Send:
    """A function that posts a report, where an address may store two per hour."""
    client = make_app(replace(settings, report_limit="2/hour")).test_client()
    path = f"/listings/{listings.listing_id('sobering')}/reports"

    def post(address: str = "203.0.113.9", *, headers: Any = None, **form: Any) -> TestResponse:
        form = {"kind": "no_answer"} | form
        return client.post(path, data=form, headers=headers, environ_base={"REMOTE_ADDR": address})

    return post


def test_each_address_has_a_limit_of_its_own_and_this_machine_has_none(call_again: Send) -> None:
    def statuses(address: str, *, count: int) -> list[int]:
        return [call_again(address).status_code for _ in range(count)]

    assert statuses("203.0.113.9", count=3) == [303, 303, 429]
    assert statuses("203.0.113.10", count=1) == [303]
    assert statuses("127.0.0.1", count=3) == [303, 303, 303]


def test_only_what_is_stored_counts(call_again: Send) -> None:
    refused = [call_again(kind="nonsense").status_code for _ in range(5)]

    assert refused == [422] * 5
    assert [call_again().status_code for _ in range(3)] == [303, 303, 429]


def test_who_sent_too_many_keeps_what_was_typed(call_again: Send) -> None:
    for _ in range(2):
        call_again()

    page = call_again(kind="turned_away", text="The bell is broken")
    program = call_again(headers={"Accept": "application/json"})
    foreign = call_again(text="The bell is broken", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 429
    assert "Too many reports came from here" in page.text
    assert "The bell is broken</textarea>" in page.text
    assert (program.status_code, program.json["error"]["code"]) == (429, "too_many_requests")
    assert foreign.status_code == 429
    assert "The bell is broken" not in foreign.text


def test_a_broker_can_note_sixty_calls_an_hour(settings: Settings) -> None:
    assert settings.report_limit == "60/hour"


def test_a_report_limit_that_cant_be_read_stops_the_start(
    settings: Settings, make_app: Callable[[Settings], Flask]
) -> None:
    with pytest.raises(BadInput, match="REPORT_LIMIT"):
        make_app(replace(settings, report_limit="plenty"))
