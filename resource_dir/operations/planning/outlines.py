"""Outlines of the areas that demand is counted by, for the map."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from resource_dir.models import Area

CELL = "cell:"
CHUNK = 400


def outlines_of(session: Session, areas: Iterable[str]) -> dict[str, dict[str, Any]]:
    """A GeoJSON geometry for each area that has one; grid cells are hexagons."""
    ids = list(areas)
    cells = [one for one in ids if one.startswith(CELL)]
    pairs = [one.partition(":") for one in ids if not one.startswith(CELL) and ":" in one]
    keys = [(layer, area) for layer, _, area in pairs]
    return {**_stored(session, keys), **_cells(cells)}


def _stored(session: Session, keys: list[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(keys), CHUNK):
        rows = session.execute(
            select(Area.layer_id, Area.id, Area.outline)
            .where(tuple_(Area.layer_id, Area.id).in_(keys[start : start + CHUNK]))
            .where(Area.outline.is_not(None))
        )
        found |= {f"{layer}:{area}": outline for layer, area, outline in rows}
    return found


def _cells(cells: list[str]) -> dict[str, dict[str, Any]]:
    if not cells:
        return {}
    from resource_dir.gaps.cell_outlines import cell_outline  # H3, when there is a cell to draw

    found = {one: cell_outline(one.removeprefix(CELL)) for one in cells}
    return {one: outline for one, outline in found.items() if outline is not None}
