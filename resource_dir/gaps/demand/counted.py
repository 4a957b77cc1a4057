"""One data set counted: what is kept of a cube. Read without DuckDB or Ibis."""

from dataclasses import dataclass
from datetime import date

from resource_dir.gaps.demand.demand import Floats, Integers


@dataclass(frozen=True, slots=True)
class Counted:
    """One data set counted.

    needs (K), areas (A) by key; points (A, 2) latitude and longitude of the middle of an area's
    calls, NaN where no call has a place; weight, square (K, A, 168); heaviest, calls, dispersion
    (K, A); hours T(h) (168,); all calls of the period, and those of unmapped types; the share of
    grid cells that cross a border, where calls were told to areas by their cells.
    """

    needs: tuple[str, ...]
    areas: tuple[str, ...]
    points: Floats
    weight: Floats
    square: Floats
    heaviest: Floats
    calls: Integers
    dispersion: Floats
    hours: Floats
    from_day: date
    to_day: date
    all_calls: int
    unmapped: int
    border_share: float = 0.0
