"""A listing is edited by who keeps it, one section at a time."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Draft, Revision, Service
from tests.web.editor import LISTING, fields_of
from tests.web.editor import opened as opened_section
from tests.web.editor import send as send_section

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
SERVICE = "00000001-0000-4000-8000-000000000002"
OTHER = "00000002-0000-4000-8000-000000000004"
BASICS = f"/edit/{LISTING}/basics"


@pytest.fixture
def provider(county: Flask, keeper_of: Callable[..., Any]) -> Any:
    return keeper_of("pat@example.org", ORGANIZATION)


@pytest.fixture
def colleague(county: Flask, keeper_of: Callable[..., Any]) -> Any:
    return keeper_of("kim@example.org", ORGANIZATION)


def opened(person: Any, *, draft: bool = False) -> Any:
    return opened_section(person, "basics", draft=draft)


def send(person: Any, fields: Any, **new: Any) -> Any:
    return send_section(person, "basics", fields, **new)


def _service(session: Session) -> Service:
    session.rollback()
    return session.get_one(Service, SERVICE)


def test_the_overview_shows_the_listing_as_it_is(provider: Any) -> None:
    page = provider.client.get(f"/edit/{LISTING}").text

    assert "Chairs, soup and a nurse." in page
    assert "Nobody has changed this here yet." in page


def test_a_section_is_saved_and_said_to_be_live(provider: Any, session: Session) -> None:
    answer = send(provider, opened(provider), description="A warm room.", why="new sign")

    assert answer.status_code == 303
    assert _service(session).description == "A warm room."
    after = provider.client.get(answer.headers["Location"]).text
    assert "It is live now." in after
    assert "by pat@example.org" in after
    assert "A warm room." in provider.client.get(f"/listings/{LISTING}").text


def test_saving_without_a_change_changes_nothing(provider: Any, session: Session) -> None:
    answer = send(provider, opened(provider))

    assert "Nothing was changed" in provider.client.get(answer.headers["Location"]).text
    session.rollback()
    assert session.query(Revision).count() == 0


def test_what_is_wrong_stands_at_the_top_and_at_the_field(provider: Any) -> None:
    answer = send(provider, opened(provider), name="", email="nobody")

    assert answer.status_code == 400
    assert 'href="#email"' in answer.text
    assert 'id="email-error"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert answer.text.count("Fill this in.") == 2


def test_a_preview_shows_the_listing_and_stores_nothing(provider: Any, session: Session) -> None:
    answer = send(provider, opened(provider), description="A warm room.", press="preview")

    assert answer.status_code == 200
    assert "A warm room." in answer.text
    assert _service(session).description != "A warm room."
    assert session.query(Revision).count() == 0
    assert send(provider, fields_of(answer.text)).status_code == 303
    assert _service(session).description == "A warm room."


def test_a_draft_is_offered_continued_and_discarded(provider: Any, session: Session) -> None:
    kept = send(provider, opened(provider), description="Half a sen", press="draft")

    page = provider.client.get(kept.headers["Location"]).text
    assert "You have a draft of" in page
    assert "Half a sen" not in page
    assert "Half a sen" in provider.client.get(f"{BASICS}?draft=continue").text
    assert provider.post(f"{BASICS}/discard", page=BASICS).status_code == 303
    assert "You have a draft of" not in provider.client.get(BASICS).text


def test_a_draft_is_of_one_person_alone(provider: Any, colleague: Any) -> None:
    send(provider, opened(provider), description="Half a sen", to="/draft")

    assert "You have a draft of" in provider.client.get(BASICS).text
    assert "Half a sen" not in colleague.client.get(f"{BASICS}?draft=continue").text


def test_saving_ends_the_draft(provider: Any, session: Session) -> None:
    send(provider, opened(provider), description="Half a sen", to="/draft")

    send(provider, opened(provider, draft=True), description="A whole sentence.")

    session.rollback()
    assert session.query(Draft).count() == 0


def test_different_fields_of_two_people_are_put_together(
    provider: Any, colleague: Any, session: Session
) -> None:
    mine, theirs = opened(provider), opened(colleague)
    send(colleague, theirs, alert="Ring twice")

    assert send(provider, mine, description="A warm room.").status_code == 303

    service = _service(session)
    assert (service.alert, service.description) == ("Ring twice", "A warm room.")


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "Ring twice"), ("mine", "Knock")])
def test_one_field_of_two_people_is_asked_about(
    provider: Any, colleague: Any, session: Session, choice: str, kept: str
) -> None:
    mine = opened(provider)
    send(colleague, opened(colleague), alert="Ring twice")

    asked = send(provider, mine, alert="Knock", description="A warm room.")

    assert asked.status_code == 409
    assert "kim@example.org" in asked.text
    assert "Ring twice" in asked.text
    assert "Knock" in asked.text
    assert _service(session).alert == "Ring twice"
    again = send(provider, fields_of(asked.text))
    assert again.status_code == 409  # nothing chosen
    done = send(provider, fields_of(again.text), **{"choice:alert": choice})
    assert done.status_code == 303
    assert (_service(session).alert, _service(session).description) == (kept, "A warm room.")


def test_a_choice_is_asked_again_when_it_changed_once_more(
    provider: Any, colleague: Any, session: Session
) -> None:
    mine = opened(provider)
    send(colleague, opened(colleague), alert="Ring twice")
    asked = fields_of(send(provider, mine, alert="Knock").text)
    send(colleague, opened(colleague), alert="Ring three times")

    answer = send(provider, asked, **{"choice:alert": "mine"})

    assert answer.status_code == 409
    assert _service(session).alert == "Ring three times"


def test_an_import_under_an_open_form_is_not_overwritten(provider: Any, session: Session) -> None:
    mine = opened(provider)
    with writing(session):
        session.get_one(Service, SERVICE).wait_time = "Two days"

    send(provider, mine, description="A warm room.")

    assert _service(session).wait_time == "Two days"


def test_the_same_form_sent_twice_changes_once(provider: Any, session: Session) -> None:
    fields = opened(provider)
    for _ in range(2):
        assert send(provider, fields, alert="Ring twice").status_code == 303

    session.rollback()
    assert session.query(Revision).count() == 1


def test_who_does_not_keep_a_listing_can_not_edit_it(provider: Any, session: Session) -> None:
    fields = opened(provider)
    path = f"/edit/{OTHER}/basics"

    answers = [
        provider.client.get(f"/edit/{OTHER}"),
        provider.client.get(path),
        *(send(provider, fields, listing=OTHER, to=to, alert="mine")
          for to in ("", "/draft", "/discard")),
    ]  # fmt: skip

    assert [one.status_code for one in answers] == [403] * 5
    session.rollback()
    assert session.query(Revision).count() == session.query(Draft).count() == 0


def test_fields_that_the_form_does_not_have_are_ignored(provider: Any, session: Session) -> None:
    send(provider, opened(provider), assured_date="2026-11-23", status="defunct", id=OTHER,
         organization_id="x", alert="Ring")  # fmt: skip

    service = _service(session)
    assert (service.status, service.alert, service.id) == (None, "Ring", SERVICE)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("description", "x" * 20_001, "That is too long."),
        ("description", "a\x00b", "That holds a character that can"),
        ("name", "a\x1bb", "That holds a character that can"),
        ("name", "x" * 201, "That is too long."),
        ("url", "javascript:alert(1)", "Write it like https://example.org."),
    ],
)
def test_what_can_not_be_kept_is_refused_with_a_reason(
    provider: Any, field: str, text: str, said: str
) -> None:
    answer = send(provider, opened(provider), **{field: text})

    assert answer.status_code == 400
    assert said in unescape(answer.text)


def test_ten_megabytes_are_refused(provider: Any) -> None:
    answer = send(provider, opened(provider), description="x" * 10_000_000)

    assert answer.status_code == 413
    assert "larger than what is taken here" in answer.text


def test_html_and_formulas_are_text_and_nothing_else(provider: Any) -> None:
    send(provider, opened(provider), alert="=HYPERLINK(1)", description="<script>alert(1)</script>")

    page = provider.client.get(f"/listings/{LISTING}").text
    assert "<script>alert(1)" not in page
    assert "=HYPERLINK(1)" in page


@pytest.mark.parametrize("was", ["", "[", "[1]", '"x"', json.dumps({"name": [1]})])
def test_what_the_form_showed_can_be_nonsense_and_nothing_is_lost(
    provider: Any, session: Session, was: str
) -> None:
    answer = send(provider, opened(provider), was=was, base="-1", description="A warm room.")

    assert answer.status_code == 409
    assert "Chairs, soup" in _service(session).description
