import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest
from geopy.exc import GeocoderQueryError

from resource_dir.geo.folding import fold
from resource_dir.geo.gazetteer import NOWHERE, gazetteer
from resource_dir.geo.geocoder import GazetteerGeocoder
from resource_dir.geo.states import STATE_FIPS


def test_the_shipped_files_stay_small():
    folder = files("resource_dir.geo").joinpath("data")

    size = sum(len(file.read_bytes()) for file in folder.iterdir())

    assert size < 2_500_000


def test_the_whole_gazetteer_stays_small_in_memory():
    known = gazetteer()
    parts = [getattr(known, name) for name in known.__dataclass_fields__ if name != "boundaries"]
    parts += [getattr(known.boundaries, name) for name in known.boundaries.__dataclass_fields__]

    assert sum(part.nbytes for part in parts) < 12_000_000


def test_rows_that_are_looked_up_by_halving_are_sorted_and_unique():
    known = gazetteer()

    for rows in (known.zip_code, known.county_fips, known.city_key):
        assert (rows[:-1] < rows[1:]).all()


def test_every_number_that_stands_for_a_row_has_one():
    known = gazetteer()

    counties = known.zip_county[known.zip_county != NOWHERE]
    assert counties.max() < len(known.county_fips)
    assert known.zip_city.max() < len(known.city_key)
    assert known.zip_zone.max() < len(known.zone_name)
    assert len(counties) > 0.999 * len(known.zip_code)
    assert (np.diff(known.zip_city_start) > 0).all()


def test_every_zip_lies_in_the_state_of_its_county():
    known = gazetteer()
    has_county = known.zip_county != NOWHERE

    of_county = known.county_fips[known.zip_county[has_county]] // 1000

    assert (of_county == known.zip_state[has_county]).mean() > 0.999


def test_city_keys_are_what_folding_gives_now():
    known = gazetteer()

    for row in range(0, len(known.city_key), 7):
        name, state = known.city_label(row).rsplit(", ", 1)
        assert known.city_key_text(row) == f"{fold(name)},{state.lower()}"
        assert state in STATE_FIPS


def test_geopys_interface_gives_locations_with_our_place_in_them():
    geocoder = GazetteerGeocoder()

    location = geocoder.geocode("90012")
    candidates = geocoder.geocode("Springfield", exactly_one=False)

    assert location.raw.level == "zip"
    assert (location.latitude, location.longitude) == (location.raw.lat, location.raw.lon)
    assert len(candidates) > 3
    assert geocoder.geocode("99999") is None
    with pytest.raises(GeocoderQueryError, match="-90 to 90"):
        geocoder.geocode("91,0")


def test_geo_loads_neither_geopy_nor_zone_polygons_until_they_are_asked_for():
    program = (
        "import sys; from resource_dir import geo; geo.find_places('90012'); "
        "geo.zone_at(34.05, -118.24); "
        "print([name for name in ('flask', 'sqlalchemy', 'geopy', 'tzfpy') if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
