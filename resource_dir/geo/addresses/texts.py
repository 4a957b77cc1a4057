"""Many short texts as two arrays: a Python string costs 50 bytes before its first letter."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Texts:
    """UTF-8 bytes one behind the other, and where each text begins."""

    marks: NDArray[np.uint8]  # (bytes,)
    start: NDArray[np.int64]  # (texts + 1,)

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        """Pack texts; what UTF-8 can't hold (half a surrogate pair) becomes "?"."""
        packed = [text.encode("utf-8", errors="replace") for text in texts]
        start = np.zeros(len(packed) + 1, dtype=np.int64)
        np.cumsum([len(one) for one in packed], out=start[1:])
        return cls(np.frombuffer(b"".join(packed), dtype=np.uint8), start)

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, at: int) -> str:
        piece = self.marks[int(self.start[at]) : int(self.start[at + 1])]
        return piece.tobytes().decode("utf-8", errors="replace")

    def find(self, text: str) -> int | None:
        """Row of a text, by halving: for texts that are sorted."""
        at = bisect_left(range(len(self)), text, key=self.__getitem__)
        return at if at < len(self) and self[at] == text else None
