"""Read an HSDS package of any version and form into canonical rows, places of withheld rows gone.

Two passes over the files: the first settles what is withheld and reads no place; the second
takes the rows. Between them lies one on-disk staging file that never sees a withheld place.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from resource_dir.errors import PackageRefused
from resource_dir.hsds.dialects import FILES
from resource_dir.hsds.finishing import Finisher
from resource_dir.hsds.identity import canonical_id
from resource_dir.hsds.marks import MARKED_TABLES, MarkFinder
from resource_dir.hsds.reading import Bad, Found, Ignored, Progress, Raw, Skipped, read_members
from resource_dir.hsds.recognition import recognition_keys
from resource_dir.hsds.report import KnownWithheld, ReadReport, Row, WithheldMark
from resource_dir.hsds.settling import Withheld, settle
from resource_dir.hsds.sources import Member, members_of
from resource_dir.hsds.staging import Staging
from resource_dir.hsds.tables import TABLES
from resource_dir.hsds.taking import Taker

# A site that is known only by another's names, or from an earlier import, names no further ones.
SECOND_HAND = ("recognised", "remembered")


@dataclass(slots=True)
class Package:
    """One package that was read. Valid inside the `with` block only: rows lie on disk.

    `version` is the dialect as recognised ("1.x", "2.x", "3.0", "3.1"). `tables` has the
    canonical names, parents first. `withheld` lists the marks with recognition keys for services.
    """

    version: str
    report: ReadReport
    staging: Staging
    withheld: list[WithheldMark]
    tables: tuple[str, ...] = tuple(TABLES)

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of one table, in the order of the source."""
        return self.staging.rows(table)


@contextmanager
def read_package(
    path: Path,
    *,
    source: str,
    workdir: Path,
    withhold: Path | None = None,
    progress: Progress | None = None,
    known_withheld: KnownWithheld | None = None,
) -> Iterator[Package]:
    """Read a folder, zip, datapackage.json, CSV or JSON file, each maybe gzipped.

    `withhold` is a CSV of `table,id` to withhold besides the package's own marks; `progress` gets
    (done_bytes, total_bytes). Raises PackageRefused when nothing of it can be taken in.
    """
    with ExitStack() as stack:
        members = members_of(path, stack)
        staging = Staging(workdir / f"staging-{uuid4().hex}.sqlite3")
        stack.callback(staging.close)
        known = known_withheld or KnownWithheld()
        reading = _Reading(source, members, staging, known, progress)
        yield reading.run(withhold)


class _Reading:
    """The two passes over one package."""

    def __init__(
        self,
        source: str,
        members: tuple[Member, ...],
        staging: Staging,
        known: KnownWithheld,
        progress: Progress | None,
    ) -> None:
        self._source, self._members, self._staging = source, members, staging
        self._known, self._progress = known, progress
        self._report = ReadReport()
        self._wishes: list[tuple[str, int, str, str, str]] = []  # file, line, table, id, key

    def run(self, withhold: Path | None) -> Package:
        """Read everything. Raises PackageRefused."""
        withheld = self._settle(withhold)
        found_files: list[Found] = []
        self._take(withheld, found_files)
        marks = _recognisable(withheld.marks, self._staging)
        return Package(_version(found_files, self._staging), self._report, self._staging, marks)

    def _found(self, done: int) -> Iterator[Found]:
        return read_members(self._members, self._progress, done)

    def _settle(self, withhold: Path | None) -> Withheld:
        finder = MarkFinder(self._source, self._staging, self._known)
        if withhold is not None:
            self._mark_all(finder, _withhold_rows(withhold), withhold.name)
        for found in self._found(0):
            if isinstance(found, (Raw, Bad)) and found.table == "withheld":
                self._mark_all(finder, [_withheld_row(found)], found.file)
            elif isinstance(found, (Raw, Bad)):
                finder.take(found)
        self._report_unmet_wishes()
        return settle(finder, self._staging, self._source, self._known)

    def _mark_all(
        self, finder: MarkFinder, rows: Iterable[tuple[int, str, str]], file: str
    ) -> None:
        for line, name, key in rows:
            kind = FILES.get(name.strip().lower())
            if kind is None or kind.table not in MARKED_TABLES or not key.strip():
                raise PackageRefused(
                    f"{file} line {line} names no row to withhold: each line is table,id with the "
                    f"table one of {', '.join(MARKED_TABLES)}. Nothing was read."
                )
            row_id = canonical_id(self._source, kind.table, key.strip())
            finder.mark(kind.table, row_id, file)
            self._wishes.append((file, line, kind.table, row_id, key.strip()))

    def _report_unmet_wishes(self) -> None:
        """A mistyped id withholds nothing, and the site it was meant for is public: say so."""
        sql = "SELECT 1 FROM node WHERE tbl = ? AND id = ?"
        for file, line, table, row_id, key in self._wishes:
            if self._staging.db.execute(sql, (table, row_id)).fetchone() is None:
                reason = f"names no {table} of this package: nothing is withheld by this line"
                self._report.reject_value(file, line, "id", key, reason)

    def _take(self, withheld: Withheld, files: list[Found]) -> None:
        taker = Taker(self._source, self._staging, self._report, withheld)
        total = sum(member.size for member in self._members)
        for found in self._found(total):
            if isinstance(found, (Ignored, Skipped)):
                files.append(found)
            taker.take(found)
        finisher = Finisher(self._source, self._staging, self._report, withheld)
        if not any(self._staging.count(table) for table in TABLES):
            raise PackageRefused(_why_empty(self._report))
        finisher.refuse_if_nothing_joins()
        finisher.apply_links(taker.tables_with_files)
        finisher.drop_orphans()
        finisher.check_points()


def _withheld_row(found: Raw | Bad) -> tuple[int, str, str]:
    if isinstance(found, Bad):
        return found.line, "", ""
    return found.line, str(found.values.get("table") or ""), str(found.values.get("id") or "")


def _withhold_rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """The rows of a `--withhold` file. Raises PackageRefused: a mark that is lost is a leak."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.DictReader(stream)
            if not {"table", "id"} <= set(reader.fieldnames or ()):
                raise PackageRefused(f"{path.name} has no columns table,id: nothing was read.")
            for row in reader:
                yield reader.line_num, row["table"] or "", row["id"] or ""
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise PackageRefused(f"{path.name} can't be read: {error}.", field="withhold") from error


def _why_empty(report: ReadReport) -> str:
    first = next(iter(report.rejected), None)
    if first is None:
        return "No row of any HSDS table was found: nothing was taken in."
    return f"Not one row could be taken in; {first.file}, {first.line}: {first.reason}."


def _recognisable(marks: list[WithheldMark], staging: Staging) -> list[WithheldMark]:
    return [replace(mark, recognition=_recognition(mark, staging)) for mark in marks]


def _recognition(mark: WithheldMark, staging: Staging) -> tuple[tuple[str, str], ...]:
    if mark.table != "service" or mark.reason.startswith(SECOND_HAND):
        return ()
    service = staging.get(mark.table, mark.id)
    if service is None:
        return ()
    organization = staging.get("organization", str(service.values.get("organization_id")))
    website = service.values.get("url")
    return recognition_keys(
        str(organization.values["name"]) if organization else None,
        str(service.values["name"]),
        phones=_phones(mark.id, staging),
        websites=(str(website),) if website else (),
    )


def _phones(service_id: str, staging: Staging) -> tuple[str, ...]:
    sql = (
        "SELECT json_extract(vals, '$.number') FROM row WHERE tbl = 'phone' "
        "AND json_extract(vals, '$.service_id') = ?"
    )
    return tuple(number for (number,) in staging.db.execute(sql, (service_id,)) if number)


def _version(files: list[Found], staging: Staging) -> str:
    names = {found.file.rsplit("/", 1)[-1].split(".", 1)[0].lower() for found in files
             if isinstance(found, (Ignored, Skipped))}  # fmt: skip
    if any(staging.count(table) for table in ("unit", "service_capacity", "url")):
        return "3.1"
    if names & {"services_at_location", "services_at_locations", "service_attributes"}:
        return "2.x"
    if names & {"physical_addresses", "regular_schedules", "accessibility_for_disabilities"}:
        return "1.x"
    return "3.0"
