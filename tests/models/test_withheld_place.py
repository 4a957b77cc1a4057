"""The database itself refuses a withheld place, whoever writes it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Address, Location, PointLookup

HOUSE = "00000000-0000-4000-8000-000000000001"
ADDRESS = "00000000-0000-4000-8000-000000000002"
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "secret",
    [
        {"latitude": 39.5},
        {"longitude": -105.0},
        {"name": "The house on the hill"},
        {"alternate_name": "Hill house"},
        {"description": "behind the mill"},
        {"transportation": "bus 4"},
        {"url": "https://maps.example.org/x"},
        {"external_identifier": "parcel 7"},
        {"point_level": "street"},
        {"point_source": "address layer"},
    ],
)
def test_a_withheld_location_takes_no_placing_value(
    session: Session, secret: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), writing(session):
        session.add(Location(id=HOUSE, is_withheld=True, **secret))
        session.flush()


def test_a_withheld_location_takes_no_address(session: Session, write: Callable[..., None]) -> None:
    write(Location(id=HOUSE, is_withheld=True))

    with pytest.raises(IntegrityError), writing(session):
        session.add(Address(id=ADDRESS, location_id=HOUSE, city="Fictional Falls"))
        session.flush()


def test_an_address_cannot_claim_that_its_location_is_withheld(
    session: Session, write: Callable[..., None]
) -> None:
    write(Location(id=HOUSE, is_withheld=True))

    with pytest.raises(IntegrityError), writing(session):
        session.add(Address(id=ADDRESS, location_id=HOUSE, location_is_withheld=True))
        session.flush()


def test_a_location_cannot_become_withheld_while_its_address_stands(
    session: Session, write: Callable[..., None]
) -> None:
    write(Location(id=HOUSE), Address(id=ADDRESS, location_id=HOUSE, city="Fictional Falls"))

    with pytest.raises(IntegrityError), writing(session):
        session.execute(text("UPDATE location SET is_withheld = true"))


def test_no_lookup_of_a_withheld_location_can_be_remembered(
    session: Session, write: Callable[..., None]
) -> None:
    write(Location(id=HOUSE, is_withheld=True))

    with pytest.raises(IntegrityError), writing(session):
        session.add(PointLookup(location_id=HOUSE, address="12 Invented Way", looked_up=NOON))
        session.flush()


def test_a_location_cannot_become_withheld_while_a_lookup_of_it_stands(
    session: Session, write: Callable[..., None]
) -> None:
    lookup = PointLookup(location_id=HOUSE, address="12 Invented Way", looked_up=NOON)
    write(Location(id=HOUSE), lookup)

    with pytest.raises(IntegrityError), writing(session):
        session.execute(text("UPDATE location SET is_withheld = true"))
