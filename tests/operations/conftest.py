"""A fictional county, as tables of a package."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.geo.remote import Remote
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.places.importing_addresses import take_in_addresses
from resource_dir.operations.places.missing_points import LookupReport, geocode_missing
from resource_dir.operations.places.place_keeping import PlaceKeeper
from tests.conftest import NOW

HEAD = "LON,LAT,NUMBER,STREET,CITY,REGION,POSTCODE\n"
FAST = 1000.0
Run = Callable[..., LookupReport]


@pytest.fixture
def county() -> dict[str, list[dict[str, Any]]]:
    """Three fictional listings: a detox, a shelter and a pantry."""
    return {
        "organizations": [
            {"id": "o1", "name": "Aspen House", "description": "Treatment and shelter."},
        ],
        "services": [
            _service("s1", "Detox unit", minimum_age="18"),
            _service("s2", "Night shelter"),
            _service("s3", "Food pantry"),
        ],
        "locations": [
            _location("l1", "Aspen House North", "38.50", "-106.00"),
            _location("l2", "Aspen House South", "38.45", "-106.02"),
            _location("l3", "Pantry", "", ""),
        ],
        "service_at_location": [
            {"id": f"sl{n}", "service_id": f"s{n}", "location_id": f"l{n}"} for n in (1, 2, 3)
        ],
        "addresses": [
            {
                "id": "a3",
                "location_id": "l3",
                "address_1": "12 Invented Way",
                "city": "Salida",
                "state_province": "CO",
                "postal_code": "81201",
                "country": "US",
                "address_type": "physical",
            }
        ],
        "phones": [
            {"id": "p1", "service_id": "s1", "number": "719-555-0101", "extension": ""},
            {"id": "p2", "service_id": "s2", "number": "719-555-0102", "extension": "7"},
        ],
        "schedules": [
            {
                "id": "c2",
                "service_id": "s2",
                "freq": "WEEKLY",
                "byday": "MO,TU,WE,TH,FR,SA,SU",
                "opens_at": "20:00",
                "closes_at": "07:00",
            }
        ],
    }


def _service(key: str, name: str, **more: str) -> dict[str, str]:
    return {"id": key, "organization_id": "o1", "name": name, "status": "active", **more}


def _location(key: str, name: str, lat: str, lon: str) -> dict[str, str]:
    return {
        "id": key,
        "location_type": "physical",
        "organization_id": "o1",
        "name": name,
        "latitude": lat,
        "longitude": lon,
    }


@pytest.fixture
def layer(
    session: Session, settings: Settings, places: PlaceKeeper, tmp_path: Path
) -> Callable[[str], None]:
    def take(rows: str) -> None:
        path = tmp_path / "layer.csv"
        path.write_text(HEAD + rows)
        take_in_addresses(session, path, source="911", settings=settings, places=places, now=NOW)

    return take


@pytest.fixture
def run(session: Session, settings: Settings, places: PlaceKeeper, keeper: IndexKeeper) -> Run:
    def run(geocoder: Remote | None = None, **options: Any) -> LookupReport:
        session.rollback()
        options = {"per_second": FAST, **options}
        return geocode_missing(
            session,
            settings=settings,
            places=places,
            keeper=keeper,
            geocoder=geocoder,
            now=NOW,
            **options,
        )

    return run


@pytest.fixture
def pantry(take: Any, package: Any, county: Any) -> None:
    """The county's three listings; the pantry has an address and no point."""
    take(package(county))
