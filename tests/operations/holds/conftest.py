"""One count of beds, a team and a house, without pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import writing
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.listings.refreshing import refresh_documents

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ORGANIZATION, SERVICE, LOCATION, LISTING, UNIT, BEDS, TEAM, HOUSE = (
    f"{n:08d}-0000-4000-8000-000000000077" for n in range(1, 9)
)


def caller(account_id: str, role: Any) -> Caller:
    """Somebody signed in."""
    houses = frozenset({ORGANIZATION}) if role == "provider" else frozenset()
    return Caller(account_id, "a@example.org", role, houses, "s", True, True, NOW)


@pytest.fixture
def house(session: Session) -> Callable[..., None]:
    """A function that makes the house, with so many beds free."""

    def make(**count: Any) -> None:
        fixed = {"confirms_by_itself": True, **count.pop("setting", {})}
        told = {"available": 1, "maximum": 4, "updated": NOW, **count}
        with writing(session):
            for row in (
                models.Organization(id=ORGANIZATION, name="Aspen House"),
                models.Service(id=SERVICE, organization_id=ORGANIZATION, name="Detox"),
                models.Location(id=LOCATION, location_type="physical", name="House"),
                models.ServiceAtLocation(id=LISTING, service_id=SERVICE, location_id=LOCATION),
                models.Unit(id=UNIT, name="bed"),
                models.Capacity(
                    id=BEDS, service_at_location_id=LISTING, unit_id=UNIT, audience="partner",
                    **told,
                ),
                models.Account(id=TEAM, email="team@example.org", role="responder", created=NOW),
                models.Account(
                    id=HOUSE, email="house@example.org", role="provider", created=NOW, joined=NOW
                ),
                models.Membership(account_id=HOUSE, organization_id=ORGANIZATION, created=NOW),
                models.BedSetting(capacity_id=BEDS, **fixed),
            ):  # fmt: skip
                session.add(row)
                session.flush()
            refresh_documents(session, [SERVICE])

    return make
