"""A planner's script reads the gap table with a token made for that, and with no other."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import ROLES, Account
from resource_dir.operations.accounts.callers import PLAN_READERS
from resource_dir.web import access

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
PATH = "/api/gaps?need=withdrawal_management"
Make = Callable[..., str]
Join = Callable[..., Any]


@pytest.fixture
def token_of(planned: Flask, join: Join) -> Make:
    """The token of somebody new in a role, with what was ticked in the form."""

    def make(role: str, **ticked: str) -> str:
        organizations = [ORGANIZATION] if role == "provider" else []
        person = join(f"{role}@example.org", role=role, organizations=organizations)
        person.sign_in()
        person.set_up_app()
        answer = person.post("/account/tokens", page="/account", name="script", **ticked)
        found = re.search(r"rd_[\w-]+", answer.text)
        assert found, answer.status_code
        return found[0]

    return make


def _ask(app: Flask, token: str, path: str = PATH) -> Any:
    return app.test_client().get(path, headers={"Authorization": f"Bearer {token}"})


def test_a_planners_token_reads_what_the_planner_reads(
    planned: Flask, token_of: Make, join: Join
) -> None:
    person = join("pat@example.org", role="planner")
    person.sign_in()

    answer = _ask(planned, token_of("planner"))

    assert answer.status_code == 200
    assert answer.json == person.client.get(PATH).json
    assert answer.json["gaps"][0]["need"] == "withdrawal_management"


@pytest.mark.parametrize("role", ROLES)
def test_the_scope_opens_it_to_those_who_may_read_planning(
    planned: Flask, token_of: Make, role: str
) -> None:
    status = _ask(planned, token_of(role, gaps="1")).status_code

    assert status == (200 if role in PLAN_READERS else 403)


@pytest.mark.parametrize("role", sorted(PLAN_READERS - {"planner"}))
def test_a_token_without_the_scope_opens_nothing_of_it(
    planned: Flask, token_of: Make, role: str
) -> None:
    answer = _ask(planned, token_of(role, beds="1"))

    assert answer.status_code == 403
    assert "scope" in answer.json["error"]["message"]


def test_a_planners_token_shows_no_partner_facts(planned: Flask, token_of: Make) -> None:
    answer = _ask(planned, token_of("planner", beds="1"), "/api/search?need=sobering_center")

    assert answer.status_code == 200
    assert "Partner only door" not in answer.text


def test_it_ends_when_the_account_gets_another_role(
    planned: Flask, token_of: Make, session: Session
) -> None:
    token = token_of("planner")
    with writing(session):
        session.query(Account).filter_by(email="planner@example.org").one().role = "responder"

    assert _ask(planned, token).status_code == 403


def test_a_token_of_nobody_is_told_so_even_beside_a_session(planned: Flask, join: Join) -> None:
    person = join("pat@example.org", role="planner")
    person.sign_in()

    answer = person.client.get(PATH, headers={"Authorization": "Bearer rd_nobody"})

    assert answer.status_code == 401


def test_the_token_opens_no_page_of_planning(planned: Flask, token_of: Make) -> None:
    answer = _ask(planned, token_of("planner"), "/planning")

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_a_check_of_the_scope_that_is_left_out_is_found(
    planned: Flask, token_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "FOR_PROGRAMS", {"api_gaps.show": lambda asking: True})

    with pytest.raises(AssertionError):
        test_a_token_without_the_scope_opens_nothing_of_it(planned, token_of, "steward")
