"""From the calls that are stored to a table that can be published: look first, then publish."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.errors import Conflict, NotFound
from resource_dir.models import Area, CallDataSet, PublishedTable
from resource_dir.operations.planning.asked import GapsAsked
from resource_dir.operations.planning.crosswalks import counting_version
from resource_dir.operations.planning.demand import counted_with
from resource_dir.operations.planning.fixed_periods import FixedPeriod, read_period
from resource_dir.operations.planning.published import Content
from resource_dir.operations.planning.publishing import (
    Counted,
    content_of,
    publish_counts,
    require_publishable,
)
from resource_dir.operations.planning.zone_lists import area_key

if TYPE_CHECKING:
    from resource_dir.gaps.demand.counted import Counted as Cells

NOWHERE = {"id": "", "name": "", "population": None}


def preview_publication(
    session: Session, data_set_id: str, period_name: str, *, settings: Settings
) -> Content:
    """The table as it would be published. Raises BadInput, NotFound, Conflict."""
    data_set, period = _asked(session, data_set_id, period_name)
    return content_of(data_set, period, count_leading(session, data_set, period, settings=settings))


def publish_period(
    session: Session,
    data_set_id: str,
    period_name: str,
    *,
    settings: Settings,
    actor: str,
    now: datetime,
) -> PublishedTable:
    """Count one period and publish it for good. Raises BadInput, NotFound, Conflict."""
    data_set, period = _asked(session, data_set_id, period_name)
    counted = count_leading(session, data_set, period, settings=settings)
    return publish_counts(session, data_set, period, counted, actor=actor, now=now)


def _asked(session: Session, data_set_id: str, period_name: str) -> tuple[CallDataSet, FixedPeriod]:
    """The data set and the period, if it may be published: before anything is counted."""
    period = read_period(period_name)
    data_set = session.get(CallDataSet, data_set_id)
    if data_set is None:
        raise NotFound("There is no data set “%(name)s”.", field="data", name=data_set_id[:60])
    require_publishable(session, data_set, period)
    return data_set, period


def count_leading(
    session: Session, data_set: CallDataSet, period: FixedPeriod, *, settings: Settings
) -> Counted:
    """Calls of the period by the need they ask for most and the areas of the data set's layer.

    Raises Conflict without areas, a crosswalk or a call.
    """
    from resource_dir.gaps.publishing.leading import leading_entries

    version = counting_version(session, data_set.crosswalk_id)
    if data_set.layer_id is None or not version.number:
        raise Conflict(
            "The calls of %(name)s need areas and a crosswalk before they are published.",
            name=data_set.id,
        )
    cells = counted_with(
        session,
        data_set,
        replace(version, entries=leading_entries(version.entries)),
        GapsAsked(from_day=period.from_day, to_day=period.to_day),
        folder=settings.calls_folder,
        engine=settings.gaps_engine,
    )
    if cells is None or not cells.calls.any():
        raise Conflict("No call of %(period)s asks for anything.", period=period.name)
    return _by_area(session, data_set.layer_id, cells, crosswalk=version.name)


def _by_area(session: Session, layer_id: str, cells: "Cells", *, crosswalk: str | None) -> Counted:
    """Every area of the layer, also without a call; what lies in none of them comes last."""
    import numpy as np

    rows = session.execute(
        select(Area.id, Area.name, Area.population, Area.latitude)
        .where(Area.layer_id == layer_id)
        .order_by(Area.name, Area.id)
    )
    found = list(rows)
    areas = [{"id": row.id, "name": row.name, "population": row.population} for row in found]
    numbers = {
        area_key(layer_id, row.id, is_drawn=row.latitude is not None): number
        for number, row in enumerate(found)
    }
    counts = np.zeros((len(cells.needs), len(areas) + 1), dtype=np.int64)
    for column, key in enumerate(cells.areas):
        counts[:, numbers.get(key, -1)] += cells.calls[:, column]
    if not counts[:, -1].any():
        return Counted(cells.needs, tuple(areas), counts[:, :-1], crosswalk)
    return Counted(cells.needs, (*areas, NOWHERE), counts, crosswalk)
