"""Access measures against those of pysal's access package, four scenarios of three tracts."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from resource_dir.gaps.access.fca import fca, three_stage_fca, two_stage_fca
from resource_dir.gaps.access.raam import raam
from resource_dir.gaps.access.weights import gravity_weight, step_weight

GRAVITY = gravity_weight(1, -1)
STEPS = step_weight({10: 1, 30: 0.68, 60: 0.22})
FAMILY = ("g2_doc", "g3_doc", "b2_doc", "b2_60_doc", "e2_doc")


@pytest.fixture
def golden(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "golden" / "access" / "hospital_example.json").read_text())


def costs(scenario: dict[str, Any]) -> np.ndarray:
    """From tract (row) to tract: 1 within, the centre is the third."""
    inbound, outbound = scenario["cost_inbound"], scenario["cost_outbound"]
    cross = scenario["cost_cross"]
    return np.array([[1, cross, inbound], [cross, 1, inbound], [outbound, outbound, 1]])


def measures(demand: np.ndarray, supply: np.ndarray, cost: np.ndarray) -> dict[str, np.ndarray]:
    three = (demand, supply, cost)
    return {
        "g2_doc": two_stage_fca(*three, max_cost=61, weight=GRAVITY),
        "g3_doc": three_stage_fca(*three, max_cost=61, weight=GRAVITY),
        "b2_doc": two_stage_fca(*three, max_cost=30),
        "b2_60_doc": two_stage_fca(*three, max_cost=60),
        "e2_doc": two_stage_fca(*three, weight=STEPS),
        "fca_doc": fca(*three, neighbour_cost=cost, max_cost=30),
        "raam_doc": raam(*three, tau=30, grain=1),
    }


def test_all_measures_of_all_scenarios_are_met(golden: dict[str, Any]) -> None:
    demand = np.array([tract["pop"] for tract in golden["tracts"]])
    supply = np.array([tract["doc"] for tract in golden["tracts"]])

    assert len(golden["scenarios"]) == 4
    for scenario in golden["scenarios"]:
        found = measures(demand, supply, costs(scenario))

        assert set(found) == set(scenario["results"])
        for name, by_tract in scenario["results"].items():
            wanted = [by_tract[tract] for tract in ("1", "2", "3")]
            assert found[name].tolist() == pytest.approx(wanted, rel=1e-9), name


def test_the_two_and_three_stage_family_gives_out_all_supply(golden: dict[str, Any]) -> None:
    demand = np.array([tract["pop"] for tract in golden["tracts"]])
    supply = np.array([tract["doc"] for tract in golden["tracts"]])

    for scenario in golden["scenarios"]:
        found = measures(demand, supply, costs(scenario))

        for name in FAMILY:
            assert float(demand @ found[name]) == pytest.approx(135, rel=1e-12)
