"""Demand, supply and assumptions in, the gap table out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.demand.demand import HOURS, Demand, Floats
from resource_dir.gaps.demand.intervals import fay_feuer
from resource_dir.gaps.queues.delay import erlang_c, mean_wait_hours
from resource_dir.gaps.supply import Supply
from resource_dir.gaps.table.appointments import first_appointments
from resource_dir.gaps.table.catchments import Catchments, catchments_of
from resource_dir.gaps.table.covering import Covered, cover, uncovered_people
from resource_dir.gaps.table.gap_table import REASONS, Band, GapRow, GapTable, Interval, Waiting
from resource_dir.gaps.table.inputs import Draws, draw_inputs, typical_places
from resource_dir.gaps.table.sources import Indexes, Sources, Units, sources_of, units_of
from resource_dir.gaps.table.trying import Rows, Tried, rows_of, try_out
from resource_dir.gaps.table.worlds import worlds_of

DRAWS = 1000
SEED = 20210301  # the same table for the same inputs
EVERYWHERE = "all"
HOURS_A_DAY = 24
LEAST = 1e-9  # a share below is rounding


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that stands behind a table, for what-ifs, charts and explanations."""

    demand: Demand
    supply: Supply
    assumed: Mapping[str, NeedAssumptions]
    sources: Sources
    units: Units
    catchments: Catchments
    covered: Covered
    rows: Rows
    travel_hours: Floats


def analyse(demand: Demand, supply: Supply, assumed: Mapping[str, NeedAssumptions]) -> Analysis:
    """Everything but the draws."""
    sources, units = sources_of(demand, supply, assumed), units_of(supply)
    catchments = catchments_of(sources, units, assumed, demand.needs)
    minutes = _shortest(sources, supply)
    return Analysis(
        demand=demand,
        supply=supply,
        assumed=assumed,
        sources=sources,
        units=units,
        catchments=catchments,
        covered=cover(sources, catchments, assumed, demand.needs, minutes),
        rows=rows_of(sources),
        travel_hours=minutes / 60,
    )


def _shortest(sources: Sources, supply: Supply) -> Floats:
    """(S,) minutes to the nearest unit in reach, 0 where there is none (it does not matter)."""
    if not supply.units or not len(sources.area):
        return np.zeros(len(sources.area))
    minutes = np.where(sources.near, supply.minutes[sources.area], np.inf).min(axis=1)
    return np.where(np.isfinite(minutes), minutes, 0.0)


def build_gap_table(
    demand: Demand,
    supply: Supply,
    assumed: Mapping[str, NeedAssumptions],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> GapTable:
    """The ranked table with its bands, and one total for each need."""
    analysis = analyse(demand, supply, assumed)
    tried = try_draws(analysis, draw_inputs(demand, supply, assumed, draws=draws, seed=seed))
    return GapTable(
        rows=_ranked(analysis, analysis.rows, tried),
        totals=_ranked(analysis, *_totals(analysis.rows, tried, demand, assumed)),
        demand=demand,
        supply=supply,
        unmapped_share=unmapped_share(demand),
        appointments=first_appointments(demand, supply, assumed),
    )


def try_draws(analysis: Analysis, draws: Draws) -> Tried:
    """The rows of an analysis under drawn inputs."""
    worlds = worlds_of(
        analysis.sources,
        analysis.units,
        analysis.assumed,
        analysis.demand.needs,
        typical_places=typical_places(analysis.supply),
    )
    return try_out(
        analysis.sources,
        worlds,
        analysis.rows,
        draws,
        analysis.demand,
        analysis.assumed,
        analysis.travel_hours,
    )


def unmapped_share(demand: Demand) -> float | None:
    """The share of all calls whose type no crosswalk knows; None without calls."""
    calls = sum(each.calls for each in demand.observed)
    return sum(each.unmapped for each in demand.observed) / calls if calls else None


def _totals(
    rows: Rows, tried: Tried, demand: Demand, assumed: Mapping[str, NeedAssumptions]
) -> tuple[Rows, Tried]:
    """Rows of one need over all areas; their draws are sums of the areas' draws."""
    needs, which = np.unique(rows.need, return_inverse=True)
    which = which.ravel()
    arrivals = np.bincount(which, weights=rows.arrivals, minlength=len(needs)).astype(np.float64)
    weight = np.divide(
        rows.arrivals, arrivals[which], out=np.zeros_like(rows.arrivals), where=arrivals[which] > 0
    )
    member = np.zeros((len(rows.need), len(needs)))
    member[np.arange(len(rows.need)), which] = 1.0
    source_part = rows.part * weight[rows.row] if len(rows.row) else rows.part
    totals = Rows(
        need=needs,
        area=np.full(len(needs), -1, dtype=np.intp),
        row=which[rows.row] if len(rows.row) else rows.row,
        part=source_part,
        arrivals=arrivals,
    )
    return totals, Tried(
        tried.uncovered @ (member * weight[:, None]),
        tried.missed_per_day @ member,
        tried.short @ member,
    )


def _ranked(analysis: Analysis, rows: Rows, tried: Tried) -> tuple[GapRow, ...]:
    drawn = _summed_up(analysis, rows, tried)
    lost = uncovered_people(analysis.sources, analysis.catchments, analysis.covered.refused)
    made = [_row(analysis, rows, drawn, lost, number) for number in range(len(rows.need))]
    return tuple(sorted(made, key=_rank))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What the draws say of each row: bands (R,), the 95 % limits of the uncovered share, chances
    of a gap and of the first rank; and its calls a day."""

    missed: tuple[Band, ...]
    short: tuple[Band, ...]
    uncovered_low: Floats
    uncovered_high: Floats
    p_gap: Floats
    p_first: Floats
    rates: tuple[Interval, ...]


def _summed_up(analysis: Analysis, rows: Rows, tried: Tried) -> _Drawn:
    number = len(rows.need)
    target = [analysis.assumed[slug].target.value for slug in analysis.demand.needs]
    low, high = np.quantile(tried.uncovered, (0.025, 0.975), axis=0) if number else np.zeros((2, 0))
    return _Drawn(
        missed=_bands(tried.missed_per_day),
        short=_bands(tried.short),
        uncovered_low=low,
        uncovered_high=high,
        p_gap=(tried.uncovered > np.array(target)[rows.need]).mean(axis=0),
        p_first=_chance_of_first(tried.missed_per_day),
        rates=_rates(analysis.demand, rows),
    )


def _chance_of_first(missed: Floats) -> Floats:
    """(R,): in which share of the draws a row misses most; nobody is first where nothing is."""
    if not missed.shape[1]:
        return np.zeros(0)
    winner = missed.argmax(axis=1)[missed.max(axis=1) > 0]
    return np.bincount(winner, minlength=missed.shape[1]) / len(missed)


def _bands(values: Floats) -> tuple[Band, ...]:
    if not values.shape[1]:
        return ()
    limits = np.quantile(values, (0.5, 0.1, 0.9), axis=0)
    return tuple(Band(*(float(each) for each in column)) for column in limits.T)


def _rank(row: GapRow) -> tuple[float, float, str, str]:
    return (-row.missed_per_day.median, -(row.offered_load.value or 0.0), row.need, row.area)


def _row(analysis: Analysis, rows: Rows, drawn: _Drawn, lost: Floats, number: int) -> GapRow:
    k, a = int(rows.need[number]), int(rows.area[number])
    demand, assumed = analysis.demand, analysis.assumed[analysis.demand.needs[k]]
    members = np.flatnonzero(rows.row == number)
    weights = analysis.sources.arrivals[members]
    total = weights.sum()
    hourly = _mean_by_hour(analysis.covered.covered[members], weights)
    covered = float((analysis.covered.covered[members] * weights).sum() / total) if total else 0.0
    reasons = _reasons(lost[:, members], total)
    units = np.flatnonzero(
        (analysis.sources.near & (analysis.sources.takes > 0))[members].any(axis=0)
    )
    rate = drawn.rates[number]
    return GapRow(
        need=demand.needs[k],
        area=EVERYWHERE if a < 0 else demand.areas[a].id,
        area_name="" if a < 0 else demand.areas[a].name,
        kind=assumed.kind,
        calls=int(demand.calls[k].sum() if a < 0 else demand.calls[k, a]),
        rate_per_day=rate,
        offered_load=_scaled(rate, assumed.facility_share.value * assumed.stay_hours.value / 24),
        **_capacity(analysis, units),
        turn_away=_turn_away(
            covered,
            dict(reasons),
            float(drawn.uncovered_low[number]),
            float(drawn.uncovered_high[number]),
        ),
        waiting=_waiting(analysis, members, assumed),
        occupancy=_occupancy(analysis, members, units, assumed),
        units_short=None if assumed.kind == "open" else drawn.short[number],
        missed_per_day=drawn.missed[number],
        p_gap=float(drawn.p_gap[number]),
        p_first=float(drawn.p_first[number]),
        covered_share=covered,
        uncovered=reasons,
        hourly_rate=demand.rate[k].sum(axis=0) if a < 0 else demand.rate[k, a],
        hourly_covered=hourly,
    )


def _mean_by_hour(covered: Floats, weights: Floats) -> NDArray[np.float64]:
    total = weights.sum(axis=0)
    plain = covered.mean(axis=0) if len(covered) else np.zeros(HOURS)
    mean = np.divide((covered * weights).sum(axis=0), total, out=plain, where=total > 0)
    return np.asarray(mean)


def _reasons(lost: Floats, total: float) -> tuple[tuple[str, float], ...]:
    shares = lost.sum(axis=1) / total if total else np.zeros(len(REASONS))
    return tuple((name, float(share)) for name, share in zip(REASONS, shares, strict=True))


def _rates(demand: Demand, rows: Rows) -> tuple[Interval, ...]:
    """Calls a day of each row: 24 times the mean of the week's hours; 95 % by Fay and Feuer, with
    the variance widened by φ."""
    rate = demand.rate.sum(axis=2) / HOURS
    variance = demand.variance.sum(axis=2) * demand.dispersion / HOURS**2
    value, spread, heaviest = (
        np.array(
            [
                combine(each[k]) if a < 0 else each[k, a]
                for k, a in zip(rows.need, rows.area, strict=True)
            ],
            dtype=np.float64,
        )
        for each, combine in ((rate, np.sum), (variance, np.sum), (demand.heaviest, np.max))
    )
    limits = fay_feuer(value, spread, heaviest)
    return tuple(
        Interval(*(float(each) * HOURS_A_DAY for each in row))
        for row in zip(value, limits.low, limits.high, strict=True)
    )


def _scaled(interval: Interval, by: float) -> Interval:
    return Interval(
        *(
            each * by if each is not None else None
            for each in (interval.value, interval.low, interval.high)
        )
    )


def _capacity(analysis: Analysis, units: NDArray[np.intp]) -> dict[str, Any]:
    known = [analysis.supply.units[j] for j in units if analysis.units.is_known[j]]
    ages = [unit.age_hours for unit in known if unit.age_hours is not None]
    return {
        "units": len(units),
        "unknown_units": len(units) - len(known),
        "staffed": float(sum(unit.staffed or 0.0 for unit in known)) if known else None,
        "data_age_hours": float(max(ages)) if ages else None,
    }


def _turn_away(covered: float, reasons: Mapping[str, float], low: float, high: float) -> Interval:
    """Uncovered over the week. Where a listing that doesn't say might help, no value: from what
    is known the share lies between `low` (they all help) and `high` (none does)."""
    worst = 1.0 - covered
    if reasons["unknown"] > LEAST:
        return Interval(None, min(low, worst - reasons["unknown"]), max(high, worst))
    return Interval(worst, min(low, worst), max(high, worst))


def _occupancy(
    analysis: Analysis, members: Indexes, units: Indexes, assumed: NeedAssumptions
) -> float | None:
    """Mean share in use of the known places in reach: m(1-B)/c, m the load that leans on them and
    B the share of those who come to an open house that is refused; who waits is not refused."""
    known = units[analysis.units.is_known[units]]
    places = float(analysis.units.places[known].sum())
    if assumed.kind == "open" or not places:
        return None
    load = float(analysis.catchments.unit_load[known].mean(axis=1).sum())
    weights = np.where(
        analysis.catchments.places[members] > 0, analysis.sources.arrivals[members], 0.0
    )
    refused = 0.0
    if assumed.kind == "loss" and weights.sum():
        refused = float((analysis.covered.refused[members] * weights).sum() / weights.sum())
    return min(load * (1 - refused) / places, 1.0)


def _waiting(
    analysis: Analysis, members: NDArray[np.intp], assumed: NeedAssumptions
) -> Waiting | None:
    """A queue's figures, averaged over the arrivals that come to an open house."""
    if assumed.kind not in ("wait", "mobile"):
        return None
    places, load = analysis.catchments.places[members], analysis.catchments.load[members]
    weights = np.where(places > 0, analysis.sources.arrivals[members], 0.0)
    total = weights.sum()
    if not total:
        return None
    stay = assumed.stay_hours.value
    hours = mean_wait_hours(places, rate_per_hour=load / stay, service_hours=stay)
    mean = float((np.where(weights > 0, hours, 0.0) * weights).sum() / total)
    return Waiting(
        p_wait=float((np.where(weights > 0, erlang_c(places, load), 0.0) * weights).sum() / total),
        mean_hours=mean if np.isfinite(mean) else None,
        p_over_limit=float((analysis.covered.refused[members] * weights).sum() / total),
        limit_hours=assumed.limit_hours.value,
    )


def with_inputs(table: GapTable, inputs: tuple[tuple[str, str], ...]) -> GapTable:
    """The table, naming the digests of what it was worked out of."""
    return replace(table, inputs=inputs)
