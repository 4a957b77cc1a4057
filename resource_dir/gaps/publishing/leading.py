"""A crosswalk by which each call counts once: under the need it asks for most.

Where one call counts under two needs, two rows of a table can be subtracted: what is left is the
calls that count in only one of them, and may be few.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.needs import NEEDS

_PLACES = {need: number for number, need in enumerate(NEEDS)}


def leading_entries(entries: Iterable[CrosswalkEntry]) -> tuple[CrosswalkEntry, ...]:
    """The heaviest entry of each call type and disposition, with a weight of 1.

    Of equals the need that comes first in the list of needs. Where all weigh 0 one entry stays
    with 0: it says that a call with this disposition asks for nothing, whatever others do.
    """
    ordered = sorted(entries, key=_order)
    return tuple(
        replace(first, weight=1.0 if first.weight > 0 else 0.0)
        for first in (
            next(group) for _, group in groupby(ordered, lambda e: (e.call_type, e.disposition))
        )
    )


def _order(entry: CrosswalkEntry) -> tuple[str, str, float, int, str]:
    place = _PLACES.get(entry.need, len(_PLACES))
    return entry.call_type, entry.disposition, -entry.weight, place, entry.need
