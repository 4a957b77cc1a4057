"""Take a stored place back out: what an import would have dropped had it known.

A listing that was public is withheld later, by its provider, a steward or another source. Its
place then goes from every row that bears it or repeats it, with the digests of those rows: a
digest of an address is a way to test a guess at it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.hsds.redaction import public_texts
from resource_dir.hsds.tables import TABLES
from resource_dir.operations.importing.vanishing import delete_rows
from resource_dir.operations.rows import chunked, table_of

_location = table_of(models.Location)
_link = table_of(models.ServiceAtLocation)
_lookup = table_of(models.PointLookup)
_service = table_of(models.Service)
_assertion = table_of(models.Assertion)
_tables = models.Base.metadata.tables

PLACE_COLUMNS = (
    "name",
    "alternate_name",
    "description",
    "transportation",
    "latitude",
    "longitude",
    "url",
    "external_identifier",
    "external_identifier_type",
    "point_level",
    "point_source",
    "zone",  # assigned again, from the area served
    "zone_origin",
)
ALWAYS_OF_THE_SITE = ("address", "accessibility")
OFTEN_OF_THE_SITE = ("phone", "contact", "language", "schedule")
PURGED_TABLES = frozenset(TABLES) | {
    "assertion",
    "audit_entry",
    "draft",
    "import_conflict",
    "listing_document",
    "listing_report",
    "point_lookup",
    "revision",
    "revision_change",
    "verification_call",
}
OWNERS = ("service_id", "service_at_location_id", "organization_id")


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows around withheld places: the places, and whatever may repeat them in words."""

    locations: frozenset[str]
    services: frozenset[str]
    links: frozenset[str]
    organizations: frozenset[str]

    def owned(self, column: str) -> frozenset[str]:
        """Ids that a column of this name may hold."""
        return {
            "service_id": self.services,
            "service_at_location_id": self.links,
            "organization_id": self.organizations,
            "location_id": self.locations,
        }[column]


def purge_places(session: Session, location_ids: Iterable[str]) -> set[str]:
    """Remove every stored value that places these locations; returns the services shown there."""
    services: set[str] = set()
    for part in chunked(sorted(set(location_ids))):
        is_public = _location.c.id.in_(part) & _location.c.is_withheld.is_(False)
        found = list(session.scalars(select(_location.c.id).where(is_public)))
        if found:
            scope = _scope(session, found)
            _purge(session, scope)
            services |= scope.services
    return services


def _scope(session: Session, locations: Sequence[str]) -> Scope:
    at = select(_link.c.service_id).where(_link.c.location_id.in_(locations))
    services = set(session.scalars(at))
    of_services = _link.c.service_id.in_(services)
    organizations = select(_service.c.organization_id).where(_service.c.id.in_(services))
    return Scope(
        locations=frozenset(locations),
        services=frozenset(services),
        links=frozenset(session.scalars(select(_link.c.id).where(of_services))),
        organizations=frozenset(session.scalars(organizations)) - {None},
    )


def _purge(session: Session, scope: Scope) -> None:
    _forget_lookups(session, scope.locations)
    gone = set(scope.locations)
    for name in ALWAYS_OF_THE_SITE:
        gone |= _delete(session, _tables[name], _tables[name].c.location_id.in_(scope.locations))
    for name in OFTEN_OF_THE_SITE:
        gone |= _let_go(session, _tables[name], scope)
    everything = gone | scope.services | scope.links | scope.organizations
    for name, column in (("metadata", "resource_id"), ("attribute", "link_id")):
        within = everything if name == "metadata" else gone
        gone |= _delete(session, _tables[name], _tables[name].c[column].in_(within))
    _forget_digests(session, gone)
    for name, table in TABLES.items():
        if name in _tables and name not in (*ALWAYS_OF_THE_SITE, "location"):
            _redact_words(session, _tables[name], name, scope, table_columns=table.columns)
    session.execute(
        update(_location)
        .where(_location.c.id.in_(scope.locations))
        .values(dict.fromkeys(PLACE_COLUMNS) | {"is_withheld": True, "location_type": None})
    )


def _let_go(session: Session, table: Table, scope: Scope) -> set[str]:
    """Rows that hang on the site alone go; others only lose the link to it."""
    at_site = table.c.location_id.in_(scope.locations)
    owners = [column for column in table.c if column.name in OWNERS]
    alone: ColumnElement[bool] = at_site
    for owner in owners:
        alone &= owner.is_(None)
    gone = _delete(session, table, alone)
    if table.name in ("phone", "contact"):
        rest = list(session.scalars(select(table.c.id).where(at_site)))
        _forget_digests(session, rest)
        session.execute(update(table).where(at_site).values(location_id=None))
    return gone


def _redact_words(
    session: Session, table: Table, name: str, scope: Scope, *, table_columns: Sequence[Any]
) -> None:
    """Texts of the rows around lose what looks like a street address."""
    conditions = [
        table.c[column].in_(scope.owned(column)) for column in OWNERS if column in table.c
    ]
    if f"{name}_id" in OWNERS:
        conditions = [table.c.id.in_(scope.owned(f"{name}_id"))]
    if name == "attribute":
        conditions = [table.c.link_id.in_(scope.services | scope.links | scope.organizations)]
    if not conditions:
        return
    names = [column.name for column in table_columns if column.name in table.c]
    rows = session.execute(select(table).where(or_(*conditions))).mappings().all()
    for row in rows:
        values = {column: row[column] for column in names}
        kept = public_texts(name, values).values or {}
        changed = {c: kept.get(c) for c, value in values.items() if kept.get(c) != value}
        if changed:
            _forget_digests(session, [row["id"]])
            session.execute(update(table).where(table.c.id == row["id"]).values(changed))


def _delete(session: Session, table: Table, condition: Any) -> set[str]:
    ids = set(session.scalars(select(table.c.id).where(condition)))
    _forget_digests(session, ids)
    for part in chunked(sorted(ids)):
        delete_rows(session, table, part)
    return ids


def _forget_lookups(session: Session, locations: Iterable[str]) -> None:
    """What was asked about their addresses goes, with what was answered."""
    session.execute(delete(_lookup).where(_lookup.c.location_id.in_(locations)))


def _forget_digests(session: Session, ids: Iterable[str]) -> None:
    for part in chunked(sorted(set(ids))):
        session.execute(delete(_assertion).where(_assertion.c.row_id.in_(part)))
