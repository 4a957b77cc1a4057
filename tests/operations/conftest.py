"""An application-free world: settings, a clock, an index keeper, and packages made in the test."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.operations.importing import ImportReport
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.taking_in import take_in

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
Tables = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation in the test's own folder."""
    return Settings(data_folder=tmp_path / "data", database_url=database_url, secret_key="k" * 32)


@pytest.fixture
def keeper(settings: Settings) -> IndexKeeper:
    """The keeper of this process; it looks for changes at every question."""
    return IndexKeeper(settings.index_folder, poll_seconds=0)


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes tables as a folder of CSV files."""

    def write(tables: Tables, name: str = "package") -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for table, rows in tables.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / f"{table}.csv").open("w", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return write


@pytest.fixture
def take(session: Session, settings: Settings, keeper: IndexKeeper) -> Callable[..., ImportReport]:
    """A function that imports a path."""

    def take(path: Path, source: str = "county", **options: Any) -> ImportReport:
        return take_in(
            session,
            path,
            kind=options.pop("kind", "hsds"),
            source=source,
            settings=settings,
            keeper=keeper,
            now=options.pop("now", NOW),
            **options,
        )

    return take


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
