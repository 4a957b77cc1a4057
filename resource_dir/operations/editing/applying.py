"""Put one row's change into the inventory, and remember that a person made it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.models import Revision
from resource_dir.models.correction import WHOLE_ROW
from resource_dir.operations.editing.rows import RowDiff, key_of, stored_row
from resource_dir.operations.importing.storing import upsert
from resource_dir.operations.importing.vanishing import delete_rows
from resource_dir.operations.places import placing
from resource_dir.operations.places.geocoded import forget_points
from resource_dir.operations.rows import table_of

_tables = models.Base.metadata.tables
_corrected = table_of(models.CorrectedField)
_location = table_of(models.Location)
# The date of a check is no opinion: the newer one holds, whoever made it.
NEWEST_WINS = frozenset({"assured_date", "assurer_email"})
ANYWHERE = "UTC"  # of an inventory in which no place has a zone


def apply_diff(session: Session, diff: RowDiff) -> None:
    """Insert, update or remove one row."""
    table = _tables[diff.table]
    if diff.after is None:
        if "id" in table.c:
            delete_rows(session, table, [diff.row_id])
        else:
            session.execute(table.delete().where(key_of(table) == diff.row_id))
    elif stored_row(session, diff.table, diff.row_id) is None:
        session.execute(insert(table).values(diff.after))
    else:
        session.execute(update(table).where(key_of(table) == diff.row_id).values(diff.after))


def note_corrections(session: Session, diffs: Iterable[RowDiff], *, revision: Revision) -> None:
    """No import overwrites what a person set, nor brings back what a person removed."""
    rows = [
        {
            "table_name": diff.table,
            "row_id": diff.row_id,
            "field": name,
            "revision_number": revision.number,
            "at": revision.at,
        }
        for diff in diffs
        for name in _fields(diff)
    ]
    upsert(session, _corrected, rows)


def _fields(diff: RowDiff) -> Iterable[str]:
    """A row that a person added is nobody else's: no import knows it."""
    if diff.after is None:
        return (WHOLE_ROW,)
    return () if diff.before is None else [name for name in diff.after if name not in NEWEST_WINS]


def place_anew(session: Session, diffs: Sequence[RowDiff]) -> None:
    """A point that was looked up by an address that changed goes; moved places get their zone
    again.
    """
    by_address = {
        values["location_id"]
        for diff in diffs
        if diff.table == "address"
        for values in (diff.before, diff.after, stored_row(session, "address", diff.row_id))
        if values and values.get("location_id")
    }
    by_point = {diff.row_id for diff in diffs if diff.table == "location"}
    if by_address - by_point:
        forget_points(session, sorted(by_address - by_point))
    moved = sorted(by_address | by_point)
    if moved:
        no_zone = {"zone": None, "zone_origin": None}
        session.execute(update(_location).where(_location.c.id.in_(moved)).values(no_zone))
        placing.assign_zones(session, default_zone=_usual_zone(session))


def _usual_zone(session: Session) -> str:
    """Where nothing says in which zone a place is: that of most places."""
    statement = (
        select(_location.c.zone)
        .where(_location.c.zone.is_not(None))
        .group_by(_location.c.zone)
        .order_by(func.count().desc(), _location.c.zone)
        .limit(1)
    )
    return session.scalar(statement) or ANYWHERE
