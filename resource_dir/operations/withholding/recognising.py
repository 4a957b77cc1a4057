"""Recognise a withheld site among the listings of other sources, by its public names only.

The same reach as the reader's own recognition (`hsds.settling`), so that the next import of the
other source finds nothing new: a phone or website of an organization stands for all its services.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.hsds import recognition_keys
from resource_dir.operations.rows import chunked, table_of

RecognitionKey = tuple[str, str]  # (kind, value): a name, phone or website

_assertion = table_of(models.Assertion)
_link = table_of(models.ServiceAtLocation)
_organization = table_of(models.Organization)
_phone = table_of(models.Phone)
_service = table_of(models.Service)


@dataclass(frozen=True, slots=True)
class _Carriers:
    """Rows that carry a key, by what they are."""

    services: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    locations: set[str] = field(default_factory=set)


def recognised_services(
    session: Session, keys: set[RecognitionKey], *, source: str
) -> Iterator[str]:
    """Ids of services that carry one of the keys; of `source` itself, only by their names."""
    if not keys:
        return
    yield from _by_name(session, keys)
    own = select(_assertion.c.row_id).where(
        _assertion.c.source_name == source, _assertion.c.table_name == "service"
    )
    carriers = _Carriers()
    _carrying_phone(session, keys, carriers)
    _carrying_website(session, keys, carriers)
    for column, ids in (
        (_service.c.id, carriers.services),
        (_service.c.organization_id, carriers.organizations),
    ):
        for part in chunked(sorted(ids)):
            statement = select(_service.c.id).where(column.in_(part), _service.c.id.not_in(own))
            yield from session.scalars(statement)
    for column, ids in ((_link.c.id, carriers.links), (_link.c.location_id, carriers.locations)):
        for part in chunked(sorted(ids)):
            statement = select(_link.c.service_id).where(
                column.in_(part), _link.c.service_id.not_in(own)
            )
            yield from session.scalars(statement)


def _by_name(session: Session, keys: set[RecognitionKey]) -> Iterator[str]:
    statement = select(_service.c.id, _organization.c.name, _service.c.name).join(
        _organization, _organization.c.id == _service.c.organization_id
    )
    for service_id, organization, service in session.execute(statement):
        if keys.intersection(recognition_keys(organization, service)):
            yield service_id


def _carrying_phone(session: Session, keys: set[RecognitionKey], carriers: _Carriers) -> None:
    owners = ("service_id", "organization_id", "service_at_location_id", "location_id")
    statement = select(_phone.c.number, *(_phone.c[owner] for owner in owners))
    sets = (carriers.services, carriers.organizations, carriers.links, carriers.locations)
    for number, *ids in session.execute(statement):
        if keys.intersection(recognition_keys(None, None, phones=(number,))):
            for found, owner_id in zip(sets, ids, strict=True):
                found.update({owner_id} - {None})


def _carrying_website(session: Session, keys: set[RecognitionKey], carriers: _Carriers) -> None:
    for column, row_id, found in (
        (_service.c.url, _service.c.id, carriers.services),
        (_organization.c.website, _organization.c.id, carriers.organizations),
    ):
        for url, one in session.execute(select(column, row_id).where(column.is_not(None))):
            if keys.intersection(recognition_keys(None, None, websites=(url,))):
                found.add(one)
