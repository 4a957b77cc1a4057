"""From documents to a segment. The same documents give the same bytes, in whatever order they come.

Everything that gets a number (needs, codes, hours, ages, terms) gets it by sorting at the end,
never by arrival; that is what makes two builds comparable, and a secret's absence provable.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import numpy as np

from resource_dir.errors import BadInput
from resource_dir.hours import HoursTable
from resource_dir.search.bits import planes_of
from resource_dir.search.cells import cell_of
from resource_dir.search.documents import (
    TEMPORARILY_CLOSED,
    ListingDocument,
    check_document,
    is_findable,
    is_placed,
)
from resource_dir.search.facts_column import FactsColumn
from resource_dir.search.free_beds import free_until
from resource_dir.search.invert import Inverter
from resource_dir.search.needs_tree import with_parents
from resource_dir.search.numbering import Numbering
from resource_dir.search.phrases_column import PhrasesColumn
from resource_dir.search.segment import I32, NEVER_VERIFIED, Listings, Needs, Segment
from resource_dir.search.strings import StringTable

_NOWHERE = -1
_EPOCH = date(1970, 1, 1)


def build_segment(documents: Iterable[ListingDocument]) -> Segment:
    """Return the columns of these listings; inactive and defunct ones are left out.

    Raises WithheldPlace for a withheld listing with a point, BadInput for an id given twice.
    """
    builder = _Builder()
    for document in documents:
        check_document(document)
        if is_findable(document):
            builder.add(document)
    return builder.finish()


class _Builder:
    def __init__(self) -> None:
        self._ids: list[str] = []
        self._points: list[tuple[float, float]] = []  # (nan, nan) without one
        self._cells: list[int] = []
        self._flags: list[tuple[bool, bool]] = []  # withheld, temporarily closed
        self._verified: list[int] = []
        self._rest: list[int] = []
        self._free: list[tuple[int, int]] = []  # until when, public and partner
        self._hours = Numbering()
        self._needs = Numbering()
        self._facts = FactsColumn()
        self._phrases = PhrasesColumn()
        self._inverter = Inverter()

    def add(self, document: ListingDocument) -> None:
        self._ids.append(document.id)
        self._add_place(document)
        status = (document.status or "").strip().casefold()
        self._flags.append((document.is_withheld, status == TEMPORARILY_CLOSED))
        self._verified.append(_days(document.verified_on))
        self._rest.append(document.rest)
        self._free.append(
            (free_until(document.free, "public"), free_until(document.free, "partner"))
        )
        self._hours.add(document.hours.without_notes())
        self._needs.add(tuple(sorted(with_parents(document.needs))))
        self._facts.add(document.facts)
        self._phrases.add(document)
        self._inverter.add(document.texts, needs=document.needs, areas=document.areas)

    def _add_place(self, document: ListingDocument) -> None:
        if is_placed(document) and document.lat is not None and document.lon is not None:
            self._points.append((document.lat, document.lon))
            self._cells.append(cell_of(document.lat, document.lon))
        else:
            self._points.append((np.nan, np.nan))
            self._cells.append(_NOWHERE)

    def finish(self) -> Segment:
        order, id_order = self._orders()
        row_of = np.empty(len(order), dtype=np.int32)
        row_of[order] = np.arange(len(order), dtype=np.int32)
        postings, vocabulary = self._inverter.finish(row_of)
        hours, pattern = self._hours.sorted_by(lambda each: repr(each))
        need_sets, need_set = self._needs.sorted_by(lambda each: each)
        facts, ages = self._facts.finish(order)
        return Segment(
            listings=self._listings(order, row_of[id_order], pattern[order], need_set[order]),
            needs=_needs_table(need_sets, need_set[order]),
            facts=facts,
            postings=postings,
            vocabulary=vocabulary,
            phrases=self._phrases.finish(),
            hours=hours,
            table=HoursTable.build(hours),
            ages=ages,
        )

    def _orders(self) -> tuple[I32, I32]:
        """Return the arrival numbers in row order, and in the order of the ids."""
        raw = [listing_id.encode("utf-8", "surrogatepass") for listing_id in self._ids]
        by_id = sorted(range(len(raw)), key=raw.__getitem__)
        for one, other in pairwise(by_id):
            if raw[one] == raw[other]:
                raise BadInput(f"Listing {self._ids[one]} was given twice.", field="id")
        unplaced_last = {_NOWHERE: 1}
        by_row = sorted(by_id, key=lambda i: (unplaced_last.get(self._cells[i], 0), self._cells[i]))
        return np.array(by_row, dtype=np.int32), np.array(by_id, dtype=np.int32)

    def _listings(self, order: I32, id_row: I32, pattern: I32, need_set: I32) -> Listings:
        rank = np.empty(len(id_row), dtype=np.int32)
        rank[id_row] = np.arange(len(id_row), dtype=np.int32)
        cells = np.array(self._cells, dtype=np.int32)[order]
        points = np.array(self._points, dtype=np.float64).reshape(-1, 2)[order]
        flags = np.array(self._flags, dtype=np.uint8).reshape(-1, 2)[order]
        free = np.array(self._free, dtype=np.int64).reshape(-1, 2)[order]
        placed = int((cells != _NOWHERE).sum())
        return Listings(
            ids=StringTable.build(sorted(self._ids, key=_utf8)),
            id_row=id_row,
            id_rank=rank,
            lat=points[:placed, 0].copy(),
            lon=points[:placed, 1].copy(),
            cell=cells[:placed].copy(),
            is_withheld=flags[:, 0].copy(),
            is_closed=flags[:, 1].copy(),
            verified=np.array(self._verified, dtype=np.int32)[order],
            free_public=free[:, 0].copy(),
            free_partner=free[:, 1].copy(),
            rest=np.array(self._rest, dtype=np.uint64)[order],
            pattern=pattern,
            need_set=need_set,
            length=np.array(self._inverter.lengths, dtype=np.int32)[order],
        )


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _days(verified_on: date | None) -> int:
    return NEVER_VERIFIED if verified_on is None else (verified_on - _EPOCH).days


def _needs_table(sets: tuple[tuple[str, ...], ...], need_set: I32) -> Needs:
    slugs = sorted({slug for each in sets for slug in each}, key=_utf8)
    number = {slug: place for place, slug in enumerate(slugs)}
    table = np.zeros((len(sets), len(slugs)), dtype=np.uint8)
    for row, each in enumerate(sets):
        table[row, [number[slug] for slug in each]] = 1
    planes = planes_of(np.packbits(table, axis=1)[need_set])[: len(slugs)]
    return Needs(StringTable.build(slugs), table, planes)
