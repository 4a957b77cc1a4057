"""Build the denormalised document of each listing: all that a result or listing page shows.

Facts keep their audience; `operations.audiences` is the one place where they are filtered. Nothing
here can see a withheld place, because the database holds none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.needs import needs_in_text
from resource_dir.operations.beds.freshness import fresh_hours
from resource_dir.operations.editing.doubts import phone_doubts
from resource_dir.operations.editing.tonight import overruled
from resource_dir.operations.listings import describing
from resource_dir.operations.rows import by_id, grouped, rows_where

Document = dict[str, Any]
Groups = dict[str, list[RowMapping]]

PHONE_OWNERS = ("service_at_location_id", "service_id", "location_id", "organization_id")
SCHEDULE_OWNERS = ("service_at_location_id", "service_id", "location_id")


@dataclass(frozen=True, slots=True)
class Related:
    """Everything that hangs on a batch of services, read once and grouped by what it hangs on."""

    services: dict[str, RowMapping]
    organizations: dict[str, RowMapping]
    programs: dict[str, RowMapping]
    locations: dict[str, RowMapping]
    links: Groups
    children: dict[tuple[str, str], Groups]
    terms: dict[str, RowMapping]
    units: dict[str, RowMapping]
    withheld: frozenset[str]
    phone_doubts: dict[str, Document]
    settings: dict[str, RowMapping]
    bed_hours: dict[str, int]
    needs_by_name: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def needs_in(self, name: str) -> tuple[str, ...]:
        """Needs that a name says; listings of one batch share most of their terms."""
        if name not in self.needs_by_name:
            self.needs_by_name[name] = needs_in_text(name)
        return self.needs_by_name[name]

    def of(self, table: str, owner: str, row_id: str | None) -> list[RowMapping]:
        """Rows of `table` whose column `owner` is `row_id`."""
        return self.children[table, owner].get(row_id, []) if row_id else []


CHILDREN: tuple[tuple[type[models.Base], tuple[str, ...]], ...] = (
    (models.Phone, PHONE_OWNERS),
    (models.Schedule, SCHEDULE_OWNERS),
    (models.Contact, ("service_at_location_id", "service_id", "location_id")),
    (models.Address, ("location_id",)),
    (models.Language, ("service_id", "location_id")),
    (models.Accessibility, ("location_id",)),
    (models.RequiredDocument, ("service_id",)),
    (models.CostOption, ("service_id",)),
    (models.ServiceArea, ("service_id", "service_at_location_id")),
    (models.Criterion, ("service_id", "service_at_location_id")),
    (models.Capacity, ("service_at_location_id",)),
    (models.ServiceCapacity, ("service_id",)),
    (models.ListingNeed, ("service_id",)),
    (models.Attribute, ("link_id",)),
    (models.Metadata, ("resource_id",)),
)


def build_documents(session: Session, service_ids: Sequence[str]) -> list[Document]:
    """Documents of all listings of these services, in the order of their ids."""
    related = _read(session, service_ids)
    documents: list[Document] = []
    for service_id in sorted(related.services):
        links = related.links.get(service_id, [])
        documents.extend(_document(related, service_id, link) for link in links)
        if not links:
            documents.append(_document(related, service_id, None))
    return sorted(documents, key=lambda document: str(document["id"]))


def _read(session: Session, service_ids: Sequence[str]) -> Related:
    services = by_id(rows_where(session, models.Service, "id", service_ids))
    links = rows_where(session, models.ServiceAtLocation, "service_id", services)
    locations = by_id(
        rows_where(session, models.Location, "id", {link["location_id"] for link in links})
    )
    owners = {
        "service_id": set(services),
        "location_id": set(locations),
        "service_at_location_id": {link["id"] for link in links},
        "organization_id": {row["organization_id"] for row in services.values()} - {None},
    }
    owners["link_id"] = set().union(*owners.values())
    owners["resource_id"] = set(services)
    children = {
        (model.__tablename__, column): dict(
            grouped(rows_where(session, model, column, owners[column]), column)
        )
        for model, columns in CHILDREN
        for column in columns
    }
    return Related(
        services=services,
        organizations=by_id(
            rows_where(session, models.Organization, "id", owners["organization_id"])
        ),
        programs=by_id(rows_where(session, models.Program, "id", _ids(services, "program_id"))),
        locations=locations,
        links=dict(grouped(links, "service_id")),
        children=children,
        terms=by_id(rows_where(session, models.TaxonomyTerm, "id", _terms_in(children))),
        units=by_id(rows_where(session, models.Unit, "id", _units_in(children))),
        withheld=_withheld_among(session, owners["link_id"]),
        phone_doubts=phone_doubts(
            session, services, shared=_shared_phones(services, links, children)
        ),
        settings={
            row["service_id"]: row
            for row in rows_where(session, models.ListingSetting, "service_id", services)
        },
        bed_hours=_bed_hours(session, children["capacity", "service_at_location_id"]),
    )


def _ids(rows: dict[str, RowMapping], column: str) -> set[str]:
    return {row[column] for row in rows.values()} - {None}


def _column_values(children: dict[tuple[str, str], Groups], table: str, column: str) -> set[str]:
    return {
        row[column]
        for (name, _), groups in children.items()
        if name == table
        for rows in groups.values()
        for row in rows
        if row[column]
    }


def _terms_in(children: dict[tuple[str, str], Groups]) -> set[str]:
    return _column_values(children, "attribute", "taxonomy_term_id")


def _units_in(children: dict[tuple[str, str], Groups]) -> set[str]:
    return _column_values(children, "capacity", "unit_id") | _column_values(
        children, "service_capacity", "unit_id"
    )


def _bed_hours(session: Session, counts: Groups) -> dict[str, int]:
    """How long the counts are believed for which somebody set it."""
    ids = [row["id"] for rows in counts.values() for row in rows]
    rows = rows_where(session, models.BedSetting, "capacity_id", ids)
    return {row["capacity_id"]: row["fresh_hours"] for row in rows if row["fresh_hours"]}


def _withheld_among(session: Session, ids: Iterable[str]) -> frozenset[str]:
    marks = rows_where(session, models.WithheldMark, "row_id", ids)
    return frozenset(mark["row_id"] for mark in marks if mark["released"] is None)


def _document(related: Related, service_id: str, link: RowMapping | None) -> Document:
    service = related.services[service_id]
    organization = related.organizations.get(service["organization_id"])
    program = related.programs.get(service["program_id"])
    location = related.locations[link["location_id"]] if link else None
    is_withheld = _is_withheld(related, service, link, location)
    place_of = None if is_withheld else location
    terms = _terms(related, service, link)
    areas = _areas(related, service_id, link, place_of)
    setting = related.settings.get(service_id)
    needs = describing.needs_of(
        [row["need_slug"] for row in related.of("listing_need", "service_id", service_id)],
        terms,
        [service["name"], service["alternate_name"]],
        recognise=related.needs_in,
    )
    return {
        "id": link["id"] if link else service_id,
        "service_id": service_id,
        "location_id": link["location_id"] if link else None,
        "organization_id": service["organization_id"],
        "name": service["name"],
        "alternate_name": service["alternate_name"],
        "organization": organization["name"] if organization else None,
        "program": program["name"] if program else None,
        "description": service["description"],
        "needs": needs,
        "terms": [name for _, name, _ in terms if name],
        "status": service["status"],
        "alert": service["alert"],
        "url": service["url"] or (organization["website"] if organization else None),
        "email": service["email"],
        "application_process": service["application_process"],
        "eligibility": service["eligibility_description"],
        "fees": service["fees_description"] or service["fees"],
        "costs": [
            describing.cost(row) for row in related.of("cost_option", "service_id", service_id)
        ],
        "wait_time": service["wait_time"],
        "is_withheld": is_withheld,
        **_place(related, place_of),
        **areas,
        **(zone := describing.zone(location, areas["areas"])),
        "schedules": overruled(
            describing.schedules(_nearest(related, "schedule", service, link, location)),
            setting,
            zone["zone"],
        ),
        "closed_until": _closed_until(setting),
        "facts": describing.facts(
            service,
            _both(related, "criterion", service_id, link),
            terms,
            _languages(related, service_id, place_of),
        ),
        "capacity": _capacity(related, service_id, link),
        "fresh_hours": fresh_hours(needs),
        "phones": describing.phones(
            _owned(related, "phone", PHONE_OWNERS, service, link, place_of)
        ),
        "phone_doubt": related.phone_doubts.get(service_id),
        "contacts": describing.contacts(
            _owned(related, "contact", SCHEDULE_OWNERS, service, link, place_of)
        ),
        "documents": [
            row["document"]
            for row in related.of("required_document", "service_id", service_id)
            if row["document"]
        ],
        "verified": service["assured_date"].isoformat() if service["assured_date"] else None,
        "verified_by": None
        if is_withheld or not service["assured_date"]
        else describing.verified_by(related.of("metadata", "resource_id", service_id)),
    }


def _closed_until(setting: RowMapping | None) -> str | None:
    if setting is None or setting["closed_until"] is None:
        return None
    return str(setting["closed_until"].isoformat())


def _is_withheld(
    related: Related, service: RowMapping, link: RowMapping | None, location: RowMapping | None
) -> bool:
    ids = {service["id"], service["organization_id"]}
    if link:
        ids |= {link["id"], link["location_id"]}
    return bool(ids & related.withheld) or bool(location and location["is_withheld"])


def _place(related: Related, location: RowMapping | None) -> Document:
    """Where it is; all null for a listing without a public place."""
    if location is None:
        return describing.NO_PLACE
    addresses = related.of("address", "location_id", location["id"])
    notes = related.of("accessibility", "location_id", location["id"])
    return describing.place(location, addresses, notes)


def _areas(
    related: Related, service_id: str, link: RowMapping | None, location: RowMapping | None
) -> Document:
    served = _both(related, "service_area", service_id, link)
    addresses = related.of("address", "location_id", location["id"]) if location else []
    return describing.areas(location, addresses, served)


def _both(
    related: Related, table: str, service_id: str, link: RowMapping | None
) -> list[RowMapping]:
    """Rows of the service, then those of this listing, which are more specific."""
    rows = list(related.of(table, "service_id", service_id))
    return rows + related.of(table, "service_at_location_id", link["id"] if link else None)


def _owner_ids(
    service: RowMapping, link: RowMapping | None, location: RowMapping | None
) -> dict[str, str | None]:
    return {
        "service_at_location_id": link["id"] if link else None,
        "service_id": service["id"],
        "location_id": location["id"] if location else None,
        "organization_id": service["organization_id"],
    }


def _shared_phones(
    services: Mapping[str, RowMapping],
    links: Iterable[RowMapping],
    children: Mapping[tuple[str, str], Mapping[str, list[RowMapping]]],
) -> dict[str, set[str]]:
    """Phones of organizations and places, each with the services that show it."""
    of_organizations = children["phone", "organization_id"]
    of_places = children["phone", "location_id"]
    found: dict[str, set[str]] = {}
    for service_id, row in services.items():
        for phone in of_organizations.get(row["organization_id"], ()):
            found.setdefault(phone["id"], set()).add(service_id)
    for link in links:
        for phone in of_places.get(link["location_id"], ()):
            found.setdefault(phone["id"], set()).add(link["service_id"])
    return found


def _owned(
    related: Related,
    table: str,
    owners: Sequence[str],
    service: RowMapping,
    link: RowMapping | None,
    location: RowMapping | None,
) -> list[RowMapping]:
    """Rows from the most specific owner to the least."""
    ids = _owner_ids(service, link, location)
    return [row for owner in owners for row in related.of(table, owner, ids[owner])]


def _nearest(
    related: Related,
    table: str,
    service: RowMapping,
    link: RowMapping | None,
    location: RowMapping | None,
) -> list[RowMapping]:
    """Rows of the most specific owner that has any: a listing's own hours replace the service's."""
    ids = _owner_ids(service, link, location)
    for owner in SCHEDULE_OWNERS:
        rows = related.of(table, owner, ids[owner])
        if rows:
            return rows
    return []


def _terms(
    related: Related, service: RowMapping, link: RowMapping | None
) -> list[describing.TermOnRow]:
    """(code, name, value) of each taxonomy term on the service, its listing or organization."""
    ids = [service["id"], link["id"] if link else None]
    found = []
    for row_id in ids:
        for attribute in related.of("attribute", "link_id", row_id):
            term = related.terms.get(attribute["taxonomy_term_id"])
            if term is not None:
                found.append((term["code"], term["name"], attribute["value"]))
    return found


def _languages(related: Related, service_id: str, location: RowMapping | None) -> list[RowMapping]:
    rows = list(related.of("language", "service_id", service_id))
    return rows + related.of("language", "location_id", location["id"] if location else None)


def _capacity(related: Related, service_id: str, link: RowMapping | None) -> list[Document]:
    """Counts of this listing; where there are none, those that a feed gives for the service."""
    rows = related.of("capacity", "service_at_location_id", link["id"] if link else None)
    if rows:
        return [
            describing.capacity(row, related.units[row["unit_id"]]["name"])
            | {"fresh_hours": related.bed_hours.get(row["id"])}
            for row in rows
        ]
    places = len(related.links.get(service_id, []))
    return [
        describing.service_capacity(row, related.units[row["unit_id"]]["name"], places=places)
        for row in related.of("service_capacity", "service_id", service_id)
        if row["unit_id"]
    ]
