"""From address points to columns: intern the texts, sort, make one of all units of a number.

Points are read once, into flat arrays of some 40 bytes each; never a list of objects.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resource_dir.geo.addresses.columns import DEGREE, PREFIX_STEP, Columns, cells, degrees
from resource_dir.geo.addresses.numbers import read_number
from resource_dir.geo.addresses.point import AddressPoint
from resource_dir.geo.addresses.street_names import StreetName, read_street, words_of
from resource_dir.geo.addresses.texts import Texts
from resource_dir.geo.addresses.writing import as_shown
from resource_dir.geo.areas import ZIP_FORM, is_point
from resource_dir.geo.distance import distance_km
from resource_dir.geo.folding import fold
from resource_dir.geo.states import state_code

SAME_PLACE_KM: Final = 0.15
"""Points of one number this near to each other are units of one house."""
MOST_UNITS: Final = 2000
"""More points than this under one number are a mistake of the layer; they are left as they are."""
LONGEST_TEXT: Final = 120
_BLANKS: Final = re.compile(r"\s+")


class _Numbered:
    """Texts numbered as they come; `first` gets 0."""

    def __init__(self, *first: Any) -> None:
        self.rows: dict[Any, int] = {text: at for at, text in enumerate(first)}

    def __call__(self, text: Any) -> int:
        return self.rows.setdefault(text, len(self.rows))


@dataclass(slots=True)
class _Gathered:
    """What has been read: one entry of each array for each point."""

    written: array[int] = field(default_factory=partial(array, "i"))
    lat: array[int] = field(default_factory=partial(array, "i"))
    lon: array[int] = field(default_factory=partial(array, "i"))
    number: array[int] = field(default_factory=partial(array, "q"))
    suffix: array[int] = field(default_factory=partial(array, "i"))
    zip: array[int] = field(default_factory=partial(array, "i"))
    mile: array[float] = field(default_factory=lambda: array("d"))  # NaN: no mile post
    taken: int = 0


class Builder:
    """Takes points one by one; `columns` sorts them into a book."""

    def __init__(self) -> None:
        self._points = _Gathered()
        self._prefixes, self._suffixes, self._zips = _Numbered(""), _Numbered(""), _Numbered("")
        self._towns = _Numbered(("", ""))  # (folded name, state) of a town
        self._town_shown: dict[int, str] = {0: ""}
        self._written = _Numbered()  # (street as written, city, state as written)
        self._street_of: list[int] = []  # of each written form: its street, -1 when it has no name
        self._streets = _Numbered()  # (StreetName, town)

    def add(self, point: AddressPoint) -> None:
        """Take one point; one without a street, or off the Earth, is passed over."""
        street = self._written_row(point)
        if self._street_of[street] < 0 or not is_point(point.lat, point.lon):
            return
        number = None if point.mile_post is not None else read_number(point.number[:LONGEST_TEXT])
        rows = self._points
        rows.taken += 1
        rows.written.append(street)
        rows.lat.append(round(point.lat * DEGREE))
        rows.lon.append(round(point.lon * DEGREE))
        key = self._prefixes(number.prefix) * PREFIX_STEP + number.quarters if number else 0
        rows.number.append(key)
        rows.suffix.append(self._suffixes(number.suffix) if number else 0)
        rows.zip.append(self._zip_row(point.postal_code))
        rows.mile.append(point.mile_post if point.mile_post is not None else float("nan"))

    def _written_row(self, point: AddressPoint) -> int:
        row = self._written((point.street, point.city, point.state))
        if row == len(self._street_of):
            name = read_street(words_of(point.street[:LONGEST_TEXT]))
            known = name is not None and name.base
            street = (name, self._town_row(point.city or "", point.state)) if known else None
            self._street_of.append(self._streets(street) if street else -1)
        return row

    def _town_row(self, city: str, state: str | None) -> int:
        name = _BLANKS.sub(" ", city).strip()[:LONGEST_TEXT]
        key = fold(name)
        row = self._towns((key, state_code(state) or ""))
        self._town_shown.setdefault(row, as_shown(name) if key else "")
        return row

    def _zip_row(self, text: str | None) -> int:
        form = ZIP_FORM.match(text) if text else None
        return self._zips(form[1]) if form else 0

    def columns(self) -> Columns:
        """Sort what was taken. The builder is spent afterwards."""
        streets = _sorted_streets(self._streets.rows)
        of_written = np.array(self._street_of, dtype=np.int32)
        rank = np.append(streets.rank, np.int32(-1))  # -1 stays -1
        written = np.frombuffer(self._points.written, dtype=np.int32)
        street = rank[of_written[written]] if len(written) else written.astype(np.int32)
        shown = self._shown(written, rank[of_written] if len(of_written) else of_written, streets)
        mile = np.frombuffer(self._points.mile, dtype=np.float64)
        posts = self._posts(street, mile, count=streets.count)
        prefix, suffix = self._sort_labels()
        points = self._numbered(street, np.isnan(mile), count=streets.count)
        states = _Numbered("")
        town_state = np.array([states(state) for _, state in self._towns.rows], dtype=np.int32)
        return Columns(
            **points,
            **posts,
            **streets.arrays,
            **shown,
            town_state=town_state,
            taken=np.array([self._points.taken], dtype=np.int64),
            prefix=prefix,
            suffix=suffix,
            base=streets.base,
            kind=streets.kind,
            direction=streets.direction,
            town=Texts.of([self._town_shown[row] for row in range(len(self._towns.rows))]),
            state=Texts.of(list(states.rows)),
            zip=Texts.of(list(self._zips.rows)),
        )

    def _sort_labels(self) -> tuple[Texts, Texts]:
        """Prefixes and suffixes in their order, so that a text is found by halving."""
        prefixes, of_prefix = _sorted_texts(self._prefixes.rows)
        suffixes, of_suffix = _sorted_texts(self._suffixes.rows)
        number = np.frombuffer(self._points.number, dtype=np.int64)
        number[:] = of_prefix[number // PREFIX_STEP] * PREFIX_STEP + number % PREFIX_STEP
        suffix = np.frombuffer(self._points.suffix, dtype=np.int32)
        suffix[:] = of_suffix[suffix]
        return prefixes, suffixes

    def _shown(
        self, written: NDArray[np.int32], street: NDArray[np.int32], streets: _Streets
    ) -> dict[str, Any]:
        """The form in which most points of a street write its name."""
        often = np.bincount(written, minlength=len(street))
        texts, best = _Numbered(), np.zeros(streets.count, dtype=np.int32)
        most = np.full(streets.count, -1, dtype=np.int64)
        for row, (text, _, _) in enumerate(self._written.rows):
            owner = int(street[row])
            if owner >= 0 and often[row] > most[owner]:
                most[owner] = often[row]
                best[owner] = texts(as_shown(_BLANKS.sub(" ", text).strip()[:LONGEST_TEXT]))
        return {"street_shown": best, "shown": Texts.of(list(texts.rows))}

    def _posts(
        self, street: NDArray[np.int32], mile: NDArray[np.float64], *, count: int
    ) -> dict[str, Any]:
        rows = np.flatnonzero(np.isfinite(mile))
        rows = rows[np.lexsort((mile[rows], street[rows]))]
        return {
            "post_mile": mile[rows],
            "post_lat": np.frombuffer(self._points.lat, dtype=np.int32)[rows],
            "post_lon": np.frombuffer(self._points.lon, dtype=np.int32)[rows],
            "post_start": _starts(street[rows], count),
        }

    def _numbered(
        self, street: NDArray[np.int32], is_house: NDArray[np.bool_], *, count: int
    ) -> dict[str, Any]:
        read: dict[str, Any] = {
            "lat": np.frombuffer(self._points.lat, dtype=np.int32),
            "lon": np.frombuffer(self._points.lon, dtype=np.int32),
            "number": np.frombuffer(self._points.number, dtype=np.int64),
            "number_suffix": np.frombuffer(self._points.suffix, dtype=np.int32),
            "point_zip": np.frombuffer(self._points.zip, dtype=np.int32),
            "point_street": street,
        }
        rows = np.flatnonzero(is_house)
        order = rows[
            np.lexsort(
                (
                    read["lon"][rows],
                    read["lat"][rows],
                    read["number_suffix"][rows],
                    read["number"][rows],
                    street[rows],
                )
            )
        ]
        points = _merged({name: column[order] for name, column in read.items()})
        points["point_start"] = _starts(points["point_street"], count)
        points["street_box"] = _boxes(points, count)
        cell = cells(degrees(points["lat"]), degrees(points["lon"]))
        by_cell = np.argsort(cell, kind="stable")
        return points | {"cell": cell[by_cell], "cell_point": by_cell.astype(np.int32)}


def build_columns(points: Iterable[AddressPoint]) -> Columns:
    """Columns of a book of these points."""
    builder = Builder()
    for point in points:
        builder.add(point)
    return builder.columns()


@dataclass(frozen=True, slots=True)
class _Streets:
    count: int
    rank: NDArray[np.int32]  # new row of each street
    arrays: dict[str, Any]
    base: Texts
    kind: Texts
    direction: Texts


def _sorted_streets(rows: dict[tuple[StreetName, int], int]) -> _Streets:
    """Streets by base name, then by the rest, whatever order they came in."""
    order = sorted(rows, key=_street_order)
    bases, kinds, directions = _Numbered(), _Numbered(""), _Numbered("")
    rank = np.zeros(len(order), dtype=np.int32)
    rank[[rows[key] for key in order]] = np.arange(len(order), dtype=np.int32)
    base = np.array([bases(name.base) for name, _ in order], dtype=np.int32)
    arrays: dict[str, Any] = {
        "street_base": base,
        "street_before": np.array([directions(n.before) for n, _ in order], dtype=np.int16),
        "street_kind": np.array([kinds(n.kind) for n, _ in order], dtype=np.int16),
        "street_after": np.array([directions(n.after) for n, _ in order], dtype=np.int16),
        "street_town": np.array([town for _, town in order], dtype=np.int32),
        "base_start": _starts(base, len(bases.rows)),
    }
    kind, direction = Texts.of(list(kinds.rows)), Texts.of(list(directions.rows))
    return _Streets(len(order), rank, arrays, Texts.of(list(bases.rows)), kind, direction)


def _street_order(key: tuple[StreetName, int]) -> tuple[str, str, str, str, int]:
    name, town = key
    return name.base, name.kind, name.before, name.after, town


def _sorted_texts(rows: dict[str, int]) -> tuple[Texts, NDArray[np.int64]]:
    order = sorted(rows)
    rank = np.zeros(len(order), dtype=np.int64)
    rank[[rows[text] for text in order]] = np.arange(len(order))
    return Texts.of(order), rank


def _starts(owner: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """Where each owner's rows begin in rows sorted by owner."""
    return np.searchsorted(owner, np.arange(count + 1)).astype(np.int32)


def _boxes(points: dict[str, Any], count: int) -> NDArray[np.int32]:
    """South, north, west, east of each street's points; all 0 where it has none."""
    start = points["point_start"]
    filled = np.flatnonzero(start[1:] > start[:-1])
    boxes = np.zeros((count, 4), dtype=np.int32)
    if filled.size:
        first = start[filled]
        for at, axis in ((0, "lat"), (2, "lon")):
            boxes[filled, at] = np.minimum.reduceat(points[axis], first)
            boxes[filled, at + 1] = np.maximum.reduceat(points[axis], first)
    return boxes


def _merged(columns: dict[str, Any]) -> dict[str, Any]:
    """Points of one number made one where they stand together; far ones stay apart."""
    keys = ("point_street", "number", "number_suffix")
    same = np.logical_and.reduce([columns[key][1:] == columns[key][:-1] for key in keys])
    count = len(columns["number"])
    first = np.flatnonzero(np.concatenate([np.ones(min(count, 1), dtype=np.bool_), ~same]))
    sizes = np.diff(np.append(first, count))
    kept = np.ones(count, dtype=np.bool_)
    lat, lon = columns["lat"].copy(), columns["lon"].copy()
    is_number = columns["number"][first] != 0 if count else np.zeros(0, dtype=np.bool_)
    for at in np.flatnonzero((sizes > 1) & is_number & (sizes <= MOST_UNITS)).tolist():
        _merge_one(slice(int(first[at]), int(first[at] + sizes[at])), lat, lon, kept)
    return {name: column[kept] for name, column in (columns | {"lat": lat, "lon": lon}).items()}


def _merge_one(
    rows: slice, lat: NDArray[np.int32], lon: NDArray[np.int32], kept: NDArray[np.bool_]
) -> None:
    """Give the first of each cluster its mean, and drop the others."""
    left = np.arange(rows.start, rows.stop)
    while left.size:
        here = left[0]
        lats, lons = degrees(lat[left]), degrees(lon[left])
        near = distance_km(float(lats[0]), float(lons[0]), lats, lons) <= SAME_PLACE_KM
        members = left[near]
        lat[here] = round(float(lat[members].mean()))
        lon[here] = round(float(lon[members].mean()))
        kept[members[1:]] = False
        left = left[~near]
