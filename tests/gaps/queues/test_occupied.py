"""Turn-away read off how many are there."""

import numpy as np
import pytest

from resource_dir.gaps.queues.erlang import erlang_b
from resource_dir.gaps.queues.occupied import Curves, load_that_turns_away


@pytest.mark.parametrize("places", [1.0, 2.5, 8.0, 40.0, 300.0])
def test_a_steady_unit_turns_away_what_erlang_says(places: float) -> None:
    load = np.linspace(0, 4 * places, 333)[:, None]
    turned = erlang_b(places, load)

    found, slope = Curves.of([places]).read(load * (1 - turned))

    assert found == pytest.approx(turned, abs=4e-3)
    assert (slope >= 0).all()


def test_curves_side_by_side_do_not_mix() -> None:
    found, _ = Curves.of([0.0, 4.0, 0.0, 7.0]).read(np.array([[0.0, 4.0, 3.0, 0.0], [1, 9, 1, 7]]))

    assert found == pytest.approx(np.array([[1, 1, 1, 0], [1, 1, 1, 1]]), abs=1e-6)


def test_the_load_behind_a_turn_away_makes_it_again() -> None:
    places, turned = np.array([3.0, 3.0, 12.0, 0.0]), np.array([0.01, 0.6, 0.2, 0.5])

    load = load_that_turns_away(places, turned)

    assert erlang_b(places[:3], load[:3]) == pytest.approx(turned[:3], abs=1e-3)
    assert load[3] == 0
