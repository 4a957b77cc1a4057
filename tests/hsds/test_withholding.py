"""Which sites are withheld, and what stays public beside them."""

from pathlib import Path

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.hsds.package import read_package
from resource_dir.hsds.report import WITHHELD, KnownWithheld

from .secret_package import MARKS, ONE, Mark, write_folder


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_the_public_listing_beside_it_is_untouched(tmp_path: Path, mark: Mark) -> None:
    path = write_folder(tmp_path / "one", ONE, mark)
    (tmp_path / "withhold.csv").write_text(mark.withhold)
    withhold = tmp_path / "withhold.csv" if mark.withhold else None

    with read_package(path, source="test", workdir=tmp_path, withhold=withhold) as package:
        locations = {row.source_key: row.values for row in package.rows("location")}
        addresses = [row.source_key for row in package.rows("address")]
        phones = {row.source_key for row in package.rows("phone")}

    assert locations["l2"]["latitude"] == 38.90001
    assert locations["l2"]["is_withheld"] is False
    assert locations["l1"]["is_withheld"] is True
    assert {k for k, v in locations["l1"].items() if v is not None} == {
        "organization_id", "is_withheld"
    }  # fmt: skip
    assert addresses == ["a2", "a8"]
    assert phones == {"p2", "p3", "p4"}


def test_a_location_shared_with_a_public_service_is_withheld_for_both(tmp_path: Path) -> None:
    path = write_folder(tmp_path / "one", ONE, MARKS["the need"])
    links = path / "service_at_locations.csv"
    links.write_text(links.read_text() + "sl3,s1,l2,\n")

    with read_package(path, source="test", workdir=tmp_path) as package:
        withheld = {row.source_key: row.values["is_withheld"] for row in package.rows("location")}
        reasons = {mark.reason for mark in package.withheld}

    assert withheld == {"l1": True, "l2": True}
    assert "its service" in reasons


def test_another_site_of_the_same_organization_stays_public(tmp_path: Path) -> None:
    path = write_folder(tmp_path / "one", ONE, MARKS["the need"])
    _append(path / "services.csv", "s3,o1,Legal advice,Walk in,active,\n")
    _append(path / "locations.csv", "l3,o1,physical,Office,,,38.9,-77.0,,\n")
    _append(path / "service_at_locations.csv", "sl3,s3,l3,second door\n")

    with read_package(path, source="test", workdir=tmp_path) as package:
        office = next(row for row in package.rows("location") if row.source_key == "l3")
        listings = {row.source_key: row.values for row in package.rows("service_at_location")}

    assert office.values["name"] == "Office"
    assert office.values["is_withheld"] is False
    assert listings["sl3"]["description"] == "second door"


def test_values_of_places_are_not_shown_in_reports(tmp_path: Path) -> None:
    path = write_folder(tmp_path / "one", ONE, MARKS["location type"])

    with read_package(path, source="test", workdir=tmp_path) as package:
        bad = [one for one in package.report.rejected if one.file == "addresses.csv"]

    assert bad
    assert {one.value for one in bad} <= {WITHHELD, ""}


def test_a_site_known_from_another_source_is_recognised(tmp_path: Path) -> None:
    path = write_folder(tmp_path / "one", ONE, Mark())
    workdir = tmp_path
    keys = (
        ("name", "harbor trust|night refuge"),
        ("phone", "2025550100"),
        ("website", "example.org/harbor"),
    )

    for key in keys:
        known = KnownWithheld(recognition=frozenset({key}))
        with read_package(path, source="b", workdir=workdir, known_withheld=known) as package:
            places = {row.source_key for row in package.rows("address")}
            marked = {mark.table for mark in package.withheld}

        assert places == {"a2", "a8"}, key
        assert "location" in marked


def test_a_remembered_row_stays_withheld_without_its_mark(tmp_path: Path) -> None:
    path = write_folder(tmp_path / "one", ONE, MARKS["location type"])
    with read_package(path, source="a", workdir=tmp_path) as package:
        remembered = frozenset((mark.table, mark.id) for mark in package.withheld)
    unmarked = write_folder(tmp_path / "two", ONE, Mark())

    known = KnownWithheld(ids=remembered)
    with read_package(unmarked, source="a", workdir=tmp_path, known_withheld=known) as package:
        places = {row.source_key for row in package.rows("address")}

    assert places == {"a2", "a8"}


@pytest.mark.parametrize("text", ["id\nl1\n", "table,id\nplanet,l1\n", "table,id\nlocation,\n"])
def test_a_withhold_file_that_can_not_be_read_stops_the_import(tmp_path: Path, text: str) -> None:
    path = write_folder(tmp_path / "one", ONE, Mark())
    withhold = tmp_path / "withhold.csv"
    withhold.write_text(text)

    with (
        pytest.raises(PackageRefused),
        read_package(path, source="a", workdir=tmp_path, withhold=withhold),
    ):
        pass


def test_a_mark_that_can_not_be_read_stops_the_import(tmp_path: Path) -> None:
    mark = Mark(files={"withheld.csv": 'table,id\n"location,l1\n'})
    path = write_folder(tmp_path / "one", ONE, mark)

    with pytest.raises(PackageRefused), read_package(path, source="a", workdir=tmp_path):
        pass


def test_a_line_that_withholds_nothing_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "organizations.csv").write_text("id,name\no1,Aspen House\n")
    (folder / "services.csv").write_text("id,organization_id,name\ns1,o1,Night desk\n")
    wishes = tmp_path / "wishes.csv"
    wishes.write_text("table,id\nservice,s1\nservice,s2\n")

    with read_package(folder, source="county", workdir=tmp_path, withhold=wishes) as package:
        unmet = [(r.file, r.line, r.value) for r in package.report.rejected]

    assert unmet == [("wishes.csv", 3, "s2")]
