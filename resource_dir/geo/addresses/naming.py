"""Which streets of a book bear a name: exactly, with parts left out, or with a slip."""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from resource_dir.geo.addresses.columns import Columns
from resource_dir.geo.addresses.highways import ANY, COUNTY
from resource_dir.geo.addresses.street_names import StreetName

SHORTEST_NAME: Final = 4
"""One letter off a name of three ("Oak", "Elm") is another street."""
FREE_START: Final = 6
"""In shorter names, and for two slips, the first letter has to be right: "Vine" is not "Pine"."""
TWO_SLIPS: Final = 7
LEFT_OUT: Final = 1
DOUBTFUL: Final = 4
"""From here on a street differs from what was asked; it is named when nothing else is found."""


class Names:
    """The streets of a book by name. Lists for slips are made when first needed."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def bearing(self, name: StreetName) -> list[tuple[int, int]]:
        """Street rows of exactly this base name, each with what speaks against it (0: nothing)."""
        base = self._columns.base.find(name.base)
        if base is None:
            return []
        columns = self._columns
        rows = range(int(columns.base_start[base]), int(columns.base_start[base + 1]))
        judged = ((row, unlikeness(name, self.name_of(row, base=name.base))) for row in rows)
        return [(row, against) for row, against in judged if against is not None]

    def name_of(self, row: int, *, base: str | None = None) -> StreetName:
        """The parts of a street row's name."""
        columns = self._columns
        return StreetName(
            columns.direction[int(columns.street_before[row])],
            columns.base[int(columns.street_base[row])] if base is None else base,
            columns.kind[int(columns.street_kind[row])],
            columns.direction[int(columns.street_after[row])],
        )

    def similar(self, base: str) -> Iterator[list[str]]:
        """Base names one slip away, then those two slips away (in long names only).

        A swap of neighbours is one slip. Names with digits are never corrected: 4th is not 5th.
        """
        if not may_have_slips(base):
            return
        most = 2 if len(base) >= TWO_SLIPS else 1
        near: dict[int, list[str]] = {1: [], 2: []}
        for length in range(len(base) - most, len(base) + most + 1):
            found = process.extract(
                base,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=most,
                limit=None,
            )
            for other, slips, _ in found:
                is_free = slips == 1 and len(base) >= FREE_START
                if slips and (is_free or other[0] == base[0]):
                    near[int(slips)].append(other)
        yield from (sorted(near[slips]) for slips in (1, 2) if near[slips])

    @cached_property
    def _by_length(self) -> dict[int, tuple[str, ...]]:
        table: dict[int, list[str]] = {}
        for row in range(len(self._columns.base)):
            base = self._columns.base[row]
            if not any(mark.isdigit() for mark in base):
                table.setdefault(len(base), []).append(base)
        return {length: tuple(names) for length, names in table.items()}


def may_have_slips(base: str) -> bool:
    """Whether a name is long enough to be corrected, and no number."""
    return len(base) >= SHORTEST_NAME and not any(mark.isdigit() for mark in base)


def unlikeness(asked: StreetName, street: StreetName) -> int | None:
    """What speaks against a street of the same base name; None when it can't be the one."""
    of_kind = _of_kind(asked.kind, street.kind)
    of_direction = _of_direction(asked, street)
    return None if of_kind is None or of_direction is None else of_kind + of_direction


def _of_kind(asked: str, kind: str) -> int | None:
    if asked == kind:
        return 0
    if asked.startswith("#") or kind.startswith("#"):
        return _of_class(asked, kind)
    if not asked:
        return LEFT_OUT
    return DOUBTFUL


def _of_class(asked: str, kind: str) -> int | None:
    """US 50 is not State Highway 50; "Highway 50" may be either, less likely County Road 50."""
    if ANY not in (asked, kind) or "" in (asked, kind):
        return None
    if not (asked.startswith("#") and kind.startswith("#")):
        return None
    return LEFT_OUT + (COUNTY in (asked, kind))


def _of_direction(asked: StreetName, street: StreetName) -> int | None:
    wanted, given = (asked.before, asked.after), (street.before, street.after)
    if wanted == given:
        return 0
    said, known = set(filter(None, wanted)), set(filter(None, given))
    if said <= known:  # left out, or at the other end
        return LEFT_OUT
    if known:
        return None
    return LEFT_OUT if street.kind.startswith("#") else DOUBTFUL
