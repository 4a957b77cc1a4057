"""A crosswalk file is taken in: entries of ours, or categories of others with their holes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound
from resource_dir.gaps.crosswalk.categories import (
    CategoryRow,
    Contradiction,
    Holes,
    cities_of,
    entries_from,
    holes_of,
    read_categories,
)
from resource_dir.gaps.crosswalk.entries import CrosswalkEntry
from resource_dir.gaps.crosswalk.reading import MOST_BYTES, read_entries
from resource_dir.gaps.crosswalk.suggesting import Suggested
from resource_dir.operations.planning.crosswalk_taking import (
    LONGEST_NAME,
    crosswalk_id_of,
    take_entries,
    use_crosswalk,
)

Form = Literal["entries", "categories"]
FORMS: tuple[Form, ...] = ("entries", "categories")
TOLD = 50  # rows of a hole that are listed one by one, those with most calls


@dataclass(frozen=True, slots=True)
class CrosswalkTaken:
    """What a file brought. `version` None: nothing was written. `holes` of a category file."""

    crosswalk: str
    version: int | None
    is_dry_run: bool
    entries: tuple[CrosswalkEntry, ...]
    cities: tuple[str, ...]
    rows: int
    calls: int
    holes: Holes | None

    @property
    def types(self) -> int:
        """How many call types the entries are about."""
        return len({entry.call_type for entry in self.entries})

    def as_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "crosswalk": self.crosswalk,
            "version": self.version,
            "state": "unreviewed" if self.version else None,
            "dry_run": self.is_dry_run,
            "types": self.types,
            "entries": len(self.entries),
            "types_with_needs": len({one.call_type for one in self.entries if one.weight > 0}),
            "cities": list(self.cities),
            "rows": self.rows,
            "calls": self.calls,
            "holes": holes_json(self.holes) if self.holes else None,
        }


def take_crosswalk(
    session: Session,
    path: Path,
    *,
    name: str,
    form: Form,
    city: str | None,
    is_dry_run: bool,
    actor: str,
    now: datetime,
    data_set: str | None = None,
) -> CrosswalkTaken:
    """Read a file and keep it as the next version, in a transaction of its own; `data_set` is
    mapped by it from then on.

    Raises BadInput, NotFound, PackageRefused: then nothing was written. A dry run of a category
    file of several cities tells the holes of all of them.
    """
    crosswalk_id = crosswalk_id_of(name)
    content = _content(path)
    if form == "entries":
        taken = _from_entries(crosswalk_id, content, is_dry_run=is_dry_run)
    else:
        taken = from_categories(crosswalk_id, content, city=city, is_dry_run=is_dry_run)
    if is_dry_run:
        return taken
    with writing(session):
        version = take_entries(
            session, name, taken.entries, actor=actor, now=now, note=path.name[:LONGEST_NAME]
        )
        number = version.number
        if data_set is not None:
            use_crosswalk(session, data_set, crosswalk_id, actor=actor, now=now)
    return with_version(taken, number)


def _content(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise BadInput("The file is larger than %(most)s bytes.", field="file", most=MOST_BYTES)
    return path.read_bytes()


def _from_entries(crosswalk_id: str, content: bytes, *, is_dry_run: bool) -> CrosswalkTaken:
    entries = read_entries(content)
    return CrosswalkTaken(crosswalk_id, None, is_dry_run, entries, (), len(entries), 0, None)


def from_categories(
    crosswalk_id: str, content: bytes, *, city: str | None, is_dry_run: bool
) -> CrosswalkTaken:
    """What a category file brings, with its holes; nothing is stored. Raises BadInput, NotFound."""
    rows = _of_city(read_categories(content), city)
    cities = cities_of(rows)
    # Types of two cities don't mean the same: only a dry run looks at several.
    entries = () if is_dry_run and len(cities) > 1 else entries_from(rows)
    calls = sum(row.calls for row in rows)
    return CrosswalkTaken(
        crosswalk_id, None, is_dry_run, entries, cities, len(rows), calls, holes_of(rows)
    )


def _of_city(rows: Sequence[CategoryRow], city: str | None) -> Sequence[CategoryRow]:
    if city is None:
        return rows
    found = [row for row in rows if row.city.casefold() == city.strip().casefold()]
    if not found:
        raise NotFound(
            "The file has no city “%(city)s”. It has: %(cities)s.",
            field="city",
            city=city[:60],
            cities=", ".join(cities_of(rows)),
        )
    return found


def with_version(taken: CrosswalkTaken, number: int) -> CrosswalkTaken:
    """The same, kept as this version."""
    return CrosswalkTaken(
        taken.crosswalk,
        number,
        taken.is_dry_run,
        taken.entries,
        taken.cities,
        taken.rows,
        taken.calls,
        taken.holes,
    )


def holes_json(holes: Holes) -> dict[str, Any]:
    """The holes with the numbers of rows and calls of each, and the rows with most calls."""
    return {
        "without_category": _rows_json(holes.without_category),
        "doubted": _rows_json(holes.doubted),
        "trailing_blanks": {"rows": holes.trailing_blanks},
        "spellings": [
            {"written": one.written, "kept": one.kept, "rows": one.rows} for one in holes.spellings
        ],
        "repeats": {
            "types": holes.repeats.types,
            "rows": holes.repeats.rows,
            "calls": holes.repeats.calls,
            "within_one_field": holes.repeats.within_field,
            "with_other_category": holes.repeats.differing,
        },
        "words_ask_and_category_does_not": _contradictions_json(
            [one for one in holes.contradictions if one.is_missed]
        ),
        "category_asks_and_words_do_not": _contradictions_json(
            [one for one in holes.contradictions if not one.is_missed]
        ),
    }


def _rows_json(rows: Sequence[CategoryRow]) -> dict[str, Any]:
    most = sorted(rows, key=lambda row: -row.calls)[:TOLD]
    return {
        "rows": len(rows),
        "calls": sum(row.calls for row in rows),
        "most": [_row_json(row) for row in most],
    }


def _row_json(row: CategoryRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "city": row.city,
        "call_type": row.call_type,
        "calls": row.calls,
        "category": row.category or None,
        "doubt": row.doubt or None,
    }


def _contradictions_json(found: Sequence[Contradiction]) -> dict[str, Any]:
    most = sorted(found, key=lambda one: -one.row.calls)[:TOLD]
    return {
        "rows": len(found),
        "calls": sum(one.row.calls for one in found),
        "most": [_row_json(one.row) | suggested_json(one.suggested) for one in most],
    }


def suggested_json(suggested: Suggested) -> dict[str, Any]:
    """A suggestion with its reasons."""
    return {
        "suggested": [
            {"need": one.need, "weight": one.weight, "why": one.reason.text}
            for one in suggested.needs
        ],
        "asks_for_nothing": suggested.nothing.text if suggested.nothing else None,
    }
