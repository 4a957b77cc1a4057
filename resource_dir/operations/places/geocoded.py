"""Points that were looked up, when their source is imported again."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.rows import chunked, table_of

POINT_COLUMNS = ("latitude", "longitude", "point_level", "point_source")
_location = table_of(models.Location)
_lookup = table_of(models.PointLookup)


def with_point_kept(
    table_name: str, before: Mapping[str, Any] | None, columns: dict[str, Any]
) -> dict[str, Any]:
    """Columns of a row to be stored. A location whose source still gives no point keeps the one
    that was looked up; a point of the source's own takes its place.
    """
    if table_name != "location" or before is None or columns.get("is_withheld"):
        return columns
    if columns["latitude"] is not None or before["point_source"] is None:
        return columns
    return columns | {name: before[name] for name in POINT_COLUMNS}


def forget_points(session: Session, location_ids: Iterable[str]) -> None:
    """The address of these has changed: the point that was looked up by the old one goes."""
    for part in chunked(sorted(set(location_ids))):
        session.execute(delete(_lookup).where(_lookup.c.location_id.in_(part)))
        session.execute(
            update(_location)
            .where(_location.c.id.in_(part), _location.c.point_source.is_not(None))
            .values(dict.fromkeys((*POINT_COLUMNS, "zone", "zone_origin")))
        )
