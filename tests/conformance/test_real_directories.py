"""Real directories, with all their dirt, through the whole import and into a search."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import great_circle
from sqlalchemy.orm import Session

from resource_dir.errors import PackageRefused
from resource_dir.operations.asking import read_query
from resource_dir.operations.finding import find_listings
from resource_dir.operations.importing.inventory import ImportReport
from resource_dir.operations.indexing import IndexKeeper

Take = Callable[..., ImportReport]
NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
DC = Path("listings/washington_dc_hsds2")
SAMHSA = Path("listings/samhsa_west/substance_abuse_facilities.json")

# path, kind, listings that come out of it
SETS = [
    (DC / "newExport", "hsds", 2_099),
    (DC / "datapackage_export", "hsds", 744),
    (SAMHSA, "findtreatment", 1_027),
    (Path("listings/findtreatment_page/facilities.json"), "findtreatment", 30),
    (Path("hsds/3.0/examples/csv"), "hsds", 1),
    (Path("hsds/3.1-dev/examples/csv"), "hsds", 1),
    (Path("hsds/3.0/examples/service_full.json"), "hsds", 1),
    (Path("hsds/3.0/examples/tabular.json"), "hsds", 1),
    (Path("hsds/uk-3.0/V3.0-UK-Default"), "hsds", 1),
    (Path("hsds/uk-3.0/V3.0-UK-Fail"), "hsds", 1),
    (Path("hsds/uk-3.0/V3.0-UK-Test/service_list.json"), "hsds", 1),
]


def _changes(report: ImportReport) -> tuple[int, int]:
    files = report.as_json()["files"]
    return sum(f["created"] for f in files), sum(f["updated"] for f in files)


@pytest.mark.parametrize(("path", "kind", "listings"), SETS, ids=lambda value: str(value))
def test_a_real_set_comes_in_and_a_second_time_changes_nothing(
    shared_data: Path, take: Take, path: Path, kind: str, listings: int
) -> None:
    first = take(shared_data / path, kind=kind)

    again = take(shared_data / path, kind=kind)

    assert first.listings >= listings
    assert _changes(first)[0] > 0
    assert _changes(again) == (0, 0)
    assert again.listings == first.listings
    assert again.as_json()["removed"] == 0


def test_every_broken_link_of_the_large_set_is_named(shared_data: Path, take: Take) -> None:
    report = take(shared_data / DC / "newExport", is_dry_run=True)

    links = [r for r in report.package.report.rejected if r.file == "services_at_location.csv"]
    assert Counter(r.column for r in links) == {"service_id": 43, "location_id": 12}
    assert all(r.line > 1 and r.reason and r.value for r in links)
    assert len({r.line for r in links}) == 55


def test_two_sources_of_one_city_settle_after_one_round(shared_data: Path, take: Take) -> None:
    for _ in range(2):
        reports = [
            take(shared_data / DC / name, name) for name in ("newExport", "datapackage_export")
        ]

    assert [_changes(report) for report in reports] == [(0, 0), (0, 0)]


def test_a_set_in_which_no_key_joins_is_refused_with_the_diagnosis(
    shared_data: Path, take: Take
) -> None:
    with pytest.raises(PackageRefused, match="0 of 2,963"):
        take(shared_data / DC / "full")


@pytest.fixture
def detox(shared_data: Path, take: Take, session: Session, keeper: IndexKeeper) -> dict[str, Any]:
    take(shared_data / SAMHSA, kind="findtreatment")
    params = {"q": ["detox"], "near": ["90012"], "radius_mi": ["25"], "per_page": ["100"]}
    query = read_query(params, now=NOW)
    return find_listings(session, query, keeper=keeper, viewer="partner", now=NOW)


def test_detox_near_a_zip_gives_results_with_distance_hours_and_fit(
    detox: dict[str, Any],
) -> None:
    place = (detox["place"]["lat"], detox["place"]["lon"])

    assert detox["total"] > 0
    for result in detox["results"]:
        miles = great_circle(place, (result["lat"], result["lon"])).miles
        assert result["distance_mi"] == pytest.approx(miles, rel=0.01, abs=0.01)
        assert miles <= 25
        assert result["hours"]["state"] == "unknown"
        assert result["fit"]["verdict"] in ("fits", "ask")
        assert result["verified"] is None


def test_equal_listings_come_nearest_first(detox: dict[str, Any]) -> None:
    assert all(result["hours"]["state"] == "unknown" for result in detox["results"])
    best, last = detox["results"][0], detox["results"][-1]

    assert best["distance_mi"] < last["distance_mi"]
