"""Sorted strings in two flat arrays, so that a vocabulary can be memory-mapped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StringTable:
    """n distinct strings in the order of their UTF-8 bytes.

    `blob` is uint8[total bytes]; string i is blob[offsets[i]:offsets[i + 1]], offsets int64[n + 1].
    """

    blob: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    # Slicing a memoryview costs a third of slicing an array, and a look-up slices twenty times.
    _bytes: memoryview = field(init=False, repr=False, compare=False)
    _ends: memoryview = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_bytes", self.blob.data)
        object.__setattr__(self, "_ends", self.offsets.data)

    @classmethod
    def build(cls, strings: Iterable[str]) -> StringTable:
        """Build from strings that are already sorted by their UTF-8 bytes."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in strings]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(raw) for raw in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def raw(self, index: int) -> bytes:
        """Return the bytes of string `index`."""
        return self._bytes[self._ends[index] : self._ends[index + 1]].tobytes()

    def __getitem__(self, index: int) -> str:
        return self.raw(index).decode("utf-8", "surrogatepass")

    def position(self, text: str) -> int:
        """Return how many strings sort before `text`."""
        wanted = text.encode("utf-8", "surrogatepass")
        return bisect_left(range(len(self)), wanted, key=self.raw)

    def find(self, text: str) -> int:
        """Return the index of `text`, or -1."""
        index = self.position(text)
        return index if index < len(self) and self[index] == text else -1

    def all(self) -> tuple[str, ...]:
        """Return every string: for small tables that are read on each search."""
        return tuple(self[index] for index in range(len(self)))

    def starting_with(self, prefix: str) -> range:
        """Return the indexes of the strings that start with `prefix`."""
        # U+10FFFF is the last code point in UTF-8 order; no folded word holds it.
        return range(self.position(prefix), self.position(prefix + "\U0010ffff"))
