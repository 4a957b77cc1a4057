"""Texts and places as small numbers, so that one call fits into 64 bits while it is counted."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from resource_dir.errors import BadInput
from resource_dir.gaps.calls.profiles import ROLE_WORDS

Codes = NDArray[np.int64]
LONGEST_TEXT = 120  # characters; what is longer is no code but somebody's words
NUL = "\0"  # pads fields of some programs, or is left of damage; PostgreSQL takes no text with it
# One call in 58 bits: place, type, disposition, day of the month, hour.
PLACE_BITS, TYPE_BITS, DISPOSITION_BITS, DAY_BITS, HOUR_BITS = 24, 14, 10, 5, 5
AREA_BITS, CELL_BITS = 20, 24  # while triples are told apart; a batch has fewer cells than that


class TextCodes:
    """Numbers for the values of one column. A column with too many of them is no list of codes:
    it is refused, so that no narrative or address is kept by a profile that names it.

    Bytes of zero are dropped from them; `torn` says which rows of the last column had some.
    """

    def __init__(self, role: str, *, bits: int) -> None:
        self._role = role
        self._most = 1 << bits
        self._codes: dict[str, int] = {}
        self.torn: NDArray[np.bool_] | None = None

    def codes(self, column: pa.Array) -> Codes:
        """The number of each value; new ones are added."""
        coded = column.dictionary_encode()
        values = coded.dictionary.to_pylist()
        table = np.array([self.code(text) for text in values], np.int64)
        which = coded.indices.to_numpy(zero_copy_only=False)
        is_torn = [NUL in text for text in values]
        self.torn = np.array(is_torn)[which] if any(is_torn) else None
        return table[which] if len(column) else table

    def code(self, text: str) -> int:
        """The number of one value."""
        if NUL in text:
            text = text.replace(NUL, "").strip()
        if text not in self._codes:
            self._add(text)
        return self._codes[text]

    def _add(self, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            raise BadInput(
                "The column for %(role)s holds texts of more than %(most)d characters: that "
                "is no list of codes. Name another column.",
                field=f"columns.{self._role}",
                role=ROLE_WORDS[self._role],
                most=LONGEST_TEXT,
            )
        if len(self._codes) >= self._most:
            raise BadInput(
                "The column for %(role)s holds more than %(most)d different values: that is "
                "no list of codes. Name another column.",
                field=f"columns.{self._role}",
                role=ROLE_WORDS[self._role],
                most=self._most,
            )
        self._codes[text] = len(self._codes)

    @property
    def texts(self) -> list[str]:
        """Every value, by its number."""
        return list(self._codes)


class PlaceCodes:
    """Numbers for (agency zone, cell, area) triples, each given by the number of the text."""

    def __init__(self) -> None:
        self._codes: dict[tuple[int, int, int], int] = {}

    def codes(self, district: Codes, cell: Codes, area: Codes) -> Codes:
        """The number of each triple; new ones are added."""
        cells, of_cell = _distinct(cell)
        packed = (district << AREA_BITS | area) << CELL_BITS | of_cell
        distinct, which = _distinct(packed)
        table = np.array([self._code(_triple(each, cells)) for each in distinct], np.int64)
        return table[which] if which.size else table

    def _code(self, place: tuple[int, int, int]) -> int:
        return self._codes.setdefault(place, len(self._codes))

    @property
    def places(self) -> list[tuple[int, int, int]]:
        """Every triple, by its number."""
        return list(self._codes)


def _distinct(values: Codes) -> tuple[list[int], Codes]:
    """(each value once, which of them each is), in the order they come: Arrow hashes, where numpy
    would sort."""
    coded = pa.array(values).dictionary_encode()
    which = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return coded.dictionary.to_pylist(), which


def _triple(packed: int, cells: list[int]) -> tuple[int, int, int]:
    district, area = divmod(packed >> CELL_BITS, 1 << AREA_BITS)
    return district, cells[packed & (1 << CELL_BITS) - 1], area
