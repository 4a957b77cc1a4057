import numpy as np
import pytest
from geopy.distance import great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

from resource_dir.geo import bounding_box, cell_of, cells_of, distance_km, minutes_estimate

LATS = st.floats(-90, 90)
LONS = st.floats(-180, 180)


@settings(deadline=None, max_examples=200)
@given(LATS, LONS, LATS, LONS)
def test_distance_agrees_with_geopys_great_circle(lat, lon, other_lat, other_lon):
    expected = great_circle((lat, lon), (other_lat, other_lon)).km

    measured = distance_km(lat, lon, [other_lat], [other_lon])

    assert measured.dtype == np.float64
    assert measured[0] == pytest.approx(expected, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 179.5), (0, -179.5), 111.195),  # over the 180° meridian, not round the Earth
        ((90, 0), (90, 137), 0.0),  # a pole is one point at every longitude
        ((90, 0), (-90, 0), 20015.115),
        ((0, 0), (0, 180), 20015.115),
    ],
)
def test_distance_holds_at_poles_and_at_the_180th_meridian(one, other, expected):
    measured = distance_km(*one, [other[0]], [other[1]])

    assert measured[0] == pytest.approx(expected, abs=1e-2)


def test_distance_to_no_points_is_an_empty_array():
    measured = distance_km(38.9, -77.0, [], [])

    assert measured.shape == (0,)


@settings(deadline=None, max_examples=300)
@given(LATS, LONS, st.floats(0, 3000), LATS, LONS)
def test_a_box_holds_every_point_of_its_circle(lat, lon, radius, other_lat, other_lon):
    box = bounding_box(lat, lon, radius)

    is_within = distance_km(lat, lon, [other_lat], [other_lon])[0] <= radius

    assert not is_within or box.contains([other_lat], [other_lon])[0]


@settings(deadline=None, max_examples=200)
@given(st.floats(-89, 89), LONS, st.floats(0.1, 500), st.floats(0, 6.283))
def test_a_box_holds_the_rim_of_its_circle(lat, lon, radius, bearing):
    rim = great_circle(kilometers=radius * 0.999).destination((lat, lon), np.degrees(bearing))

    box = bounding_box(lat, lon, radius)

    assert box.contains([rim.latitude], [rim.longitude])[0]


def test_a_box_over_the_180th_meridian_has_two_ranges():
    box = bounding_box(52.0, 179.9, 50)

    assert box.west > box.east
    assert len(box.lon_ranges) == 2
    assert box.contains([52, 52, 52], [179.5, -179.7, 0]).tolist() == [True, True, False]


def test_a_box_over_a_pole_has_all_longitudes():
    box = bounding_box(89.9, 20, 50)

    assert (box.west, box.east, box.north) == (-180, 180, 90)


def test_cells_are_a_tenth_of_a_degree_and_wrap_at_the_180th_meridian():
    assert cell_of(38.91, -77.01) == cell_of(38.99, -77.09)
    assert cell_of(38.91, -77.01) != cell_of(39.01, -77.01)
    assert cell_of(10, 180) == cell_of(10, -180)
    assert cells_of([90, -90], [180, -180]).tolist() == [1799 * 3600, 0]


def test_a_longer_way_never_takes_less_time():
    minutes = [minutes_estimate(km / 10) for km in range(3000)]

    assert minutes == sorted(minutes)
    assert minutes[0] == 2


def test_a_drive_across_town_takes_minutes_and_one_across_a_state_hours():
    assert 5 <= minutes_estimate(2) <= 10
    assert 20 <= minutes_estimate(15) <= 35
    assert 150 <= minutes_estimate(200) <= 260
