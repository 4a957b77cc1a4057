"""Giving the inventory to others: public facts, no withheld place, and the same again when read."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.config import Settings
from resource_dir.database import configure_engine, writing
from resource_dir.operations.exporting import export_hsds
from resource_dir.operations.importing.demonstrating import dated_copy, seed_folder
from resource_dir.operations.importing.inventory import ImportReport
from resource_dir.operations.importing.taking_in import take_in
from resource_dir.operations.indexing import IndexKeeper

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)
Take = Callable[..., ImportReport]
MakePackage = Callable[..., Path]
County = dict[str, list[dict[str, Any]]]
Json = dict[str, Any]


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _services(folder: Path) -> dict[str, Json]:
    return {one["name"]: one for one in orjson.loads((folder / "services.json").read_bytes())}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _public_documents(session: Session) -> dict[str, Json]:
    """What anybody may see of each listing, by the name of its service."""
    documents = session.scalars(select(models.ListingDocument.document)).all()
    return {one["name"]: _public(one) for one in documents if one}


def _public(document: Json) -> Json:
    return {
        name: sorted(filter(_is_public, value), key=orjson.dumps)
        if isinstance(value, list) and value and isinstance(value[0], dict)
        else value
        for name, value in document.items()
    }


def _is_public(item: Json) -> bool:
    return bool(item.get("audience", "public") == "public")


@pytest.fixture
def demo(take: Take, tmp_path: Path) -> None:
    """The demonstration county in the database: every state a listing can be in."""
    dated_copy(seed_folder(), tmp_path / "demo", now=NOW)
    take(tmp_path / "demo", source="demo")


@pytest.fixture
def other_session(new_database_url: Callable[[], str]) -> Iterator[Session]:
    """A session on a second, empty database."""
    engine = create_engine(new_database_url())
    configure_engine(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def take_elsewhere(
    other_session: Session, settings: Settings, tmp_path: Path
) -> Callable[[Path], Json]:
    """A function that imports a folder into the second database and gives the report."""

    def take(path: Path) -> Json:
        keeper = IndexKeeper(tmp_path / "other" / "index", poll_seconds=0)
        report = take_in(
            other_session,
            path,
            kind="hsds",
            source="copy",
            settings=settings,
            keeper=keeper,
            now=NOW,
        )
        return report.as_json()

    return take


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_what_goes_out_as_csv_comes_back_with_the_same_public_facts(
    version: Any,
    session: Session,
    other_session: Session,
    take_elsewhere: Callable[[Path], Json],
    tmp_path: Path,
) -> None:
    export_hsds(session, tmp_path / "out", version=version, now=NOW)

    report = take_elsewhere(tmp_path / "out")

    assert (report["listings"], report["withheld"]) == (60, 1)
    assert report["rejected"] == report["repaired"] == []
    before, after = _public_documents(session), _public_documents(other_session)
    _forget_withheld_ids(before, after)
    assert after == before


def _forget_withheld_ids(before: dict[str, Json], after: dict[str, Json]) -> None:
    """A withheld listing comes back as its service alone, marked by a term."""
    name = "Alder Path Domestic Violence Shelter"
    assert after[name]["location_id"] is None
    assert after[name]["id"] == before[name]["service_id"]
    assert after[name]["terms"] == [*before[name]["terms"], "withheld"]
    for column in ("id", "location_id", "terms", "zone", "zone_origin"):
        del before[name][column], after[name][column]


@pytest.mark.usefixtures("demo")
def test_what_goes_out_as_json_comes_back_but_for_the_counts_per_population(
    session: Session,
    other_session: Session,
    take_elsewhere: Callable[[Path], Json],
    tmp_path: Path,
) -> None:
    export_hsds(session, tmp_path / "out", form="json", now=NOW)

    report = take_elsewhere(tmp_path / "out")

    assert report["rejected"] == report["repaired"] == []
    before, after = _public_documents(session), _public_documents(other_session)
    _forget_withheld_ids(before, after)
    for one in (*before.values(), *after.values()):
        del one["capacity"]
    assert after == before


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_facts_for_partners_do_not_go_out(form: Any, session: Session, tmp_path: Path) -> None:
    export_hsds(session, tmp_path / "out", form=form, now=NOW)

    written = b"".join(_bytes(tmp_path / "out").values())
    assert b"Lantern House" in written
    for secret in (b"Sally port", b"police_entrance", b"555-0102", b"partner"):
        assert secret not in written


@pytest.mark.usefixtures("demo")
def test_a_withheld_listing_goes_out_without_any_location(session: Session, tmp_path: Path) -> None:
    report = export_hsds(session, tmp_path / "out", now=NOW)

    [service] = [s for s in _rows(tmp_path / "out", "services") if s["name"].startswith("Alder")]
    linked = {row["service_id"] for row in _rows(tmp_path / "out", "service_at_location")}
    terms = {r["id"]: r["code"] for r in _rows(tmp_path / "out", "taxonomy_terms")}
    codes = {
        terms[row["taxonomy_term_id"]]
        for row in _rows(tmp_path / "out", "attributes")
        if row["link_id"] == service["id"]
    }
    hours = [r for r in _rows(tmp_path / "out", "schedules") if r["service_id"] == service["id"]]
    assert report.withheld == 1
    assert service["id"] not in linked
    assert "withheld" in codes
    assert [(row["opens_at"], row["timezone"]) for row in hours] == [("00:00:00", "")]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_same_inventory_gives_the_same_bytes(
    form: Any, session: Session, tmp_path: Path
) -> None:
    export_hsds(session, tmp_path / "one", form=form, now=NOW)
    export_hsds(session, tmp_path / "two", form=form, now=NOW)

    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


@pytest.mark.usefixtures("demo")
def test_a_second_generation_says_the_same_as_the_first(
    session: Session,
    other_session: Session,
    take_elsewhere: Callable[[Path], Json],
    tmp_path: Path,
) -> None:
    export_hsds(session, tmp_path / "first", now=NOW)
    take_elsewhere(tmp_path / "first")

    export_hsds(other_session, tmp_path / "second", now=NOW)

    assert _bytes(tmp_path / "second").keys() == _bytes(tmp_path / "first").keys()
    for name in ("services", "attributes", "taxonomy_terms", "capacity", "criterion", "locations"):
        assert _rows(tmp_path / "second", name) == _rows(tmp_path / "first", name)


@pytest.mark.usefixtures("demo")
def test_the_utc_offset_is_that_of_the_day_of_export(session: Session, tmp_path: Path) -> None:
    export_hsds(session, tmp_path / "winter", now=NOW)
    export_hsds(session, tmp_path / "summer", now=JULY)

    def offsets(name: str) -> set[str]:
        return {row["timezone"] for row in _rows(tmp_path / name, "schedules")} - {""}

    assert offsets("winter") == {"-7"}
    assert offsets("summer") == {"-6"}


@pytest.mark.usefixtures("demo")
def test_capacity_is_folded_to_the_service_and_is_as_old_as_its_oldest_part(
    session: Session, tmp_path: Path
) -> None:
    export_hsds(session, tmp_path / "out", form="json", now=NOW)

    counts = {
        one["unit"]["name"]: one
        for one in _services(tmp_path / "out")["Nightfold Night Shelter"]["capacities"]
    }
    assert (counts["bed"]["available"], counts["bed"]["maximum"]) == (5, 30)
    assert counts["bed"]["updated"] == "2026-01-15T07:25:00+00:00"
    assert counts["room"]["available"] == 2


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "name", ["Front Porch Family Shelter", "Juniper Crisis Walk-in Center", "Ardry Crisis House"]
)
def test_an_unknown_or_partner_count_is_not_folded_to_a_number(
    name: str, session: Session, tmp_path: Path
) -> None:
    export_hsds(session, tmp_path / "out", form="json", now=NOW)

    assert "capacities" not in _services(tmp_path / "out")[name]


@pytest.mark.usefixtures("demo")
def test_version_3_0_holds_nothing_that_came_with_3_1(session: Session, tmp_path: Path) -> None:
    export_hsds(session, tmp_path / "csv", version="3.0", now=NOW)
    export_hsds(session, tmp_path / "json", version="3.0", form="json", now=NOW)

    assert not (tmp_path / "csv" / "service_capacity.csv").exists()
    assert "label" not in _rows(tmp_path / "csv", "attributes")[0]
    assert not any("capacities" in one for one in _services(tmp_path / "json").values())


def test_a_retired_listing_is_not_exported(
    take: Take, package: MakePackage, county: County, session: Session, tmp_path: Path
) -> None:
    county["services"][1]["status"] = "inactive"
    take(package(county))

    export_hsds(session, tmp_path / "out", now=NOW)

    names = {row["name"] for row in _rows(tmp_path / "out", "services")}
    places = {row["name"] for row in _rows(tmp_path / "out", "locations")}
    assert names == {"Detox unit", "Food pantry"}
    assert places == {"Aspen House North", "Pantry"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "'=1+1", "''@x", "'tis a name"]
)
def test_a_formula_is_a_text_in_the_cell_and_the_same_text_when_read_back(
    text: str,
    take: Take,
    package: MakePackage,
    county: County,
    session: Session,
    other_session: Session,
    take_elsewhere: Callable[[Path], Json],
    tmp_path: Path,
) -> None:
    take(package(county))
    stored = session.scalars(select(models.Service).where(models.Service.name == "Detox unit"))
    service_id = stored.one().id
    _set_description(session, service_id, text)
    export_hsds(session, tmp_path / "out", now=NOW)

    take_elsewhere(tmp_path / "out")

    cells = {row["id"]: row["description"] for row in _rows(tmp_path / "out", "services")}
    assert cells[service_id][0] not in "=+-@"
    assert other_session.get_one(models.Service, service_id).description == text


def _set_description(session: Session, service_id: str, text: str) -> None:
    session.rollback()
    with writing(session):
        session.get_one(models.Service, service_id).description = text


def test_a_police_entrance_that_its_provider_published_stays_public(
    take: Take,
    package: MakePackage,
    county: County,
    session: Session,
    other_session: Session,
    take_elsewhere: Callable[[Path], Json],
    tmp_path: Path,
) -> None:
    county["criterion"] = [
        {"id": "k1", "service_id": "s1", "code": "police_entrance", "stance": "yes",
         "value": "Blue door", "audience": "public"}
    ]  # fmt: skip
    take(package(county))
    export_hsds(session, tmp_path / "out", form="json", now=NOW)

    take_elsewhere(tmp_path / "out")

    before, after = _public_documents(session), _public_documents(other_session)
    assert after["Detox unit"]["facts"] == before["Detox unit"]["facts"] != []
