"""Capacity as planning sees it: units that take people in, for which need, when, and how sure.

A unit's place is its listing's point. A withheld listing has none: it serves areas by declaration
and no distance to it is ever worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

CLOSED, OPEN, UNKNOWN = 0, 1, 2  # as hours.table has them
HourStates = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Unit:
    """One listing's beds, chairs, teams or places of one kind.

    `staffed` is how many can be used (staffed, else maximum, less those out of service); None:
    nobody said. `age_hours` is how old that number is. `intake` (168,) holds CLOSED, OPEN or
    UNKNOWN for each hour of the week: when people are taken in (intake hours where stated, else
    opening hours). `stances` holds what the listing says of each criterion (True, False; absent:
    not said). `serves` names area keys ("zip:81201", "county:08015") of a listing without a point.
    `appointment_days` is how far off the first appointment is; None: nobody said, or it is past.
    """

    id: str
    listing_id: str
    name: str
    needs: tuple[str, ...]
    kind: str
    population: str
    latitude: float | None
    longitude: float | None
    staffed: float | None
    age_hours: float | None
    is_stale: bool
    intake: HourStates
    stances: Mapping[str, bool] = field(default_factory=dict)
    serves: tuple[str, ...] = ()
    appointment_days: float | None = None


@dataclass(frozen=True, slots=True)
class Supply:
    """All units, and how long the drive from each area to each of them takes.

    minutes (A, J): estimate; inf: out of all reach; 0 for a unit without a point that serves the
    area. `unplaced` counts units left out of every catchment: neither point nor area is known.
    """

    units: tuple[Unit, ...]
    minutes: NDArray[np.float64]
    unplaced: int = 0
