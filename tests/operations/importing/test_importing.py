"""Taking a directory in: nothing good lost, nothing twice, nothing half."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import BadInput, PackageRefused
from resource_dir.operations.importing import inventory
from resource_dir.operations.importing.inventory import ImportReport, check_source_name

Take = Callable[..., ImportReport]
MakePackage = Callable[..., Path]
County = dict[str, list[dict[str, Any]]]


def _sums(report: ImportReport) -> Mapping[str, int]:
    files = report.as_json()["files"]
    return {name: sum(f[name] for f in files) for name in ("created", "updated", "unchanged")}


def _count(session: Session, model: type[models.Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_clean_directory_comes_in_whole(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    report = take(package(county))

    assert report.listings == 3
    assert report.as_json()["rejected"] == []
    assert _sums(report)["created"] == sum(len(rows) for rows in county.values())
    assert _count(session, models.ListingDocument) == 3


def test_the_same_directory_twice_changes_nothing(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    path = package(county)
    take(path)
    before = session.scalars(select(models.ChangeCounter.number)).one()

    again = take(path)

    assert _sums(again) == {
        "created": 0,
        "updated": 0,
        "unchanged": sum(len(rows) for rows in county.values()),
    }
    session.expire_all()
    assert session.scalars(select(models.ChangeCounter.number)).one() == before


def test_one_changed_value_updates_one_row_and_its_listing(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    take(package(county))
    county["phones"][0]["number"] = "719-555-0199"

    again = take(package(county))

    assert _sums(again)["updated"] == 1
    assert _sums(again)["created"] == 0
    session.expire_all()
    numbers = [
        phone["number"]
        for document in session.scalars(select(models.ListingDocument.document))
        for phone in document["phones"]
    ]
    assert "+17195550199" in numbers
    assert "+17195550101" not in numbers


def test_a_dry_run_reports_and_writes_nothing(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    report = take(package(county), is_dry_run=True)

    assert report.listings == 3
    assert report.as_json()["dry_run"] is True
    for table in models.Base.metadata.sorted_tables:
        if table.name not in ("change_counter", "audit_head"):  # one row each, from the start
            assert session.scalar(select(func.count()).select_from(table)) == 0, table.name


def test_two_sources_may_assert_the_same_row(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    shared = "6f1b0c9e-0f4e-4a53-9d7e-0f9f6b0f0001"
    county["organizations"][0]["id"] = shared
    for row in (*county["services"], *county["locations"]):
        row["organization_id"] = shared
    take(package(county), "first")

    take(package(county), "second")

    assert _count(session, models.Source) == 2
    assert session.scalars(
        select(models.Assertion.source_name).where(models.Assertion.row_id == shared)
    ).all() == ["first", "second"]


def test_an_error_in_the_middle_leaves_the_database_as_it_was(
    take: Take,
    package: MakePackage,
    county: County,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_off(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(inventory, "refresh_documents", break_off)

    with pytest.raises(OSError, match="disk is gone"):
        take(package(county))

    assert _count(session, models.Service) == 0


def test_an_empty_folder_is_refused_with_a_diagnosis(take: Take, tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()

    with pytest.raises(PackageRefused):
        take(folder)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
def test_a_source_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        check_source_name(name)


def test_a_phone_that_left_the_export_is_dialled_no_more(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    take(package(county))
    del county["phones"][0]

    report = take(package(county))

    assert report.as_json()["removed"] == 1
    session.expire_all()
    numbers = [
        phone["number"]
        for document in session.scalars(select(models.ListingDocument.document))
        for phone in document["phones"]
    ]
    assert numbers == ["+17195550102"]


def test_half_an_export_removes_nothing(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    take(package(county))
    half = {name: county[name] for name in ("organizations", "services")}

    report = take(package(half, "half"))

    assert report.as_json()["removed"] == 0
    assert report.as_json()["missing"] == 3
    assert report.listings == 3
    assert _count(session, models.Phone) == 2


def test_a_row_that_another_source_still_asserts_stays(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    for rows in county.values():
        for row in rows:
            for name, value in row.items():
                if name == "id" or name.endswith("_id"):
                    row[name] = (
                        f"00000000-0000-4000-8000-{int(value[-1]):04}{value[:-1].encode().hex():0>8}"
                    )
    take(package(county), "first")
    take(package(county), "second")
    del county["phones"][0]

    report = take(package(county), "first")

    assert report.as_json()["removed"] == 1
    assert _count(session, models.Phone) == 2


def test_each_new_count_of_beds_is_kept_in_the_history(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    county["units"] = [{"id": "u1", "name": "bed"}]
    county["capacity"] = [
        {
            "id": "b1",
            "service_at_location_id": "sl2",
            "unit_id": "u1",
            "available": "3",
            "updated": "2026-01-15T08:00:00+00:00",
        }
    ]
    take(package(county))
    county["capacity"][0]["available"] = "1"
    take(package(county))

    take(package(county))

    statement = select(models.CapacityReport.available).order_by(models.CapacityReport.id)
    assert session.scalars(statement).all() == [3, 1]
    assert session.scalars(select(models.Capacity.available)).all() == [1]


def test_the_same_beds_are_never_counted_twice(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    county["units"] = [{"id": "u1", "name": "bed"}]
    county["capacity"] = [
        {"id": key, "service_at_location_id": "sl2", "unit_id": "u1", "available": "3"}
        for key in ("b1", "b2")
    ]

    report = take(package(county))

    assert [r.reason for r in report.package.report.rejected] == [
        "another row counts the same beds for the same people"
    ]
    assert _count(session, models.Capacity) == 1


def test_a_count_that_jumps_from_one_import_to_the_next_is_doubted(
    take: Take, package: MakePackage, county: County, session: Session
) -> None:
    def told(free: str, updated: str) -> None:
        county["units"] = [{"id": "u1", "name": "bed"}]
        county["capacity"] = [
            {
                "id": "b1", "service_at_location_id": "sl2", "unit_id": "u1", "available": free,
                "maximum": "12", "updated": f"2026-01-15T{updated}:00+00:00",
            }
        ]  # fmt: skip
        take(package(county))

    flags = []
    for free, updated in (("2", "08:00"), ("11", "08:10"), ("3", "08:20"), ("11", "09:30")):
        told(free, updated)
        session.rollback()
        flags.append(session.scalars(select(models.Capacity.flag)).one())

    assert flags == [None, "jump", None, None]
