"""Landmarks: a public listing with a public point, by the name that people know it by.

"Quillmore General Hospital" in the place box is where that hospital is. A withheld listing is
never one. It has no point that could be given; and it is passed over before its name is looked at,
so that not even a point planted beside it by mistake would be.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.operations import sql_finding
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.listings.audiences import Viewer
from resource_dir.operations.rows import table_of
from resource_dir.operations.words import folded
from resource_dir.search import SearchQuery

NEARLY = 90.0  # of 100: one or two letters of a hospital's name may be wrong
LOOKED_AT = 30  # hits of the search; a name that is nearly equal is among the first
SHORTEST_NAME = 4
SOURCE = "landmark"
_stored = table_of(models.ListingDocument)
_location = table_of(models.Location)
Document = dict[str, Any]


def find_landmarks(
    session: Session, plain: str, *, keeper: IndexKeeper | None, viewer: Viewer
) -> tuple[geo.Place, ...]:
    """Places of public listings whose organization, service or location is nearly named so."""
    name, _, town = plain.partition(",")
    wanted, where = folded(name), folded(town)
    if len(wanted) < SHORTEST_NAME or wanted.isdigit():
        return ()
    scored: dict[tuple[float, float], tuple[float, geo.Place]] = {}
    for document, level in _candidates(session, name, keeper=keeper, viewer=viewer):
        score, called = max(
            ((likeness(wanted, one), one) for one in _names(document)), default=(0.0, "")
        )
        if score >= NEARLY and _is_there(document, where):
            place = _place(document, called, level)
            key = (place.lat, place.lon)
            scored[key] = max(scored.get(key, (0.0, place)), (score, place), key=lambda one: one[0])
    best = sorted(scored.values(), key=lambda one: (-one[0], one[1].text))
    return tuple(place for _, place in best)


def _candidates(
    session: Session, name: str, *, keeper: IndexKeeper | None, viewer: Viewer
) -> Iterator[tuple[Document, geo.Level]]:
    """Documents of listings found by these words, with how exactly their point is known."""
    query = SearchQuery(
        at=datetime.now(UTC), text=name, limit=LOOKED_AT, viewer=viewer, include_no=True
    )
    index = keeper.current(session) if keeper else None
    if index is None:
        index = sql_finding.index_of_candidates(session, query)
    ids = [hit.id for hit in index.search(query).hits]
    statement = (
        select(_stored.c.document, _location.c.point_level)
        .join(_location, _location.c.id == _stored.c.location_id)
        .where(_stored.c.id.in_(ids), is_public_place())
        .order_by(_stored.c.id)
    )
    for document, level in session.execute(statement):
        if not document["is_withheld"]:
            yield document, level or "point"


def is_public_place() -> ColumnElement[bool]:
    """A listing that is shown, with a point, of a location that nobody withholds."""
    return (
        _stored.c.document.is_not(None)
        & _stored.c.is_withheld.is_(False)
        & _stored.c.latitude.is_not(None)
        & _location.c.is_withheld.is_(False)
        & _location.c.latitude.is_not(None)
    )


def _names(document: Document) -> Iterator[str]:
    for kind in ("organization", "name", "alternate_name", "location_name"):
        if document[kind]:
            yield document[kind]


def likeness(wanted: str, name: str) -> float:
    """0 to 100. Numbers in a name have to be the same: "Clinic 12" is not "Clinic 13"."""
    known = folded(name)
    if _numbers(wanted) != _numbers(known):
        return 0.0
    return float(fuzz.token_sort_ratio(wanted, known))


def _numbers(text: str) -> list[str]:
    return sorted(word for word in text.split() if word[0].isdigit())


def _is_there(document: Document, where: str) -> bool:
    """Whether it is in the town that was named with it, if one was."""
    city = folded(document["city"] or "")
    return not where or (bool(city) and f" {city} " in f" {where} ")


def _place(document: Document, called: str, level: geo.Level) -> geo.Place:
    lat, lon = float(document["lat"]), float(document["lon"])
    text = ", ".join(dict.fromkeys(part for part in (called, document["city"]) if part))
    areas, is_street = geo.areas_at(lat, lon), level == "street"
    return geo.Place(text, lat, lon, level, SOURCE, areas, is_whole_street=is_street)
