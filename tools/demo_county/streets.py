"""The county's streets: lines with house numbers, and the address points along them.

A street is a line through points that carry their house number; numbers run evenly between them,
odd ones on the left and even ones on the right. So a listing's address has its point by rule, and
no gap in the numbers could ever tell where a house was left out.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from demo_county.reading import read_table

KM_PER_DEGREE = 111.2
KM_PER_MILE = 1.609344
SIDE_KM = 0.011  # from the middle of the road to the door
STEP = 30  # between two numbers on one side, where a street states none

_SHORT = {
    "North": "N", "South": "S", "East": "E", "West": "W", "Street": "St", "Avenue": "Ave",
    "Road": "Rd", "Lane": "Ln", "Drive": "Dr", "Court": "Ct", "Alley": "Aly", "Square": "Sq",
    "View": "Vw", "Boulevard": "Blvd", "Place": "Pl", "Loop": "Loop", "First": "1st",
    "Second": "2nd", "Third": "3rd", "Fourth": "4th", "Fifth": "5th", "Sixth": "6th",
    "Seventh": "7th", "Eighth": "8th", "Ninth": "9th",
}  # fmt: skip
COLUMNS = (
    "LON", "LAT", "NUMBER", "STREET", "UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID",
    "HASH", "MILEPOST",
)  # fmt: skip

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Town:
    """A town and its ZIP code."""

    name: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Street:
    """One street. `line` holds (number, latitude, longitude), numbers rising.

    `grid` stands before each number ("N47W2" + 120); `units` is how many doors a number has.
    """

    town: Town
    name: str
    line: tuple[tuple[float, float, float], ...]
    step: int = STEP
    grid: str = ""
    halves: frozenset[int] = frozenset()
    units: tuple[tuple[int, int], ...] = ()

    def numbers(self, extra: Iterable[int] = ()) -> list[int]:
        """House numbers, in order; `extra` are those that a listing needs."""
        first, last = math.ceil(self.line[0][0]), int(self.line[-1][0])
        even = range(first + first % 2, last + 1, self.step)
        odd = range(first + 1 - first % 2, last + 1, self.step)
        return sorted({*even, *odd, *extra, *self.halves, *(number for number, _ in self.units)})

    def point(self, number: float) -> Point:
        """Latitude and longitude of a door. Raises ValueError beyond the ends of the street."""
        for (low, *start), (high, *end) in pairwise(self.line):
            if low <= number <= high:
                share = (number - low) / (high - low)
                return _beside(start, end, share, is_right=int(number) % 2 == 0)
        raise ValueError(f"{number} lies beyond {self.name} in {self.town.name}.")


def _beside(start: list[float], end: list[float], share: float, *, is_right: bool) -> Point:
    shrink = math.cos(math.radians(start[0]))
    north, east = end[0] - start[0], (end[1] - start[1]) * shrink
    length = math.hypot(north, east)
    side = (SIDE_KM if is_right else -SIDE_KM) / KM_PER_DEGREE / length
    latitude = start[0] + north * share - east * side
    longitude = start[1] + (east * share + north * side) / shrink
    return round(latitude, 6), round(longitude, 6)


def short_name(name: str) -> str:
    """ "East Fourth Street" as address layers write it: "E 4th St"."""
    return " ".join(_SHORT.get(word, word) for word in name.split())


def read_streets() -> list[Street]:
    """Every street of `streets.toml`."""
    return [
        _street(Town(town["name"], town["zip"]), line)
        for town in read_table("streets.toml")["town"]
        for line in town["streets"]
    ]


def _street(town: Town, text: str) -> Street:
    """Read "Lantern Street | 100 38.4999 -106.0567 / 411 38.5112 -106.0509 | step 8"."""
    name, path, *more = (part.strip() for part in text.split("|"))
    said = dict(one.split(" ", 1) for one in more)
    return Street(
        town,
        name,
        _line(path),
        step=int(said.get("step", STEP)),
        grid=said.get("grid", ""),
        halves=frozenset(int(one) for one in said.get("halves", "").split()),
        units=tuple((int(a), int(b)) for a, b in re.findall(r"(\d+):(\d+)", said.get("units", ""))),
    )


def _line(path: str) -> tuple[tuple[float, float, float], ...]:
    points = [tuple(float(one) for one in part.split()) for part in path.split("/")]
    return tuple((number, lat, lon) for number, lat, lon in points)


def split_address(address: str) -> tuple[int | None, str]:
    """House number and street name; None for an address that has no number."""
    number, _, street = address.partition(" ")
    return (int(number), street) if number.isdigit() else (None, address)


def address_rows(streets: Iterable[Street], wanted: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Rows of `address_points.csv`. `wanted` are (town, address) that must be among them."""
    extra: dict[tuple[str, str], list[int]] = {}
    for town, address in wanted:
        number, name = split_address(address)
        if number is not None:
            extra.setdefault((town, name), []).append(number)
    rows = [
        row
        for street in streets
        for row in _rows(street, extra.pop((street.town.name, street.name), ()))
    ]
    if extra:
        raise ValueError(f"Listings on streets that are not there: {sorted(extra)}")
    rows += _mile_post_rows()
    return [_signed(row, number) for number, row in enumerate(rows, start=1)]


def _rows(street: Street, extra: Iterable[int]) -> Iterator[list[str]]:
    for number in street.numbers(extra):
        at = street.point(number)
        yield _row(street, str(number), at)
        if number in street.halves:
            yield _row(street, f"{number} 1/2", street.point(number + 0.5))
        for unit in range(1, dict(street.units).get(number, 0) + 1):
            yield _row(street, str(number), at, unit=f"Apt {unit}")


def _row(street: Street, number: str, at: Point, *, unit: str = "") -> list[str]:
    number = f"{street.grid}{number}"
    return _plain_row(at, number, short_name(street.name), unit, street.town)


def _plain_row(
    at: Point, number: str, street: str, unit: str, town: Town, *, mile: str = ""
) -> list[str]:
    place = [f"{at[1]:.6f}", f"{at[0]:.6f}"]
    return [
        *place,
        number,
        street,
        unit,
        town.name,
        "Juniper",
        "CO",
        town.postal_code,
        "",
        "",
        mile,
    ]


def _signed(row: list[str], number: int) -> list[str]:
    """The row with its id and the hash of its content, as that layout has them."""
    row[9] = f"JC{number:05}"
    row[10] = hashlib.sha256(",".join(row[:9] + row[11:]).encode()).hexdigest()[:16]
    return row


def mile_posts() -> Iterator[tuple[str, int, Town, Point]]:
    """(highway, mile, town, point) of each whole mile; the town is the one of its stretch."""
    for highway in read_table("streets.toml")["highway"]:
        towns = [(row["until"], Town(row["town"], row["zip"])) for row in highway["stretches"]]
        for mile, at in enumerate(_each_mile(_line_of(highway["path"]))):
            town = next((town for until, town in towns if mile <= until), towns[-1][1])
            yield highway["name"], mile, town, at


def _mile_post_rows() -> Iterator[list[str]]:
    for name, mile, town, at in mile_posts():
        yield _plain_row(at, "", name, "", town, mile=str(mile))


def _line_of(path: str) -> list[Point]:
    points = [part.split() for part in path.split("/")]
    return [(float(lat), float(lon)) for lat, lon in points]


def _each_mile(line: list[Point]) -> Iterator[Point]:
    """Points one mile apart along a line, from its start."""
    ahead = 0.0  # kilometres to go to the next post
    for start, end in pairwise(line):
        shrink = math.cos(math.radians(start[0]))
        length = KM_PER_DEGREE * math.hypot(end[0] - start[0], (end[1] - start[1]) * shrink)
        done = ahead
        while done <= length:
            share = done / length
            yield (
                round(start[0] + (end[0] - start[0]) * share, 6),
                round(start[1] + (end[1] - start[1]) * share, 6),
            )
            done += KM_PER_MILE
        ahead = done - length
