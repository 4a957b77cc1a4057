"""What is only nearly where a listing is never becomes its point."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.geo.remote import Remote
from resource_dir.geo.remote_options import RemoteOptions
from resource_dir.operations.places.missing_points import LookupReport
from tests.elsewhere import Elsewhere

PANTRY = "-106.012345,38.531234,12,Invented Way,Salida,CO,81201\n"
Run = Callable[..., LookupReport]


def _nominatim(elsewhere: Elsewhere, kind: str = "house") -> Remote:
    answer = [{"lat": "38.531", "lon": "-106.012", "display_name": "There", "addresstype": kind}]
    elsewhere.answer = lambda handler: handler.say(answer)
    return Remote(RemoteOptions("nominatim", elsewhere.url, timeout_seconds=2))


def _pantry(session: Session) -> models.Location:
    session.rollback()
    return session.scalars(select(models.Location).where(models.Location.name == "Pantry")).one()


def _document(session: Session) -> dict[str, Any]:
    session.rollback()
    documents = session.scalars(select(models.ListingDocument.document)).all()
    return next(one for one in documents if one and one["name"] == "Food pantry")


@pytest.mark.parametrize(
    "address",
    [
        {"address_1": "99999 Invented Way"},
        {"address_1": "12 Invnted Way"},
        {"address_1": "12 Invented Way", "city": "Sallida"},
        {"address_1": "99999 Invnted Way"},
    ],
)
def test_what_is_only_nearly_the_address_is_no_point_of_a_listing(
    session: Session, run: Run, layer: Any, take: Any, package: Any, county: Any,
    address: dict[str, str],
) -> None:  # fmt: skip
    county["addresses"][0] |= {"postal_code": "", **address}
    take(package(county))
    layer(PANTRY + PANTRY.replace(",12,", ",14,"))

    report = run()

    assert report.as_json()["found"] == 0
    assert _pantry(session).latitude is None


def test_a_street_without_a_number_is_where_a_listing_without_one_is(
    session: Session, run: Run, layer: Any, take: Any, package: Any, county: Any
) -> None:
    county["addresses"][0]["address_1"] = "Invented Way"
    take(package(county))
    layer(PANTRY)

    run()

    assert _pantry(session).point_level == "street"
    assert _document(session)["point_level"] == "street"


def test_the_road_that_a_service_knows_is_no_house(
    session: Session, run: Run, pantry: None, elsewhere: Elsewhere
) -> None:
    run(_nominatim(elsewhere, "road"))

    assert _pantry(session).latitude is None
