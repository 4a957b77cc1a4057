"""What the standard has no field for, and several statements about one thing."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy.orm import Session

from resource_dir.operations.exporting import export_hsds
from resource_dir.operations.importing.inventory import ImportReport

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
Take = Callable[..., ImportReport]
MakePackage = Callable[..., Path]
County = dict[str, list[dict[str, Any]]]
Json = dict[str, Any]


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _services(folder: Path) -> dict[str, Json]:
    return {one["name"]: one for one in orjson.loads((folder / "services.json").read_bytes())}


def test_a_status_that_nobody_stated_is_marked_as_such(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    county["services"][0]["status"] = ""
    take(package(county))

    export_hsds(session, tmp_path / "out", form="json", now=NOW)

    services = _services(tmp_path / "out")
    codes = [a["taxonomy_term"]["code"] for a in services["Detox unit"]["attributes"]]
    assert services["Detox unit"]["status"] == "active"
    assert codes == ["status_not_stated"]
    assert "attributes" not in services["Food pantry"]


def test_numbers_are_not_guarded(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    take(package(county))

    export_hsds(session, tmp_path / "out", now=NOW)

    assert _rows(tmp_path / "out", "phones")[0]["number"].startswith("+1719")
    assert {row["longitude"] for row in _rows(tmp_path / "out", "locations")} >= {"-106"}


def test_a_criterion_for_partners_hides_what_a_term_says_of_the_same(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    county["taxonomy_terms"] = [{"id": "t1", "code": "pets", "name": "Pets"}]
    county["attributes"] = [
        {"id": "x1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "t1",
         "value": "yes"}
    ]  # fmt: skip
    county["criterion"] = [
        {"id": "k1", "service_id": "s1", "code": "pets", "stance": "no", "audience": "partner"}
    ]
    take(package(county))

    export_hsds(session, tmp_path / "out", now=NOW)

    assert _rows(tmp_path / "out", "attributes") == []
    assert _rows(tmp_path / "out", "criterion") == []


def test_a_listing_keeps_what_its_service_says_when_another_listing_says_otherwise(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    county["service_at_location"][1]["service_id"] = "s1"
    county["taxonomy_terms"] = [{"id": "t1", "code": "pets", "name": "Pets"}]
    county["attributes"] = [
        {"id": "x1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "t1",
         "value": "yes"}
    ]  # fmt: skip
    county["criterion"] = [
        {"id": "k1", "service_at_location_id": "sl2", "code": "pets", "stance": "no",
         "audience": "public"}
    ]  # fmt: skip
    take(package(county))

    export_hsds(session, tmp_path / "out", now=NOW)

    said = {(r["link_entity"], r["value"]) for r in _rows(tmp_path / "out", "attributes")}
    assert said == {("service", "yes"), ("service_at_location", "no")}


def test_what_was_said_of_a_withheld_listing_is_said_of_its_service(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    county["locations"][0] = {"id": "l1", "location_type": "redacted", "organization_id": "o1"}
    county["criterion"] = [
        {"id": "k1", "service_at_location_id": "sl1", "code": "pets", "stance": "no"},
        {"id": "k2", "service_at_location_id": "sl1", "code": "youth", "stance": "yes"},
    ]
    take(package(county))

    export_hsds(session, tmp_path / "out", now=NOW)

    [service] = [r for r in _rows(tmp_path / "out", "services") if r["name"] == "Detox unit"]
    said = _rows(tmp_path / "out", "attributes")
    criteria = _rows(tmp_path / "out", "criterion")
    assert {(r["link_id"], r["value"]) for r in said} == {
        (service["id"], "no"),
        (service["id"], "yes"),
    }
    assert [(r["service_id"], r["code"]) for r in criteria] == [(service["id"], "youth")]


def test_the_public_place_of_a_service_stays_when_another_of_its_places_is_withheld(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    county["locations"][1] = {"id": "l2", "location_type": "redacted", "organization_id": "o1"}
    county["service_at_location"][1]["service_id"] = "s1"
    take(package(county))

    export_hsds(session, tmp_path / "out", form="json", now=NOW)

    listings = _services(tmp_path / "out")["Detox unit"]["service_at_locations"]
    assert [one["location"]["name"] for one in listings] == ["Aspen House North"]


def test_an_extension_that_is_no_number_goes_into_the_description(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    county["phones"][1]["extension"] = "007"
    take(package(county))

    export_hsds(session, tmp_path / "out", now=NOW)

    said = {row["extension"] + row["description"] for row in _rows(tmp_path / "out", "phones")}
    assert said == {"", "ext. 007"}
