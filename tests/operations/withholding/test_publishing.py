"""What a steward decides about the place of one listing, and what the next import makes of it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.errors import Conflict, NotFound
from resource_dir.operations.importing.inventory import ImportReport
from resource_dir.operations.withholding.publishing import publish_listing, withhold_listing

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
Take = Callable[..., ImportReport]
MakePackage = Callable[..., Path]
County = dict[str, list[dict[str, Any]]]


def _documents(session: Session) -> dict[str, dict[str, Any]]:
    session.expire_all()
    rows: Iterable[dict[str, Any]] = session.scalars(select(models.ListingDocument.document)).all()
    return {document["name"]: document for document in rows}


def _id(session: Session, name: str) -> str:
    return str(_documents(session)[name]["id"])


def test_a_steward_withholds_one_listing_and_no_import_brings_its_place_back(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    take(package(county))

    with writing(session):
        withhold_listing(session, _id(session, "Food pantry"), now=NOW)
    again = take(package(county))

    pantry = _documents(session)["Food pantry"]
    assert pantry["is_withheld"]
    assert pantry["address"] is None
    assert pantry["lat"] is None
    assert again.withheld == 1
    assert session.scalars(select(models.Address.id)).all() == []
    assert not _documents(session)["Night shelter"]["is_withheld"]


def test_another_source_cannot_bring_it_back_either(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    take(package(county), "first")
    with writing(session):
        withhold_listing(session, _id(session, "Food pantry"), now=NOW)

    take(package(county), "second")

    assert session.scalars(select(models.Address.id)).all() == []


def test_a_shelter_that_the_default_withheld_is_published_at_the_next_import(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    county["services"][2]["name"] = "Domestic violence shelter"
    take(package(county))
    assert _documents(session)["Domestic violence shelter"]["is_withheld"]

    with writing(session):
        publish_listing(session, _id(session, "Domestic violence shelter"), now=NOW)
    take(package(county))

    shelter = _documents(session)["Domestic violence shelter"]
    assert not shelter["is_withheld"]
    assert shelter["address"] == "12 Invented Way, Salida, CO 81201"


def test_what_its_source_withholds_is_not_published(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    county["locations"][2]["location_type"] = "redacted"
    take(package(county))

    with pytest.raises(Conflict, match="on purpose"), writing(session):
        publish_listing(session, _id(session, "Food pantry"), now=NOW)


def test_a_listing_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound), writing(session):
        withhold_listing(session, "nothing", now=NOW)
