"""Whoosh executing the query by itself: its own index, numeric ranges for the place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from whoosh import fields, index, qparser, query
from whoosh.analysis import StemmingAnalyzer

from benchmarks.queries import Question
from benchmarks.rivals.box import box_around
from resource_dir.search import ListingDocument

NAME = "Whoosh alone"
LACKS = "no exact distance (a box), no open now, no fit, no facets in these figures"
_MEMORY_MB = 256
_FIRST = 20


class Whoosh:
    """An index in a folder."""

    def __init__(self, folder: Path, documents: Iterable[ListingDocument]) -> None:
        folder.mkdir(parents=True)
        schema = fields.Schema(
            id=fields.ID(stored=True),
            text=fields.TEXT(analyzer=StemmingAnalyzer(cachesize=None)),
            need=fields.KEYWORD(scorable=False),
            lat=fields.NUMERIC(float),
            lon=fields.NUMERIC(float),
        )
        self._index = index.create_in(folder, schema)
        writer = self._index.writer(limitmb=_MEMORY_MB)
        for one in documents:
            writer.add_document(**_fields(one))
        writer.commit()
        self._searcher = self._index.searcher()
        self._parser = qparser.QueryParser("text", schema)

    def ask(self, question: Question) -> int:
        """Return how many listings there are, having ordered the first 20."""
        asked = [self._parser.parse(question.words)]
        if question.need is not None:
            box = box_around(question.lat, question.lon, question.radius_km)
            asked += [
                query.Term("need", question.need),
                query.NumericRange("lat", box.south, box.north),
                query.NumericRange("lon", box.west, box.east),
            ]
        return len(self._searcher.search(query.And(asked), limit=_FIRST))

    def close(self) -> None:
        """Let the files go."""
        self._searcher.close()
        self._index.close()


def _fields(one: ListingDocument) -> dict[str, object]:
    values: dict[str, object] = {
        "id": one.id,
        "text": "\n".join(text for _, text in one.texts),
        "need": " ".join(one.needs),
    }
    if one.lat is not None:
        values |= {"lat": one.lat, "lon": one.lon}
    return values
