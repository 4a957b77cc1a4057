"""A table is published once for each time and agency, and holds no small count."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import Conflict, NotFound
from resource_dir.models import AuditEntry, CallDataSet, CallImport, PublishedTable
from resource_dir.operations.planning.fixed_periods import read_period
from resource_dir.operations.planning.published import digest_of, get_published, list_published
from resource_dir.operations.planning.publishing import (
    Counted,
    list_publishable,
    publish_counts,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
NEEDS = ("sobering_center", "mobile_crisis", "emergency_shelter")
AREAS = ({"id": "QN", "name": "North", "population": 8900},
         {"id": "QS", "name": "South", "population": 7600},
         {"id": "", "name": "", "population": None})  # fmt: skip
COUNTS = np.array([[5, 20, 30], [40, 50, 60], [12, 0, 33]])
Write = Callable[..., None]


def calls_of(name: str, agency: str, first: date, last: date) -> list[object]:
    """A data set with one import; its calls themselves don't matter here."""
    return [
        CallDataSet(id=name, agency=agency, zone="America/Denver", profile={}, created=NOW,
                    created_by="t"),
        CallImport(data_set_id=name, at=NOW, actor="t", from_day=first, to_day=last, calls=9,
                   audit={}),
    ]  # fmt: skip


@pytest.fixture
def juniper(write: Write) -> None:
    write(*calls_of("juniper", "Juniper County", date(2025, 1, 1), date(2026, 1, 14)))


def publish(session: Session, period: str, *, name: str = "juniper") -> PublishedTable:
    """Publish the counts of this file."""
    with writing(session):
        data_set = session.get(CallDataSet, name)
        assert data_set is not None
        return publish_counts(
            session,
            data_set,
            read_period(period),
            Counted(NEEDS, AREAS, COUNTS, "Juniper, version 1"),
            actor="ann@example.org",
            now=NOW,
        )


@pytest.mark.usefixtures("juniper")
def test_what_was_published_holds_no_small_count_and_its_digest(session: Session) -> None:
    made = publish(session, "2025-Q2")

    found = get_published(session, made.id)
    assert found.content["counts"] == [[None, 20, None], [40, 50, 60], [None, 0, None]]
    assert found.content["row_totals"] == [55, 150, 45]
    assert found.content["column_totals"] == [57, 70, 123]
    assert found.content["grand_total"] == 250
    assert found.content["period"] == "2025-Q2"
    assert found.digest == digest_of(found.content)
    assert [one.id for one in list_published(session)] == [made.id]


@pytest.mark.usefixtures("juniper")
def test_who_published_is_in_the_audit_log(session: Session) -> None:
    made = publish(session, "2025-Q2")

    [entry] = session.scalars(select(AuditEntry))
    assert (entry.action, entry.actor) == ("planning.publish", "ann@example.org")
    assert entry.row_id == made.id


@pytest.mark.usefixtures("juniper")
@pytest.mark.parametrize("period", ["2025-Q2", "2025"])
def test_no_day_is_published_twice(session: Session, period: str) -> None:
    publish(session, "2025-Q2")

    with pytest.raises(Conflict, match="overlaps"):
        publish(session, period)


@pytest.mark.usefixtures("juniper")
def test_the_next_quarter_can_be_published(session: Session) -> None:
    publish(session, "2025-Q2")
    publish(session, "2025-Q3")

    assert [one.content["period"] for one in list_published(session)] == ["2025-Q3", "2025-Q2"]


@pytest.mark.usefixtures("juniper")
def test_the_same_calls_under_another_name_are_the_same_calls(
    session: Session, write: Write
) -> None:
    write(*calls_of("again", "juniper county", date(2025, 1, 1), date(2025, 12, 31)))
    publish(session, "2025-Q2")

    with pytest.raises(Conflict, match="overlaps"):
        publish(session, "2025-Q2", name="again")


@pytest.mark.usefixtures("juniper")
def test_another_agency_may_publish_the_same_time(session: Session, write: Write) -> None:
    write(*calls_of("basin", "Tin Basin Police", date(2025, 1, 1), date(2025, 12, 31)))
    publish(session, "2025-Q2")

    assert publish(session, "2025-Q2", name="basin").content["agency"] == "Tin Basin Police"


@pytest.mark.usefixtures("juniper")
def test_a_period_that_is_not_over_is_refused(session: Session) -> None:
    with pytest.raises(Conflict, match="don't cover all of 2026-Q1"):
        publish(session, "2026-Q1")


@pytest.mark.usefixtures("juniper")
def test_what_is_left_to_publish_is_offered(session: Session) -> None:
    publish(session, "2025-Q2")

    [offered] = list_publishable(session)
    assert (offered.data_set, offered.agency) == ("juniper", "Juniper County")
    assert [one.name for one in offered.periods] == ["2025-Q4", "2025-Q3", "2025-Q1"]


def test_a_data_set_without_an_import_offers_nothing(session: Session, write: Write) -> None:
    write(CallDataSet(id="empty", agency="Nobody", zone="UTC", profile={}, created=NOW,
                      created_by="t"))  # fmt: skip

    assert list_publishable(session) == []


def test_a_table_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        get_published(session, "00000000-0000-4000-8000-00000000dead")
