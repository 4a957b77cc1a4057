"""`resource-dir user`, `check` and the demo logins, as a person types them."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from resource_dir.app import close_app, create_app
from resource_dir.cli import make_cli
from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.extensions import db

NEW = "velvet-canoe-thistle-8"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Shell:
    """A shell beside one application."""

    def __init__(self, settings: Settings) -> None:
        self.app: Flask = create_app(settings)

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(make_cli(lambda: self.app), list(words))

    def close(self) -> None:
        close_app(self.app)


@pytest.fixture
def shell(settings: Settings) -> Any:
    made = Shell(replace(settings, rate_limit="off"))
    yield made
    made.close()


def post(client: FlaskClient, path: str, *, page: str = "/sign-in", **fields: str) -> Any:
    found = TOKEN.search(client.get(page).text)
    assert found
    return client.post(path, data={"csrf_token": found[1], **fields})


def get_in(shell: Shell, email: str, password: str, **environ: str) -> tuple[FlaskClient, Any]:
    client = shell.app.test_client()
    client.environ_base.update(environ)
    return client, post(client, "/sign-in", email=email, password=password)


def invited(shell: Shell, email: str, *words: str) -> FlaskClient:
    """Somebody who has chosen NEW by the link that was printed, and signed in."""
    printed = shell("user", "add", email, *words)
    assert printed.exit_code == 0, printed.output
    way = re.search(r"http://127\.0\.0\.1:8000(/join/\S+)", printed.stdout)
    assert way
    client = shell.app.test_client()
    assert post(client, way[1], page=way[1], password=NEW).status_code == 303
    return get_in(shell, email, NEW)[0]


def test_without_mail_the_link_is_printed_and_lets_its_owner_in(shell: Shell) -> None:
    client = invited(shell, "Ann@Example.org", "--role", "responder")

    assert "ann@example.org" in client.get("/account").text
    listed = json.loads(shell("user", "list", "--json").stdout)["users"]
    assert [(one["email"], one["role"], one["state"]) for one in listed] == [
        ("ann@example.org", "responder", "active")
    ]


def test_a_locked_account_is_out_at_the_next_request(shell: Shell) -> None:
    client = invited(shell, "ann@example.org", "--role", "responder")

    assert shell("user", "lock", "ann@example.org").exit_code == 0

    assert client.get("/account").status_code == 303
    assert get_in(shell, "ann@example.org", NEW)[1].status_code == 400
    shell("user", "unlock", "ann@example.org")
    assert get_in(shell, "ann@example.org", NEW)[1].status_code == 303


def test_another_role_ends_its_sessions(shell: Shell) -> None:
    client = invited(shell, "ann@example.org", "--role", "responder")

    assert shell("user", "role", "ann@example.org", "--role", "steward").exit_code == 0

    assert client.get("/account").status_code == 303


def test_who_lost_phone_and_codes_gets_a_link(shell: Shell) -> None:
    invited(shell, "ann@example.org", "--role", "responder")

    printed = shell("user", "link", "ann@example.org", "--without-factors")

    assert printed.exit_code == 0
    assert "/join/" in printed.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "not an address", "--role", "broker"), "not an e-mail"),
        (("add", "a@example.org", "--role", "provider"), "--organization"),
        (("add", "a@example.org", "--role", "broker", "--organization", "x"), "--organization"),
        (("add", "a@example.org", "--role", "provider", "--organization", "x"), "no organization"),
        (("add", "a@example.org", "--role", "king"), "king"),
        (("lock", "nobody@example.org"), "no account"),
        (("link", "nobody@example.org"), "no account"),
    ],
)
def test_what_can_not_be_done_is_said(shell: Shell, words: tuple[str, ...], told: str) -> None:
    result = shell("user", *words)

    assert result.exit_code == 2
    assert told in result.stderr
    assert json.loads(shell("user", "list", "--json").stdout)["users"] == []


def test_one_email_has_one_account(shell: Shell) -> None:
    shell("user", "add", "ann@example.org", "--role", "broker")

    again = shell("user", "add", "ANN@example.org", "--role", "steward")

    assert again.exit_code == 2
    assert "user link" in again.stderr


def test_check_finds_an_entry_that_was_changed_by_hand(shell: Shell) -> None:
    shell("user", "add", "ann@example.org", "--role", "broker")
    right = shell("check")
    with shell.app.app_context(), writing(db.session()) as session:
        session.execute(text("UPDATE audit_entry SET action = 'nothing' WHERE sequence = 1"))

    wrong, data = shell("check"), json.loads(shell("check", "--json").stdout)

    assert right.exit_code == 0
    assert "ends at entry 2" in right.stdout
    assert wrong.exit_code == 1
    assert "Entry 1" in wrong.stdout
    assert "newest backup" in wrong.stdout
    assert data["problems"]


def test_demo_logins_are_new_each_run_and_work_on_this_machine_only(shell: Shell) -> None:
    first = json.loads(shell("demo", "--json").stdout)["logins"]
    old = {login["role"]: login for login in first}
    client, _ = get_in(shell, old["steward"]["email"], old["steward"]["password"])
    assert client.get("/account").status_code == 200, "no second factor is asked for here"

    second = json.loads(shell("demo", "--if-empty", "--json").stdout)["logins"]
    new = {login["role"]: login for login in second}

    assert set(new) == {"responder", "provider", "planner", "steward"}
    assert client.get("/account").status_code == 303, "a session of the run before"
    assert get_in(shell, *_of(old["responder"]))[1].status_code == 400
    here, answer = get_in(shell, *_of(new["responder"]))
    assert answer.status_code == 303
    assert get_in(shell, *_of(new["responder"]), REMOTE_ADDR="192.0.2.9")[1].status_code == 400
    assert (
        get_in(shell, *_of(new["responder"]), HTTP_X_FORWARDED_FOR="192.0.2.9")[1].status_code
        == 400
    )
    elsewhere = here.get("/account", environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert elsewhere.status_code == 303, "nor does its cookie"


def _of(login: dict[str, str]) -> tuple[str, str]:
    return login["email"], login["password"]


def test_without_the_demonstration_there_are_no_demo_logins(settings: Settings) -> None:
    shell = Shell(replace(settings, demo=False))
    try:
        loaded = shell("demo")
        listed = json.loads(shell("user", "list", "--json").stdout)["users"]
    finally:
        shell.close()

    assert "listings loaded" in loaded.stdout
    assert listed == []
