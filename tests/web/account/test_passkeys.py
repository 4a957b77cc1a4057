"""Passkeys, with an authenticator in software that signs as a real one does."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.operations.accounts.administering import get_account, lock_account

Join = Callable[..., Any]
WRONG = "not the password at all"


@pytest.fixture
def key(authenticator: ModuleType) -> Any:
    return authenticator.Authenticator()


@pytest.fixture
def ann(join: Join, key: Any) -> Any:
    """Somebody signed in, who has set up a passkey."""
    person = join("ann@example.org")
    person.sign_in()
    assert b"Recovery codes" in add(person, key).data
    return person


def add(person: Any, key: Any) -> Any:
    options = person.post("/account/passkeys/options", page="/account").json
    return person.post(
        "/account/passkeys", page="/account", credential=key.create(options), name="Blue key"
    )


def answered(person: Any, key: Any) -> str:
    """What the key answers to a challenge for this browser."""
    return key.get(person.post("/sign-in/passkey/options").json)


def get_in(person: Any, key: Any) -> Any:
    credential = answered(person, key)
    return person.post("/sign-in/passkey?next=/search", credential=credential)


def test_a_passkey_gets_in_without_a_password(ann: Any, key: Any, people: ModuleType) -> None:
    other = people.Person(ann.app, ann.app.test_client(), "")

    answer = get_in(other, key)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/search"
    assert b"Signed in as ann@example.org" in other.client.get("/account").data


def test_a_passkey_gets_in_while_the_password_is_closed(ann: Any, key: Any) -> None:
    for _ in range(5):
        ann.sign_in(WRONG)
    assert ann.sign_in().status_code == 429

    assert get_in(ann, key).status_code == 303


def test_with_a_passkey_the_password_alone_no_longer_gets_in(ann: Any) -> None:
    answer = ann.sign_in()

    assert answer.headers["Location"].startswith("/sign-in/second-factor")
    assert ann.client.get("/account").status_code == 303


def test_an_answer_is_taken_once(ann: Any, key: Any, session: Session) -> None:
    credential = answered(ann, key)
    with ann.client.session_transaction() as cookie:
        kept = dict(cookie)
    assert ann.post("/sign-in/passkey", credential=credential).status_code == 303
    with ann.client.session_transaction() as cookie:
        cookie.update(kept)  # the thief has the cookie of the form, too
    _forget_count(session)

    replayed = ann.post("/sign-in/passkey", credential=credential)

    assert replayed.status_code == 400


def _forget_count(session: Session) -> None:
    """As an authenticator that does not count."""
    with writing(session):
        session.execute(text("UPDATE passkey SET sign_count = 0"))


def test_a_copied_key_is_seen_by_its_counter(ann: Any, key: Any) -> None:
    get_in(ann, key)
    key.count -= 1

    assert get_in(ann, key).status_code == 400


@pytest.mark.parametrize(
    "fault", ["origin", "not recognised", "unknown", "too late", '{"id": 3}', "[" * 9_999]
)
def test_what_does_not_prove_itself_is_refused(
    ann: Any, key: Any, authenticator: ModuleType, app: Flask, fault: str
) -> None:
    if fault == "origin":
        key.origin = "https://evil.example"
    if fault == "not recognised":
        key.flags = authenticator.PRESENT
    using = authenticator.Authenticator() if fault == "unknown" else key
    credential = answered(ann, using) if fault[0] not in "{[" else fault
    if fault == "too late":
        began = app.config["CLOCK"]()
        app.config["CLOCK"] = lambda: began + timedelta(minutes=5)

    answer = ann.post("/sign-in/passkey", credential=credential)

    assert answer.status_code == 400


def test_a_locked_account_is_closed_to_its_passkey_too(
    ann: Any, key: Any, session: Session, app: Flask
) -> None:
    with writing(session):
        account = get_account(session, ann.email)
        lock_account(session, account, actor="test", now=app.config["CLOCK"]())

    assert get_in(ann, key).status_code == 400


def test_a_key_belongs_to_one_account(ann: Any, key: Any, join: Join) -> None:
    bob = join("bob@example.org")
    bob.sign_in()

    assert add(bob, key).status_code == 409


def test_a_passkey_is_removed_by_its_owner(ann: Any, key: Any) -> None:
    way = re.search(r'action="(/account/passkeys/[^"]+/remove)"', ann.client.get("/account").text)
    assert way

    ann.post(way[1], page="/account")

    assert get_in(ann, key).status_code == 400
