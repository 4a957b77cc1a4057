"""Who keeps which organization: invitations, memberships, roles and locks."""

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.models import Account, AuditEntry, Membership

PATH = "/steward/people"
FIRST = "00000001-0000-4000-8000-000000000001"
SECOND = "00000002-0000-4000-8000-000000000001"


def _signed_in(join: Callable[..., Any], email: str, **more: Any) -> Any:
    person = join(email, **more)
    person.sign_in()
    person.set_up_app()
    return person


@pytest.fixture
def steward(county: Flask, join: Callable[..., Any]) -> Any:
    return _signed_in(join, "sam@example.org", role="steward")


@pytest.fixture
def administrator(county: Flask, join: Callable[..., Any]) -> Any:
    return _signed_in(join, "ada@example.org", role="administrator")


@pytest.fixture
def provider(county: Flask, join: Callable[..., Any]) -> Any:
    return _signed_in(join, "pat@example.org", role="provider", organizations=[FIRST])


def _account(session: Session, email: str) -> Account | None:
    session.rollback()
    return session.scalars(select(Account).where(Account.email == email)).one_or_none()


def _kept(session: Session, email: str) -> set[str]:
    account = _account(session, email)
    assert account is not None
    query = select(Membership.organization_id).where(Membership.account_id == account.id)
    return set(session.scalars(query))


def _way(session: Session, email: str, what: str) -> str:
    account = _account(session, email)
    assert account is not None
    return f"{PATH}/{account.id}/{what}"


def test_organizations_are_found_by_words_and_chosen(steward: Any) -> None:
    page = steward.client.get(f"{PATH}?q=LANTERN").text

    assert f"organization={FIRST}" in page
    assert "Not this one" in steward.client.get(f"{PATH}?organization={FIRST}").text
    assert "No organization has" in steward.client.get(f"{PATH}?q=%25%00").text


def test_without_mail_the_invitation_is_shown_once_and_lets_in(
    steward: Any, session: Session, people: ModuleType
) -> None:
    answer = steward.post(PATH, page=PATH, email="New@Example.org", organization=[FIRST, SECOND])

    found = re.search(r"(/join/[\w-]+)", answer.text)
    assert found
    assert answer.headers["Cache-Control"] == "no-store"
    assert _kept(session, "new@example.org") == {FIRST, SECOND}
    new = people.Person(steward.app, steward.app.test_client(), "new@example.org")
    assert new.post(found[1], page=found[1], password=people.PASSWORD).status_code == 303
    assert new.sign_in().status_code == 303


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"email": "new@example.org"}, 400),
        ({"email": "no address", "organization": FIRST}, 400),
        ({"email": "", "organization": FIRST}, 400),
        ({"email": "sam@example.org", "organization": FIRST}, 409),
        ({"email": "new@example.org", "organization": "0" * 36}, 404),
        ({"email": "new@example.org", "organization": "x\ny"}, 400),
    ],
)
def test_an_invitation_that_can_not_be_is_explained(
    steward: Any, session: Session, fields: dict[str, Any], status: int
) -> None:
    answer = steward.post(PATH, page=PATH, **fields)

    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert _account(session, "new@example.org") is None


@pytest.mark.parametrize("role", ["steward", "administrator", "responder", "king"])
def test_a_steward_makes_nobody_but_providers(steward: Any, session: Session, role: str) -> None:
    fields = {"email": "new@example.org", "organization": FIRST, "role": role}

    assert steward.post(PATH, page=PATH, **fields).status_code == 403
    assert _account(session, "new@example.org") is None


@pytest.mark.parametrize("what", ["role", "lock", "unlock", "organizations", "invite"])
def test_a_steward_changes_nobody_above_a_provider(
    steward: Any, session: Session, join: Callable[..., Any], what: str
) -> None:
    join("ann@example.org", role="administrator")

    answer = steward.post(
        _way(session, "ann@example.org", what), page=PATH, role="provider", organization=FIRST
    )

    assert answer.status_code == 403
    account = _account(session, "ann@example.org")
    assert account is not None
    assert (account.role, account.locked) == ("administrator", None)
    assert "ann@example.org" not in steward.client.get(PATH).text


def test_a_steward_can_not_raise_a_provider(steward: Any, provider: Any, session: Session) -> None:
    answer = steward.post(_way(session, provider.email, "role"), page=PATH, role="steward")

    assert answer.status_code == 403
    account = _account(session, provider.email)
    assert account is not None
    assert account.role == "provider"


def test_a_membership_is_added_and_taken_away_with_its_sessions(
    steward: Any, provider: Any, session: Session
) -> None:
    added = steward.post(
        _way(session, provider.email, "organizations"), page=PATH, organization=SECOND
    )

    assert added.status_code == 303
    assert _kept(session, provider.email) == {FIRST, SECOND}
    assert "/sign-in" in provider.client.get("/my-listings").headers["Location"]
    way = _way(session, provider.email, "organizations/remove")
    assert steward.post(way, page=PATH, organization=FIRST).status_code == 303
    assert _kept(session, provider.email) == {SECOND}
    assert steward.post(way, page=PATH, organization=FIRST).status_code == 404
    query = select(AuditEntry.action).where(AuditEntry.table_name == "membership")
    assert list(session.scalars(query.order_by(AuditEntry.sequence))) == [
        "add_membership",
        "remove_membership",
    ]


def test_several_editors_keep_one_organization(
    steward: Any, provider: Any, session: Session
) -> None:
    steward.post(PATH, page=PATH, email="new@example.org", organization=FIRST)

    assert _kept(session, "new@example.org") == _kept(session, provider.email) == {FIRST}


def test_who_has_joined_is_not_invited_again(steward: Any, provider: Any, session: Session) -> None:
    steward.post(PATH, page=PATH, email="new@example.org", organization=FIRST)

    again = steward.post(_way(session, "new@example.org", "invite"), page=PATH)
    joined = steward.post(_way(session, provider.email, "invite"), page=PATH)

    assert "/join/" in again.text
    assert joined.status_code == 409


def test_an_administrator_gives_any_role_locks_and_unlocks(
    administrator: Any, provider: Any, session: Session
) -> None:
    post = administrator.post
    assert post(PATH, page=PATH, email="new@example.org", role="planner").status_code == 200
    assert post(_way(session, provider.email, "lock"), page=PATH).status_code == 303
    account = _account(session, provider.email)
    assert account is not None
    assert account.locked is not None
    assert post(_way(session, provider.email, "unlock"), page=PATH).status_code == 303
    way = _way(session, provider.email, "role")
    assert post(way, page=PATH, role="broker").status_code == 303
    account = _account(session, provider.email)
    assert account is not None
    assert (account.role, account.locked) == ("broker", None)
    assert post(way, page=PATH, role="king").status_code == 400
    assert post(way, page=PATH, role="provider").status_code == 400


@pytest.mark.parametrize("what", ["lock", "role"])
def test_an_administrator_does_not_lock_themselves_out(
    administrator: Any, session: Session, what: str
) -> None:
    answer = administrator.post(
        _way(session, administrator.email, what), page=PATH, role="responder"
    )

    assert answer.status_code == 409


def test_without_the_token_of_the_form_nothing_happens(steward: Any, session: Session) -> None:
    fields = {"email": "new@example.org", "organization": FIRST}

    assert steward.client.post(PATH, data=fields).status_code == 400
    assert _account(session, "new@example.org") is None
