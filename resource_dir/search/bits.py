"""Yes or no of every row as one bit: a code or need is a plane of uint64[rows / 64].

Row r is bit r % 64 of word r // 64. A plane of 100,000 listings is 12 kB, so that combining and
counting planes runs in the processor's cache.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from resource_dir.search.segment import I32, I64, U8, U64, Bools

Where = slice | I32
_DENSE: Final = 16
"""From one row in sixteen on, unpacking a whole plane beats picking bits."""
_CACHE_WORDS: Final = 1 << 16  # half a megabyte at a time stays in the processor's cache


def planes_of(bits: U8) -> U64:
    """Return the bits uint8[n, bytes] turned around: uint64[8 * bytes, n / 64 rounded up]."""
    words = (len(bits) + 63) // 64
    planes = np.zeros((8 * bits.shape[1], words * 8), dtype=np.uint8)
    for byte in range(bits.shape[1]):
        flags = np.unpackbits(np.ascontiguousarray(bits[:, byte : byte + 1]), axis=1)
        packed = np.packbits(flags.T, axis=1, bitorder="little")
        planes[8 * byte : 8 * byte + 8, : packed.shape[1]] = packed
    return planes.view("<u8")


def either(planes: list[U64]) -> U64 | None:
    """Return the plane of the rows that have any of these; None for no plane at all."""
    return np.bitwise_or.reduce(planes) if len(planes) > 1 else planes[0] if planes else None


def bits_at(plane: U64 | None, where: Where, size: int) -> Bools:
    """Return bool[k]: the bits of some of the plane's `size` rows; no plane has none."""
    if plane is None:
        return np.zeros(size, dtype=np.bool_)[where]
    raw = plane.view(np.uint8)
    if isinstance(where, slice) or len(where) * _DENSE > size:
        return np.unpackbits(raw, count=size, bitorder="little").view(np.bool_)[where]
    found: Bools = (raw[where >> 3] >> (where & 7).astype(np.uint8)) & 1 != 0
    return found


def plane_at(where: Where, stays: Bools, size: int) -> U64:
    """Return the plane of `size` rows in which those of `where` that stay are marked."""
    flags = np.zeros((size + 63) // 64 * 64, dtype=np.bool_)
    if isinstance(where, slice):
        flags[where] = stays
    else:
        flags[where[stays]] = True
    packed: U64 = np.packbits(flags, bitorder="little").view("<u8")
    return packed


def counts_in(planes: U64, chosen: U64) -> I64:
    """Return int64[planes]: how many of the chosen rows have each bit."""
    step = max(1, _CACHE_WORDS // max(1, len(chosen)))
    counts = [
        np.bitwise_count(planes[start : start + step] & chosen).sum(axis=1, dtype=np.int64)
        for start in range(0, len(planes), step)
    ]
    return np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)
