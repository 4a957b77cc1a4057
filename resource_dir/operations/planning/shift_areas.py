"""Which areas a shift may serve: those of the layers and zone lists that are there now.

A shift keeps them as "LAYER:AREA", whatever the layer. Demand goes by other keys: zones of a list
go by `zone:ID`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.models import Area, AreaLayer, TeamShift
from resource_dir.operations.planning.zone_lists import area_key

MOST_AREAS = 2000


@dataclass(frozen=True, slots=True)
class KnownArea:
    """An area that is there. `demand` is the key that its calls are counted by."""

    key: str
    layer: str
    name: str
    demand: str


def known_areas(session: Session) -> dict[str, KnownArea]:
    """All areas by the key a shift keeps, by layer and name."""
    rows = session.execute(
        select(Area.layer_id, Area.id, Area.name, Area.latitude, AreaLayer.name.label("layer"))
        .join(AreaLayer, AreaLayer.id == Area.layer_id)
        .order_by(AreaLayer.name, AreaLayer.id, Area.name, Area.id)
    )
    found = {}
    for row in rows:
        key = f"{row.layer_id}:{row.id}"
        demand = area_key(row.layer_id, row.id, is_drawn=row.latitude is not None)
        found[key] = KnownArea(key, row.layer, row.name, demand)
    return found


def checked_areas(
    session: Session, chosen: Collection[str], *, kept: Collection[str] = ()
) -> list[str] | None:
    """The areas as a shift stores them; None: everywhere. `kept` are those it had already: one that
    was removed later may stay, so that nobody widens a shift by correcting its hours.

    Raises BadInput for an area that isn't there.
    """
    areas = sorted(set(chosen))
    if not areas:
        return None
    if len(areas) > MOST_AREAS:
        raise BadInput("Choose at most %(most)s areas.", field="areas", most=MOST_AREAS)
    if not known_areas(session).keys() | set(kept) >= set(areas):
        raise BadInput(
            "One of these areas is not known. Choose the areas out of the list again.",
            field="areas",
        )
    return areas


def served(shift: TeamShift, known: Mapping[str, KnownArea]) -> frozenset[str] | None:
    """Keys of demand that a shift serves; None: everywhere. Of an area that is no longer known
    nobody can tell which calls are its own: it serves none, and the shift none besides.
    """
    if shift.area_ids is None:
        return None
    return frozenset(known[key].demand for key in shift.area_ids if key in known)
