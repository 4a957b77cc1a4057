"""How often somebody may guess, also from many places and at the same moment."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import TooManyAttempts
from resource_dir.operations.accounts.attempts import Counted, note_attempt
from resource_dir.operations.accounts.callers import Visitor

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
EMAIL = "ann@example.org"


def _from(address: str, email: str = EMAIL) -> Counted:
    visitor = Visitor(address, "A browser", is_loopback=False)
    return Counted.of("sign_in", email, visitor=visitor, secret_key="k" * 32)


def _note(session: Session, counted: Counted, now: datetime = NOW) -> bool:
    try:
        with writing(session):
            note_attempt(session, counted, now=now)
    except TooManyAttempts:
        return False
    return True


def test_guesses_at_the_same_moment_are_counted_one_by_one(engine: Engine) -> None:
    noted: list[bool] = []

    def guess() -> None:
        with Session(engine) as session:
            noted.append(_note(session, _from("203.0.113.5")))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(noted) == [False] * 7 + [True] * 5


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.5", "203.0.113.250", True),
        ("203.0.113.5", "203.0.114.5", False),
        ("2001:db8:1:2:3::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.5", "203.0.113.7", True),
    ],
)
def test_a_network_is_counted_as_one(one: str, other: str, is_same: bool) -> None:
    assert (_from(one).network == _from(other).network) == is_same


def test_from_all_networks_together_a_hundred_a_day(session: Session) -> None:
    noted = [_note(session, _from(f"198.51.{n}.1")) for n in range(101)]

    assert noted == [True] * 100 + [False]
    assert _note(session, _from("192.0.2.1", "bob@example.org"))
    assert _note(session, _from("192.0.2.1"), NOW + timedelta(days=1, seconds=1))


def test_neither_email_nor_address_is_kept(session: Session) -> None:
    _note(session, _from("203.0.113.5"))

    kept = repr(session.execute(text("SELECT * FROM attempt")).all())

    assert "ann" not in kept
    assert "203.0" not in kept
