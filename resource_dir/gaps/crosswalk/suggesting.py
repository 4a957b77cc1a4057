"""What a call type seems to ask for, by its words and codes, each suggestion with its reason.

A suggestion is a beginning for a planner, never an entry by itself.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from resource_dir.gaps.crosswalk._codes import HALF, known_code
from resource_dir.gaps.crosswalk._words import (
    ABBREVIATIONS,
    ALSO_NOT_SO,
    DEATH,
    GENERAL,
    NOT_SO,
    NOTHING,
    RULES,
)
from resource_dir.needs import NEEDS, fold, needs_in_text, stems, synonym_table

Phrase = tuple[str, ...]
FEWEST_OF_CUT = 5  # letters of a word that may be the beginning of a longer one
FEWEST_OF_LAST = 4  # of the last word of a type that was cut off
CUT_AT = (14, 15, 16, 20, 24, 25, 30, 32)  # lengths at which dispatch systems cut a type off
FEWEST_OF_SPELT = 6  # letters of a word in which one slip is believed
_DIGIT_SIDES = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why. `kind`: "word", "cut" (a word that was cut off), "spelt" (a slip), "code".

    `word` is the phrase or the code, `note` what the code stands for, with its system.
    """

    kind: str
    word: str
    note: str = ""

    @property
    def text(self) -> str:
        """In English."""
        return WHY[self.kind] % {"word": self.word, "note": self.note}


WHY: Mapping[str, str] = {
    "word": "the word “%(word)s”",
    "cut": "the word “%(word)s”, cut off",
    "spelt": "the word “%(word)s”, spelt otherwise",
    "code": "the code %(word)s: %(note)s",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One need with a weight, and why."""

    need: str
    weight: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a type seems to ask for. `nothing` says by which word it asks for nothing; where there
    is neither, its words say nothing to us and somebody has to look.
    """

    needs: tuple[Suggestion, ...] = ()
    nothing: Reason | None = None

    @property
    def weights(self) -> dict[str, float]:
        """Needs and weights."""
        return {one.need: one.weight for one in self.needs}


@dataclass(frozen=True, slots=True)
class _Table:
    """Phrases of stemmed words: what each asks for (nothing: empty), and how it is written.

    `words` are all words in them, `asking` those of phrases that ask for something.
    """

    meaning: Mapping[Phrase, Mapping[str, float]]
    shown: Mapping[Phrase, str]
    deaths: frozenset[Phrase]
    general: frozenset[Phrase]
    words: frozenset[str]
    asking: frozenset[str]
    longest: int


@lru_cache(maxsize=8_192)
def suggest(call_type: str, description: str = "") -> Suggested:
    """What calls of this type seem to ask for; the words of its description count as its own."""
    code = known_code(call_type)
    if code is not None:
        note = f"{code.meaning.stands_for} ({code.system})" if code.system else ""
        reason = Reason("code", code.code, note or code.meaning.stands_for)
        return Suggested(_ordered(code.meaning.needs, reason))
    found = _by_words(call_type)
    if description and not found.needs:
        told = _by_words(description)
        found = told if told.needs or not found.nothing else found
    return found


def _by_words(text: str) -> Suggested:
    table = _table()
    words, kinds = _words_of(text, table)
    found = [words[start : start + size] for start, size in _matches(words, table)]
    reasons = {phrase: Reason(_kind(kinds, words, phrase), table.shown[phrase]) for phrase in found}
    for phrase in found:
        if phrase in table.deaths:
            return Suggested((), reasons[phrase])
    asking = [phrase for phrase in found if table.meaning[phrase]]
    told = [phrase for phrase in asking if phrase not in table.general] or asking
    if told:
        return Suggested(_best(told, reasons, table))
    return Suggested((), next((reasons[phrase] for phrase in found), None))


def _kind(kinds: list[str], words: Phrase, phrase: Phrase) -> str:
    """How a phrase was read: as written, or with a word that was cut off or spelt otherwise."""
    start = next(at for at in range(len(words)) if words[at : at + len(phrase)] == phrase)
    return next((one for one in kinds[start : start + len(phrase)] if one != "word"), "word")


def _best(
    phrases: list[Phrase], reasons: Mapping[Phrase, Reason], table: _Table
) -> tuple[Suggestion, ...]:
    """Each need once, with the highest weight that a phrase gives it."""
    best: dict[str, Suggestion] = {}
    for phrase in phrases:
        for need, weight in table.meaning[phrase].items():
            if need not in best or best[need].weight < weight:
                best[need] = Suggestion(need, weight, reasons[phrase])
    return tuple(sorted(best.values(), key=_rank))


def _rank(one: Suggestion) -> tuple[float, int]:
    return -one.weight, _ORDER[one.need]


def _ordered(needs: Mapping[str, float], reason: Reason) -> tuple[Suggestion, ...]:
    made = (Suggestion(need, weight, reason) for need, weight in needs.items())
    return tuple(sorted(made, key=_rank))


def _words_of(text: str, table: _Table) -> tuple[Phrase, list[str]]:
    """The words with abbreviations written out, cut ones completed; and how each was read."""
    words: list[str] = []
    kinds: list[str] = []
    parts = [part for word in fold(text).split() for part in _DIGIT_SIDES.split(word) if part]
    is_cut = len(text.strip()) in CUT_AT
    for place, part in enumerate(parts):
        is_last = place == len(parts) - 1
        read, kind = _read(part, table, is_cut=is_cut and is_last)
        words += read
        kinds += [kind] * len(read)
    return tuple(words), kinds


def _read(part: str, table: _Table, *, is_cut: bool) -> tuple[Phrase, str]:
    if part in ABBREVIATIONS:
        return stems(ABBREVIATIONS[part]), "word"
    (word,) = stems(part) or ("",)
    if word in table.words or word.isdigit():
        return (word,), "word"
    if len(part) >= (FEWEST_OF_LAST if is_cut else FEWEST_OF_CUT):
        whole = [known for known in table.words if known.startswith(part)]
        # "deli" may be delirium or delinquent: what may mean either is left as it stands.
        if whole and len({known in table.asking for known in whole}) == 1:
            return (min(whole, key=lambda known: (len(known), known)),), "cut"
    if len(word) >= FEWEST_OF_SPELT:
        long = [known for known in table.asking if len(known) >= FEWEST_OF_SPELT]
        near = process.extractOne(word, sorted(long), scorer=OSA.distance, score_cutoff=1)
        if near is not None:
            return (near[0],), "spelt"
    return (word,), "word"


def _matches(words: Phrase, table: _Table) -> list[tuple[int, int]]:
    """(start, size) of known phrases that are not denied, as they stand; the longest first take
    their words, and each word serves one phrase.
    """
    is_free = [True] * len(words)
    found: list[tuple[int, int]] = []
    for size in range(min(table.longest, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            phrase = words[start : start + size]
            if phrase in table.meaning and all(is_free[start : start + size]):
                is_free[start : start + size] = [False] * size
                found.append((start, size))
    return _not_denied(sorted(found), words)


def _not_denied(found: list[tuple[int, int]], words: Phrase) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    was_denied = False
    for start, size in found:
        before = words[start - 1] if start else ""
        was_denied = before in NOT_SO or (was_denied and before == ALSO_NOT_SO)
        if not was_denied:
            kept.append((start, size))
    return kept


@lru_cache(maxsize=1)
def _table() -> _Table:
    meaning: dict[Phrase, Mapping[str, float]] = {}
    shown: dict[Phrase, str] = {}

    def add(phrases: Iterable[str], weights: Mapping[str, float]) -> None:
        for phrase in phrases:
            meaning[stems(phrase)] = weights
            shown[stems(phrase)] = phrase

    for synonym in synonym_table():
        if needs := needs_in_text(synonym, kind="name"):
            add([synonym], dict.fromkeys(needs, HALF))
    add(NOTHING.split("|"), {})
    add(DEATH.split("|"), {})
    for phrases, weights in RULES:
        add(phrases.split("|"), weights)
    asking = {word for phrase, weights in meaning.items() if weights for word in phrase}
    return _Table(
        meaning,
        shown,
        deaths=frozenset(map(stems, DEATH.split("|"))),
        general=frozenset(map(stems, GENERAL.split("|"))),
        words=frozenset(word for phrase in meaning for word in phrase if len(word) > 1),
        asking=frozenset(asking),
        longest=max(map(len, meaning)),
    )


_ORDER = {slug: place for place, slug in enumerate(NEEDS)}
