"""Facts as bits per viewer; what a viewer may not see is not in that viewer's columns at all."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from resource_dir.fit import AgeLimits, Fact, age_limits, stances, visible
from resource_dir.search.bits import planes_of
from resource_dir.search.numbering import Numbering
from resource_dir.search.segment import I32, U8, Facts
from resource_dir.search.strings import StringTable

Viewer = Literal["public", "partner"]
VIEWERS: Final[tuple[Viewer, ...]] = ("public", "partner")


@dataclass(slots=True)
class _Said:
    """(listing, code) pairs of one stance, as numbers of arrival."""

    listing: array[int] = field(default_factory=lambda: array("i"))
    code: array[int] = field(default_factory=lambda: array("i"))


class FactsColumn:
    """Collects the facts of one listing after the other."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._said = {(viewer, way): _Said() for viewer in VIEWERS for way in ("yes", "no")}
        self._ages = Numbering()  # two entries per listing: public, partner
        self._count = 0

    def add(self, facts: tuple[Fact, ...]) -> None:
        """Take the next listing's facts; those of its own organization's audience are dropped."""
        for viewer in VIEWERS:
            seen = [fact for fact in facts if visible(fact.audience, viewer)]
            for code, stance in stances(seen).items():
                said = self._said[viewer, stance]
                said.listing.append(self._count)
                said.code.append(self._codes.setdefault(code, len(self._codes)))
            self._ages.add(age_limits(seen))
        self._count += 1

    def finish(self, order: I32) -> tuple[Facts, tuple[AgeLimits, ...]]:
        """Return the columns with rows in the order of the arrival numbers `order`."""
        codes = sorted(self._codes)
        place = np.zeros(len(codes), dtype=np.int32)
        for index, code in enumerate(codes):
            place[self._codes[code]] = index
        ages, age = self._ages.sorted_by(lambda each: (each.taken, each.refused))
        by_viewer = age.reshape(-1, 2)[order]
        bits = {name: self._bits(said, place, order) for name, said in self._said.items()}
        columns = Facts(
            codes=StringTable.build(codes),
            yes_public=bits["public", "yes"],
            no_public=bits["public", "no"],
            yes_partner=bits["partner", "yes"],
            no_partner=bits["partner", "no"],
            yes_public_planes=planes_of(bits["public", "yes"]),
            no_public_planes=planes_of(bits["public", "no"]),
            yes_partner_planes=planes_of(bits["partner", "yes"]),
            no_partner_planes=planes_of(bits["partner", "no"]),
            age_public=by_viewer[:, 0].copy(),
            age_partner=by_viewer[:, 1].copy(),
        )
        return columns, ages

    def _bits(self, said: _Said, place: I32, order: I32) -> U8:
        width = (len(place) + 7) // 8
        bits = np.zeros((self._count, width), dtype=np.uint8)
        code = place[np.array(said.code, dtype=np.int32)] if len(said.code) else said.code
        where = np.array(code, dtype=np.int32)
        listing = np.array(said.listing, dtype=np.int32)
        np.bitwise_or.at(bits, (listing, where >> 3), (128 >> (where & 7)).astype(np.uint8))
        return bits[order]
