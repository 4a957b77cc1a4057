"""Withheld listings: remembered across imports, recognised across sources, purged when marked.

A withheld place has no field to stand in, so nothing can be hidden badly. What is kept is the
mark and the listing's own public names, by which another source's copy of it is recognised.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.hsds import KnownWithheld, WithheldMark
from resource_dir.operations.claims.claiming import purge_claim_words
from resource_dir.operations.editing.erasing import erase_history
from resource_dir.operations.importing.storing import upsert
from resource_dir.operations.reports.reporting import purge_report_texts
from resource_dir.operations.rows import chunked, rows_where, table_of
from resource_dir.operations.withholding.audit_purging import erase_around, rows_around
from resource_dir.operations.withholding.purging import purge_places
from resource_dir.operations.withholding.recognising import recognised_services

_mark = table_of(models.WithheldMark)
_key = table_of(models.WithheldKey)
_service = table_of(models.Service)
_assertion = table_of(models.Assertion)

NAME = "name"  # the kind of a recognition key


def known_withheld(session: Session, source: str) -> KnownWithheld:
    """Everything that was marked before and nobody released, for an import of `source`.

    A source's own rows come back under their ids. Its phones and websites are no signs to know
    them by: a shelter shares the switchboard with its food bank, and the second import of the same
    file would withhold what the first one did not. Its names are, as ids change between exports.
    """
    live = _mark.c.released.is_(None)
    published = session.execute(select(_mark.c.table_name, _mark.c.row_id).where(~live))
    ids = session.execute(select(_mark.c.table_name, _mark.c.row_id).where(live))
    is_own = exists().where(
        _assertion.c.source_name == source,
        _assertion.c.table_name == _key.c.table_name,
        _assertion.c.row_id == _key.c.row_id,
    )
    keys = session.execute(
        select(_key.c.kind, _key.c.value)
        .join(_mark, (_mark.c.table_name == _key.c.table_name) & (_mark.c.row_id == _key.c.row_id))
        .where(live, (_key.c.kind == NAME) | ~is_own)
    )
    return KnownWithheld(
        ids=frozenset((table, row_id) for table, row_id in ids),
        recognition=frozenset((kind, value) for kind, value in keys),
        published=frozenset((table, row_id) for table, row_id in published),
    )


def remember(
    session: Session, marks: Sequence[WithheldMark], *, source: str, now: datetime
) -> set[str]:
    """Keep new marks, purge places stored before they were known, here and in other sources'
    rows. Returns the ids of the services whose listings changed by it.
    """
    known = {tuple(row) for row in session.execute(select(_mark.c.table_name, _mark.c.row_id))}
    new = {(mark.table, mark.id): mark for mark in marks if (mark.table, mark.id) not in known}
    if not new:
        return set()
    upsert(
        session,
        _mark,
        [
            {"table_name": t, "row_id": i, "reason": m.reason, "marked": now, "released": None}
            for (t, i), m in new.items()
        ],
    )
    upsert(
        session,
        _key,
        [
            {"kind": kind, "value": value, "table_name": table, "row_id": row_id}
            for (table, row_id), mark in new.items()
            for kind, value in sorted(set(mark.recognition))
        ],
    )
    return _withhold_stored(session, list(new.values()), source=source, now=now)


def _withhold_stored(
    session: Session, marks: Sequence[WithheldMark], *, source: str, now: datetime
) -> set[str]:
    services = set(_services_of(session, marks))
    keys = {key for mark in marks for key in mark.recognition}
    recognised = set(recognised_services(session, keys, source=source)) - services
    upsert(
        session,
        _mark,
        [
            {
                "table_name": "service",
                "row_id": service_id,
                "reason": "recognised",
                "marked": now,
                "released": None,
            }
            for service_id in sorted(recognised)
        ],
    )
    services |= recognised
    links = rows_where(session, models.ServiceAtLocation, "service_id", services)
    links += rows_where(session, models.ServiceAtLocation, "id", _ids(marks, "service_at_location"))
    locations = _ids(marks, "location") | {link["location_id"] for link in links}
    audited = rows_around(session, services, locations)
    services |= {link["service_id"] for link in links}
    purged = services | purge_places(session, locations)
    for part in chunked(sorted(purged)):
        purge_report_texts(session, part)
        purge_claim_words(session, part)
    erase_history(session, purged, audited)
    erase_around(session, audited)
    return purged


def _ids(marks: Iterable[WithheldMark], table: str) -> set[str]:
    return {mark.id for mark in marks if mark.table == table}


def _services_of(session: Session, marks: Iterable[WithheldMark]) -> Iterator[str]:
    """Services that are in the inventory already and that a mark covers as a whole."""
    for table, column in (("service", _service.c.id), ("organization", _service.c.organization_id)):
        for part in chunked(sorted(_ids(marks, table))):
            yield from session.scalars(select(_service.c.id).where(column.in_(part)))


def count_withheld(session: Session, source: str) -> int:
    """How many listings of this source are withheld."""
    document = table_of(models.ListingDocument)
    asserted = select(_assertion.c.row_id).where(
        _assertion.c.source_name == source,
        _assertion.c.table_name.in_(("service_at_location", "service")),
    )
    statement = (
        select(func.count())
        .select_from(document)
        .where(
            document.c.is_withheld.is_(True),
            document.c.document.is_not(None),
            document.c.id.in_(asserted),
        )
    )
    return session.scalar(statement) or 0
