"""Whose delicate changes wait for a second person."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account
from resource_dir.operations.accounts.administering import add_account
from resource_dir.operations.accounts.callers import Caller, Role
from resource_dir.operations.accounts.joining import choose_password, make_link
from resource_dir.operations.editing.authors import Author

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def _caller(session: Session, role: Role, *, joined_days_ago: int) -> Caller:
    joined = NOW - timedelta(days=joined_days_ago)
    account = Account(id="a" * 36, email="a@example.org", role=role, created=joined, joined=joined)
    with writing(session):
        session.add(account)
    return Caller("a" * 36, "a@example.org", role, frozenset(), "s", is_whole=True,
                  is_enrolled=True, began=NOW)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "days", "expected"),
    [("provider", 1, False), ("provider", 8, True), ("steward", 0, True)],
)
def test_a_provider_is_trusted_after_a_week(
    session: Session, role: Role, days: int, expected: bool
) -> None:
    caller = _caller(session, role, joined_days_ago=days)

    assert Author.of(session, caller, now=NOW).is_trusted is expected


def test_an_account_that_came_back_by_a_link_is_new_again(session: Session) -> None:
    caller = _caller(session, "provider", joined_days_ago=400)
    with writing(session):
        account = session.get_one(Account, caller.account_id)
        token = make_link(session, account, "recovery", actor="nobody", now=NOW)
    with writing(session):
        choose_password(session, token, "hash", now=NOW)

    assert not Author.of(session, caller, now=NOW + timedelta(days=6)).is_trusted
    assert Author.of(session, caller, now=NOW + timedelta(days=7)).is_trusted


def test_an_invitation_is_no_recovery(session: Session) -> None:
    with writing(session):
        account, token = add_account(session, "b@example.org", role="steward", actor="t", now=NOW)
    with writing(session):
        choose_password(session, token, "hash", now=NOW)

    assert session.get_one(Account, account.id).recovered is None
