"""Withheld listings: remembered across imports, recognised across sources, purged when marked.

A withheld place has no field to stand in, so nothing can be hidden badly. What is kept is the
mark and the listing's own public names, by which another source's copy of it is recognised.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, delete, exists, func, select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.hsds import KnownWithheld, WithheldMark, recognition_keys
from resource_dir.operations.rows import chunked, grouped, rows_where, table_of
from resource_dir.operations.storing import upsert

_mark = table_of(models.WithheldMark)
_key = table_of(models.WithheldKey)
_location = table_of(models.Location)
_link = table_of(models.ServiceAtLocation)
_service = table_of(models.Service)
_phone = table_of(models.Phone)
_assertion = table_of(models.Assertion)

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
    "zone",  # assigned again, from the area served
    "zone_origin",
)
PLACE_TABLES: tuple[type[models.Base], ...] = (models.Address, models.Accessibility)
SERVICES_PER_SCAN = 500
NAME = "name"  # the kind of a recognition key

RecognitionKey = tuple[str, str]  # (kind, value): a name, phone or website


def known_withheld(session: Session, source: str) -> KnownWithheld:
    """Everything that was marked before and nobody released, for an import of `source`.

    A source's own rows come back under their ids. Its phones and websites are no signs to know
    them by: a shelter shares the switchboard with its food bank, and the second import of the same
    file would withhold what the first one did not. Its names are, as ids change between exports.
    """
    live = _mark.c.released.is_(None)
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
    for service_id in _recognised(session, keys, source=source) if keys else ():
        if service_id not in services:
            services.add(service_id)
            mark = {"table_name": "service", "row_id": service_id, "reason": "recognised"}
            upsert(session, _mark, [{**mark, "marked": now, "released": None}])
    links = rows_where(session, models.ServiceAtLocation, "service_id", services)
    locations = {mark.id for mark in marks if mark.table == "location"}
    locations |= {link["location_id"] for link in links}
    return services | purge_places(session, locations)


def _services_of(session: Session, marks: Iterable[WithheldMark]) -> Iterator[str]:
    """Services that are in the inventory already and that a mark covers."""
    columns = {
        "service": (_service.c.id, _service.c.id),
        "organization": (_service.c.organization_id, _service.c.id),
        "service_at_location": (_link.c.id, _link.c.service_id),
    }
    for table, (column, service_id) in columns.items():
        for part in chunked(sorted({mark.id for mark in marks if mark.table == table})):
            yield from session.scalars(select(service_id).where(column.in_(part)))


def _recognised(session: Session, keys: set[RecognitionKey], *, source: str) -> Iterator[str]:
    """Services that carry one of the keys; of `source` itself, only those of the same name."""
    names = {key for key in keys if key[0] == NAME}
    last = ""
    while True:
        statement = select(_service).where(_service.c.id > last).order_by(_service.c.id)
        rows = session.execute(statement.limit(SERVICES_PER_SCAN)).mappings().all()
        if not rows:
            return
        own = _asserted_by(session, source, [row["id"] for row in rows])
        for service_id, carried in _keys_of(session, rows):
            if carried & (names if service_id in own else keys):
                yield service_id
        last = rows[-1]["id"]


def _asserted_by(session: Session, source: str, service_ids: Sequence[str]) -> set[str]:
    statement = select(_assertion.c.row_id).where(
        _assertion.c.source_name == source,
        _assertion.c.table_name == "service",
        _assertion.c.row_id.in_(service_ids),
    )
    return set(session.scalars(statement))


def _keys_of(
    session: Session, services: Sequence[RowMapping]
) -> Iterator[tuple[str, set[RecognitionKey]]]:
    ids = [row["id"] for row in services]
    organizations = {
        row["id"]: row
        for row in rows_where(
            session,
            models.Organization,
            "id",
            {row["organization_id"] for row in services} - {None},
        )
    }
    phones = grouped(rows_where(session, models.Phone, "service_id", ids), "service_id")
    for row in services:
        organization = organizations.get(row["organization_id"])
        yield (
            row["id"],
            set(
                recognition_keys(
                    organization["name"] if organization else None,
                    row["name"],
                    phones=tuple(phone["number"] for phone in phones[row["id"]]),
                    websites=(row["url"],) if row["url"] else (),
                )
            ),
        )


def purge_places(session: Session, location_ids: Iterable[str]) -> set[str]:
    """Remove every stored value that places these locations; returns the services shown there.

    Digests of the purged rows go too: a digest of an address is a way to test a guess at it.
    """
    services: set[str] = set()
    for part in chunked(sorted(set(location_ids))):
        found = list(
            session.scalars(
                select(_location.c.id).where(
                    _location.c.id.in_(part), _location.c.is_withheld.is_(False)
                )
            )
        )
        for model in PLACE_TABLES:
            _delete_with_digests(session, model, found)
        _delete_with_digests(session, models.Phone, found)
        session.execute(delete(_assertion).where(_assertion.c.row_id.in_(found)))
        session.execute(
            update(_location)
            .where(_location.c.id.in_(found))
            .values(dict.fromkeys(PLACE_COLUMNS) | {"is_withheld": True})
        )
        links = rows_where(session, models.ServiceAtLocation, "location_id", found)
        services |= {link["service_id"] for link in links}
        session.execute(
            update(_link).where(_link.c.location_id.in_(found)).values(description=None)
        )
    return services


def _delete_with_digests(
    session: Session, model: type[models.Base], location_ids: Sequence[str]
) -> None:
    table = table_of(model)
    ids = list(session.scalars(select(table.c.id).where(table.c.location_id.in_(location_ids))))
    for part in chunked(ids):
        session.execute(delete(_assertion).where(_assertion.c.row_id.in_(part)))
        session.execute(delete(table).where(table.c.id.in_(part)))


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
