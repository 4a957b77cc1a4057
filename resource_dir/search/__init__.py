"""Find listings by words, need, place, time and person. Documents in, ranked listing ids out.

Whoosh reads the language (words, operators, stems); columns of numbers answer. The index is made
of files that can be deleted at any time: the database is the truth.
"""

from resource_dir.search.builder import build_segment
from resource_dir.search.documents import Counted, FreeBeds, ListingDocument, is_findable
from resource_dir.search.index import REBUILD_AT, Index
from resource_dir.search.manifest import Manifest
from resource_dir.search.query import (
    MAX_LIMIT,
    MAX_TEXT,
    Correction,
    Hit,
    SearchAnswer,
    SearchQuery,
)
from resource_dir.search.segment import Segment
from resource_dir.search.store import open_index, read_manifest, verify_index, write_index
from resource_dir.search.suggest import Suggestion

__all__ = [
    "MAX_LIMIT",
    "MAX_TEXT",
    "REBUILD_AT",
    "Correction",
    "Counted",
    "FreeBeds",
    "Hit",
    "Index",
    "ListingDocument",
    "Manifest",
    "SearchAnswer",
    "SearchQuery",
    "Segment",
    "Suggestion",
    "build_segment",
    "is_findable",
    "open_index",
    "read_manifest",
    "verify_index",
    "write_index",
]
