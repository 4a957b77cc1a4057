"""One import from a path to a searchable inventory: read, take in, commit, index."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from resource_dir.config import Settings
from resource_dir.database import checkpoint, scrub, writing
from resource_dir.hsds import KnownWithheld, Package, read_findtreatment, read_package
from resource_dir.operations.importing.inventory import ImportReport, Progress, import_package
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.withholding.purging import PURGED_TABLES
from resource_dir.operations.withholding.remembering import known_withheld

READERS: dict[str, Callable[..., AbstractContextManager[Package]]] = {
    "hsds": read_package,
    "findtreatment": read_findtreatment,
}
LEFTOVER_SECONDS = 6 * 3600.0  # no import runs that long without touching its staging file
QUEUE_SECONDS = 3600.0  # an import may wait for another one, which can take minutes

log = structlog.get_logger(__name__)


class _MarksMoved(Exception):
    """Somebody withheld a listing while the file was read: it has to be read again."""


class _DryRun(Exception):
    """Leaves the write transaction so that it is rolled back."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def take_in(
    session: Session,
    path: Path,
    *,
    kind: str,
    source: str,
    settings: Settings,
    keeper: IndexKeeper,
    now: datetime,
    withhold: Path | None = None,
    is_dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the file or folder at `path` as `source`; commits, then brings the index up to date.

    The file is read and redacted before the write transaction begins, so that nobody waits for a
    slow disk. Raises PackageRefused when it can't be taken in at all, NotSaved when the database
    refuses; nothing is changed then.
    """
    while True:
        known = known_withheld(session, source)
        session.rollback()
        prepare_work(settings.work_folder)
        reader = READERS[kind](
            path,
            source=source,
            withhold=withhold,
            workdir=settings.work_folder,
            progress=progress,
            known_withheld=known,
        )
        with reader as package:
            try:
                report = _store(
                    session,
                    package,
                    known,
                    kind=kind,
                    source=source,
                    settings=settings,
                    now=now,
                    is_dry_run=is_dry_run,
                    progress=progress,
                )
            except _MarksMoved:
                continue
            except _DryRun as dry:
                return dry.report
        if report.purged:
            scrub(session, PURGED_TABLES)
        else:
            checkpoint(session)
        keeper.refresh(session)
        log.info("imported", source=source, kind=kind, listings=report.listings)
        return report


def prepare_work(folder: Path) -> None:
    """Make the work folder, and clear what killed imports left there (it is redacted already)."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("staging-*"):
        if time.time() - path.stat().st_mtime > LEFTOVER_SECONDS:
            path.unlink(missing_ok=True)


def _store(
    session: Session,
    package: Package,
    known: KnownWithheld,
    *,
    kind: str,
    source: str,
    settings: Settings,
    now: datetime,
    is_dry_run: bool,
    progress: Progress | None,
) -> ImportReport:
    with writing(session, wait_seconds=QUEUE_SECONDS):
        if known_withheld(session, source) != known:
            raise _MarksMoved
        report = import_package(
            session,
            package,
            source=source,
            kind=kind,
            now=now,
            default_zone=settings.timezone,
            progress=progress,
        )
        if is_dry_run:
            raise _DryRun(replace(report, is_dry_run=True))
    return report
