"""How much of what is asked of teams falls in their shifts, where they serve."""

from collections.abc import Sequence

from resource_dir.gaps.demand.demand import Floats
from resource_dir.gaps.table.gap_table import GapTable
from resource_dir.gaps.teams import (
    OnTheRoad,
    coverage_by_hour,
    hours_by_area,
    hours_on_the_road,
    team_coverage,
)
from resource_dir.models import TeamShift
from resource_dir.operations.planning.shifts import on_the_road
from resource_dir.web.answers import database
from resource_dir.web.charts import Chart, heat_map
from resource_dir.web.planning import asking, numbers, words
from resource_dir.web.planning.gaps import table_for
from resource_dir.web.texts import _

TEAM_NEED = "mobile_crisis"


def coverage_of(shifts: list[TeamShift]) -> dict[str, object] | None:
    """How much of the calls for a team falls in shifts; None without shifts or calls."""
    if not shifts:
        return None
    table = table_for(asking.asked())
    rate = _rate(table)
    if rate is None:
        return None
    roads = on_the_road(database(), shifts)
    areas = [area.id for area in table.demand.areas]
    on_road = hours_by_area(roads, areas)
    return {
        "share": numbers.percent(team_coverage(rate, on_road)),
        "hours": numbers.number(float(hours_on_the_road(roads).sum())),
        "chart": _chart(rate.sum(axis=0), coverage_by_hour(rate, on_road)),
        "nowhere": _nowhere(shifts, roads, areas),
    }


def _rate(table: GapTable) -> Floats | None:
    """(A, 168) calls an hour that ask for a mobile team, as they came: a share of the calls that
    were counted is told, so hours don't borrow from each other.
    """
    demand = table.demand
    if TEAM_NEED not in demand.needs:
        return None
    counted = demand.counted
    rate: Floats = counted[demand.needs.index(TEAM_NEED)]
    return rate if rate.sum() > 0 else None


def _nowhere(
    shifts: Sequence[TeamShift], roads: Sequence[OnTheRoad], areas: Sequence[str]
) -> list[str]:
    """Teams with a shift for areas that none of these calls is told to: it counts for none."""
    pairs = zip(shifts, roads, strict=True)
    return sorted({s.team for s, road in pairs if not any(road.serves(area) for area in areas)})


def _chart(rate: Floats, covered: Floats) -> Chart:
    return heat_map(
        "shifts",
        rate.tolist(),
        covered.tolist(),
        title=_("Calls for a mobile team against shifts, by day and hour"),
        days=words.day_names(),
        hour_name=words.hour_name,
    )
