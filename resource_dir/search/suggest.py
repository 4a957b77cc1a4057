"""What to offer while somebody types: needs first, then public names and cities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from resource_dir.needs import NEEDS
from resource_dir.search.corpus import Corpus
from resource_dir.search.language import words_of
from resource_dir.search.phrases_column import MAX_KEY, starts
from resource_dir.search.segment import Phrases
from resource_dir.search.tree import NEED

SHORTEST: Final = 2
MAX_READ: Final = 2_000
"""Keys looked at for one prefix: "s" in a large index would otherwise read them all."""

Kind = Literal["need", "name", "organization", "place"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list: `text` to show, what it is, how many listings, a need's slug."""

    text: str
    kind: Kind
    count: int
    slug: str | None = None


def suggestions(corpus: Corpus, prefix: str, *, limit: int) -> tuple[Suggestion, ...]:
    """Return up to `limit` suggestions, needs before names, the commonest first."""
    start = " ".join(words_of(prefix))[:MAX_KEY]
    if len(start) < SHORTEST:
        return ()
    needs = sorted(_needs(corpus, start), key=_by_count)
    names = sorted(_names(corpus, start), key=_by_count)
    return tuple([*needs, *names][: max(0, limit)])


def _by_count(each: Suggestion) -> tuple[int, str, str]:
    return -each.count, each.text, each.kind


def _needs(corpus: Corpus, start: str) -> list[Suggestion]:
    slugs = {slug: text for key, slug, text in _need_keys() if key.startswith(start)}
    return [
        Suggestion(text, "need", corpus.frequency(NEED + slug), slug)
        for slug, text in slugs.items()
    ]


@cache
def _need_keys() -> tuple[tuple[str, str, str], ...]:
    """Return (folded start, slug, text to show): a Spanish word shows the Spanish name."""
    keys = []
    for slug, need in NEEDS.items():
        # The English name comes last, so that a word of both languages shows it.
        for texts, shown in (
            ((need.name_es, *need.synonyms_es), need.name_es),
            ((need.name, *need.synonyms), need.name),
        ):
            keys += [(key, slug, shown) for text in texts for key in starts(text)]
    return tuple(keys)


def _names(corpus: Corpus, start: str) -> list[Suggestion]:
    counts: dict[tuple[str, Kind], int] = {}
    for part in corpus.parts:
        phrases = part.segment.phrases
        entries = {int(phrases.entry[i]) for i in phrases.keys.starting_with(start)[:MAX_READ]}
        for entry in entries:
            shown = (phrases.texts[entry], _kind(phrases, entry))
            counts[shown] = counts.get(shown, 0) + int(phrases.count[entry])
    return [Suggestion(text, kind, count) for (text, kind), count in counts.items()]


def _kind(phrases: Phrases, entry: int) -> Kind:
    names: tuple[Kind, ...] = ("name", "organization", "place")
    return names[int(phrases.kind[entry])]
