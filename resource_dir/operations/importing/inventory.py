"""Take a package that was read (`hsds.read_package`) into the inventory.

The whole import is one transaction: a run killed in the middle leaves the database as it was. The
same input twice changes nothing, because each row's canonical values are digested per source.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Protocol

import orjson
from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.errors import BadInput
from resource_dir.hsds import Package, Row
from resource_dir.hsds.report import FileReport, Rejection, Repair
from resource_dir.models.source import DIGEST_LENGTH
from resource_dir.operations.beds.flagging import with_flag
from resource_dir.operations.editing.contested import Corrected
from resource_dir.operations.importing.bed_counts import (
    keep_reports,
    with_newer_count_kept,
    without_second_counts,
)
from resource_dir.operations.importing.row_counts import Outcome, RowCounts
from resource_dir.operations.importing.storing import columns_of, upsert
from resource_dir.operations.importing.touched import Touched
from resource_dir.operations.importing.vanishing import Seen, remove_vanished
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.operations.places import placing
from resource_dir.operations.places.geocoded import forget_points, with_point_kept
from resource_dir.operations.rows import chunked, table_of
from resource_dir.operations.verifying.checks import with_newer_check_kept
from resource_dir.operations.withholding import remembering

CHUNK_ROWS = 1_000
OURS = frozenset({"zone", "zone_origin"})  # derived after the import, from the place
MAX_SOURCE_NAME = 80
DIGEST_BYTES = DIGEST_LENGTH // 2


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `as_json` is the shape that INTERFACES promises.

    `removed` counts rows that the source no longer says, `missing` listings that it no longer
    mentions; those stay. `purged` counts services whose stored place went, because they are
    withheld now. `conflicts` counts values that differ from what a person set: those stay.
    """

    source: str
    counts: RowCounts
    package: Package
    listings: int
    withheld: int
    removed: int
    missing: int
    purged: int
    conflicts: int = 0
    is_dry_run: bool = False

    @property
    def has_rejections(self) -> bool:
        """Whether anything was left out."""
        return bool(self.package.report.rejected)

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the order of the files as they were read."""
        report = self.package.report
        return {
            "source": self.source,
            "dry_run": self.is_dry_run,
            "files": [self._file_json(file) for file in report.files.values()],
            "listings": self.listings,
            "rejected": [_plain(rejection) for rejection in report.rejected],
            "repaired": [_plain(repair) for repair in report.repaired],
            "withheld": self.withheld,
            "removed": self.removed,
            "missing": self.missing,
            "purged": self.purged,
            "conflicts": self.conflicts,
        }

    def _file_json(self, file: FileReport) -> dict[str, Any]:
        """Counts are of the file's rows; a kept row may still have lost a bad value."""
        return {
            "file": file.file,
            "rows": file.rows,
            **asdict(self.counts.of(file.file)),
            "rejected": file.rejected_rows,
            "rejected_values": file.rejected - file.rejected_rows,
            "repaired": file.repaired,
            "ignored": dict(file.ignored),
        }


def _plain(finding: Rejection | Repair) -> dict[str, Any]:
    """As `asdict`, which copies each text and took half a second for what a real export has."""
    return {field.name: getattr(finding, field.name) for field in fields(finding)}


class Progress(Protocol):
    """Called with rows done and rows in all."""

    def __call__(self, done: int, total: int, /) -> None:
        """Take note."""


def check_source_name(name: str) -> str:
    """Return a usable source name. Raises BadInput."""
    clean = name.strip()
    if not clean or len(clean) > MAX_SOURCE_NAME or not clean.isprintable():
        raise BadInput(
            f"A source needs a name of 1 to {MAX_SOURCE_NAME} printable characters.",
            field="source",
        )
    return clean


def import_package(
    session: Session,
    package: Package,
    *,
    source: str,
    kind: str,
    now: datetime,
    default_zone: str,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring every row of `package` into the inventory and refresh the listings it touches.

    Flushes; the caller commits (or rolls back: that is the dry run). Raises what the database
    raises; nothing is half done then.
    """
    run = _Run(session, package, source=source, kind=kind, now=now)
    purged = remembering.remember(session, package.withheld, source=source, now=now)
    run.touched.add_services(purged)
    for table_name in package.tables:
        for rows in _chunks(package.rows(table_name)):
            run.take(table_name, rows)
    removed = run.remove_vanished()
    placing.assign_zones(session, default_zone=default_zone)
    total = run.touched.count()
    for done, services in run.touched.chunks():
        refresh_documents(session, services)
        if progress:
            progress(done, total)
    return ImportReport(
        source=source,
        counts=run.counts,
        package=package,
        listings=count_listings(session, source),
        withheld=remembering.count_withheld(session, source),
        removed=removed,
        missing=run.seen.missing_listings(source),
        purged=len(purged),
        conflicts=run.conflicts,
    )


class _Run:
    """One import on its way: what each file did, and which services it touched."""

    def __init__(
        self, session: Session, package: Package, *, source: str, kind: str, now: datetime
    ) -> None:
        self.session = session
        self.report = package.report
        self.source = source
        self.kind = kind
        self.now = now
        self.counts = RowCounts()
        self.touched = Touched(session)
        self.seen = Seen(session)
        self.is_noted = False
        self.conflicts = 0

    def take(self, table_name: str, rows: Sequence[Row]) -> None:
        """Insert what is new, update what changed, count the rest."""
        table = models.Base.metadata.tables[table_name]
        if table_name == models.Capacity.__tablename__:
            rows = without_second_counts(self.session, rows, self.report)
        self.seen.add(table_name, [row.id for row in rows])
        known = self._known_digests(table_name, rows)
        changed = {row.id: (row, _digest(row)) for row in rows}
        for row_id in [i for i, (_, digest) in changed.items() if known.get(i) == digest]:
            self._count(changed.pop(row_id)[0], Outcome.UNCHANGED)
        if not changed:
            return
        before = _rows_by_id(self.session, table, list(changed))
        self._assert(table_name, {i: digest for i, (_, digest) in changed.items()})
        after = []
        corrected = Corrected(self.session, self.source, table_name, list(changed))
        for row_id, (row, _) in changed.items():
            columns = with_point_kept(table_name, before.get(row_id), columns_of(table, row))
            columns = with_newer_count_kept(table_name, before.get(row_id), columns)
            old = before.get(row_id)
            columns = with_newer_check_kept(self.session, table_name, old, columns)
            kept = corrected.keep(before.get(row_id), columns)
            outcome = Outcome.UNCHANGED if kept is None else _outcome(before.get(row_id), kept)
            self._count(row, outcome)
            if kept is not None and outcome is not Outcome.UNCHANGED:
                after.append(kept)
        if table_name == models.Capacity.__tablename__:
            after = [with_flag(self.session, before.get(row["id"]), row) for row in after]
        upsert(self.session, table, after)
        self.conflicts += corrected.note(now=self.now)
        self._touch(table_name, [*before.values(), *after])
        if table_name == models.Capacity.__tablename__:
            keep_reports(self.session, after)

    def remove_vanished(self) -> int:
        """Remove what the source no longer says; returns how many rows that were."""
        removed = 0
        for table_name, rows in self.seen.vanished(self.source):
            if rows:
                self._touch(table_name, rows)
                corrected = Corrected(
                    self.session, self.source, table_name, [row["id"] for row in rows]
                )
                kept = [row for row in rows if corrected.keep_vanished(row)]
                remove_vanished(self.session, self.source, table_name, rows, kept=kept)
                self.conflicts += corrected.note(now=self.now)
                removed += len(rows) - len(kept)
        return removed

    def _touch(self, table_name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Note the listings that show these rows; an address that changes takes its point along."""
        self.touched.add_rows(table_name, rows)
        if table_name == models.Address.__tablename__:
            forget_points(self.session, [row["location_id"] for row in rows])

    def _count(self, row: Row, outcome: Outcome) -> None:
        self.counts.note(row.file, row.line, outcome)

    def _known_digests(self, table_name: str, rows: Sequence[Row]) -> dict[str, str]:
        table = table_of(models.Assertion)
        found: dict[str, str] = {}
        for part in chunked([row.id for row in rows]):
            statement = select(table.c.row_id, table.c.digest).where(
                table.c.source_name == self.source,
                table.c.table_name == table_name,
                table.c.row_id.in_(part),
            )
            found.update((row_id, digest) for row_id, digest in self.session.execute(statement))
        return found

    def _assert(self, table_name: str, digests: Mapping[str, str]) -> None:
        """Note that this source says so; the source itself is noted with its first change."""
        if not self.is_noted:
            row = {"name": self.source, "kind": self.kind, "imported": self.now}
            upsert(self.session, table_of(models.Source), [row])
            self.is_noted = True
        upsert(
            self.session,
            table_of(models.Assertion),
            [
                {
                    "source_name": self.source,
                    "table_name": table_name,
                    "row_id": row_id,
                    "digest": digest,
                }
                for row_id, digest in digests.items()
            ],
        )


def count_listings(session: Session, source: str) -> int:
    """How many listings this source asserts: links of a service and a place, and services with
    no place at all.
    """
    asserted = table_of(models.Assertion)
    mine = select(asserted.c.row_id).where(asserted.c.source_name == source)
    links = session.scalar(
        select(func.count())
        .select_from(asserted)
        .where(asserted.c.source_name == source, asserted.c.table_name == "service_at_location")
    )
    link = table_of(models.ServiceAtLocation)
    placeless = session.scalar(
        select(func.count())
        .select_from(table_of(models.Service))
        .where(
            models.Service.id.in_(mine.where(asserted.c.table_name == "service")),
            ~select(link.c.id).where(link.c.service_id == models.Service.id).exists(),
        )
    )
    return int(links or 0) + int(placeless or 0)


def _outcome(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Outcome:
    """A row that another source asserted with the same values, or that was purged to what it is
    now, is not changed by asserting it again. What only we fill in (a zone) does not count.
    """
    if before is None:
        return Outcome.CREATED
    is_same = all(before[name] == value for name, value in after.items() if name not in OURS)
    return Outcome.UNCHANGED if is_same else Outcome.UPDATED


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK_ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _digest(row: Row) -> str:
    data = orjson.dumps(dict(row.values), option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).hexdigest()


def _rows_by_id(session: Session, table: Table, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for part in chunked(ids):
        rows = session.execute(select(table).where(table.c.id.in_(part))).mappings()
        found.update((row["id"], dict(row)) for row in rows)
    return found
