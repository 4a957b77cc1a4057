"""Poisson limits against published ones."""

import json
from pathlib import Path

import numpy as np

from resource_dir.gaps.demand.intervals import garwood, jeffreys


def test_the_published_limits_are_met(shared_data: Path) -> None:
    golden = json.loads((shared_data / "golden" / "poisson_ci.json").read_text())
    rows = golden["rows"]
    counts = [row["count"] for row in rows]

    exact, prior = np.column_stack(garwood(counts)), np.column_stack(jeffreys(counts))

    assert len(rows) == 8
    assert np.allclose(exact, [row["garwood95"] for row in rows], rtol=1e-10, atol=0)
    assert np.allclose(prior, [row["jeffreys95"] for row in rows], rtol=1e-10, atol=0)
    assert np.round(exact, 3).tolist() == [row["textbook_3dp"] for row in rows]


def test_nothing_in_a_hundred_bounds_the_rate_near_three(shared_data: Path) -> None:
    golden = json.loads((shared_data / "golden" / "poisson_ci.json").read_text())
    rule_of_three = golden["rows"][0]["zero_prob_upper"]

    one_sided = garwood(0, level=0.9).high  # 5 % above it

    assert round(float(one_sided), 1) == rule_of_three
