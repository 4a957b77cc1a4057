"""Grid cells as outlines."""

from typing import Any

import h3


def cell_outline(cell: str) -> dict[str, Any] | None:
    """The hexagon of an H3 cell as a GeoJSON polygon; None for what is no cell."""
    if not h3.is_valid_cell(cell):
        return None
    ring = [[lon, lat] for lat, lon in h3.cell_to_boundary(cell)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
