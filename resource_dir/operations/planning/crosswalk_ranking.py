"""What another version of a crosswalk would do to the ranking: the gap table, counted by it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.assuming import assumptions_of
from resource_dir.operations.planning.crosswalks import CountingVersion
from resource_dir.operations.planning.demand import demand_for
from resource_dir.operations.planning.supply import supply_for

BETWEEN = "|"  # need and area in the name of a row


def ranking_by(
    session: Session, crosswalk_id: str, *, folder: Path, now: datetime
) -> Callable[[Sequence[CrosswalkEntry]], list[str]]:
    """A function from entries to the names "need|area name" of the gap table's rows, the worst
    first, if calls were mapped by them. `folder` is for files of calls.
    """

    def rank(entries: Sequence[CrosswalkEntry]) -> list[str]:
        from resource_dir.gaps.table.building import build_gap_table

        tried = CountingVersion(crosswalk_id, 0, False, tuple(entries))
        versions = {crosswalk_id: tried}
        demand = demand_for(session, GapsAsked(), folder=folder, versions=versions)
        supply = supply_for(session, demand.areas, now=now)
        table = build_gap_table(demand, supply, assumptions_of(session))
        return [f"{row.need}{BETWEEN}{row.area_name or row.area}" for row in table.rows]

    return rank
