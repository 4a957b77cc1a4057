"""Everything behind one gap, in the order in which a planner asks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from flask import url_for
from sqlalchemy.orm import Session

from resource_dir.gaps.assumptions import NeedAssumptions
from resource_dir.gaps.benchmarks import Benchmark, benchmarks_of, local_figure
from resource_dir.gaps.supply import OPEN, UNKNOWN
from resource_dir.gaps.table.gap_table import GapRow, GapTable
from resource_dir.gaps.table.per_people import people_in, yearly_band, yearly_rate
from resource_dir.gaps.table.reaching import Reached, units_for
from resource_dir.operations.planning.assuming import assumptions_of
from resource_dir.web.charts import (
    Chart,
    Sign,
    Span,
    Swing,
    Table,
    heat_map,
    spans,
    tornado,
    waterfall,
)
from resource_dir.web.names import need_name, population_name, unit_name
from resource_dir.web.planning import numbers, other_rows, words
from resource_dir.web.planning.border import border_notes
from resource_dir.web.planning.rows import EVERYWHERE, area_text
from resource_dir.web.texts import N_, _, ngettext

WEEK = 168
INPUT_WORDS: Mapping[str, str] = {
    "rate": N_("how many call"),
    "share": N_("the share that needs a place"),
    "stay": N_("length of stay"),
    "weights": N_("what call types mean"),
    "places": N_("how many places there are"),
}
BENCHMARK_WORDS: Mapping[str, str] = {
    "calculator": N_("Crisis Resource Need Calculator"),
    "treatment_advocacy": N_("Treatment Advocacy Center"),
    "hudson": N_("Hudson 2021"),
}


def gap_page(session: Session, table: GapTable, row: GapRow, *, now: datetime) -> dict[str, Any]:
    """What the template of one gap prints."""
    assumed = assumptions_of(session)
    area = None if row.area == EVERYWHERE else row.area
    return {
        "need": row.need,
        "area": row.area,
        "area_name": area_text(row),
        "kind": _(words.KIND_WORDS[row.kind]),
        "waiting": _waiting(row),
        "border": [] if area is None else border_notes(table.demand.observed),
        "charts": [_heat_map(row), _waterfall(row)],
        "units": _units(units_for(table.demand, table.supply, assumed[row.need], area)),
        "tornado": _tornado(table, row, assumed, area),
        "benchmark": _benchmark(table, row),
        "others": other_rows.beside(session, row.need, area),
        "appointment": _appointment(table, row),
        "per_people": _per_people(table, row),
        "rate_per_year": numbers.number((row.rate_per_day.value or 0.0) * 365.25),
        "what_was_assumed": url_for("planning_assumptions.need", need=row.need),
        "now": now,
    }


def _heat_map(row: GapRow) -> Chart:
    return heat_map(
        "hours",
        row.hourly_rate.tolist(),
        np.clip(row.hourly_covered, 0.0, 1.0).tolist(),
        title=_("Need against open capacity, by day and hour"),
        days=words.day_names(),
        hour_name=words.hour_name,
    )


def _waterfall(row: GapRow) -> Chart:
    return waterfall(
        "reasons",
        [(code, words.reason(code), share) for code, share in row.uncovered],
        row.covered_share,
        title=_("Why the need is not covered"),
    )


def _tornado(
    table: GapTable, row: GapRow, assumed: Mapping[str, NeedAssumptions], area: str | None
) -> Chart | None:
    # SciPy, when somebody plans.
    from resource_dir.gaps.fixing.applying import County
    from resource_dir.gaps.fixing.concerned import only_concerned
    from resource_dir.gaps.table.swings import swings_of

    county = only_concerned(County(table.demand, table.supply, assumed), [row.need])
    base, moved = swings_of(county.demand, county.supply, assumed, need=row.need, area=area)
    return tornado(
        "inputs",
        [Swing(_(INPUT_WORDS[each.name]), each.at_low, each.at_high) for each in moved],
        base,
        title=_("What moves the answer most"),
        unit=_("people missed a day"),
        shown=numbers.number,
    )


def _waiting(row: GapRow) -> list[tuple[str, str]]:
    if row.waiting is None:
        return []
    waiting = row.waiting
    return [
        (_("Have to wait"), numbers.percent(waiting.p_wait)),
        (_("Mean wait"), numbers.hours(waiting.mean_hours)),
        (
            _("Wait longer than %(limit)s", limit=numbers.hours(waiting.limit_hours)),
            numbers.percent(waiting.p_over_limit),
        ),
    ]


def _units(reached: Sequence[Reached]) -> list[dict[str, Any]]:
    return [_unit(each) for each in reached]


def _unit(each: Reached) -> dict[str, Any]:
    unit = each.unit
    what = unit_name(unit.kind)
    if unit.population not in ("", "anyone"):
        what = _("%(beds)s for %(population)s", beds=what,
                 population=population_name(unit.population))  # fmt: skip
    return {
        "name": unit.name,
        "href": url_for("finding.listing", listing_id=unit.listing_id),
        "what": what,
        "staffed": numbers.number(unit.staffed),
        "age": numbers.age(unit.age_hours) if unit.staffed is not None else _("no number"),
        "is_stale": unit.staffed is not None and unit.is_stale,
        "drive": _drive(each),
        "is_near": each.is_near,
        "hours": _hours(unit.intake),
    }


def _drive(each: Reached) -> str:
    if each.minutes is None:
        return _("serves this area") if each.is_near else _("its place is not known")
    minutes = _("about %(minutes)s min (estimate)", minutes=round(each.minutes))
    return minutes if each.is_near else _("%(minutes)s: too far", minutes=minutes)


def _hours(intake: "np.typing.NDArray[np.uint8]") -> str:
    """How much of the week people are taken in, and how much of the nights."""
    open_, unknown = int((intake == OPEN).sum()), int((intake == UNKNOWN).sum())
    if unknown == WEEK:
        return _("hours not known")
    if open_ == WEEK:
        return _("around the clock")
    said = _("%(hours)s of 168 h a week", hours=open_)
    return _("%(said)s, %(unknown)s h not known", said=said, unknown=unknown) if unknown else said


def _benchmark(table: GapTable, row: GapRow) -> dict[str, Any] | None:
    """Figures of others beside those of here; None where nobody has published one."""
    found = benchmarks_of(row.need)
    if not found:
        return None
    people = people_in(table.demand, row.area)
    if people is None:
        return {"people": None, "chart": None, "sources": _sources(found)}
    return {
        "people": f"{people:,}",
        "chart": _benchmark_chart(row, found, people),
        "sources": _sources(found),
    }


def _appointment(table: GapTable, row: GapRow) -> dict[str, Any] | None:
    """Days to the first appointment; None where no unit in reach says one."""
    first = table.appointments.get((row.need, row.area))
    if first is None or first.days is None:
        return None
    return {
        "days": numbers.number(first.days),
        "said_by": ngettext("said by %(num)s unit in reach", "said by %(num)s units in reach",
                            first.saying),
        "silent": first.silent and ngettext("%(num)s says none", "%(num)s say none", first.silent),
        "age": numbers.age(first.age_hours),
        "is_stale": first.is_stale,
    }  # fmt: skip


def _per_people(table: GapTable, row: GapRow) -> dict[str, str] | None:
    """Calls and missed people a year for every 10,000 who live there; None where not known."""
    people = people_in(table.demand, row.area)
    calls, missed = yearly_rate(row.rate_per_day, people), yearly_band(row.missed_per_day, people)
    if people is None or calls is None or missed is None:
        return None
    return {
        "people": f"{people:,}",
        "calls": numbers.number(calls.value),
        "calls_band": numbers.interval(calls),
        "missed": numbers.number(missed.median),
        "missed_band": numbers.band(missed),
    }


def _benchmark_chart(row: GapRow, found: Sequence[Benchmark], people: int) -> Chart:
    unit = found[0].unit
    rate = row.rate_per_day
    value, low, high = (
        local_figure(unit, rate_per_day=each or 0.0, places=row.staffed, people=people)
        for each in (rate.value, rate.low, rate.high)
    )
    own = Span(_("Here"), value, low, high)
    others = [
        Span(_(BENCHMARK_WORDS[each.code]), each.value, each.low, each.high, kind="other")
        for each in found
    ]
    return spans(
        "benchmarks",
        [own, *others],
        title=_("Beside published figures: %(need)s", need=need_name(row.need)),
        unit=_("per 100,000 people: beds") if unit == "beds" else _(
            "per 100,000 people: a month"
        ),
        shown=numbers.number,
        signs=(
            Sign("mark-own", _("here (circle), with its interval")),
            Sign("mark-other", _("published (diamond), with its range")),
        ),
    )  # fmt: skip


def _sources(found: Sequence[Benchmark]) -> Table:
    return Table(
        (_("Figure"), _("Source"), _("Year")),
        tuple((_(BENCHMARK_WORDS[each.code]), _(each.source), str(each.year)) for each in found),
    )
