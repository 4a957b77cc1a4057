"""What is told of calls whose area is known by their grid cell only."""

from collections.abc import Sequence

from resource_dir.gaps.demand.demand import Observed
from resource_dir.web.planning import numbers
from resource_dir.web.texts import _


def border_notes(observed: Sequence[Observed]) -> list[str]:
    """One sentence for each data set of which some cells cross a border; none where each call had
    its own point, or no cell does.
    """
    return [_note(each) for each in observed if each.border_share > 0]


def _note(observed: Observed) -> str:
    return _(
        "Calls of %(agency)s are told to these areas by the middle of their grid cell. "
        "%(share)s of the cells with calls lie on both sides of a border: some calls near it may "
        "belong to the area next door. To count them exactly, bring the calls in again with this "
        "layer chosen.",
        agency=observed.agency,
        share=numbers.percent(observed.border_share),
    )
