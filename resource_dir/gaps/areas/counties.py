"""A state's counties as an area layer, from the county lines that come with the product."""

from shapely import Polygon, make_valid
from shapely.geometry.base import BaseGeometry

from resource_dir.gaps.areas.layers import LayerArea, layer_area
from resource_dir.geo.county_lines import CountyLines, counties_of_state

CLOSED_TRIANGLE = 4  # points of the smallest ring


def counties_as_areas(state: str) -> tuple[LayerArea, ...]:
    """The counties of a state ("CO"), by FIPS number. Raises NotFound for another code.

    The lines are simplified for maps, and nobody's number of people comes with them.
    """
    return tuple(
        layer_area(f"{fips:05d}", county.name, _outline(county))
        for fips, county in counties_of_state(state)
    )


def _outline(county: CountyLines) -> BaseGeometry:
    """Rings are even-odd: what lies in two of them is a hole."""
    whole: BaseGeometry = Polygon()
    for ring in county.rings:
        if len(ring) < CLOSED_TRIANGLE:
            continue  # an island that simplifying has left two points of
        whole = whole.symmetric_difference(make_valid(Polygon(ring)))
    return whole
