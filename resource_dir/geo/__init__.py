"""Where things are: places from text, areas, distance, time zones. A leaf; works offline.

The gazetteer is read on first use. `GazetteerGeocoder` lies in `resource_dir.geo.geocoder`:
geopy loads all its geocoders with it, and nothing else here needs them.
"""

from resource_dir.geo.areas import (
    area_keys,
    area_name,
    areas_at,
    check_point,
    is_in_state,
    is_point,
)
from resource_dir.geo.county_lines import CountyLines, county_lines
from resource_dir.geo.distance import (
    EARTH_RADIUS_KM,
    MILES_PER_KM,
    BoundingBox,
    bounding_box,
    cell_of,
    cells_of,
    distance_km,
)
from resource_dir.geo.finding import AS_GIVEN, find_places, near_name, not_found
from resource_dir.geo.naming import areas_named
from resource_dir.geo.place import Level, Place
from resource_dir.geo.states import STATE_NAMES, state_code
from resource_dir.geo.travel import minutes_estimate
from resource_dir.geo.zones import zone_at, zone_of_area, zone_of_zip

__all__ = [
    "AS_GIVEN",
    "EARTH_RADIUS_KM",
    "MILES_PER_KM",
    "STATE_NAMES",
    "BoundingBox",
    "CountyLines",
    "Level",
    "Place",
    "area_keys",
    "area_name",
    "areas_at",
    "areas_named",
    "bounding_box",
    "cell_of",
    "cells_of",
    "check_point",
    "county_lines",
    "distance_km",
    "find_places",
    "is_in_state",
    "is_point",
    "minutes_estimate",
    "near_name",
    "not_found",
    "state_code",
    "zone_at",
    "zone_of_area",
    "zone_of_zip",
]
