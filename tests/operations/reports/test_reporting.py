"""Reports: once each, locked against withholding, purged with the place."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.errors import NotFound, WithheldPlace
from resource_dir.operations.reports.reporting import (
    Report,
    add_report,
    finish_report,
    list_reports,
    noted_at,
)
from resource_dir.operations.withholding import remembering
from resource_dir.operations.withholding.publishing import withhold_listing

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
STREET = "It moved to 212 Invented Way, tell everybody"
County = dict[str, list[dict[str, Any]]]


def a_report(text: str | None = None, *, kind: str = "closed_or_moved") -> Report:
    return Report(kind, str(uuid4()), text=text, is_checked=True)


@pytest.fixture
def pantry(
    take: Callable[..., Any], package: Callable[..., Path], county: County, session: Session
) -> str:
    """Id of a public listing."""
    take(package(county))
    documents = session.scalars(select(models.ListingDocument.document)).all()
    return next(str(one["id"]) for one in documents if one["name"] == "Food pantry")


def texts(session: Session) -> list[str | None]:
    session.rollback()
    return list(session.scalars(select(models.ListingReport.text)))


def test_withholding_a_listing_purges_what_was_written_about_it(
    session: Session, pantry: str
) -> None:
    with writing(session):
        add_report(session, pantry, a_report(STREET), now=NOW)

    with writing(session):
        withhold_listing(session, pantry, now=NOW)

    assert texts(session) == [None]
    assert [one["kind"] for one in list_reports(session)] == ["closed_or_moved"]


def test_without_the_purge_the_words_would_stay(
    session: Session, pantry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(session):
        add_report(session, pantry, a_report(STREET), now=NOW)
    monkeypatch.setattr(remembering, "purge_report_texts", lambda *_: None)

    with writing(session):
        withhold_listing(session, pantry, now=NOW)

    assert texts(session) == [STREET]  # so the test above can be red


def test_a_report_that_is_stored_while_its_listing_is_withheld_keeps_no_words(
    session: Session, engine: Engine, pantry: str
) -> None:
    def withhold() -> None:
        with Session(engine) as other, writing(other):
            withhold_listing(other, pantry, now=NOW)

    thread = threading.Thread(target=withhold)
    with writing(session):
        add_report(session, pantry, a_report(STREET), now=NOW)
        thread.start()
        thread.join(0.5)  # long enough to meet the lock; whoever is first, nothing may stay
    thread.join()

    assert texts(session) == [None]


@pytest.mark.parametrize("text", [STREET, "it is at Oak & Main", "behind the hospital"])
def test_words_are_refused_once_the_listing_is_withheld(
    session: Session, pantry: str, text: str
) -> None:
    with writing(session):
        withhold_listing(session, pantry, now=NOW)

    with pytest.raises(WithheldPlace), writing(session):
        add_report(session, pantry, a_report(text), now=NOW)

    assert texts(session) == []


def test_reports_are_listed_until_they_are_done(session: Session, pantry: str) -> None:
    with writing(session):
        for text in ("first", "second"):
            add_report(session, pantry, a_report(text), now=NOW)
    first, second = list_reports(session)

    with writing(session):
        finish_report(session, first["id"])

    assert [one["text"] for one in list_reports(session)] == ["second"]
    assert [one["state"] for one in list_reports(session, with_done=True)] == ["done", "new"]
    assert second["name"] == "Food pantry"


def test_a_report_that_is_not_there_cant_be_done(session: Session) -> None:
    with pytest.raises(NotFound), writing(session):
        finish_report(session, 99)


def test_when_it_was_noted_is_known_by_its_key_and_listing_only(
    session: Session, pantry: str
) -> None:
    report = a_report()
    with writing(session):
        add_report(session, pantry, report, now=NOW)

    assert noted_at(session, pantry, report.key) == NOW
    assert noted_at(session, str(uuid4()), report.key) is None
    assert noted_at(session, pantry, str(uuid4())) is None
