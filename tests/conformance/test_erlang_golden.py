"""Erlang's formulas against numbers that nobody here worked out."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resource_dir.gaps.queues.delay import erlang_c
from resource_dir.gaps.queues.erlang import (
    erlang_b,
    load_at_occupancy,
    load_carried_at,
    occupancy,
    units_needed,
)
from resource_dir.gaps.queues.published import checked_table, misprints


@pytest.fixture
def golden(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "golden" / "erlang.json").read_text())


def test_exact_fractions_are_met_to_twelve_digits(golden: dict[str, Any]) -> None:
    rows = golden["exact_rational"]

    turned = erlang_b([row["servers"] for row in rows], [float(row["offered"]) for row in rows])

    exact = np.array([float(Fraction(row["B"])) for row in rows])
    assert len(rows) == 7
    assert np.abs(turned / exact - 1).max() < 1e-12


def test_published_examples_are_met(golden: dict[str, Any]) -> None:
    first, second = golden["published"]

    assert float(erlang_b(first["servers"], first["offered"])) == pytest.approx(
        first["computed_B"], rel=1e-12
    )
    assert round(float(load_carried_at(first["servers"], first["B"])), 3) == first["offered"]
    assert float(erlang_b(second["servers"], second["offered"])) == pytest.approx(
        second["computed_B"], rel=1e-12
    )
    assert round(float(erlang_b(second["servers"], second["offered"])), 2) == second["B_approx"]


def table_of(golden: dict[str, Any]) -> list[dict[str, float]]:
    table = golden["table_2pct"]
    return table["rows"] + table["rejected_rows_published_value_is_wrong"]


def test_the_three_misprints_of_the_published_table_are_found(golden: dict[str, Any]) -> None:
    rows = [(row["servers"], row["offered"]) for row in table_of(golden)]

    wrong = misprints(rows, target=0.02)

    assert [(row.units, row.printed) for row in wrong] == [
        (45, 35.507),
        (61, 50.389),
        (69, 58.117),
    ]
    assert [row.right for row in wrong] == [35.607, 50.589, 58.177]  # one digit each


def test_the_other_rows_are_right_or_within_a_hundredth_of_the_target(
    golden: dict[str, Any],
) -> None:
    rows = [(row["servers"], row["offered"]) for row in golden["table_2pct"]["rows"]]

    found = checked_table(rows, target=0.02)

    assert len(found) == 42
    assert not [row for row in found if row.verdict == "misprint"]
    assert sorted(row.units for row in found if row.verdict == "imprecise") == [33, 55, 63]


def test_every_printed_row_turns_away_what_was_computed_elsewhere(golden: dict[str, Any]) -> None:
    rows = table_of(golden)

    turned = erlang_b([row["servers"] for row in rows], [row["offered"] for row in rows])

    assert np.abs(turned - [row["computed_B"] for row in rows]).max() <= 5.0001e-7


def test_beds_for_five_percent_are_those_of_the_table(golden: dict[str, Any]) -> None:
    rows = golden["beds_for_turnaway_5pct"]

    needed = units_needed([row["offered"] for row in rows], 0.05)

    assert needed.tolist() == [row["min_servers"] for row in rows]


def test_occupancy_at_five_percent_grows_with_size(golden: dict[str, Any]) -> None:
    rows = golden["occupancy_vs_size_at_5pct"]
    units = np.array([row["servers"] for row in rows])

    load = load_carried_at(units, 0.05)

    assert load.tolist() == pytest.approx([row["offered_at_5pct"] for row in rows], rel=1e-9)
    assert occupancy(units, load).tolist() == pytest.approx(
        [row["occupancy"] for row in rows], rel=1e-9
    )


def test_a_flat_rule_of_85_percent_turns_small_units_away(golden: dict[str, Any]) -> None:
    rows = golden["turnaway_at_85pct_occupancy"]
    units = np.array([row["servers"] for row in rows])

    turned = erlang_b(units, load_at_occupancy(units, 0.85))

    assert turned.tolist() == pytest.approx([row["B"] for row in rows], rel=1e-8)


def test_the_chance_to_wait_is_met(golden: dict[str, Any]) -> None:
    rows = golden["erlang_c"]

    waits = erlang_c([row["servers"] for row in rows], [row["offered"] for row in rows])

    assert waits.tolist() == pytest.approx([float(Fraction(row["C"])) for row in rows], rel=1e-12)
