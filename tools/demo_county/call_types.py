"""The types of call, read from `calls.toml`: how often, when, where, how they end, what for.

A line is "code > new code | what it says | a day | priority | wave week season place end"; the new
code, used since the county changed its software, is left out where it stayed the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo_county.reading import read_table

ANY = "any"
CROSSWALK_COLUMNS = ("call_type", "disposition", "need", "weight")

_LINE = re.compile(
    r"(?P<code>\S+)(?: > (?P<later>\S+))? \| (?P<says>[^|]+) \| (?P<per_day>[\d.]+)"
    r" \| (?P<priority>\d) \| (?P<shapes>[\w ]+)"
)
Needs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CallType:
    """One type. The shapes are scaled to a mean of 1 (`ends` to a sum of 1).

    `needs` holds need slugs and weights by disposition; None: it asks for nothing, as the crosswalk
    says of the plain ones and leaves open of the others.
    """

    code: str
    later: str
    says: str
    per_day: float
    priority: str
    wave: tuple[float, ...]
    week: tuple[float, ...]
    season: tuple[float, ...]
    places: Mapping[str, float]
    ends: Mapping[str, float]
    needs: Mapping[str, Needs] | None
    is_plain: bool


def read_call_types() -> tuple[CallType, ...]:
    """Every type: those with a need, those that only sound like it, the others."""
    tables = read_table("calls.toml")
    with_need = [(row["line"], _needs(row["needs"]), False) for row in tables["need"]]
    unmapped = [(line, None, False) for line in tables["calls"]["unmapped"]]
    plain = [(line, None, True) for line in tables["calls"]["plain"]]
    return tuple(
        _call_type(line, tables, needs=needs, is_plain=is_plain)
        for line, needs, is_plain in (*with_need, *unmapped, *plain)
    )


def _call_type(
    line: str, tables: Mapping[str, Any], *, needs: Mapping[str, Needs] | None, is_plain: bool
) -> CallType:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"Not a line about calls: {line}")
    said = match.groupdict()
    wave, week, season, place, end = said["shapes"].split()
    return CallType(
        code=said["code"],
        later=said["later"] or said["code"],
        says=said["says"],
        per_day=float(said["per_day"]),
        priority=said["priority"],
        wave=_shape(tables["waves"][wave]),
        week=_shape(tables["weeks"][week]),
        season=_shape(tables["seasons"][season]),
        places=tables["places"][place],
        ends=_ends(tables["ends"][end]),
        needs=needs,
        is_plain=is_plain,
    )


def _shape(text: str) -> tuple[float, ...]:
    numbers = [float(one) for one in text.split()]
    return tuple(one * len(numbers) / sum(numbers) for one in numbers)


def _ends(text: str) -> dict[str, float]:
    """Read "WARNING 72, CITATION 25"."""
    parts = [one.strip().rsplit(" ", 1) for one in text.split(",")]
    total = sum(float(weight) for _, weight in parts)
    return {name: float(weight) / total for name, weight in parts}


def _needs(lines: Sequence[str]) -> dict[str, dict[str, float]]:
    """Read "any: mobile_crisis 0.9, crisis_receiving 0.25"; nothing after the colon: no need."""
    found = {}
    for line in lines:
        disposition, _, rest = line.partition(":")
        pairs = [one.split() for one in rest.split(",") if one.strip()]
        found[disposition] = {slug: float(weight) for slug, weight in pairs}
    return found


def crosswalk_rows(types: Sequence[CallType]) -> Iterator[list[str]]:
    """Rows of `crosswalk.csv`: each need of a type for each disposition that is named.

    A type that asks for nothing has one row without a need. A need that a named disposition does
    not have is written with 0, so that nobody has to know whether a line for one disposition
    replaces the line for any.
    """
    for one in types:
        codes = tuple(dict.fromkeys((one.code, one.later)))
        if one.is_plain:
            yield from ([code, "", "", "0"] for code in codes)
        for disposition, needs in sorted((one.needs or {}).items()):
            usual = dict.fromkeys((one.needs or {}).get(ANY, {}), 0.0)
            for code in codes:
                for slug, weight in (usual | dict(needs)).items():
                    yield [code, "" if disposition == ANY else disposition, slug, f"{weight:g}"]
