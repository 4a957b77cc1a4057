"""What was seen stands beside what is predicted, with an exact interval."""

from math import comb

import pytest

from resource_dir.errors import BadInput
from resource_dir.gaps.table.turn_aways import exact_limits, seen_of


def _at_least(found: int, of: int, share: float) -> float:
    """P(X >= found), X binomial, term by term."""
    return sum(comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(found, of + 1))


@pytest.mark.parametrize(("found", "of"), [(1, 2), (3, 10), (9, 40), (39, 40)])
def test_the_limits_are_where_chance_gives_out(found: int, of: int) -> None:
    low, high = exact_limits(found, of)

    assert _at_least(found, of, low) == pytest.approx(0.025, abs=1e-9)
    assert 1 - _at_least(found + 1, of, high) == pytest.approx(0.025, abs=1e-9)


def test_none_and_all_reach_the_ends() -> None:
    assert exact_limits(0, 10) == (0.0, pytest.approx(0.3084971, abs=1e-6))
    assert exact_limits(10, 10) == (pytest.approx(0.6915029, abs=1e-6), 1.0)


@pytest.mark.parametrize(
    ("predicted", "verdict"), [(0.3, "inside"), (0.01, "below"), (0.9, "above"), (None, "unknown")]
)
def test_the_predicted_share_lies_inside_the_interval_or_not(
    predicted: float | None, verdict: str
) -> None:
    assert seen_of("shelter", "holds", asked=10, full=3, predicted=predicted).verdict == verdict


@pytest.mark.parametrize(("asked", "full"), [(0, 0), (2, 3)])
def test_what_can_not_be_is_refused(asked: int, full: int) -> None:
    with pytest.raises(BadInput):
        seen_of("shelter", "holds", asked=asked, full=full, predicted=None)
