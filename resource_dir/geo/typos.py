"""Cities with nearly the name that was typed. Only names: a ZIP code is never corrected."""

from functools import cache
from itertools import groupby

import numpy as np
from rapidfuzz.distance import OSA

from resource_dir.geo.gazetteer import gazetteer

SHORTEST_NAME = 5  # one letter off a four-letter name is another town ("Reno", "Rena")
LONG_NAME = 9  # from here on two slips are believed ("Sacremanto")
# Real places the gazetteer has no name for must not become far towns that have one: "Aldine, TX"
# became Alpine, 800 km away. So a changed letter is believed only towards cities of this many ZIP
# codes, by the number of slips; a doubled letter or a swap is a slip of the finger anywhere.
LEAST_ZIPS = {1: 5, 2: 8}
LARGE_CITY_ZIPS = 6  # without a state only cities of this many ZIP codes are worth a guess
MOST_CANDIDATES = 5


def similar_cities(name: str, state: str | None) -> list[int]:
    """City rows whose name is one slip (two in long names) from `name`, nearest and largest first.

    A swap of neighbours is one slip. Names with digits are streets and give none.
    """
    if len(name) < SHORTEST_NAME or any(mark.isdigit() for mark in name):
        return []
    allowed = 2 if len(name) >= LONG_NAME else 1
    known = gazetteer()
    near = []
    for row, other in _names_by_row(state):
        slips = OSA.distance(name, other, score_cutoff=allowed)
        size = known.zips_of_city(row).size if slips <= allowed else 0
        if size and (size >= LEAST_ZIPS.get(slips, 0) or _is_finger_slip(name, other)):
            near.append((slips, -size, row))
    return [row for _, _, row in sorted(near)[:MOST_CANDIDATES]]


def _is_finger_slip(name: str, other: str) -> bool:
    """Whether two names differ by doubled letters, by a blank or by a swap only."""
    return _squeezed(name) == _squeezed(other) or sorted(name) == sorted(other)


def _squeezed(name: str) -> str:
    return "".join(mark for mark, _ in groupby(name.replace(" ", "")))


@cache
def _large_cities() -> tuple[tuple[int, str], ...]:
    sizes = np.diff(gazetteer().city_zip_start)
    return _decoded(np.flatnonzero(sizes >= LARGE_CITY_ZIPS))


def _names_by_row(state: str | None) -> tuple[tuple[int, str], ...]:
    if state is None:
        return _large_cities()
    keys = gazetteer().city_key
    return _decoded(np.flatnonzero(np.char.endswith(keys, f",{state.lower()}".encode())))


def _decoded(rows: np.typing.NDArray[np.int64]) -> tuple[tuple[int, str], ...]:
    known = gazetteer()
    return tuple((row, known.city_key_text(row)[: -len(",mo")]) for row in rows.tolist())
