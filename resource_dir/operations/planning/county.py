"""The county as planning sees it now: demand, supply and assumptions together."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.assuming import assumptions_of
from resource_dir.operations.planning.crosswalks import CountingVersion
from resource_dir.operations.planning.demand import demand_for
from resource_dir.operations.planning.supply import supply_for

if TYPE_CHECKING:
    from resource_dir.gaps.fixing.applying import County


def county_of(
    session: Session,
    asked: GapsAsked,
    *,
    settings: Settings,
    now: datetime,
    versions: Mapping[str, CountingVersion] = MappingProxyType({}),
) -> "County":
    """What all figures are worked out of. `versions`: see `demand_for`.

    Raises NotFound for a data set, layer or area that isn't there.
    """
    # SciPy is loaded when somebody plans, not when the server starts.
    from resource_dir.gaps.fixing.applying import County

    demand = demand_for(
        session,
        asked,
        folder=settings.calls_folder,
        engine=settings.gaps_engine,
        versions=versions,
    )
    supply = supply_for(session, demand.areas, now=now)
    return County(demand, supply, assumptions_of(session))
