"""Which needs a name, a term, a description or a typed query speaks of."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from resource_dir.needs.need import Need
from resource_dir.needs.table import NEEDS
from resource_dir.needs.victim_shelters import is_domestic_violence_shelter
from resource_dir.needs.words import fold, stems

Kind = Literal["name", "description", "query"]
Phrase = tuple[str, ...]

VICTIM_SHELTER = "domestic_violence_shelter"

# Longer phrases that contain a synonym and mean something else; they are used up in silence.
_MEANS_NOTHING_HERE = (
    "animal shelter|pet shelter|dog shelter|cat shelter|wildlife refuge|tax shelter|bus shelter"
    "|shelter in place|shelter referral|referral to shelter|shelter cove|shelter island"
    "|refugio de animales|albergue de animales|refugio para animales"
    "|digital detox|detox diet|detox tea|detox foot|heavy metal detox"
    "|rape crisis center|crisis pregnancy center|pregnancy crisis center"
    "|food handler|food service|food safety|food addict|food addiction|food allergy|food science"
    "|veterans memorial|veterans boulevard|veterans parkway|veterans highway|youth sports"
    "|senior counsel|substance abuse prevention|transportation engineering"
    "|death benefits|burial benefits|education benefits|public transportation authority"
)
# Sentences that speak of other places or of conditions: a need named there is not offered there.
_ELSEWHERE = re.compile(
    r"\b(refer|refers|referred|referral|referrals|link|linkage|not|no|cannot|unable|without|except"
    r"|require|requires|required|must|after|discharge|discharged|former|formerly|previously"
    r"|deriva|derivacion|remite|sin|requiere|requisito|despues)\b"
)
_SENTENCE_END = re.compile(r"[.;!?\n•|]+(?:\s+|$)|\n+")


def needs_in_text(text: str, *, kind: Kind = "name") -> tuple[str, ...]:
    """Return the needs that a text names, in the order of the list of needs.

    ``kind="name"`` (a service name or taxonomy term) is strict: whole words, the longest phrase
    first, words used once. ``"description"`` is stricter: phrases rather than single words, and
    no sentence that refuses, requires or refers. ``"query"`` takes every synonym that people type.
    A shelter for victims of violence is recognised only as `is_domestic_violence_shelter` does.
    """
    found: set[str] = set()
    for sentence in _sentences(text, kind):
        words = stems(sentence)
        found.update(slug for phrase in _phrases_in(words, kind) for slug in _TABLES[kind][phrase])
    if kind != "query" and is_domestic_violence_shelter(text):
        # Its word "shelter" is not a general shelter: that would show it to everybody nearby.
        found = (found - {"emergency_shelter"}) | {VICTIM_SHELTER}
    return tuple(slug for slug in NEEDS if slug in found)


def synonym_table() -> Mapping[str, tuple[str, ...]]:
    """Map every phrase people type, folded by `fold`, to the needs it means (names included)."""
    return _SYNONYMS


def _sentences(text: str, kind: Kind) -> list[str]:
    if kind != "description":
        return [text]
    parts = _SENTENCE_END.split(text)
    return [part for part in parts if part and not _ELSEWHERE.search(fold(part))]


def _phrases_in(words: Phrase, kind: Kind) -> Iterator[Phrase]:
    """Yield the known phrases among the words, longest first; each word serves one phrase."""
    table, is_free = _TABLES[kind], [True] * len(words)
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            phrase = words[start : start + size]
            if phrase in table and all(is_free[start : start + size]):
                is_free[start : start + size] = [False] * size
                yield phrase


def _spellings(one: Need) -> Iterator[str]:
    yield from (one.name, one.name_es, one.slug.replace("_", " "))
    yield from (*one.synonyms, *one.synonyms_es)


def _is_usable(one: Need, phrase: Phrase, kind: Kind) -> bool:
    if kind == "query":
        return True
    if one.slug == VICTIM_SHELTER or phrase in _stemmed(one.typed_only):
        return False
    if kind == "name":
        return True
    is_sure = len(phrase) > 1 and phrase not in _stemmed(one.names_only)
    return is_sure or phrase in _stemmed(one.anywhere)


def _stemmed(phrases: frozenset[str]) -> set[Phrase]:
    return {stems(phrase) for phrase in phrases}


def _table(kind: Kind) -> Mapping[Phrase, tuple[str, ...]]:
    silent = _MEANS_NOTHING_HERE.split("|") if kind != "query" else ()
    table: dict[Phrase, tuple[str, ...]] = {stems(phrase): () for phrase in silent}
    for one in NEEDS.values():
        for key in map(stems, _spellings(one)):
            if _is_usable(one, key, kind):
                table[key] = tuple(dict.fromkeys((*table.get(key, ()), one.slug)))
    return MappingProxyType(table)


def _synonyms() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in NEEDS.values():
        for phrase in _spellings(one):
            key = fold(phrase)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), one.slug)))
    return MappingProxyType(found)


_KINDS: tuple[Kind, ...] = ("name", "description", "query")
_TABLES: Mapping[Kind, Mapping[Phrase, tuple[str, ...]]] = {kind: _table(kind) for kind in _KINDS}
_LONGEST = max(len(phrase) for table in _TABLES.values() for phrase in table)
_SYNONYMS = _synonyms()
