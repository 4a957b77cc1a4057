"""Reads answers of the federal treatment locator (FindTreatment.gov) as a package.

Two passes: the first reads names, codes and phones, and settles which facilities are withheld;
only the second reads places, and never those of a withheld facility. Facilities keep the order of
the file; `line` in the report is the number of the facility in its file, from 1.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from resource_dir.errors import PackageRefused
from resource_dir.hsds._facility_files import FacilityFile, Reading, facility_file
from resource_dir.hsds._facility_marks import Wishes, wishes_in
from resource_dir.hsds._facility_settling import Settling
from resource_dir.hsds._facility_taking import Taking
from resource_dir.hsds.package import Package
from resource_dir.hsds.reading import Progress
from resource_dir.hsds.report import KnownWithheld, ReadReport
from resource_dir.hsds.sources import members_of
from resource_dir.hsds.staging import Staging

VERSION = "findtreatment"


@contextmanager
def read_findtreatment(
    path: Path,
    *,
    source: str,
    withhold: Path | None = None,
    workdir: Path,
    progress: Progress | None = None,
    known_withheld: KnownWithheld | None = None,
) -> Iterator[Package]:
    """Read a file, a zip or a folder of JSON: pages of the API, or plain lists of facilities.

    `withhold` names facilities (CSV with table,id; id is the facility's own id, a stored id, or
    "name|phone"). `progress` gets (bytes done, bytes in all). The package is open inside the
    `with` block only. Raises PackageRefused when there is no facility in it at all, or when the
    withhold file is not understood.
    """
    wishes = Wishes(wishes_in(withhold) if withhold else ())
    with ExitStack() as stack:
        members = [member for member in members_of(path, stack) if member.is_json]
        files = tuple(facility_file(member) for member in members)
        if not files:
            raise PackageRefused(f"{path.name} holds no JSON file: nothing was read.", field="path")
        staging = Staging(workdir / f"staging-{uuid4().hex}.sqlite3")
        stack.callback(staging.close)
        pass_one = Settling(source, wishes, known_withheld or KnownWithheld())
        reading = Reading(files, progress)
        pass_one.take(reading)
        pass_two = Taking(source, staging, pass_one.withheld, pass_one.organizations)
        pass_two.take(reading)
        _report_wishes(wishes, withhold, pass_two.report)
        _report_count(files, pass_two.report)
        marks = list(pass_one.withheld_marks())
        yield Package(VERSION, pass_two.report, staging, marks)


def _report_wishes(wishes: Wishes, withhold: Path | None, report: ReadReport) -> None:
    for wish in wishes.unmatched():
        assert withhold is not None
        reason = "Nothing in this package has this id: check it, nothing was withheld by this line."
        report.reject_value(withhold.name, wish.line, "id", wish.id, reason)


def _report_count(files: tuple[FacilityFile, ...], report: ReadReport) -> None:
    """Say so when these are some pages of an answer that has more."""
    stated = [(file.stated, file.member.name) for file in files if file.stated is not None]
    here = sum(file.rows for file in report.files.values())
    if stated and max(stated)[0] != here:
        count, name = max(stated)
        repair = f"{here} of the {count} facilities that the answer counts are in these files"
        report.repair(name, 0, "recordCount", count, repair)
