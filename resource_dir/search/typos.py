"""Words one slip away: one letter added, missing or wrong, or two neighbours swapped ("detxo").

A deletion dictionary: two words one slip apart share a string that both reach by leaving out at
most one letter. So a look-up costs a few dozen hashes whatever the vocabulary's size, where
Whoosh's own expansion took 20 ms on 40,000 words.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from resource_dir.search.segment import I32, U32, Vocabulary

SHORTEST: Final = 4
"""Below four letters nearly every word is one slip from another ("bed", "bad", "bid")."""
LONGEST: Final = 24


def can_be_mistyped(word: str) -> bool:
    """Say whether a word is worth correcting: not a number (a ZIP code), not too short."""
    return SHORTEST <= len(word) <= LONGEST and not any(mark.isdigit() for mark in word)


def deletion_dictionary(words: Iterable[str]) -> tuple[U32, I32]:
    """Return (hashes ascending, the word each belongs to) for words numbered from 0."""
    hashes: list[int] = []
    owners: list[int] = []
    for number, word in enumerate(words):
        if can_be_mistyped(word):
            mine = sorted(set(_hashes(word)))
            hashes.extend(mine)
            owners.extend([number] * len(mine))
    keys = np.array(hashes, dtype=np.uint32)
    order = np.argsort(keys, kind="stable")
    return keys[order], np.array(owners, dtype=np.int32)[order]


def one_slip_away(word: str, vocabulary: Vocabulary) -> list[str]:
    """Return the words of the vocabulary at distance one from `word`, sorted."""
    if not can_be_mistyped(word):
        return []
    keys = np.fromiter(set(_hashes(word)), dtype=np.uint32)
    lows = np.searchsorted(vocabulary.delete_hash, keys, side="left")
    highs = np.searchsorted(vocabulary.delete_hash, keys, side="right")
    numbers: set[int] = set()
    for low, high in zip(lows, highs, strict=True):
        numbers.update(vocabulary.delete_word[low:high].tolist())
    near = (vocabulary.words[number] for number in numbers)
    return sorted(other for other in near if is_one_slip(word, other))


def is_one_slip(one: str, other: str) -> bool:
    """Say whether two different words are one edit or one adjacent swap apart."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) != len(b):
        return a[1:] == b if len(a) > len(b) else a == b[1:]
    swapped = len(a) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:]


def _hashes(word: str) -> Iterator[int]:
    yield zlib.crc32(word.encode())
    for place in range(len(word)):
        yield zlib.crc32((word[:place] + word[place + 1 :]).encode())
