"""What it is all for: from a street in the demonstration county to the phone ringing, at night.

Two taps after typing on a phone, as many keys at a desk, the same without script and with a slip
of the finger in the street's name.
"""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}
SOBERING = "tel:+17195550101"  # Lantern House Sobering Center


@pytest.fixture
def home(juniper: Flask, serve: Callable[[Flask], str]) -> str:
    return serve(juniper)


def call_of(page: Page, name: str) -> str | None:
    """Where the call button of a card leads."""
    return page.get_by_role("link", name=re.compile(f"^Call .*{name}")).get_attribute("href")


@pytest.mark.parametrize("street", ["412 Lantern Street", "412 Lantren St"])
@pytest.mark.parametrize("has_script", [True, False])
def test_two_taps_after_typing_the_right_phone_rings(
    visit: Callable[..., Page], home: str, street: str, has_script: bool
) -> None:
    page = visit(home, **PHONE, java_script_enabled=has_script)
    page.goto("/")
    page.get_by_label("Where?").fill(street)
    page.get_by_label("What is needed?").fill("sobering")

    page.get_by_role("button", name="Find").first.tap()

    expect(page.get_by_text("Lantern Street & East 8th Street, Quillmore")).to_be_visible()
    assert page.locator("a.call").first.get_attribute("href") == SOBERING  # the second tap
    assert re.search(r"/search\?lat=38\.511&lon=-106\.051&", page.url)


def test_at_a_desk_the_same_takes_the_keyboard_only(visit: Callable[..., Page], home: str) -> None:
    page = visit(home)
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("sobering")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("lantern & 8th")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?lat=38.511*")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == SOBERING
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lantern House Sobering Center")


def test_a_street_that_nobody_knows_sends_nobody_anywhere(
    visit: Callable[..., Page], home: str
) -> None:
    page = visit(home, **PHONE)
    page.goto("/")
    page.get_by_label("Where?").fill("17 Nowhere Lane, Quillmore")

    page.get_by_role("button", name="Find").first.tap()

    expect(page.get_by_role("alert")).to_contain_text("Try a cross-street")
    assert "Nowhere" not in page.url
