"""Where need outruns capacity: the gap table, from stored calls and the inventory as it is."""

from collections.abc import Hashable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.county import county_of
from resource_dir.operations.planning.digests import inputs_of
from resource_dir.operations.planning.kept_tables import TABLES

if TYPE_CHECKING:
    from resource_dir.gaps.fixing.applying import County
    from resource_dir.gaps.table.gap_table import GapTable


def find_gaps(
    session: Session, asked: GapsAsked, *, settings: Settings, now: datetime
) -> "GapTable":
    """The gap table. Without calls it is empty: no data is not "no gap".

    Raises NotFound for a data set, layer or area that isn't there.
    """
    from resource_dir.gaps.table.building import build_gap_table, with_inputs

    county = county_of(session, asked, settings=settings, now=now)
    inputs = inputs_of(session, asked, county.supply)

    def make() -> "GapTable":
        return with_inputs(build_gap_table(county.demand, county.supply, county.assumed), inputs)

    return TABLES.get((asked, inputs, _untold(county)), make, now=now)


def _untold(county: "County") -> Hashable:
    """What the digests don't tell: which areas there are, and of the units where they are and whom
    they take."""
    units = (
        (
            unit.id,
            unit.latitude,
            unit.longitude,
            unit.serves,
            tuple(sorted(unit.stances.items())),
            unit.appointment_days is not None and round(unit.appointment_days),
        )
        for unit in county.supply.units
    )
    return county.demand.areas, tuple(units)
