"""A provider says where it is asked for its beds; who keeps another house sees nothing of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.models import AuditEntry, BedLink, BedReach, BedSetting, Capacity

PUBLIC = "https://directory.example.org"
SECRET = "a secret between mail servers"
House = tuple[Any, str]


@pytest.fixture
def settings(settings: Settings, letterbox: Any, text_service: Any) -> Settings:
    """With mail and text messages."""
    return replace(
        settings, mail_url=letterbox.url, public_url=PUBLIC, text_webhook_url=text_service.url,
        mail_reply_to="beds@directory.example.org", mail_reply_token=SECRET,
    )  # fmt: skip


@pytest.fixture
def keeper(county: Flask, join: Callable[..., Any], listings: ModuleType) -> House:
    """Somebody who keeps the sobering center, signed in, and the address of the page."""
    ann = join("ann@example.org", role="provider", organizations=[listings.key(1, 1)])
    ann.sign_in()
    ann.set_up_app()
    return ann, f"/beds/{listings.listing_id('sobering')}/reach"


def add(house: House, address: str, kind: str = "mail") -> None:
    person, page = house
    answer = person.post(f"{page}/add", page=page, kind=kind, address=address)
    assert answer.status_code == 303


def reaches(session: Session) -> list[BedReach]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(BedReach).order_by(BedReach.created, BedReach.id)))


def links(session: Session) -> list[BedLink]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(BedLink)))


def test_a_link_is_sent_where_the_provider_says(
    keeper: House, session: Session, letterbox: Any, county: Flask
) -> None:
    person, page = keeper
    add(keeper, "night-desk@example.org")
    (reach,) = reaches(session)

    answer = person.post(f"{page}/{reach.id}/send", page=page)

    (letter,) = letterbox.wait(county)
    assert answer.status_code == 303
    assert letter["To"] == "night-desk@example.org"
    assert letter["Subject"].startswith("Lantern House: how many are free? [#")
    assert letter["Reply-To"].startswith("beds+")
    assert "Beds, women: 3 of 12 free, told 22 minutes ago" in letter.get_content()
    assert "Reply with: 3 free" in letter.get_content()
    assert letterbox.link().startswith("/b/")
    assert "last asked just now" in person.client.get(page).text


def test_a_letter_says_no_place(
    keeper: House, session: Session, letterbox: Any, county: Flask
) -> None:
    person, page = keeper
    add(keeper, "night-desk@example.org")
    person.post(f"{page}/{reaches(session)[0].id}/send", page=page)

    (letter,) = letterbox.wait(county)

    assert "Invented Way" not in str(letter)


def test_a_text_message_has_the_number_and_a_link(
    keeper: House, session: Session, text_service: Any, county: Flask
) -> None:
    person, page = keeper
    add(keeper, "(661) 555-0142", "text")
    (reach,) = reaches(session)

    person.post(f"{page}/{reach.id}/send", page=page)
    county.extensions["texter"].finish()

    (message,) = text_service.messages
    assert message["to"] == "+16615550142"
    assert message["text"].startswith("Lantern House: women 3. Right?")
    assert f"{PUBLIC}/b/" in message["text"]


def test_a_button_pressed_twice_sends_one_letter(
    keeper: House, session: Session, letterbox: Any, county: Flask
) -> None:
    person, page = keeper
    add(keeper, "night-desk@example.org")
    (reach,) = reaches(session)

    statuses = [person.post(f"{page}/{reach.id}/send", page=page).status_code for _ in range(2)]

    assert statuses == [303, 429]
    assert len(letterbox.wait(county)) == 1


def test_the_same_address_is_kept_once(keeper: House, session: Session) -> None:
    add(keeper, "night-desk@example.org")
    add(keeper, " night-desk@example.org ")

    assert len(reaches(session)) == 1


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("mail", "night desk"), ("mail", "a@b"), ("mail", "a@example.org\nBcc: b@example.org"),
        ("mail", "a@example.org, b@example.org"), ("mail", "x" * 300 + "@example.org"),
        ("text", "12"), ("text", "988"), ("text", "night-desk@example.org"),
        ("text", "(661) 555-0142 ext. 4"), ("pigeon", "a@example.org"), ("mail", ""),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_with_what_was_typed(
    keeper: House, session: Session, kind: str, address: str
) -> None:
    person, page = keeper

    answer = person.post(f"{page}/add", page=page, kind=kind, address=address)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert reaches(session) == []


def test_ten_addresses_are_enough(keeper: House) -> None:
    for number in range(10):
        add(keeper, f"desk{number}@example.org")
    person, page = keeper

    answer = person.post(f"{page}/add", page=page, kind="mail", address="desk11@example.org")

    assert answer.status_code == 400
    assert "10 addresses already" in answer.text


def test_who_is_stopped_gets_nothing_and_its_links_end(
    keeper: House, session: Session, county: Flask
) -> None:
    person, page = keeper
    add(keeper, "night-desk@example.org")
    (reach,) = reaches(session)
    person.post(f"{page}/{reach.id}/send", page=page)

    person.post(f"{page}/{reach.id}/stop", page=page)
    again = person.post(f"{page}/{reach.id}/send", page=page)

    assert "night-desk@example.org" not in person.client.get(page).text
    assert again.status_code == 404
    assert [link.revoked for link in links(session)] == [county.config["CLOCK"]()]


def test_the_audit_log_knows_who_and_not_the_address(keeper: House, session: Session) -> None:
    add(keeper, "night-desk@example.org")
    reaches(session)

    entries = list(session.scalars(select(AuditEntry).where(AuditEntry.table_name == "bed_reach")))

    assert [entry.action for entry in entries] == ["add_bed_reach"]
    assert entries[0].actor.startswith("account:")
    assert "night-desk" not in str(entries[0].changes)


def test_a_link_can_be_revoked(keeper: House, session: Session) -> None:
    person, page = keeper
    add(keeper, "night-desk@example.org")
    person.post(f"{page}/{reaches(session)[0].id}/send", page=page)
    (link,) = links(session)

    answer = person.post(f"{page}/links/{link.id}/revoke", page=page)

    assert answer.status_code == 303
    assert links(session)[0].revoked is not None


def test_a_house_says_how_long_its_number_is_believed(
    keeper: House, session: Session, county: Flask, listings: ModuleType
) -> None:
    person, page = keeper
    count = listings.key(1, 20)
    began = county.config["CLOCK"]()
    path = f"/listings/{listings.listing_id('sobering')}"

    answer = person.post(f"{page}/counts/{count}/hours", page=page, hours="1")
    county.config["CLOCK"] = lambda: began + timedelta(minutes=45)  # the number is 67 minutes old
    shown = county.test_client().get(path).text

    assert answer.status_code == 303
    assert session.get_one(BedSetting, count).fresh_hours == 1
    assert "Unknown, call first" in shown
    county.config["CLOCK"] = lambda: began
    person.post(f"{page}/counts/{count}/hours", page=page, hours="")
    county.config["CLOCK"] = lambda: began + timedelta(minutes=45)
    assert "3 of 12 free" in county.test_client().get(path).text


@pytest.mark.parametrize("hours", ["0", "-1", "169", "many", "1.5", "9" * 400])
def test_hours_that_are_none_are_refused(
    keeper: House, session: Session, listings: ModuleType, hours: str
) -> None:
    person, page = keeper

    answer = person.post(f"{page}/counts/{listings.key(1, 20)}/hours", page=page, hours=hours)

    assert answer.status_code == 400
    assert "from 1 to 168" in answer.text
    assert session.get(BedSetting, listings.key(1, 20)) is None


def test_another_house_is_not_found_whatever_is_asked_of_it(
    keeper: House, session: Session, listings: ModuleType
) -> None:
    person, own = keeper
    add(keeper, "night-desk@example.org")
    (reach,) = reaches(session)
    person.post(f"{own}/{reach.id}/send", page=own)
    link = links(session)[0].id
    other = f"/beds/{listings.listing_id('detox')}/reach"
    count, theirs = listings.key(1, 20), listings.key(2, 20)

    answers = [
        person.client.get(other),
        person.post(f"{other}/add", page=own, kind="mail", address="a@example.org"),
        *(person.post(f"{other}/{reach.id}/{what}", page=own) for what in ("stop", "send")),
        person.post(f"{other}/links/{link}/revoke", page=own),
        person.post(f"{other}/counts/{theirs}/hours", page=own, hours="2"),
        # Somebody else's object under one's own house is not found either.
        person.post(f"{own}/counts/{theirs}/hours", page=own, hours="2"),
        person.post(f"{own}/{uuid4()}/stop", page=own),
        person.post(f"{own}/links/{uuid4()}/revoke", page=own),
        person.post(f"{other}/counts/{count}/hours", page=own, hours="2"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert session.get(Capacity, theirs) is not None
    assert [one.stopped for one in reaches(session)] == [None]


def test_a_steward_may_set_it_for_any_house(
    keeper: House, join: Callable[..., Any], session: Session
) -> None:
    sam = join("sam@example.org", role="steward")
    sam.sign_in()
    sam.set_up_app()

    add((sam, keeper[1]), "night-desk@example.org")

    assert len(reaches(session)) == 1


def test_a_foreign_page_can_not_post_it(keeper: House, session: Session) -> None:
    person, page = keeper

    answer = person.client.post(f"{page}/add", data={"kind": "mail", "address": "a@example.org"})

    assert answer.status_code == 400
    assert reaches(session) == []


def test_a_page_that_asks_nobody_whose_house_it_is_is_found(
    keeper: House, session: Session, listings: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resource_dir.operations.beds.listings import find_listing
    from resource_dir.web.providing import bed_reach

    monkeypatch.setattr(
        bed_reach, "kept_document", lambda session, key, caller: find_listing(session, key)
    )

    with pytest.raises(AssertionError):
        test_another_house_is_not_found_whatever_is_asked_of_it(keeper, session, listings)
