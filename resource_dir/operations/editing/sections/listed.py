"""Lists of rows in a section: phones, contacts, documents, costs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput
from resource_dir.models import Base
from resource_dir.operations.editing.comparing import plain
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.section import Listing, Values
from resource_dir.operations.editing.sections.texts import text_of, value_of
from resource_dir.operations.rows import rows_where

Read = Callable[[Values], Values]


@dataclass(frozen=True, slots=True)
class RowKind:
    """Rows of one table that hang on a listing. `owners` are the columns by which they do, the
    most specific first; the form calls the chosen one "belongs" where there are several.

    `shown` makes a row's texts what people read; `taken` makes them what is stored. `fresh` is
    what a new row gets besides.
    """

    model: type[Base]
    owners: tuple[str, ...]
    fields: tuple[str, ...]
    shown: Read = dict
    taken: Read = dict
    fresh: Mapping[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """Its name in the database."""
        return str(self.model.__tablename__)


def read_rows(session: Session, listing: Listing, kind: RowKind) -> list[Values]:
    """The rows as the form shows them, those of the listing itself first."""
    found: dict[str, Values] = {}
    for owner in kind.owners:
        key = listing.owners.get(owner)
        for row in rows_where(session, kind.model, owner, [key] if key else []):
            texts = {name: text_of(row[name]) for name in kind.fields}
            belongs = {"belongs": owner} if len(kind.owners) > 1 else {}
            found.setdefault(row["id"], {"id": row["id"], **belongs, **kind.shown(texts)})
    return list(found.values())


def row_changes(
    session: Session, listing: Listing, kind: RowKind, rows: list[Values]
) -> list[RowChange]:
    """The changes that make the rows these: who is not among them goes, who is as before stays as
    it is, also with a number that can't be dialled.

    Raises BadInput for a value that can't be read.
    """
    stored = {row["id"]: row for row in read_rows(session, listing, kind)}
    wanted = {row["id"] for row in rows}
    changes = [
        _change(listing, kind, row, stored.get(row["id"]))
        for row in rows
        if plain(row) != plain(stored.get(row["id"]))
    ]
    return changes + [RowChange(kind.table, key, None) for key in stored if key not in wanted]


def _change(listing: Listing, kind: RowKind, row: Values, stored: Values | None) -> RowChange:
    texts = {name: value_of(row.get(name)) for name in kind.fields}
    values: Values = {**kind.taken(texts)}
    owner = str(row.get("belongs") or _usual(listing, kind))
    if owner not in kind.owners or owner not in listing.owners:
        raise BadInput("Choose one of the list.", field="belongs")
    if stored is None:
        values = {**kind.fresh, **values, owner: listing.owners[owner]}
    elif stored.get("belongs", owner) != owner:
        values |= dict.fromkeys(kind.owners) | {owner: listing.owners[owner]}
    return RowChange(kind.table, row["id"], values)


def _usual(listing: Listing, kind: RowKind) -> str:
    """On what a new row hangs: the service."""
    return "service_id" if "service_id" in kind.owners else kind.owners[0]
