"""Zone lists: layers without outlines, that name the zones an agency's calls carry.

Nothing lies in them, so calls go by their own zone (`zone:ID`), as they do without any layer; the
list in force gives the zones their names and their people.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.demand.demand import DemandArea
from resource_dir.models import Area, AreaLayer, CallDataSet
from resource_dir.operations.auditing import record

ZONE = "zone"


@dataclass(frozen=True, slots=True)
class NamedZone:
    """What a list says of a zone; several lists, that differ: both names, and nobody's people."""

    name: str
    population: int | None


def outlined(session: Session, layer_id: str | None) -> str | None:
    """The layer, where its areas have outlines that a point can lie in; None for a zone list."""
    if layer_id is None or is_zone_list(session, layer_id):
        return None
    return layer_id


def is_zone_list(session: Session, layer_id: str) -> bool:
    """Whether nothing of this layer was drawn."""
    drawn = select(Area.id).where(Area.layer_id == layer_id, Area.outline.is_not(None)).limit(1)
    return session.scalar(drawn) is None and _is_filled(session, layer_id)


def _is_filled(session: Session, layer_id: str) -> bool:
    return session.scalar(select(Area.id).where(Area.layer_id == layer_id).limit(1)) is not None


def area_key(layer_id: str, area_id: str, *, is_drawn: bool) -> str:
    """The key that demand of an area goes by."""
    return f"{layer_id}:{area_id}" if is_drawn else f"{ZONE}:{area_id}"


def zones_named(session: Session, lists: Iterable[str]) -> dict[str, NamedZone]:
    """Zones by their key, as these lists name them; layers with outlines name none."""
    rows = session.execute(
        select(Area.id, Area.name, Area.population)
        .where(Area.layer_id.in_(sorted(set(lists))), Area.outline.is_(None))
        .order_by(Area.layer_id, Area.id)
    )
    found: dict[str, NamedZone] = {}
    for row in rows:
        key = area_key("", row.id, is_drawn=False)
        found[key] = _both(found.get(key), NamedZone(row.name, row.population))
    return found


def _both(first: NamedZone | None, second: NamedZone) -> NamedZone:
    if first is None or first == second:
        return second
    name = first.name if first.name == second.name else f"{first.name} / {second.name}"
    return NamedZone(name, None)


def with_names(areas: dict[str, DemandArea], zones: dict[str, NamedZone]) -> dict[str, DemandArea]:
    """The areas, zones among them under their names and with their people."""
    return {
        key: replace(area, name=zones[key].name, population=zones[key].population)
        if key in zones
        else area
        for key, area in areas.items()
    }


def name_zones(
    session: Session, layer_id: str, data_set_id: str, *, actor: str, now: datetime
) -> None:
    """Let a list name the zones of a data set from now on. Its calls stay as they are.

    Raises NotFound, BadInput where the calls are told to areas with outlines.
    """
    data_set = session.get(CallDataSet, data_set_id)
    if data_set is None:
        raise NotFound("There is no data set “%(name)s”.", field="data", name=data_set_id[:60])
    if session.get(AreaLayer, layer_id) is None or not is_zone_list(session, layer_id):
        raise BadInput(
            "“%(layer)s” has outlines: calls are told to its areas when they are imported.",
            field="data",
            layer=layer_id[:60],
        )
    if outlined(session, data_set.layer_id) is not None:
        raise BadInput(
            "The calls of %(data)s are told to the areas of %(layer)s, not to their zones.",
            field="data",
            data=data_set.id,
            layer=data_set.layer_id or "",
        )
    before, data_set.layer_id = data_set.layer_id, layer_id
    session.flush()
    record(
        session,
        "areas.name_zones",
        actor=actor,
        table="call_data_set",
        row_id=data_set.id,
        now=now,
        before={"layer": before},
        after={"layer": layer_id},
    )
