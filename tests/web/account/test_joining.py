"""Links by mail, read from a real SMTP server on loopback."""

import email
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import Message
from email.policy import default
from types import ModuleType
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.config import Settings, load_settings
from resource_dir.database import writing
from resource_dir.errors import BadInput
from resource_dir.operations.accounts.administering import add_account, get_account, lock_account
from resource_dir.operations.sending.mailing import read_mail_url

NEW = "velvet-canoe-thistle-8"
PUBLIC = "https://directory.example.org"

# The test server stands on loopback; ours checks certificates wherever TLS is not switched off.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


class Box:
    """Takes every letter."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@pytest.fixture
def box() -> Iterator[tuple[Box, int]]:
    """A real SMTP server that asks for a password, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Box()

    def judge(server: Any, session: Any, envelope: Any, mechanism: Any, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"desk", b"p@ss"))

    controller = Controller(
        box, hostname="127.0.0.1", port=port, authenticator=judge, auth_require_tls=False,
        auth_required=True,
    )  # fmt: skip
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def settings(settings: Settings, box: tuple[Box, int]) -> Settings:
    """With mail."""
    url = f"smtp://desk:p%40ss@127.0.0.1:{box[1]}?tls=none&from=desk@example.org"
    return replace(settings, mail_url=url, public_url=PUBLIC)


@pytest.fixture
def ask(app: Flask, people: ModuleType, box: tuple[Box, int]) -> Callable[[str], Any]:
    """A function that asks for a new password, and waits until letters have left."""

    def ask(address: str) -> Any:
        person = people.Person(app, app.test_client(), address)
        answer = person.post("/forgotten-password", page="/forgotten-password", email=address)
        mailer = app.extensions["mailer"]
        mailer.finish()
        mailer._stopped.clear()
        return answer

    return ask


def _link(letter: Message) -> str:
    found = re.search(rf"{PUBLIC}(/join/[\w-]+)", letter.get_content())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_a_forgotten_password_is_chosen_anew_by_a_link_once(
    join: Any, ask: Callable[[str], Any], box: tuple[Box, int]
) -> None:
    ann = join("ann@example.org")
    ann.sign_in()

    ask("Ann@Example.org")

    (letter,) = box[0].letters
    assert (letter["To"], letter["From"]) == ("ann@example.org", "desk@example.org")
    way = _link(letter)
    assert ann.post(way, page=way, password=NEW).status_code == 303
    assert ann.client.get("/account").status_code == 303, "sessions have ended"
    assert ann.sign_in().status_code == 400
    assert ann.sign_in(NEW).status_code == 303
    assert ann.client.get(way).status_code == 404


def test_for_an_unknown_email_the_answer_is_the_same_and_nothing_is_sent(
    join: Any, ask: Callable[[str], Any], box: tuple[Box, int]
) -> None:
    join("ann@example.org")

    known, unknown = ask("ann@example.org"), ask("bob@example.org")

    assert len(box[0].letters) == 1
    assert known.status == unknown.status
    assert known.data == unknown.data
    assert known.headers["Location"] == unknown.headers["Location"]


def test_after_five_letters_nobody_gets_a_sixth(
    join: Any, ask: Callable[[str], Any], box: tuple[Box, int]
) -> None:
    join("ann@example.org")

    statuses = [ask("ann@example.org").status_code for _ in range(6)]
    unknown = [ask("bob@example.org").status_code for _ in range(6)]

    assert statuses == unknown == [303] * 5 + [429]
    assert len(box[0].letters) == 5


def test_a_link_is_made_for_our_own_address_whatever_host_was_asked(
    join: Any, app: Flask, box: tuple[Box, int]
) -> None:
    join("ann@example.org")
    client, base = app.test_client(), "http://evil.example"
    page = client.get("/forgotten-password", base_url=base).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token

    client.post(
        "/forgotten-password",
        base_url=base,
        data={"csrf_token": token[1], "email": "ann@example.org"},
    )
    app.extensions["mailer"].finish()

    assert "evil.example" not in str(box[0].letters[0])
    assert _link(box[0].letters[0])


def test_a_second_factor_outlives_a_new_password(
    join: Any, ask: Callable[[str], Any], box: tuple[Box, int]
) -> None:
    ann = join("ann@example.org")
    ann.sign_in()
    ann.set_up_app()
    ask("ann@example.org")
    way = _link(box[0].letters[0])
    ann.post(way, page=way, password=NEW)

    answer = ann.post("/sign-in", email=ann.email, password=NEW)

    assert answer.headers["Location"].startswith("/sign-in/second-factor")


def test_an_hour_later_the_link_is_dead(
    join: Any, ask: Callable[[str], Any], box: tuple[Box, int], app: Flask
) -> None:
    ann, began = join("ann@example.org"), app.config["CLOCK"]()
    ask("ann@example.org")

    app.config["CLOCK"] = lambda: began + timedelta(hours=1)

    assert ann.client.get(_link(box[0].letters[0])).status_code == 404


def test_a_newer_link_ends_the_older_one(
    join: Any, ask: Callable[[str], Any], box: tuple[Box, int]
) -> None:
    ann = join("ann@example.org")
    ask("ann@example.org")
    ask("ann@example.org")
    old, new = (_link(letter) for letter in box[0].letters)

    assert ann.client.get(old).status_code == 404
    assert ann.client.get(new).status_code == 200


def test_a_locked_account_gets_no_letter(
    join: Any, ask: Callable[[str], Any], box: tuple[Box, int], session: Session, app: Flask
) -> None:
    ann = join("ann@example.org")
    with writing(session):
        account = get_account(session, ann.email)
        lock_account(session, account, actor="test", now=app.config["CLOCK"]())

    assert ask(ann.email).status_code == 303
    assert box[0].letters == []


def test_a_weak_password_is_refused_with_what_to_do_and_the_link_stays(
    app: Flask, session: Session, people: ModuleType
) -> None:
    with writing(session):
        _, token = add_account(
            session, "bob@example.org", role="broker", actor="test", now=app.config["CLOCK"]()
        )
    bob = people.Person(app, app.test_client(), "bob@example.org")
    way = f"/join/{token}"

    short = bob.post(way, page=way, password="too short")
    taken = bob.post(way, page=way, password=NEW)

    assert short.status_code == 400
    assert "15 characters" in short.text
    assert taken.status_code == 303
    assert bob.sign_in(NEW).status_code == 303


def test_a_server_that_refuses_is_logged_without_text_or_address(
    settings: Settings, make_app: Callable[[Settings], Flask], session: Session,
    people: ModuleType, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    app = make_app(replace(settings, mail_url=settings.mail_url.replace("p%40ss", "wrong")))
    people.join(app, session, "ann@example.org")
    person = people.Person(app, app.test_client(), "")

    answer = person.post("/forgotten-password", page="/forgotten-password", email="ann@example.org")
    app.extensions["mailer"].finish()

    logged = capsys.readouterr().err
    assert answer.status_code == 303
    assert "mail_not_sent" in logged
    assert "ann@" not in logged
    assert "/join/" not in logged.replace("/join/<token>", "")


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://h:99999", "smtp://h?tls=maybe"]
)
def test_a_mail_address_that_can_not_be_read_is_named(url: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_mail_url(url)

    assert refused.value.field == "MAIL_URL"


@pytest.mark.parametrize(
    "environ",
    [
        {"MAIL_URL": "smtp://localhost"},
        {"PUBLIC_URL": "directory.example.org"},
        {"PUBLIC_URL": "https://example.org/below"},
    ],
)
def test_links_need_an_address_of_ours(environ: dict[str, str], tmp_path: Any) -> None:
    with pytest.raises(BadInput) as refused:
        load_settings({"RESOURCE_DIR_DATA": str(tmp_path), **environ})

    assert refused.value.field == "PUBLIC_URL"
