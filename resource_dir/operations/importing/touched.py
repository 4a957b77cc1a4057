"""Which services a write touches, kept in a temporary table so that any number fits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, MetaData, Select, String, Table, delete, func, insert, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.models.base import UUID_LENGTH
from resource_dir.operations.rows import CHUNK, chunked, table_of

_touched = Table(
    "touched_service",
    MetaData(),
    Column("service_id", String(UUID_LENGTH), primary_key=True),
    prefixes=["TEMPORARY"],
)
_service = table_of(models.Service)
_link = table_of(models.ServiceAtLocation)
_attribute = table_of(models.Attribute)

# column of a changed row -> services that show something of what it points to
FINDERS: Mapping[str, Callable[[Sequence[str]], Select[Any]]] = {
    "organization_id": lambda ids: select(_service.c.id).where(_service.c.organization_id.in_(ids)),
    "program_id": lambda ids: select(_service.c.id).where(_service.c.program_id.in_(ids)),
    "service_id": lambda ids: select(_service.c.id).where(_service.c.id.in_(ids)),
    "location_id": lambda ids: select(_link.c.service_id).where(_link.c.location_id.in_(ids)),
    "service_at_location_id": lambda ids: select(_link.c.service_id).where(_link.c.id.in_(ids)),
    "taxonomy_term_id": lambda ids: select(_service.c.id).where(
        _service.c.id.in_(
            select(_attribute.c.link_id).where(_attribute.c.taxonomy_term_id.in_(ids))
        )
    ),
}
# An attribute may hang on any of these.
LINK_TARGETS = ("service_id", "service_at_location_id")


class Touched:
    """The set of services whose listings have to be built anew."""

    def __init__(self, session: Session) -> None:
        self._session = session
        _touched.create(session.connection(), checkfirst=True)
        session.execute(delete(_touched))

    def add_services(self, service_ids: Iterable[str]) -> None:
        """Add services by id."""
        new = sorted(set(service_ids))
        for part in chunked(new):
            there = set(
                self._session.scalars(
                    select(_touched.c.service_id).where(_touched.c.service_id.in_(part))
                )
            )
            rows = [{"service_id": one} for one in part if one not in there]
            if rows:
                self._session.execute(insert(_touched), rows)

    def add_rows(self, table_name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add the services that show these rows (before and after they changed)."""
        owners: dict[str, set[str]] = {}
        own = f"{table_name}_id"
        for row in rows:
            if own in FINDERS:
                owners.setdefault(own, set()).add(row["id"])
            for column in FINDERS:
                if row.get(column) and table_name != "location":
                    owners.setdefault(column, set()).add(row[column])
            if table_name == "attribute":
                for column in LINK_TARGETS:
                    owners.setdefault(column, set()).add(row["link_id"])
            if table_name == "metadata":  # who verified a service stands in the log of its changes
                owners.setdefault("service_id", set()).add(row["resource_id"])
        for column, ids in owners.items():
            if not _is_needless(table_name, column):
                for part in chunked(sorted(ids)):
                    self.add_services(self._session.scalars(FINDERS[column](part)))

    def count(self) -> int:
        """How many services are in the set."""
        return self._session.scalar(select(func.count()).select_from(_touched)) or 0

    def chunks(self) -> Iterator[tuple[int, list[str]]]:
        """(services done after this chunk, service ids), in the order of ids."""
        last, done = "", 0
        while True:
            statement = (
                select(_touched.c.service_id)
                .where(_touched.c.service_id > last)
                .order_by(_touched.c.service_id)
                .limit(CHUNK)
            )
            ids = list(self._session.scalars(statement))
            if not ids:
                return
            done += len(ids)
            yield done, ids
            last = ids[-1]


def _is_needless(table_name: str, column: str) -> bool:
    """A changed service or program does not change the other services of its organization."""
    return (column == "organization_id" and table_name in ("service", "program", "location")) or (
        column in ("program_id", "taxonomy_term_id") and table_name in ("service", "attribute")
    )
