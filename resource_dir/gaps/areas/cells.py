"""Grid cells: H3 at resolution 7 (about 5 km²) is the finest that a call's place is kept in."""

import h3.api.basic_int as h3

FINEST = 7


def middle_of(cell: int) -> tuple[float, float]:
    """Latitude and longitude of a cell's middle."""
    latitude, longitude = h3.cell_to_latlng(cell)
    return latitude, longitude
