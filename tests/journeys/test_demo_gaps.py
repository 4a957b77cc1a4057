"""The demonstration county, asked as a planner asks: the planted gaps, and what closes them.

The stories are those of seed_data/README.md.
"""

import json
from collections.abc import Iterator

import numpy as np
import pytest
from sqlalchemy import select

from resource_dir.extensions import db
from resource_dir.gaps.fixing.finding import find_fixes
from resource_dir.gaps.fixing.moves import AddPlaces, SetIntake
from resource_dir.gaps.publishing import HIDDEN, Published, attack, exposed, rate_statement
from resource_dir.gaps.table.gap_table import GapRow, GapTable
from resource_dir.models import CallImport
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.county import county_of
from resource_dir.operations.planning.gaps import find_gaps
from resource_dir.operations.planning.published import Content
from resource_dir.operations.planning.publishing import list_publishable
from resource_dir.operations.planning.publishing_calls import preview_publication

from .county import NOW, County

DETOX = "withdrawal_management_3_2"


@pytest.fixture
def table(county: County) -> Iterator[GapTable]:
    with county.app.app_context():
        settings = county.app.config["SETTINGS"]
        yield find_gaps(db.session(), GapsAsked(), settings=settings, now=NOW)


def row_of(table: GapTable, need: str, area_name: str) -> GapRow:
    return next(row for row in table.rows if (row.need, row.area_name) == (need, area_name))


def reason_of(row: GapRow) -> str:
    """The reason that keeps most people out."""
    return max(row.uncovered, key=lambda pair: pair[1])[0]


def test_the_audit_finds_every_fault_that_was_planted(county: County) -> None:
    with county.app.app_context():
        [taken] = db.session().scalars(select(CallImport))
        audit = json.loads(json.dumps(taken.audit))

    found = {one["fault"]: one["count"] for one in audit["faults"]}
    assert (audit["rows"], audit["kept"]) == (29_925, 29_917)
    assert found["missing_days"] == 2
    assert found["blank_types"] == 30
    assert found["zero_points"] == 12
    assert found["sentinel_districts"] == 240
    assert found["repeated_id"] == 8
    assert found["type_list_breaks"] == found["doubled_hour"] == found["unsorted"] == 1


def test_withdrawal_care_at_night_is_the_largest_gap_because_intake_is_closed(
    table: GapTable,
) -> None:
    first = table.rows[0]

    assert (first.need, first.area_name) == (DETOX, "Quillmore South")
    assert reason_of(first) == "closed"
    assert first.p_first > 0.9
    assert first.units_short is not None
    assert first.units_short.median == 0  # beds are enough
    assert table.totals[0].need == DETOX


def test_the_gap_is_at_night(table: GapTable) -> None:
    by_hour = table.rows[0].hourly_covered.reshape(7, 24)

    assert by_hour[:, 10:18].min() > 0.9
    assert by_hour[:, :7].max() == 0
    assert by_hour[:, 21:].max() == 0


def test_longer_intake_hours_close_it_and_more_beds_do_not(county: County) -> None:
    with county.app.app_context():
        settings = county.app.config["SETTINGS"]
        known = county_of(db.session(), GapsAsked(), settings=settings, now=NOW)

    fixes = find_fixes(known, DETOX).fixes

    beds = [one.gained_per_day for one in fixes if isinstance(one.move, AddPlaces)]
    assert isinstance(fixes[0].move, SetIntake)
    assert max(beds, default=0) < 0.1 * fixes[0].gained_per_day


@pytest.mark.parametrize(
    ("need", "area", "reason"),
    [
        ("withdrawal_management_3_7", "Quillmore South", "none"),
        ("sobering_center", "Far Willow", "too_far"),
        ("domestic_violence_shelter", "Quillmore North", "full"),
        ("geriatric", "Quillmore North", "closed"),
    ],
)
def test_the_other_gaps_have_the_reasons_they_were_given(
    table: GapTable, need: str, area: str, reason: str
) -> None:
    row = row_of(table, need, area)

    assert reason_of(row) == reason
    assert row.p_gap > 0.9


def test_there_is_plenty_of_sobering_chairs_in_quillmore(table: GapTable) -> None:
    row = row_of(table, "sobering_center", "Quillmore South")

    assert row.covered_share > 0.99
    assert row.p_gap == 0


def test_a_tenth_of_the_calls_is_not_mapped(table: GapTable) -> None:
    assert table.unmapped_share is not None
    assert 0.08 < table.unmapped_share < 0.12


def test_every_whole_quarter_can_be_published(county: County) -> None:
    with county.app.app_context():
        settings = county.app.config["SETTINGS"]
        [offered] = list_publishable(db.session())
        content = preview_publication(db.session(), "juniper", "2025-Q3", settings=settings)

    assert [one.name for one in offered.periods] == ["2025-Q4", "2025-Q3", "2025-Q2"]
    assert content["grand_total"] > 900
    assert [area["name"] for area in content["areas"]][:2] == ["Ardry", "Far Willow"]


@pytest.mark.parametrize("period", ["2025-Q2", "2025-Q3", "2025-Q4"])
def test_no_small_count_can_be_worked_out_of_what_would_be_published(
    county: County, period: str
) -> None:
    with county.app.app_context():
        settings = county.app.config["SETTINGS"]
        content = preview_publication(db.session(), "juniper", period, settings=settings)
    published = as_published(content)
    people = [area["population"] for area in content["areas"]]
    rates = [
        rate_statement(
            published.values.shape,
            (-1, number),
            round(total / people[number] * 1000, 1),
            population=people[number],
        )
        for number, total in enumerate(content["column_totals"])
        if total is not None and people[number]
    ]

    assert (published.values < 0).any()
    assert rates
    assert not exposed(attack(published, rates), published).any()


def as_published(content: Content) -> Published:
    """The table that a reader types off the page."""
    lines = [
        [*line, total] for line, total in zip(content["counts"], content["row_totals"], strict=True)
    ]
    lines.append([*content["column_totals"], content["grand_total"]])
    values = np.array([[HIDDEN if one is None else one for one in line] for line in lines])
    return Published(values, values != HIDDEN)
