"""What a listing counts: beds, chairs, rooms, and for whom. How many are free is reported apart."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict
from resource_dir.models import Capacity, Unit
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.listed import RowKind, read_rows, row_changes
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.editing.sections.texts import number_of
from resource_dir.operations.importing.storing import upsert
from resource_dir.operations.listings.counted import UNIT_WORDS
from resource_dir.operations.rows import rows_where, table_of
from resource_dir.operations.texts import N_

OF_UNITS = UUID("6f1c1f6a-9d0e-4a53-8f0b-3b0a4f2f9c11")  # names the units that nobody imported
OWNER = "service_at_location_id"
OFFERED: Mapping[str, str] = MappingProxyType(
    {str(uuid5(OF_UNITS, word)): word for word in UNIT_WORDS}
)


def _taken(row: Values) -> Values:
    maximum = number_of(row["maximum"], field="maximum")
    if maximum is not None and maximum != int(maximum):
        raise BadInput("Write a whole number.", field="maximum")
    return row | {"maximum": None if maximum is None else int(maximum)}


COUNTS = RowKind(Capacity, (OWNER,), ("unit_id", "population", "maximum", "audience"), taken=_taken)


def read(session: Session, listing: Listing) -> Values:
    """The counts of this listing; a service without a place has none of its own."""
    return {"counts": read_rows(session, listing, COUNTS)} if listing.link_id else {}


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """The counts as they should be; a unit that is new to the inventory is added to it.

    Raises BadInput, and Conflict where beds of a count that goes are held for somebody.
    """
    if not listing.link_id:
        return []
    rows = values.get("counts", [])
    _refuse_second(rows)
    _refuse_contradictions(session, listing, rows)
    _add_units(session, rows)
    return row_changes(session, listing, COUNTS, rows)


def units_offered(session: Session) -> list[tuple[str, str]]:
    """(id, name) of what can be counted: what is counted somewhere, then the usual ones."""
    stored = [(one.id, one.name) for one in session.query(Unit).order_by(Unit.name)]
    known = {name.casefold() for _, name in stored}
    return stored + [one for one in OFFERED.items() if one[1] not in known]


def populations_of(session: Session, listing: Listing) -> list[str]:
    """For whom this listing counts now, as its source calls them."""
    return [row["population"] for row in rows_where(session, Capacity, OWNER, [listing.id])]


def _refuse_second(rows: list[Values]) -> None:
    counted = [(row["unit_id"], row["population"].strip()) for row in rows]
    if len(set(counted)) != len(counted):
        raise BadInput("Two rows count the same for the same people. Remove one.", field="counts")


def _refuse_contradictions(session: Session, listing: Listing, rows: list[Values]) -> None:
    wanted = {row["id"]: row for row in rows}
    for stored in rows_where(session, Capacity, OWNER, [listing.id]):
        row = wanted.get(stored["id"])
        if row is None and stored["held"]:
            raise Conflict("A bed of this count is held for somebody. Wait until it is free.")
        maximum = number_of(row["maximum"], field="maximum") if row else None
        if maximum in (None, stored["maximum"]):
            continue
        assert maximum is not None
        if maximum < (stored["available"] or 0):
            raise BadInput(
                "%(free)s are reported free, more than that. Correct the free beds first.",
                field="maximum",
                free=stored["available"],
            )


def _add_units(session: Session, rows: list[Values]) -> None:
    ids = {row["unit_id"] for row in rows}
    there = {row["id"] for row in rows_where(session, Unit, "id", ids)}
    missing = sorted(ids - there)
    if any(one not in OFFERED for one in missing):
        raise BadInput("Choose one of the list.", field="unit_id")
    new = [{"id": one, "name": OFFERED[one]} for one in missing]
    if new:
        upsert(session, table_of(Unit), new)


SECTION = Section("counts", N_("What is counted"), read, changes)
