"""Which facilities are withheld, settled before any place is read.

This pass sees names, codes and phone numbers only. Its result is a set of service ids.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from resource_dir.errors import PackageRefused
from resource_dir.hsds._facility import Facility
from resource_dir.hsds._facility_rows import FacilityIds
from resource_dir.hsds._repair_text import clean_text
from resource_dir.hsds.identity import canonical_id, natural_id
from resource_dir.hsds.street_text import looks_like_street_address
from resource_dir.needs import is_domestic_violence_shelter

_UNNAMED = "a name with a street in it"
_TABLES = frozenset({"facility", "location", "service", "service_at_location", "organization"})


@dataclass(slots=True)
class IdMaker:
    """Makes the ids of facilities. One for each pass: it counts equals in file order."""

    source: str
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def ids_of(self, facility: Facility) -> FacilityIds:
        """Give the ids: from the source's own id, else from name, phone and ordinal.

        Never from a street or a point: an id must not tell where a withheld site is.
        """
        organization = natural_id(self.source, "organization", _organization_parts(facility), 0)
        service, location, listing = self._three(facility)
        return FacilityIds(organization, service, location, listing)

    def _three(self, facility: Facility) -> list[str]:
        tables = ("service", "location", "service_at_location")
        if facility.frid:
            return [canonical_id(self.source, table, facility.frid) for table in tables]
        name, phone = name_and_phone(facility)
        parts = _safe_name(name), phone
        self._seen[parts] += 1
        return [natural_id(self.source, table, parts, self._seen[parts]) for table in tables]


def fold_name(text: str) -> str:
    """Give a name so that spellings with other blanks or letter case are equal."""
    return " ".join(clean_text(text)[0].casefold().split())


def name_and_phone(facility: Facility) -> tuple[str, str]:
    """Give what a facility without an id is known by: both names, and the phone's digits."""
    same = facility.organization == facility.name
    name = facility.name if same else f"{facility.organization}: {facility.name}"
    phone = facility.phones[0][1].text if facility.phones else ""
    return fold_name(name), _digits(phone)


def _organization_parts(facility: Facility) -> tuple[str, ...]:
    """Facilities with the same organization name belong together, whatever their phones."""
    name, phone = _safe_name(facility.organization), name_and_phone(facility)[1]
    return (name,) if name != _UNNAMED else (name, phone)


@lru_cache(maxsize=1 << 15)
def _safe_name(name: str) -> str:
    # Some sites are called by their street. Should one be withheld, its id must not tell.
    return _UNNAMED if looks_like_street_address(name) else fold_name(name)


def _digits(text: str) -> str:
    return "".join(x for x in text if x.isdecimal())


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of the withhold file."""

    line: int
    table: str
    id: str


def wishes_in(path: Path) -> tuple[Wish, ...]:
    """Read a withhold file (CSV with the columns table,id).

    Raises PackageRefused when anything in it is not understood: a line that is passed over
    would publish the very address that somebody asked to keep.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, skipinitialspace=True)
            if not {"table", "id"} <= set(reader.fieldnames or ()):
                raise PackageRefused(f"{path.name} needs the columns table,id.", field="withhold")
            return tuple(_wish(path, reader.line_num, row) for row in reader)
    except (OSError, UnicodeError, csv.Error) as error:
        raise PackageRefused(f"{path.name} can't be read: {error}.", field="withhold") from error


def _wish(path: Path, line: int, row: dict[str, str | None]) -> Wish:
    table, row_id = ((row.get(x) or "").strip() for x in ("table", "id"))
    if table.lower() not in _TABLES or not row_id:
        allowed = ", ".join(sorted(_TABLES))
        raise PackageRefused(
            f"{path.name}, line {line}: needs an id and a table out of {allowed}.",
            field="withhold",
        )
    return Wish(line, table.lower(), row_id)


class Wishes:
    """The lines of a withhold file, and which of them have named something."""

    def __init__(self, wishes: Iterable[Wish]) -> None:
        self._by_name: dict[tuple[bool, str], list[Wish]] = {}
        self._open: dict[int, Wish] = {}
        for wish in wishes:
            key = wish.table == "organization", _wish_key(wish.id)
            self._by_name.setdefault(key, []).append(wish)
            self._open[wish.line] = wish

    def names(self, facility: Facility, ids: FacilityIds) -> bool:
        """Say whether a line names this facility or its organization, and note that it did."""
        found = [
            wish
            for key in self._keys(facility, ids)
            for wish in self._by_name.get(key, ())
        ]  # fmt: skip
        for wish in found:
            self._open.pop(wish.line, None)
        return bool(found)

    def unmatched(self) -> tuple[Wish, ...]:
        """Give the lines that named nothing."""
        return tuple(self._open.values())

    def _keys(self, facility: Facility, ids: FacilityIds) -> Iterator[tuple[bool, str]]:
        for own in (ids.service, ids.location, ids.listing, facility.frid):
            yield False, own.casefold()
        yield False, "|".join(name_and_phone(facility))
        yield True, ids.organization
        yield True, fold_name(facility.organization)


def _wish_key(row_id: str) -> str:
    name, bar, phone = row_id.rpartition("|")
    return f"{fold_name(name)}|{_digits(phone)}" if bar else fold_name(row_id)


def is_victim_shelter(facility: Facility) -> bool:
    """Say whether its names, or one survey value by itself, speak of a shelter for victims.

    Each value is looked at alone. "Persons who have experienced intimate partner violence" is a
    program of an outpatient clinic; together with "Transitional housing" of another group the
    two would look like a shelter, and half of all clinics would lose their address.
    """
    both = f"{facility.organization} {facility.name}"
    if is_domestic_violence_shelter(facility.organization, facility.name, both):
        return True
    return any(_value_is_shelter(value) for x in facility.answers for value in x.values)


@lru_cache(maxsize=4096)
def _value_is_shelter(value: str) -> bool:
    return is_domestic_violence_shelter(value)
