"""A house is told of what is asked: by a real mail server, and without a place or a person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import AuditEntry, BedSetting, Hold, WithheldMark
from resource_dir.operations.listings.refreshing import refresh_documents

ORGANIZATION = "00000001-0000-4000-8000-000000000001"
SERVICE = "00000001-0000-4000-8000-000000000002"
LISTING = "00000001-0000-4000-8000-000000000004"
BEDS = "00000001-0000-4000-8000-000000000020"
ASK = f"/holds/ask/{LISTING}"


@pytest.fixture
def settings(settings: Settings, letterbox: Any) -> Settings:
    """With a mail server."""
    return replace(settings, mail_url=letterbox.url, public_url="https://beds.example.org")


@pytest.fixture
def team(county: Flask, join: Callable[..., Any]) -> Any:
    """Two people of the house have accounts; the team is signed in."""
    for name in ("pat", "kim"):
        join(f"{name}@example.org", role="provider", organizations=[ORGANIZATION])
    join("ned@example.org", role="provider", organizations=[ORGANIZATION.replace("1-", "3-", 1)])
    person = join("rae@example.org")
    person.sign_in()
    return person


def _ask(team: Any, key: str | None = None) -> int:
    fields = {"capacity_id": BEDS, "minutes": "20", "key": key or str(uuid4())}
    return int(team.post(ASK, page=ASK, **fields).status_code)


def test_everybody_who_can_answer_is_told_once(team: Any, county: Flask, letterbox: Any) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert _ask(team, key) == 303

    letters = letterbox.wait(county)

    assert sorted(letter["To"] for letter in letters) == ["kim@example.org", "pat@example.org"]
    text = letters[0].get_content()
    assert "Lantern House (Beds for women)" in text
    assert "at about 11:20 pm" in text
    assert "https://beds.example.org/holds/incoming" in text
    assert "rae@" not in text


def test_a_hold_that_was_confirmed_by_itself_comes_with_its_code(
    team: Any, county: Flask, letterbox: Any, session: Session
) -> None:
    with writing(session):
        session.add(BedSetting(capacity_id=BEDS, confirms_by_itself=True))

    _ask(team)

    session.rollback()
    code = session.scalars(select(Hold.code)).one()
    assert f"they say {code}" in letterbox.wait(county)[0].get_content()


def test_a_withheld_house_is_asked_without_a_place(
    team: Any, county: Flask, letterbox: Any, session: Session
) -> None:
    with writing(session):
        mark = WithheldMark(table_name="service", row_id=SERVICE, reason="stated",
                            marked=datetime(2026, 1, 1, tzinfo=UTC))  # fmt: skip
        session.add(mark)
        session.flush()
        refresh_documents(session, [SERVICE])

    assert _ask(team) == 303

    session.rollback()
    seen = [letter.get_content() for letter in letterbox.wait(county)]
    seen += [team.client.get(path).text for path in ("/holds", ASK)]
    seen += [str(one) for one in session.scalars(select(AuditEntry.changes))]
    hold = session.scalars(select(Hold)).one()
    seen.append(str([getattr(hold, column.key) for column in hold.__table__.c]))
    assert seen
    assert not [text for text in seen if "Invented Way" in text or "old Lantern House" in text]
