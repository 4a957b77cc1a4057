"""What the reports of a count come to: from them alone, every night, for partners only."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.gaps.forecasting.chain import STARTING_FLEET, chance_free, shown
from resource_dir.gaps.forecasting.counting import counted
from resource_dir.models import (
    BedForecast,
    Capacity,
    CapacityReport,
    ForecastFleet,
    ListingDocument,
    Service,
    ServiceAtLocation,
    Unit,
)
from resource_dir.operations.beds.forecasting import forecast_when_due, update_forecast
from resource_dir.operations.exporting import export_hsds
from resource_dir.operations.finding import get_listing
from resource_dir.operations.listings.refreshing import refresh_documents

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BED, BEDS = str(uuid4()), str(uuid4())
AGE = 30 * HOUR  # of the number that stands: a shelter's is believed for twelve hours


@pytest.fixture
def service(
    take: Any, package: Any, county: Any, session: Session, write: Callable[..., None]
) -> str:
    """The night shelter with beds, of which 2 were free more than a day ago."""
    take(package(county))
    service_id = session.scalars(select(Service.id).where(Service.name == "Night shelter")).one()
    link = session.scalars(
        select(ServiceAtLocation.id).where(ServiceAtLocation.service_id == service_id)
    ).one()
    write(
        Unit(id=BED, name="bed"),
        Capacity(id=BEDS, service_at_location_id=link, unit_id=BED, available=2, maximum=8,
                 updated=NOW - AGE),
    )  # fmt: skip
    with writing(session):
        refresh_documents(session, [service_id])
    return service_id


def nights(states: Sequence[int | None]) -> list[CapacityReport]:
    """One report a day, the last of them `AGE` ago."""
    last = NOW - AGE
    return [
        CapacityReport(capacity_id=BEDS, available=free, updated=last - ago * DAY)
        for ago, free in enumerate(reversed(states))
    ]


STATES = [0, 0, 3, 0, 1, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, 2]


def told(session: Session, service: str, *, viewer: Any = "partner", now: datetime = NOW) -> Any:
    """The chance as the listing shows it."""
    listing_id = session.scalars(
        select(ListingDocument.id).where(ListingDocument.service_id == service)
    ).one()
    found = get_listing(session, listing_id, viewer=viewer, now=now)
    session.rollback()
    return [row["chance_free"] for row in found["capacity"]]


def test_counts_are_those_of_the_library_and_can_be_made_again(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights(STATES))

    done = update_forecast(session, now=NOW)
    again = update_forecast(session, now=NOW + DAY)

    state = counted([(NOW - AGE - ago * DAY, free > 0) for ago, free in enumerate(STATES[::-1])])
    row = session.get_one(BedForecast, BEDS)
    stored = (row.n_full, row.n_free, row.n_to_free, row.n_to_full)
    assert stored == pytest.approx((state.n_full, state.n_free, state.n_to_free, state.n_to_full))
    assert (row.interval_hours, row.was_free, row.last_at) == (24, True, NOW - AGE)
    assert (done.units, done.fleet) == (again.units, again.fleet) == (1, STARTING_FLEET)


def test_partners_see_the_chance_beside_a_number_that_is_too_old_and_nobody_else_does(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights(STATES))
    update_forecast(session, now=NOW)

    state = counted([(NOW - AGE - ago * DAY, free > 0) for ago, free in enumerate(STATES[::-1])])
    chance = chance_free(state, STARTING_FLEET, was_free=True, intervals=30 / 24)
    (seen,) = told(session, service)
    assert seen == {"value": shown(chance), "as_of": NOW.isoformat()}
    assert 0.05 < seen["value"] < 0.9
    assert told(session, service, viewer="public") == []


def test_not_even_a_count_that_the_house_publishes_shows_its_chance_to_the_public(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights(STATES))
    with writing(session):
        session.get_one(Capacity, BEDS).audience = "public"
        refresh_documents(session, [service])
    update_forecast(session, now=NOW)

    assert told(session, service, viewer="public") == [None]
    assert told(session, service) != [None]


@pytest.mark.parametrize(
    ("age", "is_told"),
    [(11 * HOUR, False), (13 * HOUR, True), (6 * DAY, True), (8 * DAY, False), (-HOUR, False)],
)
def test_only_beside_numbers_that_are_too_old_and_not_from_last_week(
    session: Session, service: str, write: Callable[..., None], age: timedelta, is_told: bool
) -> None:
    write(*nights(STATES))
    update_forecast(session, now=NOW)

    (seen,) = told(session, service, now=NOW - AGE + age)

    assert (seen is not None) is is_told


@pytest.mark.parametrize(
    "values",
    [{"available": None}, {"is_accepting": False}, {"flag": "turned_away"}, {"updated": None}],
)
def test_nothing_is_said_of_a_number_that_was_not_told_in_earnest(
    session: Session, service: str, write: Callable[..., None], values: dict[str, Any]
) -> None:
    write(*nights(STATES))
    with writing(session):
        count = session.get_one(Capacity, BEDS)
        for name, value in values.items():
            setattr(count, name, value)
        refresh_documents(session, [service])
    update_forecast(session, now=NOW)

    assert told(session, service) == [None]


def test_nothing_is_said_of_a_house_with_too_short_a_past(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights(STATES[-10:]))
    update_forecast(session, now=NOW)

    assert session.get(BedForecast, BEDS) is not None
    assert told(session, service) == [None]


def test_nothing_is_said_of_a_house_that_is_closed_for_now(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights(STATES))
    with writing(session):
        session.get_one(Service, service).status = "temporarily closed"
        refresh_documents(session, [service])
    update_forecast(session, now=NOW)

    assert told(session, service) == [None]


def test_typing_errors_unknowns_and_numbers_from_the_future_are_no_reports(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights([0] * 16))
    update_forecast(session, now=NOW)
    before = session.get_one(BedForecast, BEDS).n_full
    last = NOW - AGE
    write(
        CapacityReport(capacity_id=BEDS, available=8, updated=last + 8 * HOUR, flag="jump"),
        CapacityReport(capacity_id=BEDS, available=None, updated=last + 9 * HOUR),
        CapacityReport(capacity_id=BEDS, available=3, updated=NOW + DAY),
        CapacityReport(capacity_id=BEDS, available=3, updated=None),
    )

    update_forecast(session, now=NOW)

    row = session.get_one(BedForecast, BEDS, populate_existing=True)
    assert (row.n_full, row.n_to_free, row.was_free) == (before, 0, False)


def test_who_takes_nobody_has_nothing_free(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    shut = nights([4] * 16)
    for report in shut:
        report.is_accepting = False
    write(*shut)

    update_forecast(session, now=NOW)

    assert session.get_one(BedForecast, BEDS).n_free == 0


def test_the_server_works_it_out_once_a_day(session: Session, service: str) -> None:
    forecast_when_due(session, NOW)
    forecast_when_due(session, NOW + 23 * HOUR)
    early = session.scalars(select(ForecastFleet.fitted)).one()
    session.rollback()

    forecast_when_due(session, NOW + 25 * HOUR)

    assert early == NOW
    assert session.scalars(select(ForecastFleet.fitted)).all() == [NOW + 25 * HOUR]


def test_a_count_that_is_removed_takes_its_forecast_along(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights(STATES))
    update_forecast(session, now=NOW)

    with writing(session):
        session.execute(delete(CapacityReport))
        session.execute(delete(Capacity))

    assert session.scalars(select(BedForecast)).all() == []
    assert update_forecast(session, now=NOW).units == 0


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_given_to_others_is_the_same_with_a_forecast_and_without(
    session: Session, service: str, write: Callable[..., None], tmp_path: Path, form: Any
) -> None:
    with writing(session):
        session.get_one(Capacity, BEDS).audience = "public"
    write(*nights(STATES))
    export_hsds(session, tmp_path / "before", form=form, now=NOW)
    session.rollback()

    update_forecast(session, now=NOW)

    export_hsds(session, tmp_path / "after", form=form, now=NOW)
    before, after = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("before", "after")
    )
    assert before == after
    assert not [name for name, held in after.items() if b"chance" in held or b"forecast" in held]


def test_no_document_is_written_for_it(
    session: Session, service: str, write: Callable[..., None]
) -> None:
    write(*nights(STATES))
    changes = select(ListingDocument.id, ListingDocument.change_number).order_by(ListingDocument.id)
    before = session.execute(changes).all()
    session.rollback()

    update_forecast(session, now=NOW)

    assert session.execute(changes).all() == before
