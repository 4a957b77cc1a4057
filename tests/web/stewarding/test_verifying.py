"""The steward's queue to verify, the call list, and the provider's one button."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.models import Service
from resource_dir.web.stewarding import verifying

SERVICE = "00000001-0000-4000-8000-000000000002"
LISTING = "00000001-0000-4000-8000-000000000004"
OTHER = "00000002-0000-4000-8000-000000000004"
ORGANIZATION = "00000001-0000-4000-8000-000000000001"
QUEUE = "/steward/verify"


def _person(join: Callable[..., Any], email: str, role: str) -> Any:
    organizations = [ORGANIZATION] if role == "provider" else []
    person = join(email, role=role, organizations=organizations)
    person.sign_in()
    person.set_up_app()
    return person


@pytest.fixture
def steward(county: Flask, join: Callable[..., Any]) -> Any:
    return _person(join, "sam@example.org", "steward")


@pytest.fixture
def provider(county: Flask, join: Callable[..., Any]) -> Any:
    return _person(join, "pat@example.org", "provider")


def _date(session: Session) -> str:
    session.rollback()
    return str(session.get_one(Service, SERVICE, populate_existing=True).assured_date)


def test_the_queue_calls_and_keeps_what_was_said(steward: Any, session: Session) -> None:
    page = steward.client.get(QUEUE).text
    assert 'href="tel:+16615550101"' in page
    assert "Ready to go live: 1 of 7 listings" in page or "Ready to go live:" in page

    fields = {"key": str(uuid4()), "note": "Ask for the desk", "outcome": "no_answer"}
    assert steward.post(f"{QUEUE}/{LISTING}", page=QUEUE, **fields).status_code == 303

    page = steward.client.get(QUEUE).text
    assert "No answer" in page
    assert "Ask for the desk" in page
    assert _date(session) == "2026-11-14"


def test_all_right_verifies(steward: Any, session: Session) -> None:
    steward.post(f"{QUEUE}/{LISTING}", page=QUEUE, key=str(uuid4()), outcome="all_right")

    assert _date(session) == "2026-11-22"  # the day in the zone of the installation
    assert "Steward, by phone" in steward.client.get(f"/listings/{LISTING}").text


def test_what_changed_leads_to_the_editor(steward: Any) -> None:
    answer = steward.post(f"{QUEUE}/{LISTING}", page=QUEUE, outcome="changed")

    assert answer.headers["Location"].startswith(f"/edit/{LISTING}")


def test_what_cannot_be_kept_is_said(steward: Any) -> None:
    wrong = steward.post(f"{QUEUE}/{LISTING}", page=QUEUE, outcome="perhaps")
    gone = steward.post(f"{QUEUE}/{uuid4()}", page=QUEUE, outcome="no_answer")

    assert (wrong.status_code, gone.status_code) == (400, 404)


def test_the_call_list_names_every_listing_with_its_phone(steward: Any) -> None:
    page = steward.client.get(f"{QUEUE}/list").text

    assert "(661) 555-0101" in page
    assert "Lantern House" in page


def test_a_provider_says_still_right_of_its_own_listing_only(
    provider: Any, session: Session
) -> None:
    page = f"/listings/{LISTING}"
    assert "All still right" in provider.client.get(page).text

    answer = provider.post(f"{page}/still-right", page=page)
    other = provider.post(f"/listings/{OTHER}/still-right", page=page)

    assert (answer.status_code, other.status_code) == (303, 403)
    assert _date(session) == "2026-11-22"
    assert "Provider itself" in provider.client.get(page).text


def test_an_opened_page_is_counted_as_a_number(county: Flask, steward: Any) -> None:
    county.test_client().get(f"/listings/{LISTING}")
    county.extensions["listing_uses"].flush()

    assert "opened 1 time in 4 weeks" in steward.client.get(QUEUE).text


def test_the_keepers_links_are_on_its_listing_alone(provider: Any) -> None:
    assert "/history/" in provider.client.get(f"/listings/{LISTING}").text
    assert "/history/" not in provider.client.get(f"/listings/{OTHER}").text


def test_the_queue_goes_on_over_pages_and_each_listing_is_on_one(
    steward: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _listings(steward.client.get(QUEUE).text)
    monkeypatch.setattr(verifying, "ON_A_PAGE", 2)
    pages, way = [], QUEUE
    while way:
        text = steward.client.get(way).text
        pages.append(_listings(text))
        found = re.search(r'rel="next"\s+href="([^"]+)"', text)
        way = found[1] if found else ""

    assert len(whole) > 2
    assert [one for page in pages for one in page] == whole
    assert all(len(page) == 2 for page in pages[:-1])


@pytest.mark.parametrize("page", ["0", "-3", "99999999999999999999", "x", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(steward: Any, page: str) -> None:
    answer = steward.client.get(f"{QUEUE}?page={page}")

    assert answer.status_code == 200
    assert _listings(answer.text)


def _listings(page: str) -> list[str]:
    return re.findall(r'action="/steward/verify/([\w-]+)"', page)
