"""A listing whose place is withheld: no edit, draft or preview of it may say where it is."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account, Draft, Revision, Service
from resource_dir.operations.editing import drafting
from resource_dir.operations.withholding.publishing import withhold_listing
from tests.web.conftest import NOW
from tests.web.editor import opened, path, send

HARBOR = "00000004-0000-4000-8000-000000000002"
LANTERN = "00000001-0000-4000-8000-000000000004"
SECRET = "Ring at 4711 Juniper Street, red door"
REFUSED = "looks as if it says where it is"


@pytest.fixture
def provider(county: Flask, keeper_of: Callable[..., Any]) -> Any:
    return keeper_of("pat@example.org", "00000004-0000-4000-8000-000000000001",
                     "00000001-0000-4000-8000-000000000001")  # fmt: skip


def _is_anywhere(session: Session) -> bool:
    session.rollback()
    drafts = str([one.fields for one in session.query(Draft)])
    said = str([one.application_process for one in session.query(Service)])
    return "Juniper" in drafts + said or session.query(Revision).count() > 0


@pytest.mark.parametrize("press", ["save", "preview", "draft"])
def test_a_street_is_refused_and_stored_nowhere(
    provider: Any, session: Session, press: str
) -> None:
    fields = opened(provider, "basics", listing=HARBOR)

    answer = send(provider, "basics", fields, listing=HARBOR, press=press,
                  application_process=SECRET)  # fmt: skip

    assert answer.status_code == 422
    assert REFUSED in unescape(answer.text)
    assert not _is_anywhere(session)


@pytest.mark.parametrize("field", ["application_process", "was", "first", "why"])
def test_the_script_can_not_keep_one_either(provider: Any, session: Session, field: str) -> None:
    fields = opened(provider, "basics", listing=HARBOR)
    text = SECRET if field in ("application_process", "why") else f'{{"name": ["{SECRET}"]}}'

    answer = send(provider, "basics", fields, listing=HARBOR, to="/draft", **{field: text})

    assert answer.status_code == 422
    assert not _is_anywhere(session)


def test_a_planted_draft_without_the_check_is_found(
    provider: Any, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "looks_like_street_address", lambda text: False)

    with pytest.raises(AssertionError):
        test_the_script_can_not_keep_one_either(provider, session, "application_process")


@pytest.mark.parametrize("section", ["basics", "contacts", "clearance", "needs"])
def test_what_says_no_place_is_kept_as_a_draft(provider: Any, section: str) -> None:
    fields = opened(provider, section, listing=HARBOR)

    answer = send(provider, section, fields, listing=HARBOR, to="/draft")

    assert answer.status_code == 204


def test_a_draft_goes_when_the_listing_is_withheld(provider: Any, session: Session) -> None:
    fields = opened(provider, "basics")
    send(provider, "basics", fields, to="/draft", application_process=SECRET)
    assert _is_anywhere(session)

    with writing(session):
        withhold_listing(session, LANTERN, now=NOW)

    assert not _is_anywhere(session)


def test_a_new_account_waits_for_a_second_person_and_is_told(
    county: Flask, keeper_of: Callable[..., Any], session: Session
) -> None:
    person = keeper_of("new@example.org", "00000001-0000-4000-8000-000000000001", days=1)
    fields = opened(person, "contacts")

    answer = send(person, "contacts", fields, **{"phones-0-number": "661 555 0199"})

    page = unescape(person.client.get(answer.headers["Location"]).text)
    assert "This waits for a second person" in page
    assert "phone or e-mail" in page
    assert "It is live now." not in page
    assert "(661) 555-0101" in person.client.get(path("contacts")).text
    assert session.query(Account).filter_by(email="new@example.org").one()
