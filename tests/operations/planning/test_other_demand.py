"""Counts of need beside calls: read, checked, kept once, from a form or a shell."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import PackageRefused
from resource_dir.models import Area, AreaLayer, AuditEntry, FailedSearch, OtherDemand
from resource_dir.operations.planning.other_demand import (
    COLUMNS,
    failed_searches,
    list_other_demand,
    read_demand,
    read_demand_path,
    take_in_demand,
)

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
HEAD = ",".join(COLUMNS)
ROW = "waiting_list,withdrawal_management,,2025-01-01,2025-01-31,41,96.5,Bridge House"


def changed(**cells: str) -> str:
    """A file of one good row with some cells changed."""
    row = dict(zip(COLUMNS, ROW.split(","), strict=True)) | cells
    return f"{HEAD}\n{','.join(row[name] for name in COLUMNS)}\n"


def test_a_good_row_is_read_as_it_stands(session: Session) -> None:
    [row] = read_demand(session, f"{HEAD}\n{ROW}\n").rows

    assert (row.kind, row.need, row.area, row.count) == (
        "waiting_list", "withdrawal_management", "", 41,
    )  # fmt: skip
    assert (row.from_day, row.to_day, row.mean_hours) == (
        date(2025, 1, 1), date(2025, 1, 31), 96.5,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "x"), ("need", "x"), ("need", ""), ("from", "1/1/2025"), ("to", "2024-12-31"),
        ("count", "-1"), ("count", "1.5"), ("count", "nan"), ("count", "99999999"), ("count", ""),
        ("count", "٣"), ("mean_hours", "nan"), ("mean_hours", "-1"), ("mean_hours", "inf"),
        ("mean_hours", "x"), ("source", ""), ("source", "x" * 101), ("area", "412 Lantern Street"),
        ("area", "38.505;-106.055"), ("area", "zip:8120"), ("area", "beats:n"),
        ("area", "city:12 Elm Street,co,x"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_by_line_and_column_and_nothing_of_it_is_kept(
    session: Session, column: str, value: str
) -> None:
    text = changed(**{column: value.replace(",", " ")}) + ROW + "\n"

    read = read_demand(session, text)

    [bad] = read.rejected
    assert (bad.line, bad.column) == (2, column)
    assert len(read.rows) == 1


def test_an_area_of_an_imported_layer_is_known(
    session: Session, write: Callable[..., None]
) -> None:
    write(
        AreaLayer(id="beats", name="Beats", source="x", created=NOW, created_by="t"),
        Area(layer_id="beats", id="n", name="North", latitude=38.5, longitude=-106.0, area_km2=1.0,
             outline={"type": "Polygon", "coordinates": []}),
    )  # fmt: skip

    [row] = read_demand(session, changed(area="beats:n")).rows

    assert row.area == "beats:n"


def test_the_same_count_twice_in_a_file_is_kept_once(session: Session) -> None:
    read = read_demand(session, f"{HEAD}\n{ROW}\n{ROW.replace('41', '42')}\n")

    assert [row.count for row in read.rows] == [41]
    assert [bad.line for bad in read.rejected] == [3]


def test_a_later_file_replaces_and_doubles_nothing(session: Session) -> None:
    for count in ("41", "55"):
        read = read_demand(session, changed(count=count))
        session.rollback()
        with writing(session):
            take_in_demand(session, read, actor="t", now=NOW)

    assert [row.count for row in list_other_demand(session)] == [55]
    actions = session.scalar(select(func.count()).select_from(AuditEntry))
    assert actions == 2
    assert read.replaced == 1


@pytest.mark.parametrize("text", ["", "kind,need\n", "\0", "a;b\n1;2\n"])
def test_a_file_without_its_columns_says_which_it_looked_for(session: Session, text: str) -> None:
    with pytest.raises(PackageRefused, match=r"column|UTF-8"):
        read_demand(session, text)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * 300_000)

    with pytest.raises(PackageRefused, match="larger"):
        read_demand_path(path)


@given(text=st.text(max_size=300))
@tried(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_stands_in_a_file_is_read_or_refused(session: Session, text: str) -> None:
    try:
        read = read_demand(session, f"{HEAD}\n{text}")
    except PackageRefused:
        return

    assert not read.rows


def test_failed_searches_are_summed_by_need(session: Session, write: Callable[..., None]) -> None:
    hours = (datetime(2026, 1, 1, 5, tzinfo=UTC), datetime(2026, 1, 3, 6, tzinfo=UTC))
    write(*(FailedSearch(hour=hour, area=area, need=need, count=2)
            for hour in hours for area in ("zip:81201", "") for need in ("food", "")))  # fmt: skip

    [found] = failed_searches(session)

    assert (found.need, found.count, found.first, found.last) == ("food", 8, *hours)
    assert session.scalars(select(OtherDemand)).all() == []
