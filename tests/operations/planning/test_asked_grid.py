"""A planner chooses the grid, within what is stored; a layer and a grid together make no sense."""

import pytest

from resource_dir.errors import BadInput
from resource_dir.operations.planning.asked import read_gaps_asked


@pytest.mark.parametrize(("text", "grid"), [("7", 7), ("6", 6), ("5", 5), ("", None)])
def test_three_sizes_can_be_asked_for(text: str, grid: int | None) -> None:
    assert read_gaps_asked({"grid": [text]}).grid == grid


@pytest.mark.parametrize(
    "values",
    [{"grid": ["8"]}, {"grid": ["x"]}, {"grid": ["6"], "layer": ["beats"]}, {"hours": ["yes"]}],
)
def test_finer_ones_and_two_at_once_are_refused(values: dict[str, list[str]]) -> None:
    with pytest.raises(BadInput):
        read_gaps_asked(values)
