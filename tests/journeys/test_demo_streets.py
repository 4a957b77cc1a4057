"""The streets of the demonstration county: every listing stands on one, and nothing gives away
the house that is withheld.
"""

import csv
import itertools
import re
from collections import defaultdict

import pytest

from resource_dir.geo import areas_at, distance_km
from resource_dir.operations.importing.demonstrating import address_file

from .county import County, seed_rows

SHORT = {
    "North": "N", "South": "S", "East": "E", "West": "W", "Street": "St", "Avenue": "Ave",
    "Road": "Rd", "Lane": "Ln", "Drive": "Dr", "Court": "Ct", "Alley": "Aly", "Square": "Sq",
    "View": "Vw", "Fourth": "4th", "Fifth": "5th", "Seventh": "7th",
}  # fmt: skip
DOOR_KM = 0.030
Row = dict[str, str]


@pytest.fixture(scope="module")
def points() -> list[Row]:
    with address_file().open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def houses(points: list[Row]) -> dict[tuple[str, str], list[int]]:
    """House numbers by town and street, in order."""
    found = defaultdict(set)
    for row in points:
        if row["NUMBER"].isdigit():
            found[row["CITY"], row["STREET"]].add(int(row["NUMBER"]))
    return {street: sorted(numbers) for street, numbers in found.items()}


def test_there_are_enough_points_in_the_layout_of_address_layers(points: list[Row]) -> None:
    assert len(points) >= 2_000
    assert list(points[0]) == [
        "LON", "LAT", "NUMBER", "STREET", "UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID",
        "HASH", "MILEPOST",
    ]  # fmt: skip
    assert len({row["ID"] for row in points}) == len({row["HASH"] for row in points}) == len(points)


def test_each_listing_stands_at_the_point_of_its_address(points: list[Row]) -> None:
    at = {(row["CITY"], f"{row['NUMBER']} {row['STREET']}", row["POSTCODE"]): row for row in points}
    places = {row["id"]: row for row in seed_rows("locations.csv")}
    for address in seed_rows("addresses.csv"):
        place = places[address["location_id"]]
        line = " ".join(SHORT.get(word, word) for word in address["address_1"].split())
        if address["address_1"] == "Old Depot Road":
            continue  # a street without a number is what its listing knows
        door = at[address["city"], line, address["postal_code"]]
        if place["latitude"]:
            here = (float(place["latitude"]), float(place["longitude"]))
            assert distance_km(*here, float(door["LAT"]), float(door["LON"])) < DOOR_KM, line


def test_the_points_lie_where_their_zip_code_or_one_beside_it_is(points: list[Row]) -> None:
    assert all("state:CO" in areas_at(float(r["LAT"]), float(r["LON"])) for r in points[::97])


def gaps(numbers: list[int]) -> list[int]:
    """Where one side of a street skips more than anywhere else on it: after which number."""
    found = []
    for parity in (0, 1):
        side = [number for number in numbers if number % 2 == parity]
        steps = [after - before for before, after in itertools.pairwise(side)]
        if steps.count(max(steps)) == 1:
            found.append(side[steps.index(max(steps))])
    return found


def test_the_numbers_of_a_street_run_without_a_gap(points: list[Row]) -> None:
    assert {street: gaps(numbers) for street, numbers in houses(points).items()} == {
        street: [] for street in houses(points)
    }


def test_a_house_that_was_left_out_would_be_seen(points: list[Row]) -> None:
    numbers = houses(points)["Quillmore", "Millrace Rd"]

    assert gaps([number for number in numbers if number != numbers[40]])


def test_the_withheld_house_has_no_location_row_with_a_place() -> None:
    [place] = [row for row in seed_rows("locations.csv") if row["location_type"] == "redacted"]

    told = {name for name, value in place.items() if value}
    assert told == {"id", "location_type", "organization_id"}
    assert place["id"] not in {row["location_id"] for row in seed_rows("addresses.csv")}


def test_streets_are_as_hard_as_real_ones(points: list[Row]) -> None:
    towns = defaultdict(set)
    for row in points:
        towns[row["STREET"]].add(row["CITY"])

    assert {"Quillmore", "Tin Basin"} <= towns["Kettle St"]
    assert len(towns["Main St"]) >= 4
    assert "Cedar St" in towns
    assert "N Cedar Ave" in towns
    assert {f"E {n} St" for n in ("1st", "2nd", "3rd", "4th", "9th")} <= towns.keys()
    assert any(row["UNIT"] for row in points)
    assert any(row["NUMBER"].endswith(" 1/2") for row in points)
    assert any(re.fullmatch(r"N\d+W\d+", row["NUMBER"]) for row in points)


def test_the_mile_posts_of_the_highway_are_a_mile_apart(points: list[Row]) -> None:
    posts = [row for row in points if row["MILEPOST"]]
    at = [(float(row["LAT"]), float(row["LON"])) for row in posts]

    assert [int(row["MILEPOST"]) for row in posts] == list(range(len(posts)))
    assert all(not row["NUMBER"] for row in posts)
    assert len(posts) >= 80
    for before, after in itertools.pairwise(at):
        assert distance_km(*before, *after) < 1.62


def test_the_seat_is_found_where_its_streets_are(county: County) -> None:
    [found] = county.find(near="38.5111,-106.0509", radius_mi="0.1", need="sobering_center")

    assert found["address"] == "410 Lantern Street, Quillmore, CO 81201"
