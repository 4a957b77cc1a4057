"""Signing in as people do it: with a password and without script, and with a passkey."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 640}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def local(address: str) -> str:
    """The server under a name: an IP address can't own a passkey."""
    return address.replace("127.0.0.1", "localhost")


def _sign_in(page: Page, address: str, email: str, password: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_without_script_somebody_signs_in_sets_up_an_app_and_signs_out(
    browser: Browser, local: str, join: Callable[..., Any], people: ModuleType, pictures: Path
) -> None:
    ann = join("ann@example.org")
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()

    _sign_in(page, local, ann.email, "not the password at all")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    page.screenshot(path=pictures / "sign-in-refused-320.png", full_page=True)
    _sign_in(page, local, ann.email, people.PASSWORD)
    page.get_by_role("link", name="Signed in as").click()
    page.screenshot(path=pictures / "account-320.png", full_page=True)
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
    page.get_by_role("link", name="Set up an app").click()
    ann.secret = page.locator("code.secret").inner_text()
    page.screenshot(path=pictures / "authenticator-320.png", full_page=True)
    page.get_by_label("Code", exact=True).fill(ann.code())
    page.get_by_role("button", name="Set up").click()
    assert len(re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", page.content())) == 10
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    context.close()


def test_a_passkey_is_added_and_signs_in(
    browser: Browser, local: str, join: Callable[..., Any], people: ModuleType
) -> None:
    ann = join("ann@example.org")
    context = browser.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    _sign_in(page, local, ann.email, people.PASSWORD)

    page.goto(f"{local}/account")
    page.get_by_label("Name of the new passkey").fill("Desk")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Passkey: Desk")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{local}/sign-in?next=/account")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    context.close()


def test_on_an_ip_address_no_passkey_is_offered(browser: Browser, address: str) -> None:
    page = browser.new_page()

    page.goto(f"{address}/sign-in")

    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.close()
