"""Odd input to the pages of accounts: an answer or a refusal, never a 500."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from resource_dir.operations.accounts.tokens import AT_MOST

ODD = [
    "\x00", "ann\x00@example.org", "x" * 300, "\u202e@example.org", "' OR 1=1 --", "🐕" * 40,
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a\r\nBcc: b@example.org", "%s%n{0}", " ",
]  # fmt: skip
TOKENS = ["", "x", "\u00ff\u00fe", "a" * 90, "a" * 3_900, "../../etc/passwd", "%00"]


@pytest.mark.parametrize("value", ODD)
def test_odd_words_in_a_form_are_refused_and_neutral(join: Callable[..., Any], value: str) -> None:
    ann = join("ann@example.org")
    outside = [
        ann.post("/sign-in", email=value, password=value),
        ann.post("/sign-in", email=ann.email, password=value),
        ann.post("/sign-in/passkey", credential=value),
        ann.post("/forgotten-password", page="/sign-in", email=value),
    ]
    ann.sign_in()
    inside = [
        ann.post("/account/tokens", page="/account", name=value),
        ann.post("/account/passkeys", page="/account", credential=value, name=value),
        ann.post("/account/authenticator", page="/account", code=value, offer=value),
        ann.post("/account/password", page="/account", current=value, password=value),
        ann.client.get("/account"),
    ]

    assert all(answer.status_code < 500 for answer in (*outside, *inside))
    assert not any("<script>alert" in answer.text for answer in (*outside, *inside))


@pytest.mark.parametrize("token", TOKENS)
def test_an_odd_token_opens_nothing(app: Flask, token: str) -> None:
    client = app.test_client()
    client.set_cookie("signed_in", token)

    join = client.get("/", environ_overrides={"PATH_INFO": f"/join/{token}"})
    with_cookie = client.get("/account")
    program = app.test_client().get(
        "/api/search", environ_overrides={"HTTP_AUTHORIZATION": f"Bearer {token}"}
    )

    assert join.status_code == 404
    assert with_cookie.status_code == 303
    assert program.status_code == 401


def test_one_token_too_many_is_told_at_the_form(join: Callable[..., Any]) -> None:
    ann = join("ann@example.org")
    ann.sign_in()

    answers = [
        ann.post("/account/tokens", page="/account", name=f"p{n}") for n in range(AT_MOST + 1)
    ]

    assert [one.status_code for one in answers] == [200] * AT_MOST + [409]
    assert f"You have {AT_MOST} tokens. End one first." in answers[-1].text
    assert 'action="/account/tokens"' in answers[-1].text
