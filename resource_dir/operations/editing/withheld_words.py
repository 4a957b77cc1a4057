"""What an edit may not say about a withheld listing: its place, in any field."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import WithheldPlace
from resource_dir.hsds.redaction import public_texts
from resource_dir.hsds.street_text import looks_like_street_address
from resource_dir.hsds.tables import TABLES
from resource_dir.operations.editing.rows import RowDiff
from resource_dir.operations.rows import table_of

PLACE_TABLES = ("address", "accessibility", "location", "service_at_location")
_location = table_of(models.Location)


def refuse_places(
    session: Session, diffs: Iterable[RowDiff], *, why: str | None, is_wholly_withheld: bool
) -> None:
    """Raises WithheldPlace naming the field; nothing is stored then, in no history either.

    Call it where the service, or another one of its organization, is withheld. Of a service whose
    every listing is, no place is taken at all: a new one would be the same house again.
    """
    if why and looks_like_street_address(why):
        raise _refused("why")
    for diff in diffs:
        if diff.after is None:
            continue
        if diff.table in PLACE_TABLES and is_wholly_withheld:
            raise _refused(diff.table)
        if _is_at_withheld(session, diff):
            raise _refused(diff.table)
        if diff.table in TABLES:
            _refuse_texts(diff)


def _refuse_texts(diff: RowDiff) -> None:
    assert diff.after is not None
    kept = public_texts(diff.table, dict(diff.after))
    assert kept.values is not None
    dropped = [name for name, value in diff.after.items() if value and name not in kept.values]
    if diff.table in ("location", "address", "accessibility"):
        dropped = []  # another site, which is public, of the same organization
    if kept.refused or dropped:
        raise _refused((kept.refused or dropped)[0])


def _is_at_withheld(session: Session, diff: RowDiff) -> bool:
    after = diff.after or {}
    location_id = diff.row_id if diff.table == "location" else after.get("location_id")
    if location_id is None or diff.table == "service_at_location":
        return False
    statement = select(_location.c.is_withheld).where(_location.c.id == location_id)
    return bool(session.scalar(statement))


def _refused(field: str) -> WithheldPlace:
    return WithheldPlace(
        "The place of this listing is withheld, and this looks as if it says where it is. "
        "Leave the place out.",
        field=field,
    )
