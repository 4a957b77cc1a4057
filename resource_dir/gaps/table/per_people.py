"""Figures beside the people who live in an area: a count says where, a rate says how much more."""

from resource_dir.gaps.demand.demand import Demand
from resource_dir.gaps.table.gap_table import Band, Interval

DAYS_A_YEAR = 365.25
PEOPLE = 10_000
EVERYWHERE = "all"


def people_in(demand: Demand, area: str) -> int | None:
    """Who lives in an area, or in all of them; None where one that has a place or a name of its own
    doesn't say. Calls whose place is not known belong to no area."""
    areas = [
        each
        for each in demand.areas
        if area in (EVERYWHERE, each.id)
        and (each.latitude is not None or each.population is not None)
    ]
    if not areas or any(each.population is None for each in areas):
        return None
    return sum(each.population or 0 for each in areas) or None


def yearly_rate(interval: Interval, people: int | None) -> Interval | None:
    """Of calls a day: calls a year for every 10,000 people, x · 365.25 · 10,000 / people."""
    if not people:
        return None
    return Interval(*(_scaled(each, people) for each in
                      (interval.value, interval.low, interval.high)))  # fmt: skip


def yearly_band(band: Band, people: int | None) -> Band | None:
    """The same of a band of draws."""
    if not people:
        return None
    by = DAYS_A_YEAR * PEOPLE / people
    return Band(band.median * by, band.low80 * by, band.high80 * by)


def _scaled(per_day: float | None, people: int) -> float | None:
    return None if per_day is None else per_day * DAYS_A_YEAR * PEOPLE / people
