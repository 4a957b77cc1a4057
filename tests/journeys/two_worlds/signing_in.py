"""Somebody of each role, signed in, who sends the same requests in both worlds.

Tokens, salts and form tokens are random and differ between any two runs: they are taken out of the
answers, and nothing of the disk is compared here (the other journeys do that, without accounts).
"""

import re
from collections.abc import Iterable, Sequence

from flask.testing import FlaskClient
from sqlalchemy import select

from resource_dir.database import writing
from resource_dir.extensions import db
from resource_dir.models import Organization
from resource_dir.operations.accounts.administering import add_account
from resource_dir.operations.accounts.callers import ROLES, Visitor
from resource_dir.operations.accounts.signing_in import admit

from .running import NOW, Request, World

_RANDOM = re.compile(rb'(name="csrf_token"[^>]*value=")[^"]+')


def ask_signed_in(world: World, requests: Sequence[Request]) -> None:
    """Send the requests as each role."""
    for role in ROLES:
        _ask(world, role, _browser(world, role), requests)


def _browser(world: World, role: str) -> FlaskClient:
    """A browser that is signed in, past the second factor (a demo account needs none here)."""
    client = world.app.test_client()
    visitor = Visitor("127.0.0.1", "A browser", is_loopback=True)
    with world.app.app_context(), writing(db.session()) as session:
        ids = list(session.scalars(select(Organization.id).order_by(Organization.id)))
        own = ids if role == "provider" else []
        account, _ = add_account(
            session, f"{role}@example.org", role=role, organizations=own, actor="test", now=NOW
        )
        account.is_demo = True
        token = admit(session, account, "test", visitor=visitor, now=NOW).token
    client.set_cookie("signed_in", token)
    assert f"Signed in as {role}@" in client.get("/account").text
    return client


def _ask(world: World, role: str, client: FlaskClient, requests: Iterable[Request]) -> None:
    for one in requests:
        form = {} if one.json is not None or one.method == "GET" else dict(one.params)
        answer = client.open(
            one.path, method=one.method, headers=list(one.headers),
            query_string=list(one.params) if one.method == "GET" else None,
            data=one.json if one.json is not None else form or None,
            content_type="application/json" if one.json is not None else None,
        )  # fmt: skip
        for name in ("Date", "Set-Cookie", "Content-Length", "ETag"):
            answer.headers.pop(name, None)
        head = f"{answer.status}\n{answer.headers}".encode()
        world.see(f"{one.label}, as {role}", head + _RANDOM.sub(rb"\1", answer.data))
        answer.close()
