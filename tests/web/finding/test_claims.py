"""This is our listing: anybody may say so, once; a steward decides on evidence and a call."""

import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import Account, Claim, Membership, Organization
from resource_dir.operations.accounts.signing_in import account_of
from resource_dir.operations.claims.claiming import purge_claim_words
from resource_dir.operations.claims.evidence import evidence_of

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
LISTING = "00000001-0000-4000-8000-000000000004"
PATH = f"/listings/{LISTING}/claim"
QUEUE = "/steward/claims"
EMAIL = "dana@lantern.example.org"


@pytest.fixture
def steward(county: Flask, join: Callable[..., Any]) -> Any:
    person = join("sam@example.org", role="steward")
    person.sign_in()
    person.set_up_app()
    return person


@pytest.fixture
def published(county: Flask, session: Session) -> None:
    """The organization publishes a website."""
    with writing(session):
        session.get_one(Organization, ORGANIZATION).website = "https://www.lantern.example.org/x"


def _claims(session: Session) -> list[Claim]:
    session.rollback()
    return list(session.scalars(select(Claim).execution_options(populate_existing=True)))


def _send(client: FlaskClient, path: str = PATH, **form: str) -> Any:
    return client.post(path, data={"email": EMAIL, "key": str(uuid4()), **form})


def _decide(steward: Any, session: Session, what: str, **fields: str) -> Any:
    (claim,) = _claims(session)
    return steward.post(f"{QUEUE}/{claim.id}/{what}", page="/account", **fields)


def test_a_claim_is_stored_once_without_a_cookie(visitor: FlaskClient, session: Session) -> None:
    form = {"words": "I lead the night desk.", "key": str(uuid4())}

    answers = [_send(visitor, **form) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert "Set-Cookie" not in answers[0].headers
    (claim,) = _claims(session)
    assert (claim.email, claim.words, claim.state) == (EMAIL, "I lead the night desk.", "open")
    assert (claim.organization_id, claim.account_id) == (ORGANIZATION, None)
    assert _send(visitor, key=form["key"], words="Other words.").status_code == 409
    assert "Thank you." in visitor.get(answers[0].location).text


def test_the_answer_is_the_same_for_every_email(
    visitor: FlaskClient, join: Callable[..., Any]
) -> None:
    join("known@example.org")

    known, unknown = (_send(visitor, email=f"{one}@example.org") for one in ("known", "unknown"))

    assert (known.status, known.data, known.location) == (
        unknown.status,
        unknown.data,
        unknown.location,
    )


@pytest.mark.parametrize(
    "form",
    [
        {"email": ""},
        {"email": "nobody"},
        {"email": "a\x00@example.org"},
        {"email": "x" * 300 + "@example.org"},
        {"words": "x" * 501},
        {"words": "born 04/12/1987"},
    ],
)
def test_bad_input_is_explained_and_stores_nothing(
    visitor: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    answer = _send(visitor, **form)

    assert answer.status_code in (400, 422)
    assert 'role="alert"' in answer.text
    assert _claims(session) == []


def test_a_key_that_is_none_is_replaced(visitor: FlaskClient, session: Session) -> None:
    assert _send(visitor, key="no key").status_code == 303
    assert len(_claims(session)) == 1


def test_about_a_withheld_listing_no_words_are_kept(
    visitor: FlaskClient, session: Session, listings: ModuleType
) -> None:
    path = f"/listings/{listings.listing_id('withheld')}/claim"

    refused = _send(visitor, path, words="The house behind the church.")

    assert refused.status_code in (400, 422)
    assert _claims(session) == []
    assert 'name="words"' not in visitor.get(path).text
    assert _send(visitor, path).status_code == 303


def test_another_sites_page_can_not_claim(visitor: FlaskClient, session: Session) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    answer = visitor.post(PATH, data={"email": EMAIL}, headers=headers)

    assert answer.status_code == 403
    assert _claims(session) == []


def test_each_address_may_send_so_many(
    settings: Settings, make_app: Callable[[Settings], Flask], county: Flask
) -> None:
    client = make_app(replace(settings, report_limit="2/hour")).test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"

    answers = [_send(client) for _ in range(3)]

    assert [one.status_code for one in answers] == [303, 303, 429]
    assert EMAIL in answers[2].text


def test_who_is_signed_in_claims_with_the_own_address(
    county: Flask, join: Callable[..., Any], session: Session
) -> None:
    pat = join("pat@example.org", role="responder")
    pat.sign_in()

    _send(pat.client, email="other@example.org")

    (claim,) = _claims(session)
    assert claim.email == "pat@example.org"
    assert claim.account_id is not None


@pytest.mark.parametrize(
    ("email", "website", "found"),
    [
        ("dana@lantern.example.org", "https://www.lantern.example.org", "same_domain"),
        ("dana@mail.lantern.example.org", "lantern.example.org/about", "same_domain"),
        ("dana@example.org", "https://lantern.example.org", "other_domain"),
        ("dana@notlantern.example.org", "https://lantern.example.org", "other_domain"),
        ("dana@gmail.com", "https://gmail.com", "free_mail"),
        ("dana@lantern.example.org", "https://gmail.com", "nothing_published"),
        ("dana@lantern.example.org", "http://[x", "nothing_published"),
        ("dana@lantern.example.org", "desk@lantern.example.org", "same_domain"),
    ],
)
def test_the_domain_speaks_for_a_claim_and_a_free_one_never_does(
    county: Flask, session: Session, email: str, website: str, found: str
) -> None:
    with writing(session):
        session.get_one(Organization, ORGANIZATION).website = website

    assert evidence_of(session, email, organization_id=ORGANIZATION) == found


def test_a_steward_sees_the_evidence_and_the_number_on_the_listing(
    published: None, visitor: FlaskClient, steward: Any
) -> None:
    _send(visitor, words="Ask for the night desk at 661-555-0177.")

    page = steward.client.get(QUEUE).text

    assert "in the domain that the organization publishes" in page
    assert 'href="tel:+16615550101"' in page
    assert EMAIL in page


def test_approved_after_a_call_a_new_provider_keeps_the_organization(
    visitor: FlaskClient, steward: Any, session: Session
) -> None:
    _send(visitor)

    too_early = _decide(steward, session, "approve")
    answer = _decide(steward, session, "approve", called="confirmed", said="The desk knows her.")

    assert too_early.status_code == 400
    assert re.search(r"/join/[\w-]+", answer.text)
    session.rollback()
    account = account_of(session, EMAIL)
    assert account is not None
    assert account.role == "provider"
    assert session.get(Membership, (account.id, ORGANIZATION)) is not None
    (claim,) = _claims(session)
    assert (claim.state, claim.called) == ("approved", "confirmed: The desk knows her.")
    assert _decide(steward, session, "reject", reason="Again.").status_code == 409


def test_a_provider_with_an_account_keeps_one_organization_more(
    published: None, visitor: FlaskClient, steward: Any, join: Callable[..., Any], session: Session
) -> None:
    other = "00000002-0000-4000-8000-000000000001"
    join(EMAIL, role="provider", organizations=[other])
    _send(visitor)

    answer = _decide(steward, session, "approve")

    assert answer.status_code == 303
    session.rollback()
    account = account_of(session, EMAIL)
    assert account is not None
    query = select(Membership.organization_id).where(Membership.account_id == account.id)
    assert set(session.scalars(query)) == {ORGANIZATION, other}


def test_an_account_of_another_role_is_not_changed(
    published: None, visitor: FlaskClient, steward: Any, join: Callable[..., Any], session: Session
) -> None:
    join(EMAIL, role="responder")
    _send(visitor)

    assert _decide(steward, session, "approve").status_code == 409
    (claim,) = _claims(session)
    assert claim.state == "open"
    assert session.scalars(select(Account.role).where(Account.email == EMAIL)).one() == "responder"


def test_rejected_with_a_reason(visitor: FlaskClient, steward: Any, session: Session) -> None:
    _send(visitor)

    assert _decide(steward, session, "reject", reason=" ").status_code == 400
    answer = _decide(steward, session, "reject", reason="The desk does not know you.")

    assert answer.status_code == 303
    assert "tell them yourself" in steward.client.get(answer.location).text
    (claim,) = _claims(session)
    assert (claim.state, claim.reason) == ("rejected", "The desk does not know you.")
    assert account_of(session, EMAIL) is None


def test_about_a_withheld_listing_neither_reason_nor_call_is_kept(
    visitor: FlaskClient, steward: Any, session: Session, listings: ModuleType
) -> None:
    _send(visitor, f"/listings/{listings.listing_id('withheld')}/claim")

    _decide(steward, session, "reject", reason="Not at the church.", said="By the church.")

    (claim,) = _claims(session)
    assert (claim.state, claim.reason, claim.called) == ("rejected", None, "not_called")


def test_words_go_once_the_listing_is_withheld(
    visitor: FlaskClient, session: Session, listings: ModuleType
) -> None:
    _send(visitor, words="The house behind the church.")

    with writing(session):
        purge_claim_words(session, [listings.service_id("sobering")])

    (claim,) = _claims(session)
    assert claim.words is None


def test_a_claim_that_is_not_there_is_not_found(steward: Any) -> None:
    missing = f"{QUEUE}/{uuid4()}/approve"

    assert steward.post(missing, page="/account", called="confirmed").status_code == 404


def test_without_the_token_of_the_form_nothing_is_decided(
    visitor: FlaskClient, steward: Any, session: Session
) -> None:
    _send(visitor)
    (claim,) = _claims(session)

    answer = steward.client.post(f"{QUEUE}/{claim.id}/approve", data={"called": "confirmed"})

    assert answer.status_code == 400
    assert _claims(session)[0].state == "open"
