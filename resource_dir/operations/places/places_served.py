"""Which of several places of one name is meant: the one that this directory has listings near."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.operations.rows import table_of

SERVED_KM = 80.0
_stored = table_of(models.ListingDocument)


def places_meant(session: Session, places: Sequence[geo.Place]) -> tuple[geo.Place, ...]:
    """Those of `places` with a listing within 80 km; all of them where none has one.

    There are ten Springfields; a directory of one county serves one of them.
    """
    if len(places) < 2:
        return tuple(places)
    return tuple(place for place in places if _is_served(session, place)) or tuple(places)


def _is_served(session: Session, place: geo.Place) -> bool:
    box = geo.bounding_box(place.lat, place.lon, SERVED_KM)
    statement = select(_stored.c.id).where(
        _stored.c.latitude.between(box.south, box.north),
        or_(*(_stored.c.longitude.between(west, east) for west, east in box.lon_ranges)),
        _stored.c.document.is_not(None),
    )
    return session.execute(statement.limit(1)).first() is not None
