"""From stored calls to a published table: each call once, every area, nothing small."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, NotFound
from resource_dir.models import CallDataSet, PublishedTable
from resource_dir.operations.planning.fixed_periods import read_period
from resource_dir.operations.planning.publishing_calls import (
    count_leading,
    preview_publication,
    publish_period,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
Write = Callable[..., None]
Rows = Callable[..., list[Any]]


def settings_in(folder: Path) -> Settings:
    return Settings(folder, "sqlite://", "a secret of the tests, long enough")


@pytest.fixture
def stored(write: Write, stored_calls: Rows) -> None:
    write(*stored_calls())


@pytest.mark.usefixtures("stored")
def test_each_call_counts_once_and_in_its_area(session: Session, tmp_path: Path) -> None:
    data_set = session.get(CallDataSet, "juniper")
    assert data_set is not None

    counted = count_leading(
        session, data_set, read_period("2025-Q2"), settings=settings_in(tmp_path)
    )

    assert counted.needs == ("mobile_crisis", "sobering_center")
    assert [area["name"] for area in counted.areas] == ["East", "North", "South", ""]
    assert counted.counts.tolist() == [[0, 40, 60, 0], [0, 5, 70, 13]]
    assert counted.crosswalk == "juniper 1"


@pytest.mark.usefixtures("stored")
def test_the_preview_hides_what_is_small_and_writes_nothing(
    session: Session, tmp_path: Path
) -> None:
    content = preview_publication(session, "juniper", "2025-Q2", settings=settings_in(tmp_path))

    assert content["counts"] == [[0, None, None, 0], [0, None, None, 13]]
    assert content["row_totals"] == [100, 88]
    assert session.scalar(select(func.count()).select_from(PublishedTable)) == 0


@pytest.mark.usefixtures("stored")
def test_what_was_looked_at_is_what_is_published(session: Session, tmp_path: Path) -> None:
    seen = preview_publication(session, "juniper", "2025-Q2", settings=settings_in(tmp_path))

    with writing(session):
        made = publish_period(
            session, "juniper", "2025-Q2", settings=settings_in(tmp_path), actor="ann", now=NOW
        )

    assert made.content == seen


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("data_set", "period", "error"),
    [
        ("nobody", "2025-Q2", NotFound),
        ("juniper", "May", BadInput),
        ("juniper", "2024", Conflict),
        ("juniper", "2025-Q3", Conflict),  # covered, and nobody called
    ],
)
def test_what_can_not_be_published_is_refused(
    session: Session, tmp_path: Path, data_set: str, period: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        preview_publication(session, data_set, period, settings=settings_in(tmp_path))


def test_calls_without_areas_are_not_published(
    session: Session, write: Write, stored_calls: Rows, tmp_path: Path
) -> None:
    write(*stored_calls(layer=None))

    with pytest.raises(Conflict, match="areas and a crosswalk"):
        preview_publication(session, "juniper", "2025-Q2", settings=settings_in(tmp_path))
