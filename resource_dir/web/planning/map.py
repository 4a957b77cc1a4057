"""The gaps on a map: areas shaded by one measure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request

from resource_dir.gaps.table.gap_table import GapRow, GapTable
from resource_dir.operations.planning.outlines import outlines_of
from resource_dir.web.answers import database
from resource_dir.web.charts import Chart, Shape, Table, choropleth
from resource_dir.web.names import need_name
from resource_dir.web.planning import asking, emptiness, numbers, words
from resource_dir.web.planning.asking import Choice
from resource_dir.web.planning.gaps import table_for
from resource_dir.web.planning.pages import page
from resource_dir.web.texts import N_, _

planning_map = Blueprint("planning_map", __name__, url_prefix="/planning/map")

MEASURES: Mapping[str, str] = {
    "missed": N_("people missed a day"),
    "rate": N_("calls a day"),
    "short": N_("places short"),
    "uncovered": N_("share without a place"),
    "per_people": N_("people missed a year, per 10,000 people"),
}


@planning_map.get("")
def show() -> Response:
    """One measure of one need, or of all, by area; `by` chooses it."""
    by = request.args.get("by", "missed")
    by = by if by in MEASURES else "missed"
    question, trouble = asking.asked_or_trouble()
    given: dict[str, Any] = {"form": asking.form(), "trouble": trouble, "measures": _measures(by)}
    if question is None:
        return page("map", status=400, table=None, **given)
    table = table_for(question)
    values = values_by_area(table, by)
    outlines = outlines_of(database(), values)
    return page(
        "map",
        table=table,
        empty=emptiness.why_empty(database(), table),
        chart=_chart(table, values, outlines, by) if outlines else None,
        without=_without(table, values, outlines, by),
        **given,
    )


def _measures(by: str) -> list[Choice]:
    return [Choice(code, _(words), code == by) for code, words in MEASURES.items()]


def values_by_area(table: GapTable, by: str) -> dict[str, float | None]:
    """The measure of each area: sums over needs, but shares weighted by their calls."""
    found: dict[str, list[GapRow]] = {}
    for row in table.rows:
        found.setdefault(row.area, []).append(row)
    people = {each.id: each.population for each in table.demand.areas}
    return {area: _value(by, rows, people.get(area)) for area, rows in found.items()}


def _value(by: str, rows: Sequence[GapRow], people: int | None) -> float | None:
    missed = sum(row.missed_per_day.median for row in rows)
    if by == "per_people":
        return missed * 365.25 * 10_000 / people if people else None
    if by == "rate":
        return sum(row.rate_per_day.value or 0.0 for row in rows)
    if by == "short":
        return sum(row.units_short.median for row in rows if row.units_short is not None)
    if by == "uncovered":
        return _uncovered(rows)
    return missed


def _uncovered(rows: Sequence[GapRow]) -> float | None:
    """Not known where one of the needs is not."""
    if any(row.turn_away.value is None for row in rows):
        return None
    weights = sum(row.rate_per_day.value or 0.0 for row in rows)
    if not weights:
        return None
    parts = ((row.rate_per_day.value or 0.0) * (row.turn_away.value or 0.0) for row in rows)
    return sum(parts) / weights


def _chart(
    table: GapTable,
    values: Mapping[str, float | None],
    outlines: Mapping[str, Mapping[str, object]],
    by: str,
) -> Chart:
    names, needs = _names(table), {row.need for row in table.rows}
    points = {
        each.id: (each.longitude, each.latitude)
        for each in table.demand.areas
        if each.longitude is not None and each.latitude is not None
    }
    what = need_name(needs.pop()) if len(needs) == 1 else _("All needs")
    unit = _(MEASURES[by])
    shown: Callable[[float | None], str] = numbers.percent if by == "uncovered" else numbers.number
    return choropleth(
        "map",
        [
            Shape(names[key], outlines[key], values[key], points.get(key))
            for key in values
            if key in outlines
        ],
        title=_("%(what)s: %(unit)s", what=what, unit=unit),
        unit=unit,
        shown=shown,
    )


def _without(
    table: GapTable, values: Mapping[str, float | None], outlines: Mapping[str, object], by: str
) -> Table | None:
    """What no map can show: zones and places without an outline, in numbers."""
    names = _names(table)
    shown: Callable[[float | None], str] = numbers.percent if by == "uncovered" else numbers.number
    absent = [key for key in values if key not in outlines]
    rows = sorted((names[key], shown(values[key])) for key in absent)
    return Table((_("Area"), _(MEASURES[by])), tuple(rows)) if rows else None


def _names(table: GapTable) -> dict[str, str]:
    return {each.id: words.area_name(each.id, each.name) for each in table.demand.areas}
