"""The gap table as it is handed over: to the page, the API, the shell and the brief."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.demand.demand import Demand
from resource_dir.gaps.supply import Supply
from resource_dir.gaps.table.appointments import FirstAppointment

METHOD_VERSION = "2"

# Why a call is not covered: the first of these that fails. "unknown": by what is known nobody
# takes the person, but a listing that doesn't say (hours, beds) might.
REASONS = ("none", "too_far", "closed", "not_eligible", "full", "unknown")


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its interval; `value` None: not known, and the interval is all that is."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Band:
    """Median and the middle 80 % of the draws."""

    median: float
    low80: float
    high80: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a queue does: P(any wait), mean hours of it, P(longer than the limit); None: endless."""

    p_wait: float
    mean_hours: float | None
    p_over_limit: float
    limit_hours: float


@dataclass(frozen=True, slots=True)
class GapRow:
    """One need in one area.

    `calls` counted in the period; `rate_per_day` of them weighted (95 % interval); `offered_load`
    in erlangs; `units` listings' units in reach, `unknown_units` those of them that don't say how
    many; `staffed` places of the rest in reach (None: nothing known); `turn_away` the share that
    finds no place, over the week; `occupancy` the mean share in use, by all needs, of the known
    places in reach (None: nothing known or counted); `units_short` this area's part of what its
    catchment lacks, as if intake were open around the clock; `missed_per_day` uncovered demand
    beyond the target; `uncovered` shares by reason, which with `covered_share` make 1;
    `hourly_rate`, `hourly_covered` (168,) calls an hour and the share covered, by hour of the week.
    """

    need: str
    area: str
    area_name: str
    kind: str
    calls: int
    rate_per_day: Interval
    offered_load: Interval
    units: int
    unknown_units: int
    staffed: float | None
    data_age_hours: float | None
    turn_away: Interval
    waiting: Waiting | None
    occupancy: float | None
    units_short: Band | None
    missed_per_day: Band
    p_gap: float
    p_first: float
    covered_share: float
    uncovered: tuple[tuple[str, float], ...]
    hourly_rate: NDArray[np.float64]
    hourly_covered: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GapTable:
    """Rows ranked by missed demand a day, a total for each need, and what all was worked out of.

    `appointments` by need and area: the first that can be had, beside the rows and in none of them.
    """

    rows: tuple[GapRow, ...]
    totals: tuple[GapRow, ...]
    demand: Demand
    supply: Supply
    unmapped_share: float | None
    inputs: tuple[tuple[str, str], ...] = ()
    method_version: str = METHOD_VERSION
    appointments: Mapping[tuple[str, str], FirstAppointment] = field(default_factory=dict)
