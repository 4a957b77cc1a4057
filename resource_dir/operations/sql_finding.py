"""Find candidates with SQL while the search index is missing or being rebuilt.

The database narrows by box or by words; the engine then does the same work as ever, on an index
of those candidates only. Slower, and with the same answers but for very common words.
"""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.operations.listings.search_documents import search_document
from resource_dir.operations.rows import table_of
from resource_dir.operations.words import folded
from resource_dir.search import Index, SearchQuery

MAX_CANDIDATES = 3_000  # about half a second to index; nearer ones first
FALLBACK_RADIUS_KM = 80.0
SHORTEST_WORD = 3
_stored = table_of(models.ListingDocument)


def index_of_candidates(session: Session, query: SearchQuery) -> Index:
    """An in-memory index of the listings that could be among the answers."""
    statements = (_near(query), _unplaced()) if query.has_point else (_with_words(query),)
    return Index.build(
        search_document(document, change)
        for statement in statements
        for document, change in session.execute(statement.limit(MAX_CANDIDATES))
    )


def _near(query: SearchQuery) -> Select[Any]:
    """Listings in the box, nearest first."""
    assert query.lat is not None
    assert query.lon is not None
    box = geo.bounding_box(query.lat, query.lon, query.radius_km or FALLBACK_RADIUS_KM)
    north, east = _stored.c.latitude - query.lat, _stored.c.longitude - query.lon
    in_longitude = or_(*(_stored.c.longitude.between(west, end) for west, end in box.lon_ranges))
    return (
        _base()
        .where(_stored.c.latitude.between(box.south, box.north), in_longitude)
        .order_by(north * north + east * east, _stored.c.id)
    )


def _unplaced() -> Select[Any]:
    return _base().where(_stored.c.latitude.is_(None)).order_by(_stored.c.id)


def _with_words(query: SearchQuery) -> Select[Any]:
    """Listings that hold any of the words; all of them when no word is long enough."""
    words = [word for word in folded(query.text).split() if len(word) >= SHORTEST_WORD]
    statement = _base().order_by(_stored.c.id)
    if not words:
        return statement
    return statement.where(or_(*(_stored.c.words.contains(word) for word in words)))


def _base() -> Select[Any]:
    return select(_stored.c.document, _stored.c.change_number).where(
        _stored.c.document.is_not(None)
    )
