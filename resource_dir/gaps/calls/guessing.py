"""A profile guessed from a header and some rows: what was taken for what, and how sure.

A guess is shown and confirmed; nothing is stored by it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from resource_dir import geo
from resource_dir.errors import BadInput
from resource_dir.gaps.calls.opening import CallFile
from resource_dir.gaps.calls.profiles import ROLE_WORDS, SERVER, CallProfile
from resource_dir.gaps.calls.time_forms import forms_of, says_hours

# Of each role: what its column is called, most telling first, without blanks and signs.
NAMES = {
    "time": (
        "datetime", "calldatetime", "timestamp", "createdatetime", "calltime", "calldate",
        "receivedtime", "timereceived", "createtime", "starttime", "eventtime", "incidenttime",
        "incidentdate", "dispatchtime", "reportedtime", "entrytime", "time", "date",
    ),
    "time_of_day": ("timeofday", "calltime", "time", "hour", "clock"),
    "type": (
        "calltype", "callnature", "nature", "problem", "calltypecode", "initialcalltype",
        "finalcalltype", "eventtype", "incidenttype", "naturecode", "typecode", "calltypedesc",
        "calltypedescription", "title", "typetext", "type", "offense", "kind",
        "category", "complaint", "callreason",
    ),
    "latitude": ("latitude", "lat", "ycoord", "pointy", "y"),
    "longitude": ("longitude", "lon", "lng", "long", "xcoord", "pointx", "x"),
    "place_text": ("address", "blockaddress", "hundredblock", "location", "addr", "street"),
    "district": (
        "beat", "district", "precinct", "policedistrict", "zone", "sector", "division", "twp",
        "township", "council", "station",
    ),
    "disposition": (
        "disposition", "dispositioncode", "dispo", "calldisposition", "outcome", "status",
        "closecode", "clearance", "resolution",
    ),
    "priority": ("priority", "callpriority", "prioritycode", "pri", "urgency"),
    "unit": ("unit", "unitid", "primaryunit", "callsign", "officer"),
    "id": (
        "incidentnum", "incidentnumber", "number", "callid", "callnumber", "cadnumber",
        "casenumber",
        "eventnumber", "masterincidentnumber", "eventid", "incidentid", "id", "objectid",
    ),
}  # fmt: skip
SURE, LIKELY, PERHAPS = 0.95, 0.75, 0.5
MOST_DIFFERENT = 0.8  # of a sample's types: a column in which nearly every row differs is no list
FEWEST_ROWS = 20
MOST_COLUMNS_NAMED = 40


@dataclass(frozen=True, slots=True)
class Taken:
    """A column taken for a role; `sureness` from 0 to 1."""

    role: str
    column: str
    sureness: float


@dataclass(frozen=True, slots=True)
class Guess:
    """A profile to be confirmed, and what it was made of."""

    profile: CallProfile
    taken: tuple[Taken, ...]


def guess_profile(file: CallFile, *, zone: str) -> Guess:
    """`zone`, this server's own, is taken where no point tells another, and marked as such.

    Raises BadInput for a file without a usable time or type, with the names that were looked for
    and the columns that there are.
    """
    taken = {role: one for role in NAMES if (one := _taken(file, role))}
    when, forms = _time(file, taken)
    taken = {**taken, **when}
    for role in ("time", "type"):
        if role not in taken:
            raise _missing(file, role)
    told = _zone(file, taken)
    profile = CallProfile(
        name=_slug(file.name),
        title=file.name,
        agency=file.name.partition(".")[0],
        zone=told or zone,
        zone_from="" if told else SERVER,
        columns={role: (one.column,) for role, one in taken.items()},
        time_forms=forms,
        delimiter=file.delimiter if file.kind == "csv" and file.delimiter != "," else "",
        encoding=file.encoding if file.encoding != "utf-8" else "",
    )
    return Guess(profile, tuple(taken[role] for role in NAMES if role in taken))


def _missing(file: CallFile, role: str) -> BadInput:
    return BadInput(
        "%(file)s has no column that can be used for %(role)s: looked for names such as "
        "%(names)s. Its columns are %(columns)s. Say which one it is with a profile.",
        field=f"columns.{role}",
        file=file.name,
        role=ROLE_WORDS[role],
        names=", ".join(NAMES[role][:8]),
        columns=", ".join(file.columns[:MOST_COLUMNS_NAMED]),
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", name.partition(".")[0].casefold()).strip("_")
    return slug[:60] or "calls"


def _values(file: CallFile, column: str) -> list[str]:
    place = file.columns.index(column)
    return [text for row in file.sample if (text := row[place].strip())]


def _taken(file: CallFile, role: str) -> Taken | None:
    """The column whose name is the most telling and whose values look like it."""
    if role in ("time", "time_of_day"):
        return None  # by their values, see _time
    by_name = {_plain(column): column for column in reversed(file.columns)}
    for rank, name in enumerate(NAMES[role]):
        column = by_name.get(name)
        if column is not None and _fits(role, _values(file, column)):
            return Taken(role, column, SURE if rank < 3 else LIKELY)
    for column in file.columns:
        named = any(name in _plain(column) for name in NAMES[role] if len(name) > 3)
        if named and _fits(role, _values(file, column)):
            return Taken(role, column, PERHAPS)
    return None


def _fits(role: str, values: Sequence[str]) -> bool:
    if role in ("latitude", "longitude"):
        most = 90 if role == "latitude" else 180
        return all(abs(number) <= most for number in _numbers(values)) and bool(values)
    if role == "type" and len(values) >= FEWEST_ROWS:
        return len(set(values)) <= MOST_DIFFERENT * len(values)
    return True


def _numbers(values: Sequence[str]) -> list[float]:
    numbers = []
    for text in values:
        try:
            numbers.append(float(text))
        except ValueError:
            numbers.append(float("inf"))
    return numbers


def _time(file: CallFile, taken: dict[str, Taken]) -> tuple[dict[str, Taken], tuple[str, ...]]:
    """One column with day and hour; else one with the day and one with the hour."""
    used = {one.column for one in taken.values()}
    ranked = sorted(
        (_rank("time", column), number, column)
        for number, column in enumerate(file.columns)
        if column not in used
    )
    days: list[tuple[str, tuple[str, ...]]] = []
    for rank, _, column in ranked:
        values = _values(file, column)
        forms = forms_of(values)
        if forms and says_hours(values):
            return {"time": Taken("time", column, SURE if rank < 100 else LIKELY)}, forms
        if forms:
            days.append((column, forms))
    return _in_two(file, days, [column for _, _, column in ranked])


def _in_two(
    file: CallFile, days: Sequence[tuple[str, tuple[str, ...]]], columns: Sequence[str]
) -> tuple[dict[str, Taken], tuple[str, ...]]:
    for day, _ in days:
        for clock in columns:
            pairs = [
                f"{row[file.columns.index(day)].strip()} {row[file.columns.index(clock)].strip()}"
                for row in file.sample
            ]
            forms = forms_of(pairs) if clock != day else ()
            if forms and says_hours(pairs):
                parts = {"time": day, "time_of_day": clock}
                return {r: Taken(r, column, LIKELY) for r, column in parts.items()}, forms
    if days:
        return {}, ()  # days without hours: nothing can be said by the hour of the week
    return {}, ()


def _rank(role: str, column: str) -> int:
    plain = _plain(column)
    if plain in NAMES[role]:
        return NAMES[role].index(plain)
    return 50 if any(name in plain for name in NAMES[role]) else 100


def _zone(file: CallFile, taken: dict[str, Taken]) -> str | None:
    """The zone of the middle of all points: outliers do not move a median."""
    if "latitude" not in taken or "longitude" not in taken:
        return None
    places = [file.columns.index(taken[role].column) for role in ("latitude", "longitude")]
    points = [_numbers([row[place] for place in places]) for row in file.sample]
    points = [each for each in points if abs(each[0]) <= 90 and abs(each[1]) <= 180 and any(each)]
    if not points:
        return None
    latitude, longitude = (sorted(axis)[len(axis) // 2] for axis in zip(*points, strict=True))
    return geo.zone_at(latitude, longitude)
