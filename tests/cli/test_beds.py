"""`resource-dir beds`: a link to hand over, an answer from a pipe, who is called."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from resource_dir.extensions import db
from resource_dir.models import Capacity

Run = Callable[..., Result]


@pytest.fixture
def run(run: Run) -> Run:
    """A function that runs a command on the demonstration county."""
    assert run("demo").exit_code == 0
    return run


def listing_with_beds(app: Flask) -> str:
    with app.app_context():
        found: Any = db.session.scalars(select(Capacity.service_at_location_id)).first()
        db.session.rollback()
    return str(found)


def test_a_link_is_printed_to_be_handed_over(run: Run, apps: list[Flask]) -> None:
    result = run("beds", "link", listing_with_beds(apps[0]))

    assert result.exit_code == 0
    assert result.stdout.startswith("http://127.0.0.1:8000/b/")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("link", "no-such-listing"), "no such listing"),
        (("link", "LISTING", "--mail", "a@example.org"), "MAIL_URL is not set"),
        (("link", "LISTING", "--text", "6615550142"), "TEXT_WEBHOOK_URL is not set"),
        (("link", "LISTING", "--mail", "nobody"), "not an e-mail address"),
        (("link", "LISTING", "--mail", "a@b.example", "--text", "1"), "not both"),
    ],
)
def test_what_can_not_be_done_ends_with_two(
    run: Run, apps: list[Flask], words: tuple[str, ...], said: str
) -> None:
    listing = listing_with_beds(apps[0])

    result = run("beds", *(word.replace("LISTING", listing) for word in words))

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_letter_from_a_pipe_that_answers_nothing_of_ours_is_not_sent_back(run: Run) -> None:
    result = run("beds", "reply", stdin=b"From: a@example.org\nSubject: hello\n\n3 free\n")

    assert (result.exit_code, result.stdout) == (0, "unknown\n")


def test_what_is_no_letter_ends_with_two(run: Run) -> None:
    result = run("beds", "reply", stdin=b"3 free")

    assert result.exit_code == 2
    assert "no header" in result.stderr


def test_ten_megabytes_from_a_pipe_are_read_to_their_end(run: Run) -> None:
    raw = b"From: a@example.org\nAuto-Submitted: auto-replied\n\n" + b"x" * 10_000_000

    result = run("beds", "reply", stdin=raw)

    assert (result.exit_code, result.stdout) == (0, "automatic\n")


def test_who_is_called_is_listed_with_a_phone(run: Run) -> None:
    text, data = run("beds", "quiet"), run("beds", "quiet", "--json")

    found = json.loads(data.stdout)["quiet"]
    assert (text.exit_code, data.exit_code) == (0, 0)
    assert found
    assert {"name", "phones", "last_update", "fresh_share", "updates_per_day"} <= found[0].keys()
    assert found[0]["name"] in text.stdout


def test_a_link_is_mailed_and_the_answer_comes_back_by_the_pipe(
    run: Run, apps: list[Flask], letterbox: Any
) -> None:
    listing = listing_with_beds(apps[0])
    mail: dict[str, Any] = {
        "mail_url": letterbox.url,
        "public_url": "https://directory.example.org",
        "mail_reply_to": "beds@directory.example.org",
    }

    sent = run("beds", "link", listing, "--mail", "d@example.org", **mail)
    (letter,) = letterbox.letters
    raw = f"From: d@example.org\nTo: {letter['Reply-To']}\n\nstill right\n".encode()
    answered = run("beds", "reply", stdin=raw, **mail)

    assert sent.exit_code == 0
    assert sent.stdout == "A link was sent to d@example.org.\n"
    assert answered.stdout in ("counted\n", "not_understood\n", "too_old\n")
