"""Anybody may note a problem or a call, once, without a cookie; nothing says who it was."""

from collections.abc import Callable
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from resource_dir.errors import NotSaved
from resource_dir.models import ListingReport
from resource_dir.operations.reports import reporting

Send = Callable[..., TestResponse]
FROM_OUTSIDE = {"REMOTE_ADDR": "203.0.113.9", "HTTP_USER_AGENT": "Peculiar/7"}


@pytest.fixture
def send(visitor: FlaskClient, listings: ModuleType) -> Send:
    """A function that posts a report about a listing, as a browser does."""

    def post(name: str = "sobering", *, headers: Any = None, **form: Any) -> TestResponse:
        path = f"/listings/{listings.listing_id(name)}/reports"
        form.setdefault("key", str(uuid4()))
        return visitor.post(path, data=form, headers=headers, environ_base=FROM_OUTSIDE)

    return post


def stored(session: Session) -> list[ListingReport]:
    session.rollback()
    return list(session.scalars(select(ListingReport).order_by(ListingReport.id)))


def test_a_problem_is_stored_and_the_listing_says_when(
    send: Send, visitor: FlaskClient, session: Session
) -> None:
    answer = send(kind="turned_away", text="The door was locked.")
    shown = visitor.get(answer.location)

    (report,) = stored(session)
    assert answer.status_code == 303
    assert answer.location.endswith("#noted")
    assert (report.kind, report.text, report.state) == (
        "turned_away",
        "The door was locked.",
        "new",
    )
    assert "Thank you, noted at 11:00 pm. A steward will look." in shown.text


def test_a_call_is_noted_with_its_number_and_for_whom(send: Send, session: Session) -> None:
    send(kind="said_free", available="2", population="women")

    (report,) = stored(session)
    assert (report.kind, report.available, report.population) == ("said_free", 2, "women")


def test_a_button_pressed_twice_stores_once(send: Send, session: Session) -> None:
    key = str(uuid4())

    first, second = (send(kind="no_answer", key=key) for _ in range(2))

    assert first.location == second.location
    assert len(stored(session)) == 1


def test_an_empty_field_is_the_same_as_none(send: Send, session: Session) -> None:
    key = str(uuid4())

    first = send(kind="no_answer", key=key, population="")
    second = send(kind="no_answer", key=key)

    assert [first.status_code, second.status_code] == [303, 303]
    assert [report.population for report in stored(session)] == [None]


def test_other_words_under_the_same_key_are_not_lost_silently(send: Send, session: Session) -> None:
    key = str(uuid4())
    send(kind="no_answer", key=key)

    answer = send(kind="wrong_phone", key=key)

    assert answer.status_code == 409
    assert "Send it again to note this too." in answer.text
    assert key not in answer.text
    assert len(stored(session)) == 1


SENT = {"Cookie": "who=me", "Referer": "http://me.example/"}
TRACES = ("203.0.113.9", "Peculiar/7", "who=me", "me.example")


def traces(report: ListingReport) -> list[str]:
    """What of the sender stands in any column."""
    values = [str(getattr(report, column.name)) for column in ListingReport.__table__.columns]
    return [trace for trace in TRACES if any(trace in value for value in values)]


def test_nothing_of_the_sender_is_stored_or_set(send: Send, session: Session) -> None:
    answer = send(kind="no_answer", text="The line is dead", headers=SENT)

    (report,) = stored(session)
    assert {column.name for column in ListingReport.__table__.columns} == {
        "id", "listing_id", "service_id", "kind", "available", "population", "text", "created",
        "state", "idempotency_key", "section", "outcome", "answer",
    }  # fmt: skip
    assert traces(report) == []
    assert "Set-Cookie" not in answer.headers


def test_a_trace_of_the_sender_would_be_seen(
    send: Send, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "clean_text", lambda text: f"{text} from 203.0.113.9")

    send(kind="no_answer", text="The line is dead", headers=SENT)

    assert traces(stored(session)[0]) == ["203.0.113.9"]


def test_the_form_sets_no_cookie(visitor: FlaskClient, listings: ModuleType) -> None:
    answer = visitor.get(f"/listings/{listings.listing_id('sobering')}/report")

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_report_is_shown_to_nobody_else(
    send: Send, visitor: FlaskClient, listings: ModuleType
) -> None:
    send(kind="other", text="Peculiar remark")
    listing = listings.listing_id("sobering")

    for path in (f"/listings/{listing}", f"/api/listings/{listing}", "/search?q=lantern"):
        assert "Peculiar remark" not in visitor.get(path).text


@pytest.mark.parametrize(
    "key", ["00000000-0000-4000-8000-000000000000", "x", "\0", "' OR 1=1 --", "9" * 5000]
)
def test_nobody_is_thanked_for_a_report_that_was_not_stored(
    visitor: FlaskClient, listings: ModuleType, key: str
) -> None:
    path = f"/listings/{listings.listing_id('sobering')}"

    answer = visitor.get(path, query_string={"reported": key})

    assert answer.status_code == 200
    assert "Thank you" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "They are at 212 Quilfeather Street now",
        "it is at Oak & Main",
        "Lantern Street, the blue house",
        "moved behind Quillmore General Hospital",
        "nobody answers",
    ],
)
@pytest.mark.parametrize("kind", ["closed_or_moved", "other"])
def test_no_words_at_all_are_kept_about_a_withheld_listing(
    send: Send, session: Session, kind: str, text: str
) -> None:
    answer = send("withheld", kind=kind, text=text, is_checked="1")

    assert answer.status_code == 422
    assert "The place of this listing is withheld" in answer.text
    assert text not in answer.text
    assert stored(session) == []


def test_a_program_is_told_that_no_words_are_kept(send: Send) -> None:
    answer = send(
        "withheld", kind="other", text="at Oak & Main", headers={"Accept": "application/json"}
    )

    assert (answer.status_code, answer.json["error"]["field"]) == (422, "text")


def test_without_the_check_the_words_would_be_stored(
    send: Send, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "_refuse_words_about_withheld", lambda *_: None)

    send("withheld", kind="other", text="it is at Oak & Main", is_checked="1")

    assert len(stored(session)) == 1  # so the test above can be red


def test_the_form_of_a_withheld_listing_asks_for_no_words(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = visitor.get(f"/listings/{listings.listing_id('withheld')}/report").text

    assert "<textarea" not in text
    assert "The place of this listing is withheld, so no words are kept" in text


@pytest.mark.parametrize("kind", ["closed_or_moved", "other"])
def test_a_problem_of_a_withheld_listing_is_noted_without_words(
    send: Send, session: Session, kind: str
) -> None:
    answer = send("withheld", kind=kind, text="  ")

    assert answer.status_code == 303
    assert [(one.kind, one.text) for one in stored(session)] == [(kind, None)]


def test_a_street_is_kept_where_the_place_is_public(send: Send, session: Session) -> None:
    send(kind="closed_or_moved", text="moved to 212 quilfeather street")

    assert len(stored(session)) == 1


@pytest.mark.parametrize("text", ["DOB 3/4/88", "case # 24-01923", "SSN 123-45-6789"])
def test_a_number_of_a_person_is_never_stored_even_when_insisted(
    send: Send, session: Session, text: str
) -> None:
    answer = send(kind="turned_away", text=text, is_checked="1")

    assert answer.status_code == 422
    assert "never kept" in answer.text
    assert stored(session) == []


def test_what_may_be_a_name_is_stored_only_after_a_second_look(
    send: Send, session: Session
) -> None:
    doubted = send(kind="turned_away", text="Mr. Smith at the desk said no")
    before = stored(session)
    send(kind="turned_away", text="Mr. Smith at the desk said no", is_checked="1")

    assert doubted.status_code == 422
    assert 'name="is_checked"' in doubted.text
    assert "Mr. Smith at the desk said no" in doubted.text  # it need not be typed again
    assert before == []
    assert len(stored(session)) == 1


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Choose what happened."),
        ({"kind": "nonsense"}, "Choose what happened."),
        ({"kind": "said_free"}, "How many did they say are free?"),
        ({"kind": "said_free", "available": "two"}, "Write the number in digits"),
        ({"kind": "said_free", "available": "-1"}, "from 0 to 9999"),
        ({"kind": "said_free", "available": "9" * 5000}, "Write the number in digits"),
        ({"kind": "no_answer", "available": "3"}, "For a number choose"),
        ({"kind": "said_free", "available": "1", "population": "John"}, "Choose one of the list."),
        ({"kind": "other"}, "Say in a few words what is wrong."),
        ({"kind": "other", "text": " \0\t "}, "Say in a few words what is wrong."),
        ({"kind": "other", "text": "x" * 501}, "The text may have 500 characters."),
    ],
)
def test_what_is_wrong_is_said_on_top_and_at_the_field(
    send: Send, session: Session, form: dict[str, str], told: str
) -> None:
    answer = send(**form)

    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert stored(session) == []


def test_the_language_button_leads_back_to_the_form_after_a_refusal(
    send: Send, visitor: FlaskClient, listings: ModuleType
) -> None:
    path = f"/listings/{listings.listing_id('sobering')}/report"

    refused = send(kind="nonsense")
    asked = visitor.get(f"{path}?kind=call")

    assert f'name="next" value="{path}"' in refused.text
    assert f'name="next" value="{path}?kind=call"' in asked.text


def test_a_program_is_told_as_json(send: Send) -> None:
    answer = send(kind="said_free", headers={"Accept": "application/json"})

    assert answer.json["error"]["field"] == "available"


def test_a_form_on_another_site_is_refused(send: Send, session: Session) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://[x"},
        {"Origin": "x"},
        {"Origin": ""},
    ):
        assert send(kind="no_answer", headers=headers).status_code == 403

    assert stored(session) == []


def test_our_own_form_passes_as_browsers_send_it(send: Send, session: Session) -> None:
    for headers in (
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "null"},
        {"Origin": "http://localhost"},
    ):
        assert send(kind="no_answer", headers=headers).status_code == 303

    assert len(stored(session)) == 3


def test_a_report_about_nothing_is_not_found(visitor: FlaskClient) -> None:
    path = f"/listings/{uuid4()}"

    assert visitor.get(f"{path}/report").status_code == 404
    assert visitor.post(f"{path}/reports", data={"kind": "no_answer"}).status_code == 404


def test_what_could_not_be_saved_is_said_and_the_words_are_kept(
    send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise NotSaved("disk full")

    monkeypatch.setattr("resource_dir.web.finding.reports.add_report", refuse)

    answer = send(kind="other", text="The bell is broken")

    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
    assert "The bell is broken" in answer.text


def test_the_keyboards_link_asks_for_the_number_that_was_told(
    visitor: FlaskClient, listings: ModuleType
) -> None:
    text = visitor.get(f"/listings/{listings.listing_id('sobering')}/report?kind=call").text
    radio = text[text.index('value="said_free"') :]

    assert radio.index("checked") < radio.index(">")
    assert 'id="call"' in text
