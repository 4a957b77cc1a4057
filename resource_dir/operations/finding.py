"""The main job: who will take this person now?

One search, from parameters to an answer. The engine finds and orders; the documents of the hits
come from the database with one query; each is shown as this viewer may see it, now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.errors import NotFound
from resource_dir.fit import Language
from resource_dir.operations import sql_finding
from resource_dir.operations.asking import KM_PER_MILE, ListingQuery
from resource_dir.operations.beds.chances import chances_for
from resource_dir.operations.beds.history import bed_history
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.listings import presenting
from resource_dir.operations.listings.audiences import Viewer
from resource_dir.operations.rows import chunked, table_of
from resource_dir.search import Index, SearchAnswer, SearchQuery

NEAREST_OFFERED = 3
_stored = table_of(models.ListingDocument)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whom a listing is shown to, when, and in which language its reasons are told."""

    viewer: Viewer
    now: datetime
    language: Language


def find_listings(
    session: Session,
    query: ListingQuery,
    *,
    keeper: IndexKeeper | None,
    viewer: Viewer,
    now: datetime,
    language: Language = "en",
) -> dict[str, Any]:
    """Answer a search in the shape that INTERFACES promises; `language` is that of the reasons.

    Without a usable index SQL finds the candidates; slower, never an error.
    """
    started = perf_counter()
    query = replace(query, search=replace(query.search, viewer=viewer))
    search = query.search
    index = keeper.current(session) if keeper else None
    if index is None:
        index = sql_finding.index_of_candidates(session, search)
    answer = index.search_auto(search) if query.is_auto_radius else index.search(search)
    reader = _Reader(viewer, now, language)
    results = _results(session, answer, query, reader)
    return {
        "total": answer.total,
        "page": query.page,
        "per_page": query.per_page,
        "place": _place_json(query),
        "radius_mi": _radius_mi(query, answer),
        "results": results,
        "facets": {
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in answer.facets.items()
        },
        "unplaced": answer.unplaced,
        "relax": [{"without": name, "total": total} for name, total in answer.relax],
        "nearest": [] if answer.total else _nearest(session, index, query, reader),
        "corrections": [{"typed": one.typed, "used": list(one.used)} for one in answer.corrections],
        "words": answer.words,
        "took_ms": round((perf_counter() - started) * 1000, 2),
    }


def _results(
    session: Session, answer: SearchAnswer, query: ListingQuery, reader: _Reader
) -> list[dict[str, Any]]:
    documents = documents_by_id(session, [hit.id for hit in answer.hits])
    chances = chances_for(session, documents.values(), viewer=reader.viewer, now=reader.now)
    return [
        presenting.result(
            documents[hit.id],
            viewer=reader.viewer,
            now=reader.now,
            language=reader.language,
            chances=chances,
            person=query.search.person,
            distance_km=hit.distance_km,
            open_at=query.search.open_at,
            open_local=query.search.open_local,
        )
        for hit in answer.hits
        if hit.id in documents  # retired a moment ago: the row is the truth, the index follows
    ]


def documents_by_id(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Documents of these listings; retired ones are absent."""
    found: dict[str, dict[str, Any]] = {}
    for part in chunked(list(ids)):
        statement = select(_stored.c.id, _stored.c.document).where(
            _stored.c.id.in_(part), _stored.c.document.is_not(None)
        )
        found.update((row_id, document) for row_id, document in session.execute(statement))
    return found


def _place_json(query: ListingQuery) -> dict[str, Any] | None:
    """Where the search was made from, and what else the text may have meant."""
    if query.place is None:
        return None
    candidates = [place_json(place) for place in query.places]
    return {**candidates[0], "candidates": candidates}


def place_json(place: geo.Place) -> dict[str, Any]:
    """A place in the keys that INTERFACES promises."""
    return {
        "text": place.text,
        "lat": place.lat,
        "lon": place.lon,
        "level": place.level,
        "is_without_its_street": place.is_without_its_street,
        "is_without_its_number": place.is_without_its_number,
        "is_whole_street": place.is_whole_street,
        "is_corrected": place.is_corrected,
        "source": place.source,
    }


def _radius_mi(query: ListingQuery, answer: SearchAnswer) -> float | None:
    radius = answer.widened_km or query.search.radius_km
    return round(radius / KM_PER_MILE, 1) if radius and query.place else None


def _nearest(
    session: Session, index: Index, query: ListingQuery, reader: _Reader
) -> list[dict[str, Any]]:
    """What is nearest when nothing fits: the same need and words, everything else let go."""
    search = query.search
    relaxed = SearchQuery(
        at=search.at,
        text=search.text,
        needs=search.needs,
        lat=search.lat,
        lon=search.lon,
        areas=search.areas,
        person=search.person,
        limit=NEAREST_OFFERED,
        viewer=search.viewer,
        include_no=True,
        sort="distance" if search.has_point else "best",
    )
    return _results(session, index.search(relaxed), query, reader)


def get_listing(
    session: Session,
    listing_id: str,
    *,
    viewer: Viewer,
    now: datetime,
    language: Language = "en",
) -> dict[str, Any]:
    """One listing, whole. Raises NotFound."""
    document = documents_by_id(session, [listing_id]).get(listing_id)
    if document is None:
        raise NotFound(
            "There is no such listing. It may have been closed or merged: search for its name."
        )
    chances = chances_for(session, [document], viewer=viewer, now=now)
    shown = presenting.listing(document, viewer=viewer, now=now, language=language, chances=chances)
    return shown | {"capacity_history": bed_history(session, document, viewer=viewer, now=now)}


def suggest(
    keeper: IndexKeeper, session: Session, text: str, *, limit: int = 8
) -> list[dict[str, str]]:
    """What may be meant by what has been typed so far; nothing while there is no index."""
    index = keeper.current(session)
    if index is None:
        return []
    return [{"text": one.text, "kind": one.kind} for one in index.suggest(text, limit)]
