"""Real directories, read from the shared data folder: counts only, never a value."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.hsds.package import Package, read_package
from resource_dir.hsds.report import WITHHELD

WASHINGTON = "listings/washington_dc_hsds2"


@contextmanager
def _read(path: Path, workdir: Path) -> Iterator[Package]:
    with read_package(path, source="conformance", workdir=workdir) as package:
        yield package


def _count(package: Package, table: str) -> int:
    return sum(1 for _ in package.rows(table))


def _reasons(package: Package, file: str) -> Counter[str]:
    found = package.report.rejected
    return Counter(one.column for one in found if one.file.endswith(file))


def test_the_export_that_joins_gives_every_good_listing(shared_data: Path, tmp_path: Path) -> None:
    with _read(shared_data / WASHINGTON / "newExport", tmp_path) as package:
        counts = {table: _count(package, table) for table in package.tables}
        links = _reasons(package, "services_at_location.csv")
        named = [
            one for one in package.report.rejected if one.file.endswith("services_at_location.csv")
        ]
        rows = {name: one.rows for name, one in package.report.files.items()}

    assert counts["service_at_location"] == 2_099
    assert counts["service"] == 1_667
    assert counts["location"] == 1_202
    assert counts["organization"] == 400
    assert links == {"service_id": 43, "location_id": 12}
    assert rows["services_at_location.csv"] == 2_154
    assert rows["service_attributes.csv"] == 7_211
    assert counts["attribute"] == 7_063
    assert len({one.line for one in named}) == 55
    assert all(one.value and one.reason and one.line > 1 for one in named)


def test_a_second_reading_gives_the_same_rows(shared_data: Path, tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        with _read(shared_data / WASHINGTON / "datapackage_export", tmp_path) as package:
            seen.append(
                [(r.table, r.id, r.values) for t in package.tables for r in package.rows(t)]
            )

    assert seen[0] == seen[1]


def test_the_worst_schedules_are_read_or_named(shared_data: Path, tmp_path: Path) -> None:
    with _read(shared_data / WASHINGTON / "datapackage_export", tmp_path) as package:
        repairs = Counter(one.repair for one in package.report.repaired)
        listings = _count(package, "service_at_location")
        schedules = [row.values for row in package.rows("schedule")]
        rejected = _reasons(package, "schedules.csv")
        report = package.report.files["schedules.csv"]

    assert listings == 744
    assert repairs["older_layout_without_name_and_weekday"] == 437
    assert repairs["time_moved_out_of_a_date_column"] > 1_000
    assert sum(1 for one in schedules if one["opens_at"]) > 300
    assert report.rows == 981
    assert rejected.total() + len(schedules) >= 981


def test_the_set_whose_keys_join_nothing_is_refused(shared_data: Path, tmp_path: Path) -> None:
    with (
        pytest.raises(PackageRefused, match=r"0 of 2,963 .*0 of 2,184"),
        _read(shared_data / WASHINGTON / "full", tmp_path),
    ):
        pass

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("version", ["3.0", "3.1-dev"])
@pytest.mark.parametrize(
    "name",
    ["service_full", "organization_full", "service_at_location_full", "service_list",
     "organization_list", "service_at_location_list", "taxonomy", "taxonomy_list",
     "taxonomy_term", "taxonomy_term_list", "tabular"],
)  # fmt: skip
def test_official_examples_are_read(
    shared_data: Path, tmp_path: Path, version: str, name: str
) -> None:
    path = shared_data / "hsds" / version / "examples" / f"{name}.json"

    with _read(path, tmp_path) as package:
        columns = {one.column for one in package.report.rejected}
        tables = {table for table in package.tables if _count(package, table)}

    # The examples' point is no point on Earth, and two of their tabular keys name no row.
    assert columns <= {"latitude", "longitude", "link_id", "resource_id"}
    if "full" in name:
        assert tables >= {"organization", "service", "location", "service_at_location"}


@pytest.mark.parametrize("version", ["3.0", "3.1-dev"])
@pytest.mark.parametrize("ending", ["", "datapackage.json"])
def test_the_official_tabular_example_is_read(
    shared_data: Path, tmp_path: Path, version: str, ending: str
) -> None:
    with _read(shared_data / "hsds" / version / "examples" / "csv" / ending, tmp_path) as package:
        counts = {table: _count(package, table) for table in package.tables}

    expected = {"service", "organization", "location", "service_at_location", "phone", "address"}
    assert {table for table, count in counts.items() if count} >= expected


def test_an_id_on_128_items_is_taken_once(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "hsds/uk-3.0/V3.0-UK-Test/service_list.json"

    with _read(path, tmp_path) as package:
        services = _count(package, "service")
        reported = [one for one in package.report.rejected if one.column == "id"]
        repeats = [one for one in package.report.repaired if one.column == "id"]
        pages = [one.repair for one in package.report.repaired if "page says" in one.repair]

    assert services == 1
    assert len(reported) + len(repeats) == 127
    assert pages == ["the page says 31 items and holds 128"]


@pytest.mark.parametrize("name", ["Default", "Warn", "Fail", "Test"])
def test_the_sample_sets_with_known_faults_are_read(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    with _read(shared_data / f"hsds/uk-3.0/V3.0-UK-{name}", tmp_path) as package:
        services = _count(package, "service")
        faults = {(one.file, one.column) for one in package.report.rejected}

    assert services >= 1
    if name == "Fail":
        assert {("service_full.json", "url"), ("service_full.json", "email")} <= faults
        assert ("service_list.json", "name") in faults


@pytest.mark.parametrize("name", ["newExport", "datapackage_export"])
def test_withheld_rows_of_real_sets_bear_no_place(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    with _read(shared_data / WASHINGTON / name, tmp_path) as package:
        withheld = {row.id: row.values for row in package.rows("location")
                    if row.values["is_withheld"]}  # fmt: skip
        addressed = {row.values["location_id"] for row in package.rows("address")}
        reported = [one.value for one in package.report.rejected
                    if "street address" in one.reason]  # fmt: skip

    assert withheld
    assert not addressed & set(withheld)
    assert all(
        {k for k, v in values.items() if v is not None} <= {"organization_id", "is_withheld"}
        for values in withheld.values()
    )
    assert set(reported) == {WITHHELD}
