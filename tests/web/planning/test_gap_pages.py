"""What a planner sees of the gaps: the table, one gap, the map, files."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.models import Area, AreaLayer
from resource_dir.operations.planning.exporting import COLUMNS

MADE = datetime(2026, 11, 1, tzinfo=UTC)
GAP = "/planning/gaps/withdrawal_management/beats:n"


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def test_the_table_is_ranked_and_each_head_leads_to_its_method(ann: Any) -> None:
    page = ann.client.get("/planning").text

    methods = ann.client.get("/planning/methods").text
    anchors = re.findall(r'href="/planning/methods#([\w-]+)"', page)
    assert f'href="{GAP}"' in page
    assert set(anchors) >= {"missed", "p-gap", "reasons", "turn-away", "short", "capacity", "load"}
    assert all(f'id="{anchor}"' in methods for anchor in anchors)


def test_a_call_type_that_nobody_mapped_is_told_on_the_page(ann: Any) -> None:
    page = ann.client.get("/planning").text

    assert "of them of a type that no crosswalk knows" in page
    assert "a crosswalk that no second person has read" in page


def test_the_address_is_the_question(ann: Any) -> None:
    page = ann.client.get("/planning?need=sobering_center&area=beats:n&from=2026-03-09").text

    assert "/planning/gaps/sobering_center/beats:n?from=2026-03-09" in page
    assert "/planning/gaps/withdrawal_management" not in page
    assert '<option value="sobering_center" selected>' in " ".join(page.split())
    assert "/planning/gaps.csv?need=sobering_center" in page


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=x", "from"), ("from=2026-05-01&to=2026-04-01", "to"), ("need=x", "need")],
)
def test_a_question_that_makes_no_sense_is_told_beside_the_form(
    ann: Any, query: str, field: str
) -> None:
    answer = ann.client.get(f"/planning?{query}")

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("path", ["/planning?layer=x", "/planning?data=x", "/planning?area=x:y",
                                  "/planning/gaps/food/beats:n", "/planning/gaps/x/y"])  # fmt: skip
def test_what_is_not_there_is_not_found(ann: Any, path: str) -> None:
    assert ann.client.get(path).status_code == 404


def test_one_gap_shows_its_hours_reasons_and_who_is_in_reach(ann: Any) -> None:
    page = ann.client.get(GAP).text

    assert 'class="planning "' in page
    assert page.count('class="chart-picture') >= 3
    assert page.count("The numbers of this picture") == page.count("<figure")
    assert "Who is in reach" in page
    assert "style=" not in page


def test_a_withheld_house_in_reach_has_no_drive(ann: Any) -> None:
    """There is no number that its place could be worked out of."""
    page = ann.client.get("/planning/gaps/emergency_shelter/all").text

    for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL):
        if "serves this area" in row:
            assert "min (estimate)" not in row


def test_the_sum_of_a_need_has_a_page_of_its_own(ann: Any) -> None:
    assert "All areas" in ann.client.get("/planning/gaps/sobering_center/all").text


@pytest.mark.parametrize("by", ["missed", "rate", "short", "uncovered", "per_people", "x"])
def test_the_map_draws_beats_and_cells_and_says_what_has_no_outline(ann: Any, by: str) -> None:
    page = ann.client.get(f"/planning/map?by={by}").text

    assert page.count('class="area ') >= 3
    assert "North beat" in page
    assert "grid cell" in page


def test_a_csv_holds_plain_numbers_and_nothing_where_nothing_is_known(ann: Any) -> None:
    answer = ann.client.get("/planning/gaps.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="gaps.csv"'
    assert tuple(rows[0]) == COLUMNS
    assert [row["rank"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert all(not row["staffed"] for row in rows if row["units"] == row["units_without_number"])


def test_a_workbook_says_what_its_numbers_rest_on(ann: Any) -> None:
    answer = ann.client.get("/planning/gaps.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    about = [row[0].value for row in book["about"].rows]
    assert [cell.value for cell in next(book["gaps"].rows)] == list(COLUMNS)
    assert about.count("input") == 4
    assert "unmapped_share" in about


def test_a_name_that_a_spreadsheet_would_run_is_text(ann: Any, session: Any) -> None:
    from resource_dir.database import writing
    from resource_dir.models import Area

    with writing(session):
        session.get(Area, ("beats", "n")).name = "=HYPERLINK(1)"

    rows = csv.DictReader(io.StringIO(ann.client.get("/planning/gaps.csv").text))
    assert "'=HYPERLINK(1)" in {row["area_name"] for row in rows}


def test_an_area_named_like_html_stays_a_name(ann: Any, session: Any) -> None:
    from resource_dir.database import writing
    from resource_dir.models import Area

    with writing(session):
        session.get(Area, ("beats", "n")).name = "<script>x</script>"

    for path in ("/planning", GAP, "/planning/map", "/planning/brief"):
        assert "<script>x" not in ann.client.get(path).text


def test_calls_told_to_an_area_by_their_cell_say_how_many_cells_cross_a_border(
    planned: Flask, ann: Any, session: Session
) -> None:
    with writing(session):
        session.add(AreaLayer(id="halves", name="Halves", source="t", created=MADE, created_by="t"))
        session.flush()
        for key, west, east in (("w", -119.2, -119.02), ("e", -119.02, -118.8)):
            ring = [[west, 35.2], [east, 35.2], [east, 35.5], [west, 35.5], [west, 35.2]]
            session.add(Area(layer_id="halves", id=key, name=key, latitude=35.4, longitude=west,
                             area_km2=9.0,
                             outline={"type": "Polygon", "coordinates": [ring]}))  # fmt: skip

    own, others = (ann.client.get(f"/planning{query}").text for query in ("", "?layer=halves"))

    assert "by the middle of their grid cell" not in own
    assert "by the middle of their grid cell" in others
    gap = re.search(r'href="(/planning/gaps/[^"]+)"', others)
    assert gap
    assert "some calls near it may" in ann.client.get(unescape(gap[1])).text
