import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.geo.boundaries import Boundaries
from resource_dir.geo.gazetteer import gazetteer


def closed(*corners):
    return [*corners, corners[0]]


def drawn(*rings_with_county):
    """Boundaries of (county, corners as lon, lat) on a grid of whole degrees."""
    rings = [closed(*corners) for _, corners in rings_with_county]
    points = np.array([point for ring in rings for point in ring])
    return Boundaries.from_arrays(
        {
            "ring_x": points[:, 0],
            "ring_y": points[:, 1],
            "ring_start": np.cumsum([0] + [len(ring) for ring in rings]),
            "ring_county": np.array([county for county, _ in rings_with_county]),
            "county_fips": np.array([1001, 1003, 2001]),
            "grid_scale": np.array([0.1, 0.1]),
            "grid_origin": np.array([0.0, 0.0]),
        }
    )


def encloses(ring_lon, ring_lat, lat, lon):
    """The slow, obvious way: the angle under which the ring is seen adds up to a full turn."""
    turn = np.unwrap(np.arctan2(ring_lat - lat, ring_lon - lon))
    return abs(turn[-1] - turn[0]) > np.pi


# A county with a hole, the city in the hole, and a square of another state far to the east.
RING = drawn(
    (0, [(0, 0), (10, 0), (10, 10), (0, 10)]),
    (0, [(4, 4), (6, 4), (6, 6), (4, 6)]),
    (1, [(4, 4), (6, 4), (6, 6), (4, 6)]),
    (2, [(20, 0), (30, 0), (30, 10), (20, 10)]),
)


@pytest.mark.parametrize(
    ("lat", "lon", "county"), [(0.2, 0.2, 0), (0.5, 0.5, 1), (0.5, 2.5, 2), (0.5, 1.5, None)]
)
def test_a_city_in_the_hole_of_a_county_is_its_own(lat, lon, county):
    assert RING.county_at(lat, lon) == county


def test_a_point_off_the_coast_belongs_to_the_nearest_county_within_reach():
    assert RING.county_near(0.5, 1.02, within_km=3) == 0  # 2.2 km out
    assert RING.county_near(0.5, 1.04, within_km=3) is None
    assert RING.county_near(0.5, 1.98, within_km=3) == 2


def test_a_state_reaches_a_little_beyond_its_line():
    assert RING.is_in_state(0.5, 1.05, "01", within_km=10)
    assert not RING.is_in_state(0.5, 1.15, "01", within_km=10)
    assert not RING.is_in_state(0.5, 2.5, "01", within_km=10)


def test_the_centre_is_the_centroid_of_the_largest_ring():
    assert RING.centre_of(0) == pytest.approx((0.5, 0.5))
    assert RING.centre_of(2) == pytest.approx((0.5, 2.5))


@settings(deadline=None, max_examples=30)
@given(st.floats(24, 49), st.floats(-124, -67))
def test_the_fast_answer_is_the_slow_one(lat, lon):
    lines = gazetteer().boundaries
    found = lines.county_at(lat, lon)
    rings = range(len(lines.county)) if found is None else lines.rings_of(found)

    slow = {}
    for ring in rings:
        part = slice(lines.start[ring], lines.start[ring + 1])
        owner = int(lines.county[ring])
        slow[owner] = slow.get(owner, False) ^ encloses(lines.lon[part], lines.lat[part], lat, lon)

    assert [owner for owner, inside in slow.items() if inside] == ([] if found is None else [found])
