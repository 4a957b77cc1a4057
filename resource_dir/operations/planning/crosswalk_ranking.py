"""What another version of a crosswalk would do to the ranking: the gap table, counted by it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.county import county_of
from resource_dir.operations.planning.crosswalks import CountingVersion

BETWEEN = "|"  # need and area in the name of a row


def ranking_by(
    session: Session, crosswalk_id: str, *, settings: Settings, now: datetime
) -> Callable[[Sequence[CrosswalkEntry]], list[str]]:
    """A function from entries to the names "need|area name" of the gap table's rows, the worst
    first, if calls were mapped by them.
    """

    def rank(entries: Sequence[CrosswalkEntry]) -> list[str]:
        from resource_dir.gaps.table.building import build_gap_table

        tried = CountingVersion(crosswalk_id, 0, False, tuple(entries))
        versions = {crosswalk_id: tried}
        county = county_of(session, GapsAsked(), settings=settings, now=now, versions=versions)
        table = build_gap_table(county.demand, county.supply, county.assumed)
        return [f"{row.need}{BETWEEN}{row.area_name or row.area}" for row in table.rows]

    return rank
