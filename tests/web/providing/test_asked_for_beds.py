"""The whole way: a house is asked by mail, taps a link, and another time answers the letter."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from resource_dir.config import Settings

PUBLIC = "https://directory.example.org"
SECRET = "a secret between mail servers"


@pytest.fixture
def settings(settings: Settings, letterbox: Any) -> Settings:
    """With mail in both directions."""
    return replace(
        settings, mail_url=letterbox.url, public_url=PUBLIC,
        mail_reply_to="beds@directory.example.org", mail_reply_token=SECRET,
    )  # fmt: skip


def test_a_house_is_asked_taps_is_reminded_and_answers(
    county: Flask, join: Callable[..., Any], listings: ModuleType, letterbox: Any
) -> None:
    listing, count = listings.listing_id("sobering"), listings.key(1, 20)
    page = f"/beds/{listing}/reach"
    ann = join("ann@example.org", role="provider", organizations=[listings.key(1, 1)])
    ann.sign_in()
    ann.set_up_app()
    responder = county.test_client()

    # Its keeper says where, and has a first link sent.
    ann.post(f"{page}/add", page=page, kind="mail", address="night-desk@example.org")
    (reach,) = set(re.findall(rf"{page}/([0-9a-f-]{{36}})/send", ann.client.get(page).text))
    ann.post(f"{page}/{reach}/send", page=page)
    letterbox.wait(county)

    # The night desk reads the letter on a phone without an account, and taps.
    desk, link = county.test_client(), letterbox.link()
    assert "Stop asking me" in desk.get(link).text
    tapped = desk.post(link, data={"capacity_id": count, "key": str(uuid4()), "do": "minus"})
    assert tapped.status_code == 303
    assert "2 of 12 free" in responder.get(f"/listings/{listing}").text
    assert "last used just now" in ann.client.get(page).text

    # Three hours later nobody said anything: a reminder, which is answered from the desk.
    began = county.config["CLOCK"]()
    county.config["CLOCK"] = lambda: began + timedelta(hours=3)
    county.extensions["chores"].run_once()
    reminder = letterbox.wait(county)[-1]
    answer = EmailMessage()
    answer["From"], answer["To"] = "night-desk@example.org", reminder["Reply-To"]
    answer["Subject"], answer["In-Reply-To"] = f"Re: {reminder['Subject']}", reminder["Message-ID"]
    quoted = "".join(f"> {line}\n" for line in reminder.get_content().splitlines())
    answer.set_content(f"3 free\n\nOn Monday, Desk <desk@example.org> wrote:\n{quoted}")
    taken = county.test_client().post(
        "/api/bed-replies",
        data=answer.as_bytes(),
        headers={"Authorization": f"Bearer {SECRET}", "Content-Type": "message/rfc822"},
    )

    assert len(letterbox.letters) == 2
    assert taken.json == {"outcome": "counted"}
    shown = responder.get(f"/listings/{listing}").text
    assert "3 of 12 free" in shown
    assert "told by mail" in shown
