"""What is published of each service: public rows only, no place of a withheld listing.

Read in chunks of services, so that an inventory of any size takes bounded memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.hsds.standard import ServiceRows, Version
from resource_dir.hsds.tables import TABLES
from resource_dir.operations.exporting_capacity import folded_counts, public_counts
from resource_dir.operations.exporting_shapes import cleaned, shaped, utc_offset_hours
from resource_dir.operations.exporting_terms import Tags, tags_of
from resource_dir.operations.rows import CHUNK, by_id, grouped, rows_where, table_of

Values = dict[str, Any]
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
)
# These are not written as they are stored: `exporting_terms` and `exporting_capacity` do.
_TRANSLATED = frozenset({"capacity", "service_capacity", "criterion", "listing_need", "attribute"})
_document = table_of(models.ListingDocument)


def public_services(session: Session, *, at: datetime, version: Version) -> Iterator[ServiceRows]:
    """Everything published of every service that has a listing, in the order of their ids.

    `at` is the instant for which UTC offsets of schedules are true.
    """
    for service_ids in _service_ids(session):
        chunk = _read(session, service_ids)
        for service_id in service_ids:
            yield _Publication(chunk, service_id, at=at, version=version).rows()


def _service_ids(session: Session) -> Iterator[list[str]]:
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
class _Chunk:
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


def _read(session: Session, service_ids: Sequence[str]) -> _Chunk:
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
    owners["link_id"] = set().union(*owners.values(), programs)
    hung = _read_hung(session, owners)
    terms = _with_parents(
        session, models.TaxonomyTerm, "parent_id", _hung_values(hung, "attribute", "taxonomy_term_id")
    )
    units = _hung_values(hung, "capacity", "unit_id")
    units |= _hung_values(hung, "service_capacity", "unit_id")
    return _Chunk(
        listings=grouped(listings, SERVICE),
        services=services,
        links=links,
        locations={i: row for i, row in locations.items() if not row["is_withheld"]},
        organizations=organizations,
        programs=programs,
        hung=hung,
        terms=terms,
        taxonomies=by_id(
            rows_where(session, models.Taxonomy, "id", _values(terms, "taxonomy_id"))
        ),
        units=by_id(rows_where(session, models.Unit, "id", units)),
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


class _Publication:
    """One service on its way out."""

    def __init__(
        self, chunk: _Chunk, service_id: str, *, at: datetime, version: Version
    ) -> None:
        self._chunk, self._id, self._at, self._version = chunk, service_id, at, version
        listings = chunk.listings[service_id]
        self._is_withheld = all(row["is_withheld"] for row in listings)
        # A withheld listing's hours and phones go to its service: it has no place to hang on. Where
        # the service has public listings too they would mix with theirs, so they are left out.
        shown = [row for row in listings if self._is_withheld or not row["is_withheld"]]
        self._links = [chunk.links[row["id"]] for row in shown if row["id"] in chunk.links]
        self._locations = [
            chunk.locations[i]
            for i in dict.fromkeys(link[LOCATION] for link in self._links)
            if i in chunk.locations and not self._is_withheld
        ]
        service = chunk.services[service_id]
        self._organizations = list(_chain(chunk.organizations, service[ORGANIZATION]))
        self._owners = {
            SERVICE: [service_id],
            LINK: [link["id"] for link in self._links],
            LOCATION: [row["id"] for row in self._locations],
            ORGANIZATION: [row["id"] for row in self._organizations],
        }

    def rows(self) -> ServiceRows:
        """The rows of every table, cleaned in the order of the tables: parents first."""
        candidates = self._candidates()
        exported = {name: {row["id"] for row in rows} for name, rows in candidates.items()}
        tables: dict[str, tuple[Values, ...]] = {}
        for name in TABLES:
            kept = [self._published(name, row, exported) for row in candidates.get(name, ())]
            found = tuple(row for row in kept if row is not None)
            exported[name] = {row["id"] for row in found}
            tables[name] = found
        [service] = tables.pop("service")
        return ServiceRows(service, tables)

    def _published(
        self, table: str, row: Mapping[str, Any], exported: Mapping[str, set[str]]
    ) -> Values | None:
        values = cleaned(table, row, exported, is_withheld=self._is_withheld)
        return shaped(table, values) if values else None

    def _candidates(self) -> dict[str, list[Mapping[str, Any]]]:
        chunk, tags = self._chunk, self._tags()
        service = chunk.services[self._id]
        program = chunk.programs.get(service["program_id"])
        found: dict[str, list[Mapping[str, Any]]] = {
            "service": [service],
            "organization": list(self._organizations),
            "program": [program] if program else [],
            "location": list(self._locations),
            "service_at_location": [] if self._is_withheld else list(self._links),
            "attribute": sorted(tags.attributes, key=lambda row: str(row["id"])),
            "criterion": list(tags.criteria),
            **self._counts(),
        }
        self._add_terms(found, tags)
        for model, columns in HUNG:
            name = model.__tablename__
            if name not in _TRANSLATED:
                found[name] = [self._moved(name, row) for row in self._hung(name, columns, found)]
        return found

    def _hung(
        self, table: str, columns: Sequence[str], found: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> list[RowMapping]:
        """Public rows of a table that belong here, by id; not those of another service."""
        rows: Rows = {}
        for column in columns:
            parents = found.get(column.removesuffix("_id"), ())
            owners = self._owners.get(column) or [row["id"] for row in parents]
            groups = self._chunk.hung[table, column]
            rows.update((row["id"], row) for owner in owners for row in groups.get(owner, ()))
        return [rows[i] for i in sorted(rows) if self._is_mine(rows[i])]

    def _is_mine(self, row: RowMapping) -> bool:
        is_public = row.get("audience", "public") == "public"
        service_id, link_id = row.get(SERVICE), row.get(LINK)
        return (
            is_public
            and service_id in (None, self._id)
            and (link_id is None or link_id in self._owners[LINK])
        )

    def _moved(self, table: str, row: RowMapping) -> Mapping[str, Any]:
        """The row where it can hang in this version, with the offset of its zone."""
        values = dict(row)
        is_without_link = self._is_withheld or (table, self._version) == ("service_area", "3.0")
        if values.get(LINK) and is_without_link:
            values |= {LINK: None, SERVICE: self._id}
        if table == "schedule":
            values["timezone"] = utc_offset_hours(self._zone(row), self._at)
        return values

    def _zone(self, schedule: RowMapping) -> str | None:
        """Zone of the listing's place, of the location, or of the service's first place."""
        link = self._chunk.links.get(schedule[LINK] or "")
        wanted = schedule[LOCATION] or (link[LOCATION] if link else None)
        places = self._locations
        zones = [row["zone"] for row in places if wanted in (None, row["id"])]
        return zones[0] if zones else None

    def _counts(self) -> dict[str, list[Mapping[str, Any]]]:
        rows = self._all("capacity", LINK)
        stored = self._all("service_capacity", SERVICE)
        folded = list(folded_counts(self._id, rows, stored))
        # Ours hang on a place, which a withheld listing has not: the folded count stays.
        counts = [] if self._is_withheld else public_counts(rows)
        used = {row["unit_id"] for row in (*counts, *folded)}
        units = [self._chunk.units[unit_id] for unit_id in sorted(used)]
        return {"capacity": list(counts), "service_capacity": list(folded), "unit": list(units)}

    def _all(self, table: str, column: str) -> list[RowMapping]:
        groups = self._chunk.hung[table, column]
        return [row for owner in self._owners[column] for row in groups.get(owner, ())]

    def _tags(self) -> Tags:
        chunk = self._chunk
        service = chunk.services[self._id]
        ids = [i for owners in self._owners.values() for i in owners]
        ids += [service["program_id"]] if service["program_id"] else []
        attributes = (row for i in ids for row in chunk.hung["attribute", "link_id"].get(i, ()))
        return tags_of(
            service,
            link_ids=self._owners[LINK],
            is_withheld=self._is_withheld,
            attributes=attributes,
            terms=chunk.terms,
            criteria=[*self._all("criterion", SERVICE), *self._all("criterion", LINK)],
            needs=self._all("listing_need", SERVICE),
        )

    def _add_terms(self, found: dict[str, list[Mapping[str, Any]]], tags: Tags) -> None:
        terms: dict[str, Mapping[str, Any]] = {}
        for row in tags.attributes:
            term_id = row["taxonomy_term_id"]
            for term in _chain(self._chunk.terms, term_id, column="parent_id"):
                terms[term["id"]] = term
        taxonomies = {term["taxonomy_id"] for term in terms.values() if term["taxonomy_id"]}
        stored = {i: self._chunk.taxonomies[i] for i in taxonomies}
        found["taxonomy_term"] = _sorted({**terms, **tags.terms})
        found["taxonomy"] = _sorted({**stored, **tags.taxonomies})


def _chain(
    rows: Rows, row_id: str | None, *, column: str = "parent_organization_id"
) -> Iterator[RowMapping]:
    """The row and those above it, each once: a circle in a source ends."""
    seen: set[str] = set()
    while row_id and row_id in rows and row_id not in seen:
        seen.add(row_id)
        yield rows[row_id]
        row_id = rows[row_id][column]


def _sorted(rows: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [rows[row_id] for row_id in sorted(rows)]
