"""A number that changed, or may change, is doubted at every listing that shows it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import AuditEntry, ListingDocument, Service
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.deciding import accept_revision, reject_revision
from resource_dir.operations.editing.life import NewListing, create_listing
from resource_dir.operations.editing.revising import Revised, RowChange, revise
from resource_dir.operations.editing.taking_back import undo_account
from resource_dir.operations.verifying.checks import verify_service

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ANN = Author("account:ann")
NEW = Author("account:new", is_trusted=False)
STEWARD = Author("account:steward")
DESK = str(uuid4())  # the phone of the organization


@pytest.fixture
def annex(session: Session, shelter: str) -> str:
    """A second listing of the organization of the night shelter, whose phone both show."""
    organization = session.get_one(Service, shelter).organization_id
    with writing(session):
        service_id, _ = create_listing(
            session, NewListing(organization or "", "Annex", "food"), author=ANN, now=NOW
        )
        phone = {"organization_id": organization, "number": "+17195550150", "type": "voice"}
        _revise(session, service_id, phone, author=ANN)
        for one in (shelter, service_id):  # somebody else has made sure of it
            verify_service(
                session, one, author=STEWARD, role="steward", how="phone",
                today=NOW.date(), now=NOW,
            )  # fmt: skip
    return service_id


def _revise(session: Session, service: str, values: dict[str, Any], *, author: Author) -> Revised:
    change = RowChange("phone", DESK, values)
    return revise(session, service, [change], author=author, action="edit", now=NOW)


def _doubted(session: Session, service: str) -> str | None:
    session.rollback()
    query = select(ListingDocument.document).where(ListingDocument.service_id == service)
    document = session.scalars(query.execution_options(populate_existing=True)).first()
    assert document is not None
    assert "+17195550150" in str(document["phones"]) or "+17195550199" in str(document["phones"])
    return document["phone_doubt"]["state"] if document["phone_doubt"] else None


def test_a_phone_that_two_listings_show_is_doubted_at_both(
    session: Session, shelter: str, annex: str
) -> None:
    assert (_doubted(session, shelter), _doubted(session, annex)) == (None, None)

    with writing(session):
        _revise(session, annex, {"number": "+17195550199"}, author=ANN)

    assert (_doubted(session, shelter), _doubted(session, annex)) == ("live", "live")


def test_while_a_change_waits_both_say_so_and_after_the_answer_neither(
    session: Session, shelter: str, annex: str
) -> None:
    decisions: list[Callable[..., None]] = [partial(reject_revision, reason="No."), accept_revision]
    for decide in decisions:
        with writing(session):
            held = _revise(session, annex, {"number": "+17195550199"}, author=NEW).held
        assert held is not None
        assert (_doubted(session, shelter), _doubted(session, annex)) == ("held", "held")

        with writing(session):
            decide(session, held, author=STEWARD, now=NOW)

        assert (_doubted(session, shelter), _doubted(session, annex)) == (None, None)


def test_what_waited_and_is_undone_is_told_no_more_and_audited(
    session: Session, shelter: str, annex: str
) -> None:
    with writing(session):
        held = _revise(session, annex, {"number": "+17195550199"}, author=NEW).held
    hour = timedelta(hours=1)

    with writing(session):
        undo_account(
            session, "new", since=NOW - hour, until=NOW + hour, author=STEWARD, now=NOW + hour
        )

    assert (_doubted(session, shelter), _doubted(session, annex)) == (None, None)
    query = select(AuditEntry.actor).where(
        AuditEntry.action == "reject_change", AuditEntry.row_id == str(held)
    )
    assert session.scalars(query).all() == ["account:steward"]
