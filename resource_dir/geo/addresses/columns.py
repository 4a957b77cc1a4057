"""What an address book is made of: arrays, and which row stands for what.

A point is one house number of one street row; a street row is one street in one town. Rows of one
base name lie together, so do the points of one street row, in the order of their numbers: all
questions are a binary search and a slice. 40 bytes for each point and about 60 for each street.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.geo.addresses.texts import Texts

DEGREE: Final = 10_000_000
"""Points are whole numbers of 1e-7 degrees: 1 cm."""
PREFIX_STEP: Final = 1 << 32
"""A number's key is its prefix × this + its quarters, so numbers of one prefix lie together."""
NO_TOWN: Final = 0
NO_ZIP: Final = 0
CELL: Final = 0.005
"""Degrees of a cell of `nearest_street`: 550 m tall."""
CELL_COLUMNS: Final = 72_001
_TEXTS: Final = ("prefix", "suffix", "base", "shown", "kind", "direction", "town", "state", "zip")


@dataclass(frozen=True, slots=True)
class Columns:
    """All arrays of a book. Row 0 of the towns, states and ZIP codes says "not known"."""

    # points, by street row, then by number
    lat: NDArray[np.int32]  # (points,) 1e-7 degrees
    lon: NDArray[np.int32]
    number: NDArray[np.int64]  # prefix × 2³² + quarters
    number_suffix: NDArray[np.int32]
    point_zip: NDArray[np.int32]
    point_street: NDArray[np.int32]
    # streets, by base name
    point_start: NDArray[np.int32]  # (streets + 1,)
    street_base: NDArray[np.int32]  # (streets,)
    street_shown: NDArray[np.int32]
    street_before: NDArray[np.int16]
    street_kind: NDArray[np.int16]
    street_after: NDArray[np.int16]
    street_town: NDArray[np.int32]
    street_box: NDArray[np.int32]  # (streets, 4) south, north, west, east of its points
    base_start: NDArray[np.int32]  # (bases + 1,)
    town_state: NDArray[np.int32]  # (towns,)
    # mile posts, by street row, then by mile
    post_mile: NDArray[np.float64]  # (posts,)
    post_lat: NDArray[np.int32]
    post_lon: NDArray[np.int32]
    post_start: NDArray[np.int32]  # (streets + 1,)
    # points by cell of the map
    cell: NDArray[np.int64]  # (points,)
    cell_point: NDArray[np.int32]
    taken: NDArray[np.int64]  # (1,) points given, before those of one number became one
    prefix: Texts  # sorted
    suffix: Texts  # sorted
    base: Texts  # sorted
    shown: Texts  # street names as written
    kind: Texts
    direction: Texts
    town: Texts
    state: Texts
    zip: Texts

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return every array by the name of its file."""
        arrays: dict[str, NDArray[Any]] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Texts):
                arrays[f"{each.name}_marks"], arrays[f"{each.name}_at"] = value.marks, value.start
            else:
                arrays[each.name] = value
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Columns":
        """Take what `to_arrays` gave. KeyError when one is missing."""
        texts: dict[str, Any] = {
            name: Texts(arrays[f"{name}_marks"], arrays[f"{name}_at"]) for name in _TEXTS
        }
        plain: dict[str, Any] = {
            each.name: arrays[each.name] for each in fields(cls) if each.name not in _TEXTS
        }
        return cls(**plain, **texts)

    def points_of(self, street: int) -> slice:
        """The points of a street row."""
        return slice(int(self.point_start[street]), int(self.point_start[street + 1]))

    def posts_of(self, street: int) -> slice:
        """The mile posts of a street row."""
        return slice(int(self.post_start[street]), int(self.post_start[street + 1]))


def degrees(units: NDArray[np.int32]) -> NDArray[np.float64]:
    """Stored units as degrees."""
    return np.asarray(units, dtype=np.float64) / DEGREE


def cells(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cell numbers of points, row × columns + column."""
    rows = np.floor((lat + 90) / CELL).astype(np.int64)
    return rows * CELL_COLUMNS + np.floor((lon + 180) / CELL).astype(np.int64)
