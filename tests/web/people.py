"""Accounts for tests: made as the command line makes them, signed in as a browser does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from resource_dir.database import writing
from resource_dir.operations.accounts.administering import add_account
from resource_dir.operations.accounts.joining import choose_password
from resource_dir.operations.accounts.passwords import hash_password

PASSWORD = "lantern-otter-vinegar-59"
HASH = hash_password(PASSWORD)
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Person:
    """Somebody with an account, a browser and perhaps an authenticator app."""

    app: Flask
    client: FlaskClient
    email: str
    secret: str | None = None

    def form_token(self, path: str = "/sign-in") -> str:
        """The token of a form, as the page holds it."""
        found = _TOKEN.search(self.client.get(path).data)
        assert found is not None, path
        return found[1].decode()

    def post(self, path: str, *, page: str = "/sign-in", **fields: str) -> TestResponse:
        """Fill a form in."""
        return self.client.post(path, data={"csrf_token": self.form_token(page), **fields})

    def sign_in(self, password: str = PASSWORD) -> TestResponse:
        """With the password, and a code where one is due."""
        answer = self.post("/sign-in", email=self.email, password=password)
        if self.secret is None or "second-factor" not in answer.headers.get("Location", ""):
            return answer
        page = "/sign-in/second-factor"
        return self.post(page, page=page, code=self.code())

    def code(self, *, later: int = 0) -> str:
        """What the app shows now, or so many steps later."""
        assert self.secret is not None
        moment: datetime = self.app.config["CLOCK"]() + timedelta(seconds=30 * later)
        return pyotp.TOTP(self.secret).at(moment)

    def set_up_app(self) -> TestResponse:
        """An authenticator app, as the page offers it; the answer shows recovery codes."""
        page = self.client.get("/account/authenticator").data.decode()
        offer = re.search(r'name="offer" value="([^"]+)"', page)
        secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
        token = _TOKEN.search(page.encode())
        assert offer
        assert secret
        assert token
        self.secret = secret[1]
        fields = {"csrf_token": token[1].decode(), "offer": offer[1], "code": self.code(later=-1)}
        return self.client.post("/account/authenticator", data=fields)


def join(
    app: Flask,
    session: Session,
    email: str,
    *,
    role: str = "responder",
    organizations: Iterable[str] = (),
) -> Person:
    """Somebody who was invited and chose PASSWORD; not signed in."""
    now = app.config["CLOCK"]()
    with writing(session):
        _, token = add_account(
            session, email, role=role, organizations=list(organizations), actor="test", now=now
        )
        choose_password(session, token, HASH, now=now)
    session.rollback()
    return Person(app, app.test_client(), email)
