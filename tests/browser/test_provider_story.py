"""The whole story of a provider, a responder and a steward, in real browsers, with real letters."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import Service

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 640}
EMAIL, LISTING = "pat@example.org", "00000001-0000-4000-8000-000000000004"
SERVICE = "00000001-0000-4000-8000-000000000002"
OLD, NEW = "(661) 555-0101", "(661) 555-0199"
HELD = "waits for a second person"
SUBMIT = {"exact": True}
Visit = Callable[..., Page]


@pytest.fixture
def settings(settings: Settings, letterbox: Any) -> Settings:
    """With a mail server."""
    return replace(settings, mail_url=letterbox.url, public_url="https://directory.example.org")


@pytest.fixture
def later(county: Flask) -> Callable[[], None]:
    """A minute passes: no code of an authenticator app works twice."""

    def later() -> None:
        moment: datetime = county.config["CLOCK"]() + timedelta(minutes=1)
        county.config["CLOCK"] = lambda: moment

    return later


def _invite(steward: Page, letterbox: Any, app: Flask) -> str:
    """The path of the link in the invitation."""
    steward.goto("/steward/people")
    steward.get_by_label("Look for an organization by name").fill("lantern")
    steward.get_by_role("button", name="Look", **SUBMIT).click()
    steward.get_by_role("link", name="Choose Lantern House").click()
    steward.get_by_label("E-mail").fill(EMAIL)
    steward.get_by_role("button", name="Invite", **SUBMIT).click()
    expect(steward.get_by_text("The invitation is on its way.")).to_be_visible()
    found = re.search(r"(/join/[\w-]+)", letterbox.wait(app)[-1].get_content())
    assert found
    return found[1]


def _join(provider: Page, path: str, password: str, app: Flask) -> None:
    """Choose a password, sign in, set the second factor up."""
    provider.goto(path)
    provider.get_by_label("Password").fill(password)
    provider.get_by_role("button", name="Keep this password").click()
    provider.get_by_label("E-mail").fill(EMAIL)
    provider.get_by_label("Password").fill(password)
    provider.get_by_role("button", name="Sign in", **SUBMIT).click()
    provider.goto("/account/authenticator")
    secret = provider.locator("code.secret").inner_text()
    provider.get_by_label("Code", **SUBMIT).fill(pyotp.TOTP(secret).at(app.config["CLOCK"]()))
    provider.get_by_role("button", name="Set up").click()
    provider.goto("/my-listings")
    expect(provider.get_by_role("heading", name="Lantern House")).to_be_visible()


def _save(provider: Page, section: str) -> None:
    provider.get_by_role("button", name="Save", **SUBMIT).last.click()
    expect(provider).to_have_url(re.compile(rf"/edit/{LISTING}\?.*done={section}"))


def _correct(provider: Page, pictures: Path) -> None:
    """Hours and a phone, which wait for a second person; a description, which is live."""
    provider.goto(f"/edit/{LISTING}/hours")
    provider.locator("select[name='week-0-what']").select_option("open")
    provider.locator("input[name='week-0-opens']").fill("08:00")
    provider.locator("input[name='week-0-closes']").fill("20:00")
    provider.screenshot(path=pictures / "edit-hours.png", full_page=True)
    _save(provider, "hours")
    expect(provider.get_by_text(HELD).first).to_be_visible()
    provider.goto(f"/edit/{LISTING}/contacts")
    provider.locator("input[name='phones-0-number']").fill(NEW)
    _save(provider, "contacts")
    expect(provider.get_by_text(HELD).first).to_be_visible()
    provider.goto(f"/edit/{LISTING}/basics")
    provider.get_by_label("What it is", **SUBMIT).fill("Twelve chairs, soup and a nurse.")
    _save(provider, "basics")


def _report_two_then_one(provider: Page, phone: Page) -> None:
    """Two by the page, one by a link on a phone without an account."""
    provider.goto(f"/beds/{LISTING}")
    provider.get_by_text("Numbers", **SUBMIT).click()
    provider.get_by_label("Free now").fill("2")
    provider.get_by_role("button", name="Save these numbers").click()
    expect(provider.locator(".free-now .count")).to_have_text("2")
    provider.get_by_role("button", name="Make a link").click()
    link = provider.locator("code.secret").inner_text()
    phone.goto(link[link.index("/b/") :])
    phone.locator("button[value='minus']").click()
    expect(phone.locator(".free-now .count")).to_have_text("1")


def _hold(responder: Page, provider: Page) -> None:
    """Found with the age of its number; a bed is asked for, and confirmed."""
    responder.goto("/search?q=lantern&lat=35.37&lon=-119.02")
    expect(responder.get_by_text(re.compile(r"1 of 12 free.*just now")).first).to_be_visible()
    responder.goto(f"/listings/{LISTING}")
    responder.get_by_role("link", name="Ask for a bed").click()
    responder.get_by_role("button", name="Ask for a bed").click()
    provider.goto("/holds/incoming")
    provider.get_by_role("button", name="Yes, we keep a bed").click()
    responder.goto("/holds")
    expect(responder.get_by_text("Held until")).to_be_visible()
    responder.goto(f"/listings/{LISTING}")
    expect(responder.get_by_text("1 held").first).to_be_visible()


def _review(steward: Page, pictures: Path) -> None:
    """The hours are accepted; the phone, of which the desk knows nothing, is not."""
    steward.goto("/steward/review")
    expect(steward.get_by_text("+16615550199")).to_be_visible()
    steward.screenshot(path=pictures / "review.png", full_page=True)
    hours = steward.locator("li", has_text="Waits because of").filter(has_text="08:00")
    hours.get_by_role("button", name="Accept").click()
    steward.get_by_label("Why not?").fill("The desk knows nothing of it.")
    steward.get_by_role("button", name="Reject").click()
    expect(steward.get_by_text("Nothing waits.")).to_be_visible()


def _undo(steward: Page) -> None:
    """The provider's afternoon, in one action."""
    steward.goto(f"/steward/undo?email={EMAIL}")
    steward.get_by_role("button", name="Look how many").click()
    steward.get_by_role("button", name="Take them back").click()
    expect(steward.get_by_text("2 changes were taken back.")).to_be_visible()


def test_from_an_invitation_to_an_afternoon_that_was_undone(
    county: Flask, address: str, visit: Visit, join: Callable[..., Any], people: ModuleType,
    session: Session, letterbox: Any, signed_in_as: Callable[[Page, Any], None],
    later: Callable[[], None], pictures: Path,
) -> None:  # fmt: skip
    steward, provider, responder = visit(address), visit(address), visit(address)
    for page, email, role in ((steward, "sam@example.org", "steward"),
                              (responder, "ron@example.org", "responder")):  # fmt: skip
        person = join(email, role=role)
        person.sign_in()
        person.set_up_app()
        signed_in_as(page, person)

    with writing(session):
        session.get_one(Service, SERVICE).email = "desk@example.org"
    _join(provider, _invite(steward, letterbox, county), people.PASSWORD, county)
    later()
    _correct(provider, pictures)
    _report_two_then_one(provider, visit(address, viewport=PHONE, has_touch=True))
    _hold(responder, provider)
    _review(steward, pictures)

    responder.goto(f"/listings/{LISTING}")
    expect(responder.get_by_role("link", name=f"Call {OLD}").first).to_be_visible()
    expect(responder.get_by_text("Twelve chairs")).to_be_visible()
    expect(responder.get_by_text("8:00 am to 8:00 pm").first).to_be_visible()
    letters = letterbox.wait(county)
    warned = [one for one in letters if one["To"] == "desk@example.org"]
    assert len(warned) == 2  # the hours, the phone: the contact that stands there was told of each
    assert any("The desk knows nothing of it." in one.get_content() for one in letters)
    _undo(steward)
    responder.goto(f"/listings/{LISTING}")
    expect(responder.get_by_text("Chairs, soup and a nurse.")).to_be_visible()
    expect(responder.get_by_text("8:00 am to 8:00 pm")).to_have_count(0)
