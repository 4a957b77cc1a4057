"""A package of the invented land as a county would export it: HSDS 2 files and column names."""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from benchmarks import county
from resource_dir.needs import NEEDS

FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "organizations": ("id", "name", "description", "email", "url"),
    "services": (
        "id", "organization_id", "name", "description", "status", "application_process",
        "minimum_age", "assured_date",
    ),
    "locations": ("id", "organization_id", "name", "latitude", "longitude"),
    "physical_addresses": (
        "id", "location_id", "address_1", "city", "state_province", "postal_code", "country",
    ),
    "services_at_location": ("id", "service_id", "location_id"),
    "phones": ("id", "service_id", "number", "type"),
    "schedules": ("id", "service_id", "freq", "byday", "opens_at", "closes_at"),
    "languages": ("id", "service_id", "code", "name"),
    "taxonomy_terms": ("id", "code", "name", "taxonomy"),
    "attributes": ("id", "link_id", "taxonomy_term_id", "link_entity"),
    "criterion": ("id", "service_id", "code", "stance", "audience"),
}  # fmt: skip
SERVICES_OF_ONE: Final = 4
"""Services per organization: about what real exports have."""


def write_package(folder: Path, services: int) -> None:
    """Write the files of so many services, each at one location, into an empty folder."""
    rng = random.Random(services)
    folder.mkdir(parents=True, exist_ok=True)
    with _Package(folder) as package:
        for slug, need in NEEDS.items():
            package.add("taxonomy_terms", slug, code=slug, name=need.name, taxonomy="Needs")
        places = county.towns()
        for number in range(services):
            if number % SERVICES_OF_ONE == 0:
                _organization(package, rng, number)
            _service(package, rng, number, rng.choice(places))


def _organization(package: _Package, rng: random.Random, number: int) -> None:
    package.add(
        "organizations",
        number // SERVICES_OF_ONE,
        name=f"{county.name(rng)} Association",
        description=county.description(rng),
        email="office@example.org",
        url="https://example.org",
    )


def _service(package: _Package, rng: random.Random, number: int, town: county.Point) -> None:
    organization = key("organizations", number // SERVICES_OF_ONE)
    service, name = key("services", number), county.name(rng)
    package.add(
        "services",
        number,
        organization_id=organization,
        name=name,
        description=county.description(rng),
        status="active",
        application_process="Call, or ring the bell.",
        minimum_age=rng.choice(("", "18")),
        assured_date=f"2025-{rng.randint(1, 12):02d}-15",
    )
    _place(package, rng, number, town)
    package.add("phones", number, service_id=service, number=f"+1555555{number % 100 + 100:04d}")
    need = key("taxonomy_terms", rng.choice(sorted(NEEDS)))
    package.add("attributes", number, link_id=service, taxonomy_term_id=need, link_entity="service")
    _details(package, rng, number, service)


def _place(package: _Package, rng: random.Random, number: int, town: county.Point) -> None:
    lat, lon = county.near(rng, town)
    location = key("locations", number)
    organization = key("organizations", number // SERVICES_OF_ONE)
    package.add(
        "locations",
        number,
        organization_id=organization,
        name=county.name(rng),
        latitude=f"{lat:.5f}",
        longitude=f"{lon:.5f}",
    )
    package.add(
        "physical_addresses",
        number,
        location_id=location,
        address_1=f"{rng.randint(1, 999)} Invented Way",
        city="Quillmore",
        country="US",
    )
    package.add(
        "services_at_location", number, service_id=key("services", number), location_id=location
    )


def _details(package: _Package, rng: random.Random, number: int, service: str) -> None:
    rule = county.opening(rng)
    if rule is not None:
        times = {"opens_at": str(rule.opens_at), "closes_at": str(rule.closes_at)}
        package.add(
            "schedules", number, service_id=service, freq="WEEKLY", byday=rule.byday, **times
        )
    if rng.random() < 0.4:
        package.add("languages", number, service_id=service, code="es", name="Spanish")
    for code, stance in county.stances(rng):
        package.add(
            "criterion",
            f"{number} {code}",
            service_id=service,
            code=code,
            stance=stance,
            audience="public",
        )


def key(table: str, number: object) -> str:
    """Return the id of a row, the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.org/{table}/{number}"))


class _Package:
    """Open files, one per table; rows are written as they come, so that any size fits."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._writers: dict[str, csv.DictWriter[str]] = {}
        for table, columns in FILES.items():
            path = folder / f"{table}.csv"
            file = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._writers[table] = csv.DictWriter(file, columns)
            self._writers[table].writeheader()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def add(self, table: str, row: object, /, **values: Any) -> None:
        """Write one row."""
        self._writers[table].writerow({"id": key(table, row), **values})
