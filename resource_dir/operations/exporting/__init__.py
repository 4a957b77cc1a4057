"""Write all public listings as an HSDS package, into a new or empty folder, whole or not at all.

What the standard has no place for, and what becomes of it:

- a withheld listing: its service goes without location, with the attribute `withheld`; its hours,
  hotline and area served hang on the service. `location_type` has no word that would be true;
- needs and criteria: attributes (`terms`); where those can't carry them, `criterion.csv`;
- counts per place and population: `capacity.csv`, and with 3.1 folded to the service;
- closed days, holidays, intake: columns after those of `schedules.csv`, named in the data package;
- a status that nobody stated: `active`, because one is demanded, and the attribute
  `status_not_stated`. Other texts that are demanded and unknown stay empty;
- changes made here are written as `metadata` (public facts, the author as a role); the change log
  of a source, and facts for partners or the own organization, are not.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy.orm import Session

from resource_dir.errors import BadInput, Conflict, NotSaved
from resource_dir.hsds.standard import ServiceRows, Version
from resource_dir.hsds.writing import write_csv, write_json
from resource_dir.operations.exporting.public_services import public_services

Form = Literal["csv", "json"]
FORMS: tuple[str, ...] = get_args(Form)
VERSIONS: tuple[str, ...] = get_args(Version)
WRITERS = {"csv": write_csv, "json": write_json}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written, and where to."""

    folder: str
    form: str
    hsds_version: str
    services: int
    listings: int
    withheld: int
    files: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def export_hsds(
    session: Session, folder: Path, *, form: Form = "csv", version: Version = "3.1", now: datetime
) -> ExportReport:
    """Export to `folder`, which has to be new or empty. The same inventory at the same `now` gives
    the same bytes: `now` is only used for the UTC offset of schedules.

    Raises BadInput for an unknown form or version, Conflict when the folder holds something,
    NotSaved when it can't be written; nothing of the package is there then.
    """
    if form not in FORMS:
        raise BadInput(f"The form is one of {', '.join(FORMS)}.", field="form")
    if version not in VERSIONS:
        raise BadInput(f"The version is one of {', '.join(VERSIONS)}.", field="hsds-version")
    _begin_snapshot(session)
    counted = _Counting(public_services(session, at=now, version=version))
    with _whole_folder(folder) as part:
        services = WRITERS[form](part, counted, version=version)
        files = tuple(sorted(path.name for path in part.iterdir()))
    return ExportReport(
        folder=str(folder),
        form=form,
        hsds_version=version,
        services=services,
        listings=counted.listings,
        withheld=counted.withheld,
        files=files,
    )


def _begin_snapshot(session: Session) -> None:
    """All chunks see one state: PostgreSQL would show each statement the latest commits."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


class _Counting:
    """Passes services on and counts their listings."""

    def __init__(self, services: Iterator[ServiceRows]) -> None:
        self._services = services
        self.listings = 0
        self.withheld = 0

    def __iter__(self) -> Iterator[ServiceRows]:
        for rows in self._services:
            terms = {row["id"]: row["code"] for row in rows.of("taxonomy_term")}
            marks = (terms.get(row["taxonomy_term_id"]) for row in rows.of("attribute"))
            self.withheld += "withheld" in marks
            self.listings += len(rows.of("service_at_location")) or 1
            yield rows


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """A folder beside the target that takes its name once it is complete."""
    target = folder.absolute()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Conflict(
            f"{folder} is not empty: an export is only written into a new or empty folder.",
            field="folder",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.part-", dir=target.parent))
    except OSError as error:
        raise NotSaved(f"{folder} can't be written: {error.strerror}.") from error
    try:
        yield part
        _keep(part)
        part.replace(target)
    except OSError as error:
        raise NotSaved(f"{folder} can't be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _keep(part: Path) -> None:
    """Give the folder ordinary permissions and bring its bytes to the disk."""
    part.chmod(0o755)
    for path in sorted(part.iterdir()):
        with path.open("rb") as file:
            os.fsync(file.fileno())
