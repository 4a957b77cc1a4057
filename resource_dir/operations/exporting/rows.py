"""Read what an export may need, in chunks of services: any inventory takes bounded memory.

Nothing is filtered here by audience; `public_services` decides what is published.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.exporting.changes import public_changes
from resource_dir.operations.rows import CHUNK, by_id, grouped, rows_where, table_of

Rows = dict[str, RowMapping]
Groups = Mapping[str, list[RowMapping]]

SERVICE, LINK, LOCATION, ORGANIZATION = (
    "service_id",
    "service_at_location_id",
    "location_id",
    "organization_id",
)
# What hangs on what. Contacts before phones before languages: each may hang on the one before.
HUNG: tuple[tuple[type[models.Base], tuple[str, ...]], ...] = (
    (models.Contact, (LINK, SERVICE, LOCATION, ORGANIZATION)),
    (models.Phone, (LINK, SERVICE, LOCATION, ORGANIZATION, "contact_id")),
    (models.Language, (SERVICE, LOCATION, "phone_id")),
    (models.Schedule, (LINK, SERVICE, LOCATION)),
    (models.ServiceArea, (LINK, SERVICE)),
    (models.Address, (LOCATION,)),
    (models.Accessibility, (LOCATION,)),
    (models.RequiredDocument, (SERVICE,)),
    (models.CostOption, (SERVICE,)),
    (models.Funding, (SERVICE, ORGANIZATION)),
    (models.OrganizationIdentifier, (ORGANIZATION,)),
    (models.Url, (SERVICE, ORGANIZATION)),
    (models.Capacity, (LINK,)),
    (models.ServiceCapacity, (SERVICE,)),
    (models.Criterion, (SERVICE, LINK)),
    (models.ListingNeed, (SERVICE,)),
    (models.Attribute, ("link_id",)),
    (models.Metadata, ("resource_id",)),
)
_document = table_of(models.ListingDocument)


def list_service_ids(session: Session) -> Iterator[list[str]]:
    """Services with a listing that is shown; a retired one has no document."""
    column, last = _document.c.service_id, ""
    while True:
        statement = select(column).where(_document.c.document.is_not(None), column > last)
        found = list(session.scalars(statement.distinct().order_by(column).limit(CHUNK)))
        if not found:
            return
        yield found
        last = found[-1]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a chunk of services may publish, read once."""

    listings: Groups
    services: Rows
    links: Rows
    locations: Rows
    organizations: Rows
    programs: Rows
    hung: Mapping[tuple[str, str], Groups]
    terms: Rows
    taxonomies: Rows
    units: Rows
    changes: Mapping[str, list[dict[str, Any]]]


def read_chunk(session: Session, service_ids: Sequence[str]) -> Chunk:
    """Read these services with all that hangs on them, directly or through what they name."""
    listings = _listings(session, service_ids)
    services = by_id(rows_where(session, models.Service, "id", service_ids))
    links = by_id(rows_where(session, models.ServiceAtLocation, "id", {r["id"] for r in listings}))
    locations = by_id(
        rows_where(session, models.Location, "id", {r[LOCATION] for r in links.values()})
    )
    organizations = _with_parents(
        session, models.Organization, "parent_organization_id", _values(services, ORGANIZATION)
    )
    programs = by_id(rows_where(session, models.Program, "id", _values(services, "program_id")))
    owners: dict[str, set[str]] = {
        SERVICE: set(services),
        LINK: set(links),
        LOCATION: set(locations),
        ORGANIZATION: set(organizations),
    }
    owners["resource_id"] = set(services)
    owners["link_id"] = set().union(*owners.values(), programs)
    hung = _read_hung(session, owners)
    terms = _with_parents(
        session,
        models.TaxonomyTerm,
        "parent_id",
        _hung_values(hung, "attribute", "taxonomy_term_id"),
    )
    units = _hung_values(hung, "capacity", "unit_id")
    units |= _hung_values(hung, "service_capacity", "unit_id")
    return Chunk(
        listings=grouped(listings, SERVICE),
        services=services,
        links=links,
        locations={i: row for i, row in locations.items() if not row["is_withheld"]},
        organizations=organizations,
        programs=programs,
        hung=hung,
        terms=terms,
        taxonomies=by_id(rows_where(session, models.Taxonomy, "id", _values(terms, "taxonomy_id"))),
        units=by_id(rows_where(session, models.Unit, "id", units)),
        changes=public_changes(session, service_ids),
    )


def _listings(session: Session, service_ids: Sequence[str]) -> list[RowMapping]:
    wanted = (_document.c.id, _document.c.service_id, _document.c.is_withheld)
    statement = (
        select(*wanted)
        .where(_document.c.document.is_not(None), _document.c.service_id.in_(service_ids))
        .order_by(_document.c.id)
    )
    return list(session.execute(statement).mappings())


def _read_hung(session: Session, owners: dict[str, set[str]]) -> dict[tuple[str, str], Groups]:
    hung: dict[tuple[str, str], Groups] = {}
    for model, columns in HUNG:
        name = model.__tablename__
        for column in columns:
            rows = rows_where(session, model, column, owners[column])
            hung[name, column] = grouped(rows, column)
            owners.setdefault(f"{name}_id", set()).update(row["id"] for row in rows)
    return hung


def _with_parents(
    session: Session, model: type[models.Base], column: str, ids: Iterable[str]
) -> Rows:
    """Rows by id, with all those above them."""
    found: Rows = {}
    wanted = set(ids)
    while wanted:
        found |= by_id(rows_where(session, model, "id", wanted))
        wanted = {row[column] for row in found.values() if row[column]} - set(found) - wanted
    return found


def _values(rows: Rows, column: str) -> set[str]:
    return {row[column] for row in rows.values() if row[column]}


def _hung_values(hung: Mapping[tuple[str, str], Groups], table: str, column: str) -> set[str]:
    groups = (found for (name, _), found in hung.items() if name == table)
    rows = (row for found in groups for some in found.values() for row in some)
    return {row[column] for row in rows if row[column]}


def chain(
    rows: Rows, row_id: str | None, *, column: str = "parent_organization_id"
) -> Iterator[RowMapping]:
    """The row and those above it, each once: a circle in a source ends."""
    seen: set[str] = set()
    while row_id and row_id in rows and row_id not in seen:
        seen.add(row_id)
        yield rows[row_id]
        row_id = rows[row_id][column]
