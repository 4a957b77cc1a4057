"""A steward withholds one listing, or publishes one that only a default withheld."""

from datetime import datetime

from sqlalchemy import RowMapping, delete, select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import Conflict, NotFound
from resource_dir.hsds import WithheldMark, recognition_keys
from resource_dir.hsds.settling import DOMESTIC_VIOLENCE
from resource_dir.operations.importing.storing import upsert
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.operations.rows import rows_where, table_of
from resource_dir.operations.withholding.remembering import remember

STEWARD = "steward"
SOFT_REASONS = (DOMESTIC_VIOLENCE, "recognised", "remembered", "its ", STEWARD)

_assertion = table_of(models.Assertion)
_location = table_of(models.Location)
_mark = table_of(models.WithheldMark)


def withhold_listing(session: Session, listing_id: str, *, now: datetime) -> None:
    """Purge the place of one listing and remember that it is withheld. Raises NotFound.

    Other listings at the same place lose it too: it would tell where this one is.
    """
    service, link = _listing(session, listing_id)
    organization = session.get(models.Organization, service["organization_id"] or "")
    keys = recognition_keys(
        organization.name if organization else None,
        service["name"],
        phones=tuple(
            phone["number"]
            for phone in rows_where(session, models.Phone, "service_id", [service["id"]])
        ),
        websites=(service["url"],) if service["url"] else (),
    )
    own = set(
        session.scalars(
            select(_assertion.c.source_name).where(
                _assertion.c.table_name == "service", _assertion.c.row_id == service["id"]
            )
        )
    )
    marks = [WithheldMark(table, row_id, STEWARD, ()) for table, row_id in _covered(service, link)]
    if link is None or len(_links(session, service["id"])) == 1:
        marks.append(WithheldMark("service", service["id"], STEWARD, keys))
    session.execute(delete(_mark).where(_mark.c.row_id.in_([mark.id for mark in marks])))
    touched = remember(session, marks, source=next(iter(sorted(own)), ""), now=now)
    refresh_documents(session, sorted(touched | {service["id"]}))


def publish_listing(session: Session, listing_id: str, *, now: datetime) -> None:
    """Let the place of one listing be stored again; the next import of its source brings it.

    Raises NotFound, and Conflict where its source or a file says that it is withheld, or where
    another listing at the same place still is.
    """
    service, link = _listing(session, listing_id)
    covered = [*_covered(service, link), ("service", service["id"])]
    ids = [row_id for _, row_id in covered]
    _refuse_if_meant(session, [*ids, service["organization_id"] or ""])
    if link is not None:
        _refuse_if_shared(session, service["id"], link["location_id"])
    upsert(
        session,
        _mark,
        [
            {
                "table_name": table,
                "row_id": row_id,
                "reason": STEWARD,
                "marked": now,
                "released": now,
            }
            for table, row_id in covered
        ],
    )
    session.execute(
        update(_location)
        .where(_location.c.id.in_(ids))
        .values(is_withheld=False, zone=None, zone_origin=None)
    )
    session.execute(delete(_assertion).where(_assertion.c.row_id.in_(ids)))
    refresh_documents(session, [service["id"]])


def _listing(session: Session, listing_id: str) -> tuple[RowMapping, RowMapping | None]:
    links = rows_where(session, models.ServiceAtLocation, "id", [listing_id])
    service_id = links[0]["service_id"] if links else listing_id
    services = rows_where(session, models.Service, "id", [service_id])
    if not services:
        raise NotFound("There is no such listing: give the id that a search shows.")
    return services[0], links[0] if links else None


def _covered(service: RowMapping, link: RowMapping | None) -> list[tuple[str, str]]:
    if link is None:
        return [("service", service["id"])]
    return [("service_at_location", link["id"]), ("location", link["location_id"])]


def _links(session: Session, service_id: str) -> list[RowMapping]:
    return rows_where(session, models.ServiceAtLocation, "service_id", [service_id])


def _refuse_if_meant(session: Session, ids: list[str]) -> None:
    for mark in rows_where(session, models.WithheldMark, "row_id", ids):
        if mark["released"] is None and not mark["reason"].startswith(SOFT_REASONS):
            raise Conflict(
                f"It is withheld on purpose ({mark['reason']}): take the mark out of its source "
                "first."
            )


def _refuse_if_shared(session: Session, service_id: str, location_id: str) -> None:
    others = rows_where(session, models.ServiceAtLocation, "location_id", [location_id])
    ids = [row_id for row in others for row_id in (row["id"], row["service_id"])]
    own = {row["id"] for row in others if row["service_id"] == service_id} | {service_id}
    for mark in rows_where(session, models.WithheldMark, "row_id", set(ids) - own):
        if mark["released"] is None:
            raise Conflict("Another withheld listing is at the same place: publish that one first.")
