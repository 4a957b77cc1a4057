"""Grid cells as outlines."""

from typing import Any

import h3

LONGEST_HEX = 16  # a longer one is written in decimal digits, as the cube has it


def cell_outline(cell: str) -> dict[str, Any] | None:
    """The hexagon of an H3 cell as a GeoJSON polygon; None for what is no cell."""
    key = h3.int_to_str(int(cell)) if cell.isdecimal() and len(cell) > LONGEST_HEX else cell
    if not h3.is_valid_cell(key):
        return None
    ring = [[lon, lat] for lat, lon in h3.cell_to_boundary(key)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
