"""The two real answers of the treatment locator: counts only, no value of them stands here."""

from collections import Counter
from pathlib import Path

import pytest

from resource_dir.hsds.findtreatment import read_findtreatment
from resource_dir.hsds.report import ReadReport

PAGE = "listings/findtreatment_page/facilities.json"
PLAIN = "listings/samhsa_west/substance_abuse_facilities.json"


def counts(path: Path, workdir: Path) -> tuple[Counter[str], ReadReport, list[str]]:
    with read_findtreatment(path, source="locator", workdir=workdir) as package:
        rows = Counter(row.table for table in package.tables for row in package.rows(table))
        ids = [row.id for row in package.rows("service_at_location")]
        return rows, package.report, ids


def repairs(report: ReadReport) -> Counter[tuple[str, str]]:
    return Counter((x.column, x.repair) for x in report.repaired if x.column != "recordCount")


def test_every_facility_of_the_plain_list_is_a_listing(shared_data: Path, tmp_path: Path) -> None:
    rows, report, ids = counts(shared_data / PLAIN, tmp_path)

    assert rows["service_at_location"] == rows["location"] == rows["address"] == 1027
    assert rows["phone"] == 1027
    assert len(set(ids)) == 1027
    assert report.rejected == []


def test_extensions_and_escaped_slashes_of_the_plain_list_are_mended(
    shared_data: Path, tmp_path: Path
) -> None:
    _, report, _ = counts(shared_data / PLAIN, tmp_path)

    found = repairs(report)

    assert found[("Phone", "extension")] == 102
    assert found[("Name", "literal_slash")] + found[("Street", "literal_slash")] == 81


def test_every_facility_of_the_page_is_a_listing_with_its_survey(
    shared_data: Path, tmp_path: Path
) -> None:
    rows, report, _ = counts(shared_data / PAGE, tmp_path)

    assert rows["service_at_location"] == rows["service"] == 30
    assert rows["criterion"] >= 300
    assert rows["listing_need"] >= 60
    assert report.rejected == []


def test_the_page_says_how_many_facilities_it_leaves_out(shared_data: Path, tmp_path: Path) -> None:
    _, report, _ = counts(shared_data / PAGE, tmp_path)

    note = next(x for x in report.repaired if x.column == "recordCount")

    assert note.value == "22949"
    assert note.repair.startswith("30 of the 22949 ")


@pytest.mark.parametrize("name", [PAGE, PLAIN])
def test_reading_a_real_answer_twice_gives_the_same_ids(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    _, _, first = counts(shared_data / name, tmp_path)
    _, _, second = counts(shared_data / name, tmp_path)

    assert first == second
