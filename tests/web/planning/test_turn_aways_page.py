"""Turn-aways seen: the page and the JSON, beside the figures and in none of them."""

import html
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Account, Capacity, Hold, ListingDocument, ListingReport
from resource_dir.operations.planning.turn_aways import _of_calls, _of_holds

PAGE = "/planning/turn-aways"


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Iterator[Any]:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


@pytest.fixture
def clock(planned: Flask) -> Any:
    """The application's clock."""
    return planned.config["CLOCK"]


def _listing(session: Session, need: str) -> Any:
    rows = session.scalars(select(ListingDocument).where(ListingDocument.document.is_not(None)))
    return next(row for row in rows if row.document and need in row.document["needs"])


def _noted(listing: Any, kind: str, when: Any) -> ListingReport:
    return ListingReport(listing_id=listing.id, service_id=listing.service_id, kind=kind,
                         created=when, idempotency_key=str(uuid4()))  # fmt: skip


def _note_calls(session: Session, now: Any) -> None:
    listing = _listing(session, "withdrawal_management")
    with writing(session):
        session.add_all(
            _noted(listing, kind, now - timedelta(days=days))
            for kind, days in (("is_full", 3), ("turned_away", 9), ("said_free", 20),
                               ("takes_people", 30), ("no_answer", 2), ("is_full", 400))
        )  # fmt: skip


def test_answers_are_counted_by_need_with_their_interval(
    ann: Any, session: Session, clock: Any
) -> None:
    before = ann.client.get("/api/gaps?need=withdrawal_management").json

    _note_calls(session, clock())

    after = ann.client.get("/api/gaps?need=withdrawal_management").json
    [seen] = after["turn_aways_seen"]
    assert (seen["need"], seen["source"]) == ("withdrawal_management", "calls")
    assert (seen["asked"], seen["full"], seen["share"]) == (4, 2, 0.5)
    assert seen["low"] < 0.5 < seen["high"]
    assert before["turn_aways_seen"] == []
    assert [row["turn_away"] for row in after["gaps"]] == [
        row["turn_away"] for row in before["gaps"]
    ]


def test_the_page_shows_what_was_seen_beside_the_predicted(
    ann: Any, session: Session, clock: Any
) -> None:
    assert "No answer is known yet" in ann.client.get(PAGE).text

    _note_calls(session, clock())

    page = html.unescape(ann.client.get(PAGE).text)
    assert "Told “full”: seen and predicted" in page
    assert "calls noted" in page
    assert "no other figure is changed by it" in page
    assert "Each call counts" not in page


def test_only_beds_that_were_answered_count_and_other_reasons_say_nothing(
    planned: Flask, session: Session, join: Callable[..., Any], clock: Any
) -> None:
    join("ann@example.org", role="planner")
    count = session.scalars(select(Capacity)).first()
    account = session.scalars(select(Account)).first()
    assert count is not None
    assert account is not None
    now = clock()

    def hold(state: str, reason: str | None, *, decided: bool = True) -> Hold:
        return Hold(id=str(uuid4()), code="A1", capacity_id=count.id,
                    listing_id=count.service_at_location_id, account_id=account.id, state=state,
                    asked=now, arrival=now, until=now, decided=now if decided else None,
                    reason=reason, key=str(uuid4()))  # fmt: skip

    with writing(session):
        session.add_all([
            hold("declined", "full"), hold("declined", "full"), hold("declined", "no_staff"),
            hold("arrived", None), hold("confirmed", None), hold("expired", None, decided=False),
            hold("asked", None, decided=False),
        ])  # fmt: skip

    counted = _of_holds(session, now)[count.service_at_location_id]

    assert (counted[True], counted[False]) == (2, 2)
    assert _of_calls(session, now) == {}
