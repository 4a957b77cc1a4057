"""Every page of accounts, and every refusal there, in the made-up language of `brackets.py`."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.operations.accounts import administering
from resource_dir.web.account.words import ROLE_NAMES
from tests.web.brackets import SPANISH, left_over

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# Addresses, names that their owners gave, and makers' names of browsers and systems.
OWN = re.compile(r"[\w.]+@example\.org|Blue key|Desk program|Firefox|Linux")
SECRETS = re.compile(r"<code.*?</code>", re.DOTALL)  # codes and keys, not words
NOBODYS = "00000009-0000-4000-8000-000000000001"
LATER = "velvet-canoe-thistle-8"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With mail, so that the form which asks for a link is there; nobody listens."""
    return replace(settings, mail_url="smtp://127.0.0.1:1?tls=none&from=desk@example.org")


@pytest.fixture
def somebody(reader: FlaskClient, join: Callable[..., Any]) -> Callable[..., Any]:
    """A function that makes somebody with a browser in the made-up language, not signed in."""

    def make(email: str = "ann@example.org", **more: Any) -> Any:
        person = join(email, **more)
        person.client.environ_base.update({
            "HTTP_ACCEPT_LANGUAGE": SPANISH["Accept-Language"], "HTTP_ACCEPT": SPANISH["Accept"],
            "HTTP_USER_AGENT": FIREFOX,
        })  # fmt: skip
        return person

    return make


@pytest.fixture
def ann(somebody: Callable[..., Any]) -> Any:
    """Somebody who is signed in."""
    person = somebody()
    person.sign_in()
    return person


@pytest.fixture
def assert_none(known: re.Pattern[str]) -> Callable[[Any], None]:
    """A function that fails where an answer, after its redirects, leaves English."""

    def check(answer: Any) -> None:
        page = OWN.sub("", SECRETS.sub("", answer.text))
        assert "⟦" in page, answer.status
        assert not left_over(page, known)

    return check


Check = Callable[[Any], None]
OUTSIDE = ("/sign-in", "/forgotten-password", "/forgotten-password/sent", "/join/nothing")


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_page_for_anybody_leaves_none(
    somebody: Callable[..., Any], assert_none: Check, path: str
) -> None:
    assert_none(somebody().client.get(path))


@pytest.mark.parametrize("email", ["", "ann@example.org", "x" * 300, "a\x01@example.org"])
def test_a_refused_sign_in_leaves_none(
    somebody: Callable[..., Any], assert_none: Check, email: str
) -> None:
    person = somebody()
    answer = person.post("/sign-in", email=email, password="x")

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert_none(answer)


def test_too_many_attempts_are_told_in_none(
    somebody: Callable[..., Any], assert_none: Check
) -> None:
    person = somebody()
    for _ in range(6):
        answer = person.sign_in("not the password at all")

    assert answer.status_code == 429
    assert_none(answer)


@pytest.mark.parametrize("path", ["/sign-in/passkey", "/account/passkeys"])
@pytest.mark.parametrize("has_asked", [True, False])
def test_a_refused_passkey_leaves_none(
    ann: Any, assert_none: Check, path: str, has_asked: bool
) -> None:
    if has_asked:
        ann.post(f"{path}/options", page="/account")
    answer = ann.post(path, page="/account", credential="{}")

    assert answer.status_code == 400
    assert_none(answer)


@pytest.mark.parametrize("password", ["", "short", "password-password-1", "x" * 300, "x" * 1_001])
def test_a_refused_new_password_leaves_none(
    somebody: Callable[..., Any], session: Session, assert_none: Check, password: str
) -> None:
    person = somebody()
    now = person.app.config["CLOCK"]()
    with writing(session):
        _, token = administering.add_account(
            session, "bob@example.org", role="planner", actor="test", now=now
        )
    session.rollback()
    path = f"/join/{token}"
    form = person.client.get(path)
    refused = person.post(path, page=path, password=password)
    person.post(path, page=path, password=LATER)
    used = person.client.get(path)

    assert (form.status_code, refused.status_code, used.status_code) == (200, 400, 404)
    for answer in (form, refused, used):
        assert_none(answer)


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_an_account_leaves_none(
    somebody: Callable[..., Any], assert_none: Check, listings: ModuleType, role: str
) -> None:
    of = [listings.key(1, 1)] if role == "provider" else []
    person = somebody(f"{role}@example.org", role=role, organizations=of)
    person.sign_in()

    assert_none(person.client.get("/account"))


@pytest.fixture
def eve(somebody: Callable[..., Any]) -> Any:
    """Somebody with two sessions, who has set up an app in one of them."""
    person = somebody()
    person.client.environ_base["HTTP_USER_AGENT"] = "x"
    person.sign_in()
    person.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    person.sign_in()
    person.first_codes = person.set_up_app()
    return person


def test_an_account_with_everything_leaves_none(
    eve: Any, authenticator: ModuleType, people: ModuleType, assert_none: Check
) -> None:
    options = eve.post("/account/passkeys/options", page="/account").json
    key = authenticator.Authenticator().create(options)
    eve.post("/account/passkeys", page="/account", credential=key, name="Blue key")
    codes = eve.post("/account/recovery-codes", page="/account")
    token = eve.post("/account/tokens", page="/account", name="Desk program")
    whole = eve.client.get("/account")
    changed = eve.post(
        "/account/password", page="/account", password=LATER, current=people.PASSWORD
    )

    assert "⟦A browser⟧" in whole.text
    assert 'role="status"' in changed.text
    for answer in (eve.first_codes, codes, token, whole, changed):
        assert answer.status_code == 200
        assert_none(answer)


def test_a_second_factor_is_asked_for_in_none(eve: Any, assert_none: Check) -> None:
    page = "/sign-in/second-factor"
    eve.secret = None  # stops before the code
    eve.sign_in()
    asked = eve.client.get(page)
    wrong = eve.post(page, page=page, code="000000")
    empty = eve.post(page, page=page, code="")

    assert (asked.status_code, wrong.status_code, empty.status_code) == (200, 400, 400)
    for answer in (asked, wrong, empty):
        assert_none(answer)


REFUSED: dict[str, dict[str, str]] = {
    "/account/password": {"password": LATER, "current": "x"},
    "/account/authenticator": {"code": "000000", "offer": "x"},
    "/account/authenticator/remove": {},
    f"/account/passkeys/{NOBODYS}/remove": {},
    f"/account/sessions/{NOBODYS}/end": {},
    f"/account/tokens/{NOBODYS}/end": {},
    "/account/tokens": {"name": ""},
}


@pytest.mark.parametrize("path", REFUSED)
def test_a_refused_change_leaves_none(ann: Any, assert_none: Check, path: str) -> None:
    answer = ann.post(path, page="/account", **REFUSED[path])

    assert 400 <= answer.status_code < 500
    assert_none(answer)


def test_a_wrong_first_code_is_told_in_none(ann: Any, assert_none: Check) -> None:
    page = ann.client.get("/account/authenticator")
    offer = re.search(r'name="offer" value="([^"]+)"', page.text)
    assert offer is not None
    wrong = ann.post("/account/authenticator", page="/account", code="0", offer=offer[1])

    assert wrong.status_code == 400
    assert_none(page)
    assert_none(wrong)


def test_the_last_second_factor_of_a_steward_is_kept_in_none(
    somebody: Callable[..., Any], assert_none: Check
) -> None:
    person = somebody(role="steward")
    person.sign_in()
    without = person.post("/account/tokens", page="/account", name="x")
    person.set_up_app()
    kept = person.post("/account/authenticator/remove", page="/account")

    assert (without.status_code, kept.status_code) == (403, 409)
    assert_none(without)
    assert_none(kept)


def test_a_role_that_may_not_is_told_so_in_none(
    somebody: Callable[..., Any], assert_none: Check
) -> None:
    person = somebody(role="planner")
    person.sign_in()
    answer = person.client.get("/steward/verify")

    assert answer.status_code == 403
    assert_none(answer)


def test_who_is_to_sign_in_again_is_told_so_in_none(ann: Any, assert_none: Check) -> None:
    later = ann.app.config["CLOCK"]() + timedelta(minutes=20)
    ann.app.config["CLOCK"] = lambda: later

    assert_none(ann.client.get("/account"))
    assert_none(ann.client.get("/account/authenticator", follow_redirects=True))
