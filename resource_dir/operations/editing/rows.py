"""Rows of the inventory as an editor changes them: which there are, and to whom they belong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import BadInput, NotFound
from resource_dir.operations.importing.storing import CONVERTERS
from resource_dir.operations.rows import table_of

LONGEST_TEXT = 20_000
_tables = models.Base.metadata.tables
_link = table_of(models.ServiceAtLocation)
_service = table_of(models.Service)
_location = table_of(models.Location)

# Parents first: so that a row is there before another one points to it.
EDITABLE = (
    "organization", "service", "location", "service_at_location", "contact", "phone", "address",
    "accessibility", "schedule", "service_area", "required_document", "language", "cost_option",
    "url", "criterion", "listing_need", "capacity", "listing_setting", "metadata",
)  # fmt: skip
# The counts of a capacity are reports of their own (`operations/beds`), never an edit.
NOT_EDITED = frozenset({
    "available", "staffed", "out_of_service", "waiting_list", "is_accepting", "updated",
    "next_appointment", "via", "flag", "source", "is_withheld", "held",
})  # fmt: skip
COUNTED_APART = ("capacity", "location")  # tables with columns of NOT_EDITED
OWNERS = (
    "service_id", "service_at_location_id", "location_id", "organization_id", "contact_id",
    "resource_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row as it should be: some or all of its fields, or None to remove it.

    `row_id` names a row that is there, or is a new UUID.
    """

    table: str
    row_id: str
    values: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class RowDiff:
    """One row before and after: the fields that differ; whole where it came or went."""

    table: str
    row_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def key_of(table: Table) -> Column[Any]:
    """The one column that names a row."""
    (column,) = table.primary_key.columns
    return column


def diffs_of(session: Session, changes: Sequence[RowChange]) -> list[RowDiff]:
    """What the changes would do to the rows as they are, parents first; nothing for no change.

    Raises BadInput for a table, field or value that can't be edited.
    """
    ordered = sorted(changes, key=lambda change: _place_of(change.table))
    found = (_diff(session, change) for change in ordered)
    return [one for one in found if one is not None]


def _place_of(table: str) -> int:
    if table not in EDITABLE:
        raise BadInput("There is nothing of this kind to edit: %(table)s.", table=table)
    return EDITABLE.index(table)


def stored_row(session: Session, table_name: str, row_id: str) -> dict[str, Any] | None:
    """The row as it is; None where there is none."""
    table = _tables[table_name]
    statement = select(table).where(key_of(table) == row_id)
    row = session.execute(statement).mappings().one_or_none()
    return dict(row) if row is not None else None


def _diff(session: Session, change: RowChange) -> RowDiff | None:
    stored = stored_row(session, change.table, change.row_id)
    if change.values is None:
        return None if stored is None else RowDiff(change.table, change.row_id, stored, None)
    table = _tables[change.table]
    wanted = {name: _checked(table, name, value) for name, value in change.values.items()}
    if stored is None:
        return RowDiff(
            change.table, change.row_id, None, {key_of(table).name: change.row_id} | wanted
        )
    differing = [name for name in wanted if wanted[name] != stored[name]]
    if not differing:
        return None
    return RowDiff(
        change.table,
        change.row_id,
        {name: stored[name] for name in differing},
        {name: wanted[name] for name in differing},
    )


def _checked(table: Table, name: str, value: Any) -> Any:
    """The value as the column takes it. Raises BadInput naming the field."""
    if name not in table.c or (table.name in COUNTED_APART and name in NOT_EDITED):
        raise BadInput("%(field)s can't be edited here.", field=name)
    if not isinstance(value, str):
        return value
    clean = value.replace("\r\n", "\n").strip()
    if len(clean) > LONGEST_TEXT:
        raise BadInput("A text may have %(most)s characters.", field=name, most=LONGEST_TEXT)
    if any(not (c.isprintable() or c in "\n\t") for c in clean):
        raise BadInput("That holds a character that can't be read.", field=name)
    return clean or None


def as_json(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as they are kept in the history."""
    if values is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, date | datetime | time) else value
        for name, value in values.items()
    }


def from_json(table_name: str, values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values of the history as columns take them; fields of other versions are left out."""
    if values is None:
        return None
    table = _tables[table_name]
    return {
        name: _converted(table.c[name], value) for name, value in values.items() if name in table.c
    }


def as_brought_back(table_name: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """A row that went, as it can come back: what is counted in it is reported anew, and a place
    that was withheld does not come back at all (None).
    """
    if values.get("is_withheld"):
        return None
    hidden = NOT_EDITED if table_name in COUNTED_APART else frozenset()
    return {name: value for name, value in values.items() if name not in hidden}


def _converted(column: Column[Any], value: Any) -> Any:
    convert = CONVERTERS.get(type(column.type))
    return convert(value) if convert and value is not None else value


@dataclass(frozen=True, slots=True)
class Belongings:
    """The ids that rows of one service may hang on."""

    service_id: str
    organization_id: str | None
    locations: frozenset[str]
    links: frozenset[str]

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        own = {self.service_id, *self.locations, *self.links}
        return frozenset(own | ({self.organization_id} if self.organization_id else set()))


def belongings_of(session: Session, service_id: str) -> Belongings:
    """What belongs to a service that is there, or to none yet."""
    links = session.execute(
        select(_link.c.id, _link.c.location_id).where(_link.c.service_id == service_id)
    ).all()
    organization = session.scalar(
        select(_service.c.organization_id).where(_service.c.id == service_id)
    )
    return Belongings(
        service_id,
        organization,
        frozenset(row.location_id for row in links),
        frozenset(row.id for row in links),
    )


def refuse_strangers(session: Session, own: Belongings, diffs: Sequence[RowDiff]) -> None:
    """Every row hangs on this service, or on what the same change adds to it. Raises NotFound."""
    new = {diff.row_id for diff in diffs if diff.before is None and diff.table in _ROOTS}
    new_organization = {
        diff.after["organization_id"]
        for diff in diffs
        if diff.table == "service"
        and diff.row_id == own.service_id
        and diff.before is None
        and diff.after
        and diff.after.get("organization_id")
    }
    allowed = own.ids | new | new_organization | _contacts(session, own, diffs)
    allowed |= _places_of_the_house(session, own, diffs)
    for diff in diffs:
        if not _belongs(session, diff, allowed):
            raise NotFound("A row of this change belongs to another listing.")


_ROOTS = frozenset({"service", "location", "service_at_location", "contact"})


def _belongs(session: Session, diff: RowDiff, allowed: frozenset[str] | set[str]) -> bool:
    if diff.table in ("service", "organization", "location", "listing_setting"):
        return diff.row_id in allowed and _refers_within(diff.after or {}, allowed)
    stored = stored_row(session, diff.table, diff.row_id) or {}
    owners = [value for value in (stored.get(name) for name in OWNERS) if value]
    was_own = diff.before is None or any(owner in allowed for owner in owners)
    return was_own and _refers_within(diff.after or {}, allowed)


def _refers_within(values: Mapping[str, Any], allowed: frozenset[str] | set[str]) -> bool:
    return all(values[name] in allowed for name in OWNERS if values.get(name))


def _contacts(session: Session, own: Belongings, diffs: Iterable[RowDiff]) -> set[str]:
    named = {(d.after or {}).get("contact_id") for d in diffs} - {None}
    found = set()
    for contact_id in named:
        row = stored_row(session, "contact", str(contact_id))
        if row and any(row[name] in own.ids for name in OWNERS if row.get(name)):
            found.add(str(contact_id))
    return found


def _places_of_the_house(session: Session, own: Belongings, diffs: Iterable[RowDiff]) -> set[str]:
    """Locations that a new link may point to: those of the same organization."""
    wanted = {
        diff.after["location_id"]
        for diff in diffs
        if diff.table == "service_at_location" and diff.after and diff.after.get("location_id")
    }
    statement = select(_location.c.id).where(
        _location.c.id.in_(wanted), _location.c.organization_id == own.organization_id
    )
    return set(session.scalars(statement)) if wanted and own.organization_id else set()
