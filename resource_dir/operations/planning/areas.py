"""Area layers: taken in from a file or from the county lines, listed, and asked for cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, NotFound
from resource_dir.models import Area, AreaLayer, CallDataSet
from resource_dir.operations.auditing import record
from resource_dir.operations.reports.personal_text import refused_in

if TYPE_CHECKING:
    from resource_dir.gaps.areas.layers import LayerArea, LayerRead
    from resource_dir.gaps.areas.locating import AreaFinder

LAYER_ID = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
TAKEN = frozenset({"zone", "cell", "unknown", "all"})  # what other area ids begin with
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ListedLayer:
    """A layer and what is in it."""

    id: str
    name: str
    source: str
    areas: int
    with_population: int
    created: datetime
    outlines: int = 0


def check_layer(layer_id: str, name: str) -> None:
    """Raises BadInput for an id or a name that a layer can't have."""
    if not LAYER_ID.match(layer_id) or layer_id in TAKEN:
        raise BadInput(
            "A layer's id has to be small letters, digits and _, such as beats_2025.", field="layer"
        )
    if not name.strip() or len(name) > LONGEST_NAME or refused_in(name):
        raise BadInput(
            "A layer needs a name of at most %(most)s characters.", field="name", most=LONGEST_NAME
        )


def take_areas(
    session: Session,
    layer_id: str,
    areas: Iterable["LayerArea"],
    *,
    name: str,
    source: str,
    actor: str,
    now: datetime,
) -> int:
    """Store a layer, in place of one of that id; how many areas it has. Raises BadInput.

    Calls that were stored under the old outlines keep the area they were given; import them again
    to have them told anew.
    """
    check_layer(layer_id, name)
    layer = session.get(AreaLayer, layer_id)
    before = None if layer is None else {"name": layer.name, "source": layer.source}
    if layer is None:
        layer = AreaLayer(id=layer_id)
        session.add(layer)
    layer.name, layer.source, layer.created, layer.created_by = name.strip(), source, now, actor
    session.flush()
    session.execute(delete(Area).where(Area.layer_id == layer_id))
    rows = [
        Area(
            layer_id=layer_id,
            id=area.id,
            name=area.name,
            population=area.population,
            latitude=area.latitude,
            longitude=area.longitude,
            area_km2=area.area_km2,
            outline=None if area.outline is None else dict(area.outline),
        )
        for area in areas
    ]
    session.add_all(rows)
    session.flush()
    record(
        session,
        "areas.take",
        actor=actor,
        table="area_layer",
        row_id=layer_id,
        now=now,
        before=before,
        after={"name": layer.name, "source": source, "areas": len(rows)},
    )
    return len(rows)


def read_areas(
    path: Path, *, id_column: str, name_column: str, population_column: str
) -> "LayerRead":
    """Read a file of areas; nothing is stored. Raises PackageRefused, BadInput."""
    from resource_dir.gaps.areas.layers import Columns, read_layer_file

    return read_layer_file(path, Columns(id_column, name_column, population_column))


def remove_layer(session: Session, layer_id: str, *, actor: str, now: datetime) -> None:
    """Forget a layer that no data set counts by. Raises NotFound, BadInput."""
    layer = session.get(AreaLayer, layer_id)
    if layer is None:
        raise NotFound("There is no layer “%(layer)s”.", field="layer", layer=layer_id[:60])
    used = session.scalars(select(CallDataSet.id).where(CallDataSet.layer_id == layer_id)).first()
    if used is not None:
        raise BadInput("The calls of %(data)s are counted by this layer.", field="layer", data=used)
    session.execute(delete(Area).where(Area.layer_id == layer_id))
    session.delete(layer)
    session.flush()
    record(
        session,
        "areas.remove",
        actor=actor,
        table="area_layer",
        row_id=layer_id,
        now=now,
        before={"name": layer.name, "source": layer.source},
    )


def list_layers(session: Session) -> list[ListedLayer]:
    """All layers by name."""
    rows = session.execute(
        select(
            AreaLayer.id,
            AreaLayer.name,
            AreaLayer.source,
            func.count(Area.id),
            func.count(Area.population),
            AreaLayer.created,
            func.count(Area.latitude),
        )
        .outerjoin(Area, Area.layer_id == AreaLayer.id)
        .group_by(AreaLayer.id, AreaLayer.name, AreaLayer.source, AreaLayer.created)
        .order_by(AreaLayer.name, AreaLayer.id)
    )
    return [ListedLayer(*row) for row in rows]


def finder_of(session: Session, layer_id: str) -> "AreaFinder":
    """Who says which area of a layer a point lies in; of a zone list, none. Raises NotFound."""
    from resource_dir.gaps.areas.locating import AreaFinder

    rows = session.execute(
        select(Area.id, Area.outline).where(Area.layer_id == layer_id).order_by(Area.id)
    ).all()
    if not rows:
        raise NotFound("There is no layer “%(layer)s”.", field="layer", layer=layer_id[:60])
    return AreaFinder({row.id: row.outline for row in rows if row.outline is not None})
