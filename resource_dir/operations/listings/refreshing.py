"""Keep the listing documents true to the inventory, and number their changes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.operations.importing.storing import upsert
from resource_dir.operations.listings.documents import Document, build_documents
from resource_dir.operations.rows import chunked, table_of
from resource_dir.operations.words import folded

_stored = table_of(models.ListingDocument)
_counter = table_of(models.ChangeCounter)
_TAKE_NUMBER = update(_counter).values(number=_counter.c.number + 1).returning(_counter.c.number)

# A listing in one of these states is not shown as a place that could take somebody.
RETIRED_STATUSES = frozenset({"inactive", "defunct"})


def refresh_documents(session: Session, service_ids: Sequence[str]) -> int:
    """Build the documents of these services anew; returns how many listings changed.

    A document that comes out the same keeps its change number, so followers are not disturbed.
    """
    if not service_ids:
        return 0
    before = _stored_of(session, service_ids)
    rows = {doc["id"]: _row(doc) for doc in build_documents(session, service_ids)}
    for listing_id, old in before.items():
        if listing_id not in rows and old["document"] is not None:
            rows[listing_id] = dict(old) | {"document": None, "words": ""}
    changed = [
        row for listing_id, row in sorted(rows.items()) if _differs(row, before.get(listing_id))
    ]
    if not changed:
        return 0
    number = take_change_number(session)
    for row in changed:
        row["change_number"] = number
    upsert(session, _stored, changed)
    return len(changed)


def take_change_number(session: Session) -> int:
    """The next change number. Its row stays locked until commit, so that numbers become visible
    in their order: a sequence commits out of order and followers skip edits.
    """
    return int(session.connection().execute(_TAKE_NUMBER).scalar_one())


def current_change(session: Session) -> tuple[str, int]:
    """(database id, number of the last change)."""
    row = session.execute(select(_counter.c.database_id, _counter.c.number)).one()
    return row[0], row[1]


def _stored_of(session: Session, service_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for part in chunked(service_ids):
        statement = select(_stored).where(_stored.c.service_id.in_(part))
        found.update((row["id"], dict(row)) for row in session.execute(statement).mappings())
    return found


def _row(document: Document) -> dict[str, Any]:
    is_shown = document["status"] not in RETIRED_STATUSES
    return {
        "id": document["id"],
        "service_id": document["service_id"],
        "location_id": document["location_id"],
        "organization_id": document["organization_id"],
        "latitude": document["lat"] if is_shown else None,
        "longitude": document["lon"] if is_shown else None,
        "is_withheld": document["is_withheld"],
        "words": folded_words(document) if is_shown else "",
        "document": document if is_shown else None,
    }


def _differs(row: dict[str, Any], old: dict[str, Any] | None) -> bool:
    if old is None:
        return True
    return any(row[name] != old[name] for name in row if name != "change_number")


def folded_words(document: Document) -> str:
    """Public words of a listing, folded, for the search that SQL answers without an index."""
    parts = (
        document["name"],
        document["alternate_name"],
        document["organization"],
        document["description"],
        document["city"],
        *document["terms"],
        *document["needs"],
    )
    return folded(" ".join(part for part in parts if part))
