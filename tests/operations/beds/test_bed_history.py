"""Free beds over time: who may see them, what is a gap, and which number can't be right."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.operations.beds.history import Point, bed_history, jumps_in
from resource_dir.operations.finding import get_listing
from resource_dir.operations.listings.refreshing import refresh_documents

NOW = datetime.fromisoformat("2026-01-15T09:00:00+00:00")
DOCUMENT = {"id": "link", "zone": "America/Denver", "fresh_hours": 12}


def at(hours: float, available: int | None, *, maximum: int | None = 12) -> Point:
    return Point(NOW - timedelta(hours=hours), available, maximum)


@pytest.fixture
def told(write: Callable[..., None]) -> Callable[..., None]:
    """A function that stores a listing with one count of an audience, and its reports."""

    def store(audience: str, *reports: tuple[datetime, int | None]) -> None:
        write(
            models.Unit(id="unit", name="bed"),
            models.Organization(id="organization", name="Aspen House"),
            models.Service(id="service", organization_id="organization", name="Aspen House"),
            models.Location(id="place", zone="America/Denver", zone_origin="point"),
            models.ServiceAtLocation(id="link", service_id="service", location_id="place"),
            models.Capacity(
                id="count", service_at_location_id="link", unit_id="unit", population="women",
                maximum=12, audience=audience, available=1, updated=NOW,
            ),
            *(
                models.CapacityReport(capacity_id="count", updated=when, available=n, maximum=12)
                for when, n in reports
            ),
        )  # fmt: skip

    return store


def history(session: Session, viewer: Any = "public") -> list[dict[str, Any]]:
    return bed_history(session, DOCUMENT, viewer=viewer, now=NOW)


def test_each_day_has_its_lowest_and_highest_number(
    session: Session, told: Callable[..., None]
) -> None:
    hour = timedelta(hours=1)
    told("public", (NOW - 30 * hour, 4), (NOW - 28 * hour, 6), (NOW - hour, 5))

    (one,) = history(session)

    # 9:00 UTC is 2:00 in Denver: 30 hours before is the evening of the 13th.
    assert one["days"] == [
        {"date": "2026-01-13", "low": 4, "high": 6},
        {"date": "2026-01-15", "low": 5, "high": 5},
    ]
    assert [free for _, free in one["points"]] == [4, 6, 5]
    assert not one["jumped"]


def test_the_past_of_a_count_for_partners_is_for_partners(
    session: Session, told: Callable[..., None]
) -> None:
    told("partner", (NOW, 3))

    assert history(session, "public") == []
    assert len(history(session, "partner")) == 1


def test_without_the_filter_of_audiences_a_partner_count_would_be_seen(
    session: Session, told: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told("partner", (NOW, 3))

    monkeypatch.setattr(
        "resource_dir.operations.beds.history.shown_to", lambda viewer, items: list(items)
    )

    assert history(session, "public") != []  # so the test above can be red


def test_what_is_older_than_two_months_or_not_yet_true_is_left_out(
    session: Session, told: Callable[..., None]
) -> None:
    told("public", (NOW - timedelta(days=61), 9), (NOW + timedelta(days=1), 8))

    assert history(session) == []


def test_the_history_is_part_of_a_listing(session: Session, told: Callable[..., None]) -> None:
    told("public", (NOW, 3))
    with writing(session):
        refresh_documents(session, ["service"])

    found = get_listing(session, "link", viewer="public", now=NOW)

    assert found["capacity_history"][0]["points"] == [[NOW.isoformat(), 3]]


def test_a_number_that_was_unknown_is_kept_as_unknown(
    session: Session, told: Callable[..., None]
) -> None:
    told("public", (NOW - timedelta(hours=2), 3), (NOW, None))

    (one,) = history(session)

    assert [free for _, free in one["points"]] == [3, None]
    assert one["days"] == [{"date": "2026-01-15", "low": 3, "high": 3}]


@pytest.mark.parametrize(
    ("points", "is_jump"),
    [
        ((at(1, 3), at(0.5, 10)), True),
        ((at(1, 3), at(0.5, 8)), False),  # five of twelve: a bus came
        ((at(5, 3), at(0.5, 10)), False),  # over hours anything may happen
        ((at(1, 13),), True),  # more than there are
        ((at(1, 0, maximum=2), at(0.5, 2, maximum=2)), False),  # a small house empties at once
        ((at(1, 3, maximum=None), at(0.5, 90, maximum=None)), False),
        ((at(1, None), at(0.5, 12)), False),  # nothing to compare it with
    ],
)
def test_a_jump_is_more_than_there_are_or_half_the_house_in_an_hour(
    points: tuple[Point, ...], is_jump: bool
) -> None:
    assert bool(list(jumps_in(points))) is is_jump
