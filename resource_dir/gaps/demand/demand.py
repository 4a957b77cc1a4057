"""Demand: rates by need, area and hour of the week, with the variance of each.

The hour of the week h is 0..167, Monday 00:00-01:00 local time is 0.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

HOURS = 168
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DemandArea:
    """One area that demand is counted by. `id` is "LAYER:AREA", or "cell:H3" for a grid cell.

    `latitude` and `longitude` are of a point inside it; None: demand whose place is not known.
    """

    id: str
    name: str
    latitude: float | None
    longitude: float | None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """What one data set saw: its period, and T(h), the hours observed of each hour of the week.

    `hours` (168,). `calls` is all calls of the period, `unmapped` those whose type no entry of the
    crosswalk knows. `border_share` is the share of grid cells that cross a border, where calls were
    told to areas by the middle of their cell; 0 where their own point told.
    """

    data_set: str
    agency: str
    zone: str
    from_day: date
    to_day: date
    hours: Floats
    calls: int
    unmapped: int
    crosswalk: str | None
    is_reviewed: bool
    border_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of all data sets together; the exposure of each stays its own.

    rate[k,a,h]     = Σ_d Σ_c w_c / T_d(h)        calls an hour (K, A, 168)
    variance[k,a,h] = Σ_d Σ_c (w_c / T_d(h))²     of that rate, calls being Poisson (K, A, 168)
    heaviest[k,a]   = max w_c / ΣT_d              what one call can add, for Fay and Feuer (K, A)
    calls[k,a]      = calls with a weight above 0 (K, A)
    dispersion[k,a] = Pearson χ²/df of daily sums, 1 where too few to say (K, A)

    An hour's rate is shrunk to its area's own week (`shrinking`), whose total stays. raw[k,a,h]
    is as counted, kept[k,a] the mean share that is left of the own rates. None: rate is as counted.
    """

    needs: tuple[str, ...]
    areas: tuple[DemandArea, ...]
    rate: Floats
    variance: Floats
    heaviest: Floats
    calls: Integers
    dispersion: Floats
    observed: tuple[Observed, ...]
    raw: Floats | None = None
    kept: Floats | None = None

    @property
    def counted(self) -> Floats:
        """(K, A, 168) the rates as counted: what happened, where no one asks what to expect."""
        return self.rate if self.raw is None else self.raw
