"""County lines around a point, for a map without tiles."""

from resource_dir import geo


def test_the_county_at_the_point_is_drawn_around_it() -> None:
    lines = geo.county_lines(38.5, -106.0, within_km=10)

    chaffee = next(county for county in lines if county.name == "Chaffee County, CO")
    (ring,) = chaffee.rings
    assert ring[0] == ring[-1]
    assert min(lon for lon, _ in ring) < -106.0 < max(lon for lon, _ in ring)
    assert 38.5 < chaffee.lat < 39.1


def test_a_wider_circle_reaches_more_counties() -> None:
    near = geo.county_lines(38.5, -106.0, within_km=10)
    far = geo.county_lines(38.5, -106.0, within_km=200)

    assert {county.name for county in near} < {county.name for county in far}


def test_the_middle_of_the_ocean_has_none() -> None:
    assert geo.county_lines(0.0, 0.0, within_km=200) == []
