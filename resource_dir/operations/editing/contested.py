"""An import meets what a person corrected: the person's word stays, the difference is shown.

The steward sees both values with their dates and chooses; a value that was decided about is not
asked about again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import BadInput, Conflict, NotFound
from resource_dir.models import CorrectedField, ImportConflict
from resource_dir.models.correction import WHOLE_ROW
from resource_dir.operations.auditing import record
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.revising import revise
from resource_dir.operations.editing.rows import RowChange, as_json, from_json, key_of
from resource_dir.operations.importing.touched import FINDERS
from resource_dir.operations.listings.locking import lock_service
from resource_dir.operations.rows import chunked, table_of

_corrected = table_of(models.CorrectedField)
_tables = models.Base.metadata.tables
Fields = dict[str, datetime]


def corrected_fields(
    session: Session, table_name: str, row_ids: Sequence[str]
) -> dict[str, Fields]:
    """Row id to the fields that a person set, each with when."""
    found: dict[str, Fields] = {}
    for part in chunked(row_ids):
        statement = select(_corrected.c.row_id, _corrected.c.field, _corrected.c.at).where(
            _corrected.c.table_name == table_name, _corrected.c.row_id.in_(part)
        )
        for row_id, field, at in session.execute(statement):
            found.setdefault(row_id, {})[field] = at
    return found


@dataclass(frozen=True, slots=True)
class Offer:
    """What a source says of a field that a person set: both values as columns hold them."""

    row_id: str
    field: str
    stored: Any
    offered: Any
    stored_at: datetime


class Corrected:
    """The rows of one table that an import brings, against what people set in them."""

    def __init__(
        self, session: Session, source: str, table_name: str, row_ids: Sequence[str]
    ) -> None:
        self._session, self._source, self._table = session, source, table_name
        self._fields = corrected_fields(session, table_name, row_ids)
        self._offers: list[Offer] = []
        self._row_ids = row_ids

    def keep(
        self, before: Mapping[str, Any] | None, columns: dict[str, Any]
    ) -> dict[str, Any] | None:
        """The columns to store: what a person set stays. None for a row that a person removed."""
        fields = self._fields.get(columns["id"], {})
        if before is None and WHOLE_ROW in fields:
            offer = Offer(columns["id"], WHOLE_ROW, None, dict(columns), fields[WHOLE_ROW])
            self._offers.append(offer)
            return None
        if before is None:
            return columns
        offers = [
            Offer(columns["id"], name, before[name], columns[name], at)
            for name, at in fields.items()
            if name in columns and columns[name] != before[name]
        ]
        self._offers += offers
        return columns | {offer.field: offer.stored for offer in offers}

    def keep_vanished(self, row: Mapping[str, Any]) -> bool:
        """Whether a row that the source no longer says stays, since a person set a field of it."""
        fields = self._fields.get(row["id"], {})
        if fields:
            when = max(fields.values())
            self._offers.append(Offer(row["id"], WHOLE_ROW, dict(row), None, when))
        return bool(fields)

    def note(self, *, now: datetime) -> int:
        """Keep the differences as conflicts; returns how many there were. What the source says now
        as the person did is contested no more.
        """
        differing = {(offer.row_id, offer.field) for offer in self._offers}
        for (row_id, field), conflict in _known(
            self._session,
            self._source,
            self._table,
            [i for i in self._row_ids if i in self._fields],
        ).items():
            if conflict.state == "open" and (row_id, field) not in differing:
                self._session.delete(conflict)
        note_offers(self._session, self._source, self._table, self._offers, now=now)
        return len(self._offers)


def note_offers(
    session: Session, source: str, table_name: str, offers: Sequence[Offer], *, now: datetime
) -> None:
    """Keep each difference as a conflict; one that was decided with this very value stays so."""
    if not offers:
        return
    known = _known(session, source, table_name, [offer.row_id for offer in offers])
    rows = []
    for offer in offers:
        offered = _json(offer.field, offer.offered)
        old = known.get((offer.row_id, offer.field))
        if old is not None and old.state != "open" and old.offered == offered:
            continue
        rows.append({
            "source_name": source, "table_name": table_name, "row_id": offer.row_id,
            "field": offer.field, "service_id": _service_of(session, table_name, offer.row_id),
            "stored": _json(offer.field, offer.stored), "offered": offered,
            "stored_at": offer.stored_at, "offered_at": now, "state": "open", "decided": None,
            "decided_by": None,
        })  # fmt: skip
    _replace(session, known, rows)


def _replace(
    session: Session, known: Mapping[tuple[str, str], ImportConflict], rows: list[dict[str, Any]]
) -> None:
    for row in rows:
        old = known.get((row["row_id"], row["field"]))
        if old is None:
            session.add(ImportConflict(**row))
            continue
        for name, value in row.items():
            setattr(old, name, value)
    session.flush()


def open_conflicts(session: Session) -> list[ImportConflict]:
    """What a steward has to choose about, the oldest first; erased ones can't be chosen."""
    query = select(ImportConflict).where(
        ImportConflict.state == "open", ImportConflict.offered.is_not(None)
    )
    return list(session.scalars(query.order_by(ImportConflict.offered_at, ImportConflict.id)))


def listings_of_services(session: Session, service_ids: Iterable[str]) -> dict[str, str]:
    """Service to one of its listings that are shown."""
    document = models.ListingDocument
    query = select(document.service_id, document.id).where(
        document.service_id.in_(sorted(service_ids)), document.document.is_not(None)
    )
    return {row.service_id: row.id for row in session.execute(query)}


def resolve_conflict(
    session: Session, conflict_id: int, choice: str, *, author: Author, now: datetime
) -> None:
    """Keep what the person said ("kept"), or take what the source says ("taken"); either way the
    choice is remembered for this value.

    Raises NotFound, BadInput for another choice, Conflict when it was decided before.
    """
    if choice not in ("kept", "taken"):
        raise BadInput("Choose one of the two values.", field="choice")
    found = session.get(ImportConflict, conflict_id)
    if found is None:
        raise NotFound("There is no such conflict.")
    if found.service_id:
        lock_service(session, found.service_id)
    session.refresh(found, with_for_update=True)
    if found.state != "open" or found.offered is None:
        raise Conflict("Somebody decided about this before you.")
    found.state, found.decided, found.decided_by = choice, now, author.actor
    if choice == "taken":
        _take(session, found, author=author, now=now)
    record(
        session, f"conflict_{choice}", actor=author.actor, table="import_conflict",
        row_id=str(found.id), now=now, before={"state": "open"},
        after={"state": choice, "resource_id": found.row_id, "service_id": found.service_id},
    )  # fmt: skip
    session.flush()


def _take(session: Session, found: ImportConflict, *, author: Author, now: datetime) -> None:
    if found.service_id is None:
        raise Conflict("The listing is no longer there: only the stored value can be kept.")
    assert found.offered is not None
    value = found.offered["value"]
    wanted = value if found.field == WHOLE_ROW else {found.field: value}
    change = RowChange(found.table_name, found.row_id, from_json(found.table_name, wanted))
    revise(
        session, found.service_id, [change], author=author, action="take_from_source", now=now,
        why=None, section=None,
    )  # fmt: skip
    field = WHOLE_ROW if wanted is None else found.field
    session.execute(
        delete(CorrectedField).where(
            CorrectedField.table_name == found.table_name,
            CorrectedField.row_id == found.row_id,
            CorrectedField.field.in_({field, WHOLE_ROW}),
        )
    )


def _json(field: str, value: Any) -> dict[str, Any]:
    if field == WHOLE_ROW:
        return {"value": as_json(value)}
    return {"value": (as_json({"value": value}) or {})["value"]}


def _known(
    session: Session, source: str, table_name: str, row_ids: Sequence[str]
) -> dict[tuple[str, str], ImportConflict]:
    found: dict[tuple[str, str], ImportConflict] = {}
    for part in chunked(row_ids):
        query = select(ImportConflict).where(
            ImportConflict.source_name == source,
            ImportConflict.table_name == table_name,
            ImportConflict.row_id.in_(part),
        )
        found.update(((one.row_id, one.field), one) for one in session.scalars(query))
    return found


def _service_of(session: Session, table_name: str, row_id: str) -> str | None:
    """A service that shows this row, or showed it when it was removed."""
    if table_name == "service":
        return row_id
    if f"{table_name}_id" in FINDERS:
        return session.scalars(FINDERS[f"{table_name}_id"]([row_id])).first()
    table = _tables[table_name]
    row = session.execute(select(table).where(key_of(table) == row_id)).mappings().first()
    for column, find in FINDERS.items():
        if row is not None and row.get(column):
            return session.scalars(find([row[column]])).first()
    return session.scalars(
        select(models.Revision.service_id)
        .join(
            models.RevisionChange, models.RevisionChange.revision_number == models.Revision.number
        )
        .where(models.RevisionChange.row_id == row_id)
    ).first()
