"""Invitations and answers to claims go by mail, from our own address, after they are stored."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.models import Claim

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
LISTING = "00000001-0000-4000-8000-000000000004"
EMAIL = "dana@lantern.example.org"
PUBLIC = "https://directory.example.org"


@pytest.fixture
def settings(settings: Settings, letterbox: Any) -> Settings:
    """With mail."""
    return replace(settings, mail_url=letterbox.url, public_url=PUBLIC)


@pytest.fixture
def steward(county: Flask, join: Callable[..., Any]) -> Any:
    person = join("sam@example.org", role="steward")
    person.sign_in()
    person.set_up_app()
    return person


def _decide(steward: Any, session: Session, what: str, **fields: str) -> Any:
    steward.app.test_client().post(f"/listings/{LISTING}/claim", data={"email": EMAIL})
    session.rollback()
    claim_id = session.scalars(select(Claim.id)).one()
    return steward.post(f"/steward/claims/{claim_id}/{what}", page="/account", **fields)


def test_an_invitation_goes_by_mail_and_its_link_is_shown_nowhere(
    steward: Any, letterbox: Any
) -> None:
    answer = steward.post(
        "/steward/people", page="/account", email=EMAIL, organization=ORGANIZATION
    )

    (letter,) = letterbox.wait(steward.app)
    assert letter["To"] == EMAIL
    assert re.search(rf"{PUBLIC}/join/[\w-]+", letter.get_content())
    assert answer.status_code == 303
    assert "/join/" not in answer.text
    assert "The invitation is on its way." in steward.client.get(answer.location).text


def test_an_approved_claim_invites_by_mail(steward: Any, session: Session, letterbox: Any) -> None:
    answer = _decide(steward, session, "approve", called="confirmed")

    (letter,) = letterbox.wait(steward.app)
    assert answer.location.startswith("/steward/claims")
    assert letter["To"] == EMAIL
    assert "/join/" in letter.get_content()


def test_a_provider_is_told_of_one_organization_more(
    steward: Any, session: Session, letterbox: Any, join: Callable[..., Any]
) -> None:
    join(EMAIL, role="provider", organizations=["00000002-0000-4000-8000-000000000001"])

    _decide(steward, session, "approve", called="confirmed")

    (letter,) = letterbox.wait(steward.app)
    assert "Lantern House Association" in letter.get_content()
    assert "/join/" not in letter.get_content()


def test_a_rejected_claim_is_told_the_reason(
    steward: Any, session: Session, letterbox: Any
) -> None:
    _decide(steward, session, "reject", reason="The desk does not know you.")

    (letter,) = letterbox.wait(steward.app)
    assert letter["To"] == EMAIL
    assert "The desk does not know you." in letter.get_content()


def test_what_a_steward_typed_is_still_there_when_it_was_refused(
    steward: Any, session: Session, letterbox: Any
) -> None:
    answer = _decide(steward, session, "approve", called="no_answer", said="It rang for long.")

    assert answer.status_code == 400
    assert "It rang for long." in answer.text
    assert letterbox.wait(steward.app) == []
