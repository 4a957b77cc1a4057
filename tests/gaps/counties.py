"""Small counties to plan for, with every number chosen by hand."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from resource_dir.gaps.demand.demand import HOURS, Demand, DemandArea, Floats, Observed
from resource_dir.gaps.supply import CLOSED, OPEN, UNKNOWN, Supply, Unit

WEEKS = 52.0
ALWAYS = np.full(HOURS, OPEN, dtype=np.uint8)
NEVER_SAID = np.full(HOURS, UNKNOWN, dtype=np.uint8)
BY_DAY = np.where(np.arange(HOURS) % 24 // 8 == 1, OPEN, CLOSED).astype(np.uint8)  # 8 to 16


def demand_of(per_day: Mapping[str, list[float]], *, reviewed: bool = True) -> Demand:
    """So many calls a day for each need in each area, the same at every hour, over a year."""
    needs = tuple(per_day)
    daily = np.array([per_day[need] for need in needs])
    rate = np.repeat(daily[:, :, None] / 24, HOURS, axis=2)
    return demand_by_hour(needs, rate, reviewed=reviewed)


def demand_by_hour(needs: tuple[str, ...], rate: Floats, *, reviewed: bool = True) -> Demand:
    """Rates an hour (K, A, 168) as they are given."""
    shape = rate.shape[:2]
    areas = tuple(
        DemandArea(f"beats:{number}", f"Beat {number}", 38.5, -106.0 - number / 10, 1000)
        for number in range(shape[1])
    )
    seen = Observed(
        data_set="fictional",
        agency="Fictional dispatch",
        zone="America/Denver",
        from_day=date(2025, 1, 6),
        to_day=date(2026, 1, 4),
        hours=np.full(HOURS, WEEKS),
        calls=10_000,
        unmapped=500,
        crosswalk="fictional",
        is_reviewed=reviewed,
    )
    return Demand(
        needs=needs,
        areas=areas,
        rate=rate,
        variance=rate / WEEKS,
        heaviest=np.full(shape, 1 / (WEEKS * HOURS)),
        calls=np.round(rate.sum(axis=2) * WEEKS).astype(np.int64),
        dispersion=np.ones(shape),
        observed=(seen,),
    )


def unit(number: int, need: str, places: float | None, **other: Any) -> Unit:
    """A unit that is open always and takes everybody, unless something else is said."""
    values: dict[str, Any] = {
        "listing_id": f"listing-{number}",
        "name": f"House {number}",
        "needs": (need,),
        "kind": "bed",
        "population": "anyone",
        "latitude": 38.5,
        "longitude": -106.0,
        "staffed": places,
        "age_hours": 1.0,
        "is_stale": False,
        "intake": ALWAYS,
    }
    return Unit(id=f"unit-{number}", **(values | other))


def supply_of(units: list[Unit], minutes: list[list[float]]) -> Supply:
    """Units and the drives to them, one row for each area."""
    return Supply(
        tuple(units), np.array(minutes, dtype=np.float64).reshape(len(minutes), len(units))
    )
