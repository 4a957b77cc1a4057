"""Take an address layer in: the county's houses, so that a typed street is found.

The file is read into a staging file before the write transaction begins; the transaction then
replaces the points of this source. A run killed in the middle leaves the old ones. The layer
knows nothing of listings, and nothing here looks one up: a withheld site is one house among all.
"""

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import orjson
import structlog
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.config import Settings
from resource_dir.database import checkpoint, writing
from resource_dir.errors import PackageRefused
from resource_dir.geo.addresses import AddressPoint
from resource_dir.hsds.address_layers import read_address_layer
from resource_dir.hsds.report import ReadReport
from resource_dir.models.source import DIGEST_LENGTH
from resource_dir.operations.importing.row_counts import Counts
from resource_dir.operations.importing.storing import upsert
from resource_dir.operations.importing.taking_in import QUEUE_SECONDS, prepare_work
from resource_dir.operations.places.place_keeping import PlaceKeeper, stored_points
from resource_dir.operations.rows import table_of

ROWS_AT_ONCE = 2_000
KEY_BYTES = 8
COLUMNS = (
    "number", "street", "latitude", "longitude", "unit", "city", "state", "postal_code",
    "mile_post",
)  # fmt: skip
_point = table_of(models.AddressPoint)
_source = table_of(models.AddressSource)
Progress = Callable[[int, int], None]
Keys = NDArray[np.int64]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AddressReport:
    """What an import of an address layer did. `removed` counts points that are no longer in it."""

    source: str
    read: ReadReport
    counts: Mapping[str, Counts]
    addresses: int
    removed: int
    is_dry_run: bool = False

    @property
    def has_rejections(self) -> bool:
        """Whether anything was left out."""
        return bool(self.read.rejected)

    def as_json(self) -> dict[str, Any]:
        """The shape of every import's report, with `addresses` in place of `listings`."""
        return {
            "source": self.source,
            "dry_run": self.is_dry_run,
            "files": [
                {
                    "file": file.file,
                    "rows": file.rows,
                    **asdict(self.counts[file.file]),
                    "rejected": file.rejected_rows,
                    "repaired": file.repaired,
                }
                for file in self.read.files.values()
            ],
            "addresses": self.addresses,
            "rejected": [asdict(rejection) for rejection in self.read.rejected],
            "repaired": [asdict(repair) for repair in self.read.repaired],
            "removed": self.removed,
        }


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer that was read: its staging file, its digest, and two keys for each point."""

    staging: Path
    digest: str
    houses: Keys  # of number, street, unit, city, state, ZIP, mile post
    points: Keys  # of all these and the place


def take_in_addresses(
    session: Session,
    path: Path,
    *,
    source: str,
    settings: Settings,
    places: PlaceKeeper,
    now: datetime,
    is_dry_run: bool = False,
    progress: Progress | None = None,
) -> AddressReport:
    """Import an address layer as `source` in place of what that source said before; commits.

    Raises PackageRefused when the file is no address layer, is in another projection, or has no
    row that can be taken; NotSaved when the database refuses. Nothing is changed then.
    """
    prepare_work(settings.work_folder)
    staging = settings.work_folder / f"staging-{uuid4().hex}.jsonl"
    read = ReadReport()
    try:
        layer = _staged(staging, read_address_layer(path, report=read, progress=progress))
        _refuse_empty(path.name, layer, read)
        old = _keyed(_line(point) for point in stored_points(session, source=source))
        is_same = _digest_of(session, source) == layer.digest
        session.rollback()
        if not is_dry_run and not is_same:
            _replace(session, layer, source=source, now=now)
            checkpoint(session)
            places.refresh(session)
            log.info("addresses_imported", source=source, addresses=len(layer.points))
        return _report(source, read, layer, old, is_dry_run=is_dry_run)
    finally:
        staging.unlink(missing_ok=True)


def _staged(staging: Path, points: Iterable[AddressPoint]) -> _Layer:
    digest = hashlib.blake2b(digest_size=DIGEST_LENGTH // 2)
    with staging.open("wb") as file:

        def lines() -> Iterator[bytes]:
            for point in points:
                line = _line(point)
                digest.update(line)
                file.write(line)
                yield line

        houses, places = _keyed(lines())
    return _Layer(staging, digest.hexdigest(), houses, places)


def _line(point: AddressPoint) -> bytes:
    """A point as a line of the staging file: the same point is the same bytes."""
    return orjson.dumps(astuple(point)) + b"\n"


def _keyed(lines: Iterable[bytes]) -> tuple[Keys, Keys]:
    """For each line a key of the house and one of the house at its place: 16 bytes a point."""
    houses, points = array("q"), array("q")
    for line in lines:
        number, street, _, _, *rest = orjson.loads(line)
        houses.append(_key(orjson.dumps((number, street, rest))))
        points.append(_key(line))
    return np.array(houses, dtype=np.int64), np.array(points, dtype=np.int64)


def _key(data: bytes) -> int:
    digest = hashlib.blake2b(data, digest_size=KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def _refuse_empty(name: str, layer: _Layer, read: ReadReport) -> None:
    if layer.points.size:
        return
    first = read.rejected[0] if read.rejected else None
    why = f": {first.file}:{first.line} {first.column}: {first.reason}" if first else ""
    raise PackageRefused(f"{name} has no address that can be taken{why}.", field="path")


def _digest_of(session: Session, source: str) -> str | None:
    return session.scalar(select(_source.c.digest).where(_source.c.name == source))


def _replace(session: Session, layer: _Layer, *, source: str, now: datetime) -> None:
    """One write transaction: killed within it, the points of before are there."""
    about = {
        "name": source,
        "points": len(layer.points),
        "digest": layer.digest,
        "imported": now,
    }
    with writing(session, wait_seconds=QUEUE_SECONDS), layer.staging.open("rb") as lines:
        upsert(session, _source, [about])
        session.execute(delete(_point).where(_point.c.source_name == source))
        for rows in _batches(lines, source):
            insert_points(session, rows)


def insert_points(session: Session, rows: list[dict[str, Any]]) -> None:
    """Add rows of `address_point`."""
    session.connection().execute(insert(_point), rows)


def _batches(lines: Iterable[bytes], source: str) -> Iterator[list[dict[str, Any]]]:
    whole = iter(lines)
    while batch := list(islice(whole, ROWS_AT_ONCE)):
        yield [
            {"source_name": source, **dict(zip(COLUMNS, orjson.loads(line), strict=True))}
            for line in batch
        ]


def _report(
    source: str, read: ReadReport, layer: _Layer, old: tuple[Keys, Keys], *, is_dry_run: bool
) -> AddressReport:
    old_houses, old_points = old
    is_same, is_known = np.isin(layer.points, old_points), np.isin(layer.houses, old_houses)
    counts, start = {}, 0
    for file in read.files.values():
        end = start + file.rows - file.rejected_rows
        same, known = is_same[start:end], is_known[start:end]
        unchanged, updated = int(same.sum()), int((known & ~same).sum())
        counts[file.file] = Counts(end - start - unchanged - updated, updated, unchanged)
        start = end
    return AddressReport(
        source=source,
        read=read,
        counts=counts,
        addresses=len(layer.points),
        removed=int((~np.isin(old_houses, layer.houses)).sum()),
        is_dry_run=is_dry_run,
    )
