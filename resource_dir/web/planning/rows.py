"""Rows of the gap table as a person reads them."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from resource_dir.gaps.table.gap_table import GapRow, GapTable
from resource_dir.web.names import need_name
from resource_dir.web.planning import numbers, words
from resource_dir.web.planning.asking import parameters
from resource_dir.web.texts import _, ngettext

EVERYWHERE = "all"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row in words; each figure with its band under it."""

    rank: int
    need: str
    area: str
    href: str | None
    rate: str
    rate_band: str
    load: str
    load_band: str
    staffed: str
    units: str
    occupancy: str
    turn_away: str
    turn_away_band: str
    short: str
    short_band: str
    missed: str
    missed_band: str
    p_gap: str
    p_first: str
    reason: str
    age: str


def shown_rows(table: GapTable) -> list[ShownRow]:
    """The ranked rows."""
    return [_shown(rank, row) for rank, row in enumerate(table.rows, 1)]


def shown_totals(table: GapTable) -> list[ShownRow]:
    """One row for each need, over all areas."""
    return [_shown(rank, row) for rank, row in enumerate(table.totals, 1)]


def shown_row(row: GapRow) -> ShownRow:
    """One row alone."""
    return _shown(1, row)


def _shown(rank: int, row: GapRow) -> ShownRow:
    turn_away, turn_away_band = turn_away_text(row)
    return ShownRow(
        rank=rank,
        need=need_name(row.need),
        area=area_text(row),
        href=gap_href(row),
        rate=numbers.number(row.rate_per_day.value),
        rate_band=numbers.interval(row.rate_per_day),
        load=numbers.number(row.offered_load.value),
        load_band=numbers.interval(row.offered_load),
        staffed=staffed_text(row),
        units=units_text(row),
        occupancy="" if row.occupancy is None else numbers.percent(row.occupancy),
        turn_away=turn_away,
        turn_away_band=turn_away_band,
        short=_("not counted") if row.units_short is None else numbers.number(
            row.units_short.median
        ),
        short_band="" if row.units_short is None else numbers.band(row.units_short),
        missed=numbers.number(row.missed_per_day.median),
        missed_band=numbers.band(row.missed_per_day),
        p_gap=numbers.percent(row.p_gap),
        p_first=numbers.percent(row.p_first),
        reason=main_reason(row),
        age=_("no number") if row.staffed is None else numbers.age(row.data_age_hours),
    )  # fmt: skip


def gap_href(row: GapRow) -> str:
    """The page of one gap, asked with the same period."""
    return url_for("planning.gap", need=row.need, area=row.area, **_kept())


def _kept() -> dict[str, Any]:
    return {name: values for name, values in parameters().items() if name not in ("need", "area")}


def area_text(row: GapRow) -> str:
    """An area's name; the sum has none."""
    return _("All areas") if row.area == EVERYWHERE else words.area_name(row.area, row.area_name)


def staffed_text(row: GapRow) -> str:
    """Places that are known; no number is not known, and no unit is none."""
    if row.staffed is not None:
        return numbers.number(row.staffed)
    is_judged = not dict(row.uncovered).get("unknown")
    return _("none in reach") if not row.units and is_judged else _("not known")


def units_text(row: GapRow) -> str:
    """How many units in reach, and how many of them don't say their number."""
    if not row.units:
        return ""
    units = ngettext("%(num)s unit", "%(num)s units", row.units)
    if not row.unknown_units:
        return units
    unknown = ngettext("%(num)s says no number", "%(num)s say no number", row.unknown_units)
    return f"{units}, {unknown}"


def turn_away_text(row: GapRow) -> tuple[str, str]:
    """The share without a place; where somebody doesn't say, only its bounds are known."""
    low, high = numbers.percent(row.turn_away.low), numbers.percent(row.turn_away.high)
    between = numbers.between(low, high)
    if row.turn_away.value is not None:
        return numbers.percent(row.turn_away.value), between
    if low == high and row.turn_away.low is not None:  # what is not known makes no difference
        return _("about %(share)s", share=low), ""
    return _("not known"), between


def main_reason(row: GapRow) -> str:
    """The reason that takes most of what is not covered."""
    code, share = max(row.uncovered, key=lambda pair: pair[1], default=("", 0.0))
    if share <= 0:
        return _("all find a place")
    return _("%(reason)s (%(share)s)", reason=words.reason(code), share=numbers.percent(share))
