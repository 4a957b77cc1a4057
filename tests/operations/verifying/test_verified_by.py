"""Who verified a service, as its source says; nobody's own address is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models

County = dict[str, list[dict[str, Any]]]


def change(number: int, by: str, day: str = "2026-01-11", **more: str) -> dict[str, str]:
    return {
        "id": f"m{number}", "resource_id": "s1", "resource_type": "service",
        "field_name": "assured_date", "last_action_date": day, "updated_by": by,
    } | more  # fmt: skip


def verified_by(session: Session) -> str | None:
    session.rollback()
    session.expire_all()
    documents = session.scalars(select(models.ListingDocument.document)).all()
    return next(one["verified_by"] for one in documents if one["name"] == "Detox unit")


@pytest.fixture
def verified(county: County) -> County:
    """The county, with a detox unit that somebody verified."""
    county["services"][0]["assured_date"] = "2026-01-11"
    return county


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ([change(1, "County steward, by phone")], "County steward, by phone"),
        ([change(1, "First", "2025-06-01"), change(2, "Second")], "Second"),
        ([change(1, "ann@county.example.org")], None),
        ([change(1, "Somebody else", field_name="alert")], None),
        ([], None),
    ],
)
def test_the_last_who_set_the_date_is_named_but_never_by_an_address(
    take: Callable[..., Any], package: Callable[..., Path], verified: County, session: Session,
    changes: list[dict[str, str]], shown: str | None,
) -> None:  # fmt: skip
    take(package(verified | ({"metadata": changes} if changes else {})))

    assert verified_by(session) == shown


def test_a_later_file_that_says_who_verified_it_is_seen(
    take: Callable[..., Any], package: Callable[..., Path], verified: County, session: Session
) -> None:
    take(package(verified))

    take(package(verified | {"metadata": [change(1, "County steward, on site")]}))

    assert verified_by(session) == "County steward, on site"


def test_nobody_verified_what_has_no_date(
    take: Callable[..., Any], package: Callable[..., Path], county: County, session: Session
) -> None:
    take(package(county | {"metadata": [change(1, "County steward, by phone")]}))

    assert verified_by(session) is None
