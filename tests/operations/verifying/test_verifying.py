"""Who checked a listing and how; whom to ask next; how many are ready to go live."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, PersonalText, WithheldPlace
from resource_dir.models import ListingDocument, Service, ServiceAtLocation, VerificationCall
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.verifying.checks import log_call, verify_service
from resource_dir.operations.verifying.queue import readiness, to_verify
from resource_dir.operations.verifying.uses import ListingUses, Use, add_uses, uses_of
from resource_dir.operations.withholding.publishing import withhold_listing

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
SAM = Author("account:sam")


@pytest.fixture
def services(take: Any, package: Any, county: Any, session: Session) -> dict[str, str]:
    """Name to service id."""
    take(package(county))
    return {name: key for key, name in session.execute(select(Service.id, Service.name))}


def _listing(session: Session, service_id: str) -> str:
    query = select(ServiceAtLocation.id).where(ServiceAtLocation.service_id == service_id)
    return session.scalars(query).one()


def _call(session: Session, service_id: str, outcome: str, **more: Any) -> None:
    fields = {"how": "phone", "note": None, "key": str(uuid4()), "now": NOW, **more}
    with writing(session):
        log_call(session, service_id, outcome=outcome, author=SAM, role="steward", today=TODAY,
                 **fields)  # fmt: skip


def _order(session: Session) -> list[str]:
    session.rollback()
    return [one.name for one in to_verify(session, now=NOW, today=TODAY)]


def test_a_check_renews_the_date_and_says_who_and_how(
    session: Session, services: dict[str, str]
) -> None:
    shelter = services["Night shelter"]

    _call(session, shelter, "all_right")

    document = session.scalars(
        select(ListingDocument.document).where(ListingDocument.service_id == shelter)
    ).one()
    assert document is not None
    assert (document["verified"], document["verified_by"]) == ("2026-11-25", "Steward, by phone")
    assert "Night shelter" not in _order(session)


def test_a_provider_checks_its_own_listing(session: Session, services: dict[str, str]) -> None:
    shelter = services["Night shelter"]
    with writing(session):
        verify_service(session, shelter, author=SAM, role="provider", how="self", today=TODAY,
                       now=NOW)  # fmt: skip

    document = session.scalars(
        select(ListingDocument.document).where(ListingDocument.service_id == shelter)
    ).one()
    assert document is not None
    assert document["verified_by"] == "Provider itself"


def test_an_import_with_an_older_check_leaves_the_newer_one(
    session: Session, services: dict[str, str], take: Any, package: Any, county: Any
) -> None:
    _call(session, services["Night shelter"], "all_right")
    county["services"][1] |= {"assured_date": "2025-01-01", "fees": "None"}

    report = take(package(county))

    session.expire_all()
    service = session.get_one(Service, services["Night shelter"])
    assert (service.assured_date, service.fees, report.conflicts) == (TODAY, "None", 0)


def test_use_age_and_change_order_the_queue(session: Session, services: dict[str, str]) -> None:
    pantry = _listing(session, services["Food pantry"])
    add_uses(session, Counter({Use(pantry, TODAY): 7}))
    add_uses(session, Counter({Use(pantry, TODAY): 2, Use(pantry, TODAY - timedelta(days=40)): 99}))
    with writing(session):
        session.get_one(Service, services["Detox unit"])

    assert _order(session)[0] == "Food pantry"
    assert uses_of(session, [pantry], today=TODAY) == {pantry: 9}


def test_who_did_not_answer_a_moment_ago_comes_last(
    session: Session, services: dict[str, str]
) -> None:
    first = _order(session)[0]

    _call(session, services[first], "no_answer", now=NOW - timedelta(hours=1))

    assert _order(session)[-1] == first
    later = to_verify(session, now=NOW + timedelta(days=1), today=TODAY)
    assert later[0].name == first


def test_the_same_attempt_is_kept_once(session: Session, services: dict[str, str]) -> None:
    key = str(uuid4())
    for _ in range(2):
        _call(session, services["Food pantry"], "no_answer", key=key)

    assert len(session.scalars(select(VerificationCall)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"outcome": "perhaps"}, BadInput),
        ({"outcome": "no_answer", "how": "pigeon"}, BadInput),
        ({"outcome": "no_answer", "note": "x" * 501}, BadInput),
        ({"outcome": "no_answer", "note": "DOB 4/12/1990"}, PersonalText),
    ],
)
def test_what_cannot_be_kept_is_refused(
    session: Session, services: dict[str, str], fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _call(session, services["Food pantry"], **fields)


def test_no_words_about_a_withheld_listing_are_kept(
    session: Session, services: dict[str, str]
) -> None:
    shelter = services["Night shelter"]
    _call(session, shelter, "no_answer", note="Ask for the desk behind the hospital")
    with writing(session):
        withhold_listing(session, _listing(session, shelter), now=NOW)

    assert session.scalars(select(VerificationCall.note)).all() == [None]
    with pytest.raises(WithheldPlace):
        _call(session, shelter, "no_answer", note="Behind the hospital")


def test_ready_is_checked_with_a_phone_and_hours(
    session: Session, services: dict[str, str]
) -> None:
    before = readiness(session, today=TODAY)
    for name in ("Night shelter", "Food pantry"):
        _call(session, services[name], "all_right")

    after = readiness(session, today=TODAY)

    assert (before.listings, before.ready) == (3, 0)
    assert (after.checked, after.with_phone, after.with_hours, after.ready) == (2, 2, 1, 1)


def test_an_empty_inventory_has_no_share(session: Session) -> None:
    assert readiness(session, today=TODAY).share is None


def test_openings_are_written_behind(session: Session, services: dict[str, str]) -> None:
    engine = session.get_bind()
    uses = ListingUses(lambda: Session(engine))
    uses.opened("a" * 36, TODAY)
    uses.opened("a" * 36, TODAY)
    uses.finish()
    session.rollback()

    assert uses_of(session, ["a" * 36], today=TODAY) == {"a" * 36: 2}
