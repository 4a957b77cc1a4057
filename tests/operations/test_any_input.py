"""Whatever stands in a file, an import ends with a report or a refusal, never with a crash."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resource_dir.errors import PackageRefused
from resource_dir.hsds.tables import TABLES
from resource_dir.operations.importing.inventory import ImportReport

NASTY = (
    "", " ", "\0", "\ud800", "é" * 300, "=1+1", "<script>", "null", "None", "NaN", "inf", "-1",
    "1e400", "99999999999999999999", "2026-13-45", "9999-12-31", "0001-01-01", "25:61", "24:00",
    "2026-01-15T08:00:00+99:99", "91", "181", "0", "yes", "public", "everyone", "MO,XX", "WEEKLY",
    "FORTNIGHTLY", "redacted", "withheld", "{}", "[1]", '"', "a\nb", "1", "2", "3", "pets",
    "sobering_center", "language:es", "age", '{"min":9,"max":1}', "http://", "a@b",
    "+1 719 555 0101",
    "Domestic violence shelter",
)  # fmt: skip
keys = st.sampled_from(["1", "2", "3", "6f1b0c9e-0f4e-4a53-9d7e-0f9f6b0f0001"])
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=12), keys)


@st.composite
def package_tables(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in draw(st.lists(st.sampled_from(sorted(TABLES)), min_size=1, max_size=8)):
        columns = [column.name for column in TABLES[name].columns]
        rows = []
        for _ in range(draw(st.integers(1, 3))):
            row: dict[str, Any] = {"id": draw(keys)}
            for column in columns:
                is_key = column.endswith("_id")
                row[column] = draw(keys if is_key and draw(st.booleans()) else values)
            rows.append(row)
        tables[name] = rows
    return tables


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tables=package_tables())
def test_any_values_end_in_a_report_or_a_refusal(
    take: Callable[..., ImportReport], tmp_path: Path, tables: dict[str, list[dict[str, Any]]]
) -> None:
    folder = tmp_path / "any"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, rows in tables.items():
        (folder / f"{name}.json").write_text(json.dumps({name: rows}))

    try:
        report = take(folder)
    except PackageRefused:
        return

    assert report.as_json()["source"] == "county"


@pytest.mark.parametrize("value", [value for value in NASTY if value != "\ud800"])
def test_one_nasty_value_in_every_column_costs_at_most_its_row(
    take: Callable[..., ImportReport], package: Callable[..., Path], value: str
) -> None:
    good = {"id": "g", "organization_id": "g", "name": "Aspen House", "status": "active"}
    tables: dict[str, list[dict[str, Any]]] = {
        "organization": [{"id": "g", "name": "Aspen House", "description": "x"}],
        "service": [good],
    }
    for name, table in TABLES.items():
        nasty = {"id": f"n-{name}"} | {
            column.name: "g" if column.target in ("service", "organization") else value
            for column in table.columns
        }
        tables.setdefault(name, []).append(nasty)

    report = take(package(tables))

    assert report.listings >= 1
