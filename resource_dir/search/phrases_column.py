"""What may be suggested while typing: public names, and the places of listings that have one."""

from __future__ import annotations

from typing import Final

import numpy as np

from resource_dir.search.documents import ListingDocument
from resource_dir.search.language import STOP_WORDS, words_of
from resource_dir.search.segment import Phrases
from resource_dir.search.strings import StringTable

KINDS: Final = ("name", "organization", "place")
MAX_STARTS: Final = 4
"""A name is found by each of its first four words ("light" finds "Harbor Light")."""
MAX_TEXT: Final = 80
MAX_KEY: Final = 32


class PhrasesColumn:
    """Counts the names and places of the listings given to it."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, str], int] = {}

    def add(self, document: ListingDocument) -> None:
        """Take a listing's names, and its city unless it is withheld (its place is not said)."""
        for field, text in document.texts:
            is_hidden = field == "place" and document.is_withheld
            if field in KINDS and not is_hidden and text.strip():
                entry = (KINDS.index(field), text.strip()[:MAX_TEXT])
                self._counts[entry] = self._counts.get(entry, 0) + 1

    def finish(self) -> Phrases:
        """Return the sorted columns."""
        entries = sorted(self._counts, key=lambda each: (_utf8(each[1]), each[0]))
        keys = sorted(
            ((_utf8(key), index) for index, (_, text) in enumerate(entries) for key in starts(text))
        )
        return Phrases(
            keys=StringTable.build(key.decode("utf-8", "surrogatepass") for key, _ in keys),
            entry=np.array([index for _, index in keys], dtype=np.int32),
            texts=StringTable.build(text for _, text in entries),
            kind=np.array([kind for kind, _ in entries], dtype=np.uint8),
            count=np.array([self._counts[entry] for entry in entries], dtype=np.int32),
        )


def starts(text: str) -> list[str]:
    """Return the folded text from each of its first words on, so that any of them finds it."""
    words = words_of(text)
    places = [
        place
        for place, word in enumerate(words[:MAX_STARTS])
        if place == 0 or word not in STOP_WORDS
    ]
    return [" ".join(words[place:])[:MAX_KEY] for place in places]


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
