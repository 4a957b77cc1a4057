"""A provider edits a listing in a browser: preview, a draft that comes back, two people at once."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from resource_dir.models import Service

pytestmark = pytest.mark.browser

LISTING = "00000001-0000-4000-8000-000000000004"
SERVICE = "00000001-0000-4000-8000-000000000002"
ORGANIZATION = "00000001-0000-4000-8000-000000000001"
BASICS = f"/edit/{LISTING}/basics"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def sign_in(
    keeper_of: Callable[..., Any],
    visit: Callable[..., Page],
    address: str,
    signed_in_as: Callable[[Page, Any], None],
) -> Callable[..., Page]:
    """A function that opens a browser in which somebody who keeps the listing is signed in."""

    def sign_in(email: str, **options: Any) -> Page:
        page = visit(address, **{**PHONE, **options})
        signed_in_as(page, keeper_of(email, ORGANIZATION))
        page.goto(BASICS)
        return page

    return sign_in


def _service(session: Session) -> Service:
    session.rollback()
    return session.get_one(Service, SERVICE)


def test_previewed_and_then_saved(sign_in: Callable[..., Page], session: Session) -> None:
    page = sign_in("pat@example.org")
    page.get_by_label("What it is").fill("A warm room.")

    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(page.locator("article").get_by_text("A warm room.")).to_be_visible()
    assert _service(session).description != "A warm room."
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("It is live now.")).to_be_visible()
    assert _service(session).description == "A warm room."


def test_what_was_typed_comes_back(sign_in: Callable[..., Page]) -> None:
    page = sign_in("pat@example.org")
    page.get_by_label("What it is").fill("Half a sen")
    expect(page.locator("#draft-state")).to_have_text("Draft kept")

    page.goto(f"/listings/{LISTING}")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("link", name="Edit: Basics").click()
    page.get_by_role("link", name="Continue it").click()

    expect(page.get_by_label("What it is")).to_have_value("Half a sen")


def test_a_draft_is_kept_on_leaving_too(sign_in: Callable[..., Page]) -> None:
    page = sign_in("pat@example.org")
    page.get_by_label("What it is").fill("Half a sen")

    page.goto("/")
    page.goto(BASICS)

    expect(page.get_by_text("You have a draft of")).to_be_visible()


def test_the_focus_goes_to_what_is_wrong(sign_in: Callable[..., Page]) -> None:
    page = sign_in("pat@example.org")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#errors")).to_be_focused()
    page.get_by_role("link", name="Name: Fill this in.").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


@pytest.mark.parametrize("has_script", [True, False])
def test_the_second_of_two_people_chooses(
    sign_in: Callable[..., Page], session: Session, has_script: bool
) -> None:
    mine = sign_in("pat@example.org", java_script_enabled=has_script)
    theirs = sign_in("kim@example.org", java_script_enabled=has_script)
    theirs.get_by_label("Notice at the top").fill("Ring twice")
    theirs.get_by_role("button", name="Save", exact=True).click()
    mine.get_by_label("Notice at the top").fill("Knock")
    mine.get_by_label("Waiting time").fill("None")
    mine.get_by_role("button", name="Save", exact=True).click()

    expect(mine.get_by_role("heading", name="Somebody else changed this, too")).to_be_visible()
    mine.get_by_label("kim@example.org").check()
    mine.get_by_role("button", name="Save what I chose").click()

    expect(mine.get_by_text("It is live now.")).to_be_visible()
    service = _service(session)
    assert (service.alert, service.wait_time) == ("Ring twice", "None")
