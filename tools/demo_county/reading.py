"""The tables of this folder, read: who offers what, where, when, and for whom.

Ages ("22 min", "4 d") are counted back from the reference time; what is left out is unknown.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
REFERENCE = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
"""A Thursday, 2 in the morning in Juniper County."""

_MINUTES = {"min": 1, "h": 60, "d": 1440}
_BEDS = re.compile(
    r"(?P<population>[^:]+): (?P<available>\d+|\?) of (?P<maximum>\d+) (?P<unit>[a-z]+)"
    r"(?:, (?P<staffed>\d+) staffed)?(?:, (?P<waiting>\d+) waiting)?"
    r"; (?P<age>never|\d+ (?:min|h|d)), (?P<source>\w+), (?P<audience>\w+)(?:, (?P<past>\w+))?"
)


@dataclass(frozen=True, slots=True)
class Organization:
    """One organization; `site` is the host of its pages under example.org."""

    number: int
    name: str
    site: str
    about: str


@dataclass(frozen=True, slots=True)
class Beds:
    """One count. `updated` None: nobody ever counted. `past` names the shape of its history."""

    population: str
    available: int | None
    maximum: int
    unit: str
    staffed: int | None
    waiting: int | None
    updated: datetime | None
    source: str
    audience: str
    past: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing as its table has it; `said` are criteria with words of their own."""

    number: int
    name: str
    organization: Organization
    table: Mapping[str, Any]
    beds: tuple[Beds, ...]

    def text(self, field: str) -> str:
        """A field's text, empty where the table says nothing."""
        return str(self.table.get(field, ""))

    def words(self, field: str) -> list[str]:
        """The words of a field."""
        return self.text(field).split()

    def lines(self, field: str) -> list[str]:
        """The lines of a list."""
        return [str(one) for one in self.table.get(field, ())]

    @property
    def said(self) -> dict[str, str]:
        """Criteria with their words, in the order of the table."""
        return dict(self.table.get("said", {}))

    @property
    def has_place(self) -> bool:
        """Whether a location row stands for it: a street, a withheld site or a line."""
        return "address" in self.table or "place" in self.table


def ago(age: str) -> datetime:
    """The instant that lies "22 min", "14 h" or "4 d" before the reference time."""
    count, unit = age.split()
    return REFERENCE - timedelta(minutes=int(count) * _MINUTES[unit])


def read_table(name: str) -> dict[str, Any]:
    """One table of this folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_organizations() -> tuple[Organization, ...]:
    """Organizations, numbered as they stand."""
    rows = read_table("organizations.toml")["organization"]
    return tuple(
        Organization(number, row["name"], row["site"], row.get("about", ""))
        for number, row in enumerate(rows, start=1)
    )


def read_listings() -> tuple[Listing, ...]:
    """Every listing of the four tables, by number. Raises ValueError where a number is missing."""
    organizations = {one.name: one for one in read_organizations()}
    found = sorted(
        (
            _listing(row, organizations)
            for path in FOLDER.glob("listings_*.toml")
            for row in read_table(path.name)["listing"]
        ),
        key=lambda one: one.number,
    )
    if [one.number for one in found] != list(range(1, len(found) + 1)):
        raise ValueError("The numbers of the listings have a gap or a double.")
    return tuple(found)


def _listing(row: Mapping[str, Any], organizations: Mapping[str, Organization]) -> Listing:
    beds = tuple(_beds(line) for line in row.get("beds", ()))
    return Listing(row["number"], row["name"], organizations[row["by"]], row, beds)


def _beds(line: str) -> Beds:
    match = _BEDS.fullmatch(line)
    if match is None:
        raise ValueError(f"Not a line about beds: {line}")
    said = match.groupdict()
    return Beds(
        population=said["population"],
        available=None if said["available"] == "?" else int(said["available"]),
        maximum=int(said["maximum"]),
        unit=said["unit"],
        staffed=_count(said["staffed"]),
        waiting=_count(said["waiting"]),
        updated=None if said["age"] == "never" else ago(said["age"]),
        source=said["source"],
        audience=said["audience"],
        past=said["past"],
    )


def _count(text: str | None) -> int | None:
    return None if text is None else int(text)
