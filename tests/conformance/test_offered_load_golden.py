"""The modified offered load against the closed form of a sinusoid."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.offered import damping, offered_load
from resource_dir.gaps.queues.stays import ExponentialStay

STEP = 1 / 60  # a minute; hourly steps (below) are off by up to 0.5 %


@pytest.fixture
def cases(shared_data: Path) -> list[dict[str, Any]]:
    return json.loads((shared_data / "golden" / "mol.json").read_text())["cases"]


def sinusoid(case: dict[str, Any]) -> np.ndarray:
    """λ + β sin(2πt/period), its mean over each step."""
    edges = np.arange(round(case["period_h"] / STEP) + 1) * STEP
    turn = 2 * math.pi / case["period_h"]
    rises = -np.diff(np.cos(turn * edges)) / (turn * STEP)
    return case["lam"] + case["beta"] * rises


def test_the_offered_load_is_that_of_the_closed_form(cases: list[dict[str, Any]]) -> None:
    assert len(cases) == 4
    for case in cases:
        load = offered_load(
            sinusoid(case), ExponentialStay.of(case["mean_service_h"]), step_hours=STEP
        )

        for hour, wanted in case["m"].items():
            found = load.at_start[round(int(hour) / STEP)]
            assert float(found) == pytest.approx(wanted, rel=1e-5)
        assert float(load.at_start.max()) == pytest.approx(case["peak_m"], rel=1e-5)


def test_the_crest_comes_as_late_as_the_closed_form_says(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        load = offered_load(
            sinusoid(case), ExponentialStay.of(case["mean_service_h"]), step_hours=STEP
        )

        crest = int(load.at_start.argmax()) * STEP
        assert crest - case["period_h"] / 4 == pytest.approx(case["peak_lag_h"], abs=STEP)


def test_turn_away_at_the_offered_load_is_that_of_the_closed_form(
    cases: list[dict[str, Any]],
) -> None:
    for case in cases:
        load = offered_load(
            sinusoid(case), ExponentialStay.of(case["mean_service_h"]), step_hours=STEP
        )

        for hour, wanted in case["B_mol"].items():
            found = erlang_b(case["servers"], load.at_start[round(int(hour) / STEP)])
            assert float(found) == pytest.approx(wanted, rel=1e-4)
        steady = erlang_b(case["servers"], case["lam"] * case["mean_service_h"])
        assert float(steady) == pytest.approx(case["B_stationary"], rel=1e-12)


def test_long_stays_damp_the_daily_wave_as_the_closed_form_says(
    cases: list[dict[str, Any]],
) -> None:
    for case in cases:
        mean = case["lam"] * case["mean_service_h"]
        swing, wave = case["peak_m"] / mean - 1, case["beta"] / case["lam"]

        left = damping(case["mean_service_h"], period_hours=case["period_h"])

        assert float(left) == pytest.approx(swing / wave, rel=1e-9)
    assert round(float(damping(23)), 2) == 0.16
    assert round(float(damping(72)), 2) == 0.05


def test_hourly_steps_are_near_enough(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        hourly = sinusoid(case).reshape(case["period_h"], -1).mean(axis=1)

        load = offered_load(hourly, ExponentialStay.of(case["mean_service_h"]))

        for hour, wanted in case["m"].items():
            assert float(load.at_start[int(hour)]) == pytest.approx(wanted, rel=0.006)
