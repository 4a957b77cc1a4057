"""Signing in with a password and a code, and what ends a session."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.web import signed_in

Join = Callable[..., Any]
WRONG = "not the password at all"
_FORM_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="[^"]+"')


def _bytes(answer: Any) -> bytes:
    """Everything that a browser gets, without what is random for each form."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie")
    cookies = [value.partition("=")[0] for value in answer.headers.getlist("Set-Cookie")]
    body = _FORM_TOKEN.sub(b"", answer.data)
    return b"\n".join([answer.status.encode(), *(h.encode() for h in headers + cookies), body])


def test_a_right_password_gets_in_whatever_the_case_of_the_email(join: Join) -> None:
    ann = join("Ann@Example.org")

    answer = ann.sign_in()

    assert answer.status_code == 303
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("signed_in="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert b"Signed in as ann@example.org" in ann.client.get("/").data


def test_behind_a_proxy_the_cookie_is_for_this_host_over_tls_only(
    settings: Settings, make_app: Callable[[Settings], Flask], session: Session, people: ModuleType
) -> None:
    from dataclasses import replace

    app = make_app(replace(settings, trusted_proxies=1))
    ann = people.join(app, session, "ann@example.org")
    base = "https://directory.example.org"
    page = ann.client.get("/sign-in", base_url=base)
    token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page.data)
    assert token

    answer = ann.client.post(
        "/sign-in",
        base_url=base,
        data={"csrf_token": token[1].decode(), "email": ann.email, "password": people.PASSWORD},
    )

    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "signed_in" in c)
    assert cookie.startswith("__Host-signed_in=")
    assert "Secure" in cookie


@pytest.mark.parametrize("times", [1, 6])
def test_an_unknown_email_gets_the_same_bytes_as_a_known_one(
    join: Join, app: Flask, people: ModuleType, times: int
) -> None:
    known = join("known@example.org")
    nobody = people.Person(app, app.test_client(), "known@example.net")

    for _ in range(times):
        one, two = known.sign_in(WRONG), nobody.sign_in(WRONG)

    assert one.status_code == (400 if times == 1 else 429)
    assert _bytes(one).replace(b"example.org", b"example.net") == _bytes(two)


def test_an_unknown_email_costs_as_many_hashes_and_rows(
    join: Join, app: Flask, people: ModuleType, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from resource_dir.operations.accounts import passwords

    hashed, counts = [], []
    hasher = passwords._hasher

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            hashed.append(stored[:30])
            return hasher.verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    known = join("known@example.org")
    nobody = people.Person(app, app.test_client(), "nobody@example.org")
    for person in (known, nobody):
        before = _rows(session)
        person.sign_in(WRONG)
        counts.append([after - b for after, b in zip(_rows(session), before, strict=True)])

    assert counts[0] == counts[1] == [1, 1]
    assert len(hashed) == 2
    assert hashed[0] == hashed[1], "with the same parameters"


def _rows(session: Session) -> list[int]:
    session.rollback()
    return [
        session.scalar(text(f"SELECT count(*) FROM {table}")) or 0
        for table in ("attempt", "audit_entry")
    ]


def test_five_failures_close_the_password_to_that_network_and_to_nobody_else(
    join: Join, app: Flask, people: ModuleType
) -> None:
    ann = join("ann@example.org")
    for _ in range(5):
        assert ann.sign_in(WRONG).status_code == 400

    locked = ann.sign_in()

    assert locked.status_code == 429
    assert b"Too many attempts" in locked.data
    elsewhere = people.Person(app, app.test_client(), ann.email)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert elsewhere.sign_in().status_code == 303


def test_a_quarter_of_an_hour_later_the_password_counts_again(join: Join, app: Flask) -> None:
    ann, began = join("ann@example.org"), app.config["CLOCK"]()
    for _ in range(5):
        ann.sign_in(WRONG)

    app.config["CLOCK"] = lambda: began + timedelta(minutes=15, seconds=1)

    assert ann.sign_in().status_code == 303


def test_four_failures_are_forgotten_once_somebody_is_in(join: Join) -> None:
    ann = join("ann@example.org")
    for _ in range(4):
        ann.sign_in(WRONG)
    ann.sign_in()

    again = [ann.sign_in(WRONG).status_code for _ in range(4)]

    assert again == [400] * 4


def test_the_right_password_does_not_buy_more_guesses_at_the_code(join: Join) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    ann.set_up_app()
    page = "/sign-in/second-factor"
    statuses = []
    for _ in range(4):
        ann.post("/sign-in", email=ann.email, password="lantern-otter-vinegar-59")
        statuses.append(ann.post(page, page=page, code="000000").status_code)

    assert statuses == [400, 400, 429, 429]


def test_a_code_is_taken_once(join: Join) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    ann.set_up_app()
    code, page = ann.code(), "/sign-in/second-factor"
    ann.post("/sign-in", email=ann.email, password="lantern-otter-vinegar-59")
    assert ann.post(page, page=page, code=code).status_code == 303

    ann.post("/sign-in", email=ann.email, password="lantern-otter-vinegar-59")
    replayed = ann.post(page, page=page, code=code)

    assert replayed.status_code == 400
    assert b"used already" in replayed.data


def test_with_the_password_alone_nothing_is_open_but_the_second_step(join: Join) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    ann.set_up_app()

    ann.post("/sign-in", email=ann.email, password="lantern-otter-vinegar-59")
    answer = ann.client.get("/account")

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in/second-factor")


def test_a_recovery_code_stands_in_once(join: Join) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    codes = re.findall(rb"<code>([a-z2-7-]{19})</code>", ann.set_up_app().data)
    page = "/sign-in/second-factor"
    statuses = []
    for _ in range(2):
        ann.post("/sign-in", email=ann.email, password="lantern-otter-vinegar-59")
        statuses.append(ann.post(page, page=page, code=codes[0].decode().upper()).status_code)

    assert len(codes) == 10
    assert statuses == [303, 400]


def test_a_session_that_was_ended_is_over_at_the_next_request(
    join: Join, app: Flask, people: ModuleType
) -> None:
    lost, phone = join("ann@example.org"), people.Person(app, app.test_client(), "ann@example.org")
    lost.sign_in()
    phone.sign_in()
    assert lost.client.get("/account").status_code == 200
    end = re.search(rb'action="(/account/sessions/[^"]+/end)"', phone.client.get("/account").data)
    assert end

    phone.post(end[1].decode(), page="/account")

    assert lost.client.get("/account").status_code == 303
    assert phone.client.get("/account").status_code == 200


def test_signing_out_ends_the_session_and_not_only_the_cookie(join: Join) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    cookie = ann.client.get_cookie("signed_in")

    ann.post("/sign-out", page="/account")
    ann.client.set_cookie("signed_in", cookie.value)

    assert ann.client.get("/account").status_code == 303


def test_while_the_database_is_away_who_is_signed_in_gets_the_page_that_says_so(
    join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = join("ann@example.org")
    ann.sign_in()

    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(signed_in, "find_caller", away)
    answer = ann.client.get("/account")

    assert answer.status_code == 503
    assert "can&#39;t be reached" in answer.text


def test_signing_in_gives_another_token_than_before(join: Join) -> None:
    ann = join("ann@example.org")
    ann.client.set_cookie("signed_in", "planted-by-somebody-else")
    ann.sign_in()
    first = ann.client.get_cookie("signed_in").value
    ann.sign_in()

    assert first != "planted-by-somebody-else"
    assert ann.client.get_cookie("signed_in").value != first


@pytest.mark.parametrize(
    ("role", "alive", "over"),
    [("responder", timedelta(hours=11, minutes=58), timedelta(hours=12)),
     ("planner", timedelta(minutes=58), timedelta(hours=1))],
)  # fmt: skip
def test_a_silent_browser_is_signed_out(
    join: Join, app: Flask, role: str, alive: timedelta, over: timedelta
) -> None:
    ann, began = join("ann@example.org", role=role), app.config["CLOCK"]()
    ann.sign_in()

    app.config["CLOCK"] = lambda: began + alive
    assert ann.client.get("/account").status_code == 200
    app.extensions["last_seen"].flush()
    app.config["CLOCK"] = lambda: began + alive + alive
    assert ann.client.get("/account").status_code == 200, "what was seen in between counts"
    app.extensions["last_seen"].flush()
    app.config["CLOCK"] = lambda: began + alive + alive + over

    assert ann.client.get("/account").status_code == 303


def test_after_a_day_everybody_signs_in_again(join: Join, app: Flask) -> None:
    ann, began = join("ann@example.org"), app.config["CLOCK"]()
    ann.sign_in()
    for hours in (10, 20):
        app.config["CLOCK"] = lambda hours=hours: began + timedelta(hours=hours)
        assert ann.client.get("/account").status_code == 200
        app.extensions["last_seen"].flush()

    app.config["CLOCK"] = lambda: began + timedelta(hours=24)

    assert ann.client.get("/account").status_code == 303


def test_the_right_password_in_a_form_without_its_token_is_refused(
    join: Join, people: ModuleType
) -> None:
    ann = join("ann@example.org")

    answer = ann.client.post("/sign-in", data={"email": ann.email, "password": people.PASSWORD})

    assert answer.status_code == 400
    assert ann.client.get_cookie("signed_in") is None


def test_no_form_of_an_account_is_taken_without_its_token(join: Join, app: Flask) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    ann.set_up_app()
    ways = [r for r in app.url_map.iter_rules() if "POST" in r.methods and "account" in r.endpoint]
    paths = ["/sign-out"]
    for rule in ways:
        values = dict.fromkeys(rule.arguments, "00000000-0000-4000-8000-00000000dead")
        paths.append(app.url_map.bind("localhost").build(rule.endpoint, values, method="POST"))

    statuses = {path: ann.client.post(path, data={"name": "x"}).status_code for path in paths}

    assert len(paths) > 8
    assert statuses == dict.fromkeys(paths, 400)
    assert "<strong>this one</strong>" in ann.client.get("/account").text


@pytest.mark.parametrize(
    "way", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_host(join: Join, way: str) -> None:
    ann = join("ann@example.org")

    answer = ann.post(f"/sign-in?next={way}", email=ann.email, password="lantern-otter-vinegar-59")

    assert answer.headers["Location"] == "/"


def test_a_role_in_the_form_is_not_read(join: Join, session: Session) -> None:
    ann = join("ann@example.org")

    ann.post("/sign-in", email=ann.email, password="lantern-otter-vinegar-59", role="steward")
    ann.post("/account/password", page="/account", role="steward", is_demo="1",
             current="lantern-otter-vinegar-59", password="velvet-canoe-thistle-8")  # fmt: skip

    session.rollback()
    assert session.scalar(text("SELECT role FROM account")) == "responder"


def test_who_edits_opens_nothing_before_a_second_factor_is_set_up(join: Join) -> None:
    stew = join("stew@example.org", role="steward")
    stew.sign_in()

    refused = stew.post("/account/tokens", page="/account", name="program")
    stew.set_up_app()
    taken = stew.post("/account/tokens", page="/account", name="program")

    assert refused.status_code == 403
    assert "second factor" in refused.text
    assert taken.status_code == 200
    assert b"rd_" in taken.data


def test_the_last_second_factor_of_who_edits_stays(join: Join) -> None:
    stew = join("stew@example.org", role="steward")
    stew.sign_in()
    stew.set_up_app()

    assert stew.post("/account/authenticator/remove", page="/account").status_code == 409


def test_what_changes_how_one_gets_in_asks_for_a_fresh_sign_in(join: Join, app: Flask) -> None:
    ann, began = join("ann@example.org"), app.config["CLOCK"]()
    ann.sign_in()
    app.config["CLOCK"] = lambda: began + timedelta(minutes=16)

    answer = ann.post("/account/recovery-codes", page="/account")

    assert answer.headers["Location"].startswith("/sign-in")


def test_passwords_and_tokens_are_in_no_log_and_no_table(
    join: Join, session: Session, people: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", ann.set_up_app().data.decode())
    token = re.search(r"rd_[\w-]+", ann.post("/account/tokens", page="/account", name="p").text)
    assert token
    ann.sign_in(WRONG)
    secrets = [people.PASSWORD, WRONG, ann.secret, token[0], *codes]
    secrets.append(ann.client.get_cookie("signed_in").value)

    session.rollback()
    kept = repr([
        session.execute(text(f"SELECT * FROM {table}")).all()
        for table in ("account", "account_session", "account_link", "api_token", "audit_entry",
                      "attempt", "recovery_code")
    ])  # fmt: skip
    logged = capsys.readouterr()

    assert not [secret for secret in secrets if secret in kept]
    assert not [secret for secret in secrets if secret in logged.err + logged.out]
    assert "ann@example.org" not in logged.err
    assert people.HASH in kept, "the search does find what is there"
