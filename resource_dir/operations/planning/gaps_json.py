"""The gap table as JSON: the promise of `GET /api/gaps` and `resource-dir gaps --json`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from resource_dir.gaps.demand.demand import Observed
    from resource_dir.gaps.table.appointments import FirstAppointment
    from resource_dir.gaps.table.gap_table import Band, GapRow, GapTable, Interval

DIGITS = 6

Json = dict[str, Any]


def gaps_json(
    table: "GapTable", audits: Json, *, seen: "Sequence[Json]" = (), hours: bool = False
) -> Json:
    """The whole answer; `audits` by data set, `seen` turn-aways. Unknown is null, never 0."""
    observed = table.demand.observed
    return {
        "period": _period(observed),
        "data_sets": [_data_set(each) for each in observed],
        "audit": audits,
        "unmapped_share": _plain(table.unmapped_share),
        "gaps": [row_json(row) | _beside(row, table, hours=hours) for row in table.rows],
        "totals": [row_json(row) | _beside(row, table, hours=hours) for row in table.totals],
        "turn_aways_seen": list(seen),
        "inputs": dict(table.inputs),
        "method_version": table.method_version,
    }


def _period(observed: "tuple[Observed, ...]") -> Json:
    """First and last day of all; the hours of one data set, null where several are pooled: their
    exposures are never added up."""
    return {
        "from": min((each.from_day for each in observed), default=None),
        "to": max((each.to_day for each in observed), default=None),
        "observed_hours": _plain(float(observed[0].hours.sum())) if len(observed) == 1 else None,
    }


def _data_set(observed: "Observed") -> Json:
    return {
        "id": observed.data_set,
        "agency": observed.agency,
        "zone": observed.zone,
        "from": observed.from_day,
        "to": observed.to_day,
        "observed_hours": _plain(float(observed.hours.sum())),
        "calls": observed.calls,
        "unmapped": observed.unmapped,
        "crosswalk": observed.crosswalk,
        "reviewed": observed.is_reviewed,
        "border_share": _plain(observed.border_share),
    }


def row_json(row: "GapRow") -> Json:
    """One row."""
    return {
        "need": row.need,
        "area": row.area,
        "area_name": row.area_name,
        "kind": row.kind,
        "calls": row.calls,
        "rate_per_day": _interval(row.rate_per_day),
        "offered_load": _interval(row.offered_load),
        "capacity": {
            "units": row.units,
            "unknown_units": row.unknown_units,
            "staffed": _plain(row.staffed),
            "data_age_hours": _plain(row.data_age_hours),
            "occupancy": _plain(row.occupancy),
        },
        "turn_away": _interval(row.turn_away),
        "waiting": _waiting(row),
        "units_short": _band(row.units_short) if row.units_short else None,
        "missed_per_day": _band(row.missed_per_day),
        "p_gap": _plain(row.p_gap),
        "p_first": _plain(row.p_first),
        "covered_share": _plain(row.covered_share),
        "uncovered": [
            {"reason": reason, "share": _plain(share)} for reason, share in row.uncovered if share
        ],
    }


def _beside(row: "GapRow", table: "GapTable", *, hours: bool) -> Json:
    appointment = table.appointments.get((row.need, row.area))
    return {
        **_per_people(row, table),
        "first_appointment": _appointment(appointment) if appointment else None,
        "hours": _hours(row, table) if hours else None,
    }


def _hours(row: "GapRow", table: "GapTable") -> Json:
    """Calls of each hour of the week, as counted and as shrunk; the share left of the own rates."""
    demand = table.demand
    k = demand.needs.index(row.need)
    areas = [a for a, area in enumerate(demand.areas) if row.area in ("all", area.id)]
    shrunk = demand.rate[k, areas]
    raw = shrunk if demand.raw is None else demand.raw[k, areas]
    total = float(raw.sum())
    kept = 1.0 if demand.kept is None else float(raw.sum(axis=1) @ demand.kept[k, areas])
    return {
        "raw": [_plain(each) for each in raw.sum(axis=0)],
        "shrunk": [_plain(each) for each in shrunk.sum(axis=0)],
        "kept": _plain(kept / total if total and demand.kept is not None else 1.0),
    }


def _appointment(first: "FirstAppointment") -> Json:
    """Days to the earliest; null where no unit in reach says one."""
    return {
        "days": _plain(first.days),
        "units_saying": first.saying,
        "units_silent": first.silent,
        "data_age_hours": _plain(first.age_hours),
        "stale": first.is_stale,
    }


def _per_people(row: "GapRow", table: "GapTable") -> Json:
    """Who lives there, and calls and missed people a year for every 10,000 of them; null where that
    is not known."""
    from resource_dir.gaps.table.per_people import people_in, yearly_band, yearly_rate

    people = people_in(table.demand, row.area)
    calls, missed = yearly_rate(row.rate_per_day, people), yearly_band(row.missed_per_day, people)
    return {
        "population": people,
        "calls_per_10000_a_year": _interval(calls) if calls else None,
        "missed_per_10000_a_year": _band(missed) if missed else None,
    }


def _waiting(row: "GapRow") -> Json | None:
    if row.waiting is None:
        return None
    return {
        "p_wait": _plain(row.waiting.p_wait),
        "mean_hours": _plain(row.waiting.mean_hours),
        "p_over_limit": _plain(row.waiting.p_over_limit),
        "limit_hours": row.waiting.limit_hours,
    }


def _interval(interval: "Interval") -> Json:
    return {
        "value": _plain(interval.value),
        "low": _plain(interval.low),
        "high": _plain(interval.high),
    }


def _band(band: "Band") -> Json:
    return {
        "median": _plain(band.median),
        "low80": _plain(band.low80),
        "high80": _plain(band.high80),
    }


def _plain(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)
