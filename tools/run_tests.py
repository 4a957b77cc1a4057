"""Run the suite once per database, and end with what could not run and the totals.

`make test` calls this; `make prove` calls it with --long, which runs the long proofs instead, and
`make coverage` with --coverage: on SQLite alone, since tracing nearly doubles the time.
A test that is skipped is named with its reason in the last lines: it never passes silently.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build"
DATABASES = ("sqlite", "postgresql")
WORKERS = str(max(2, min(8, os.cpu_count() or 2)))
MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 6 * 2**30
# Run once, not on each database: tests that open none,
WITHOUT_A_DATABASE = (
    "benchmarks", "fit", "gaps", "geo", "hours", "hsds", "needs", "rules", "search",
    "conformance/test_findtreatment_reading.py", "conformance/test_forecast_judged.py",
    "conformance/test_hsds_reading.py", "conformance/test_vera_crosswalk.py",
)  # fmt: skip
# and those about what a browser makes of a page or an empty machine of a wheel. Whole stories in
# the browser run on both, and so does every page by itself (tests/web).
OF_EITHER_DATABASE = (
    "browser/test_axe.py", "browser/test_axe_calls.py", "browser/test_axe_planning.py",
    "browser/test_axe_providing.py", "browser/test_brief_print.py", "browser/test_hand.py",
    "browser/test_listing.py", "browser/test_map.py", "browser/test_pages.py",
    "browser/test_pin.py", "journeys/test_wheel.py", "web/test_no_text_is_left_in_english.py",
    "web/account/test_no_account_page_is_left_in_english.py",
    "web/planning/test_no_planning_page_is_left_in_english.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    """What one run of the suite says in its JUnit file."""

    database: str
    exit_status: int
    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)  # "tests/x.py: reason" -> how many

    @property
    def is_good(self) -> bool:
        """Pytest's own word, and at least one test: an empty run proves nothing."""
        return self.exit_status == 0 and self.passed > 0


@contextmanager
def quick_folder() -> Iterator[dict[str, str]]:
    """Variables that put what tests write into memory, where there is enough of it.

    Each test has its own database, and all of them sync to the disk as in production: on a disk
    that waiting is a large part of the time. Nothing is left out: the same calls are made. Where
    memory is short, or programs may not be run from there, the usual folder serves.
    """
    if not is_quick(MEMORY):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="tests-", dir=MEMORY, ignore_cleanup_errors=True) as at:
        yield {"TMPDIR": at}


def is_quick(folder: Path) -> bool:
    """Whether it is there, large enough, and programs may be run from it (a wheel's are)."""
    if not folder.is_dir() or shutil.disk_usage(folder).free < ENOUGH_BYTES:
        return False
    return not os.statvfs(folder).f_flag & os.ST_NOEXEC


def run_suite(database: str, options: list[str]) -> Results:
    """Run pytest on one database."""
    junit = BUILD / f"junit-{database}.xml"
    junit.unlink(missing_ok=True)
    print(f"\n== Tests on {database}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist=loadfile"]
    with quick_folder() as variables:
        done = subprocess.run(
            [*command, f"--junitxml={junit}", *options],
            cwd=ROOT,
            env=os.environ | variables | {"TEST_DATABASE": database},
            check=False,
        )
    return read_results(database, done.returncode, junit)


def read_results(database: str, exit_status: int, junit: Path) -> Results:
    """Count the cases of `junit`; a run that died before it wrote one counts as one failure."""
    if not junit.exists():
        return Results(database, exit_status or 1, failed=1)
    cases = list(ElementTree.parse(junit).iter("testcase"))
    failed = [case for case in cases if {"failure", "error"} & {child.tag for child in case}]
    skips = [
        f"{case.get('classname', '')}: {skip.get('message', '')}"
        for case in cases
        for skip in case.findall("skipped")
    ]
    passed = len(cases) - len(failed) - len(skips)
    return Results(database, exit_status, passed, len(failed), Counter(skips))


def closing_lines(runs: list[Results]) -> list[str]:
    """What could not run, then the totals; the very last line counts everything."""
    missing = [
        f"  on {run.database}, {count} in {reason}"
        for run in runs
        for reason, count in sorted(run.skipped.items())
    ]
    per_run = [f"On {run.database}: {totals([run])}" for run in runs]
    return [
        "",
        "Could not run:",
        *(missing or ["  nothing: every test ran"]),
        *per_run,
        totals(runs),
    ]


def totals(runs: list[Results]) -> str:
    """One line in pytest's words."""
    passed, failed = sum(run.passed for run in runs), sum(run.failed for run in runs)
    return f"{passed} passed, {failed} failed, {sum(run.skipped.total() for run in runs)} skipped"


def plan(asked: list[str]) -> dict[str, list[str]]:
    """Which databases, and the options of pytest on each."""
    if "--coverage" in asked:
        reports = ["html:build/coverage", "term:skip-covered"]
        return {"sqlite": ["--cov", *(f"--cov-report={report}" for report in reports)]}
    selected = ["-m", "long"] if "--long" in asked else []
    once = [f"--ignore=tests/{path}" for path in (*WITHOUT_A_DATABASE, *OF_EITHER_DATABASE)]
    return {"sqlite": selected, "postgresql": [*selected, *once]}


def main() -> int:
    """Run, report, and exit 1 if any run failed."""
    BUILD.mkdir(exist_ok=True)
    runs = [run_suite(database, options) for database, options in plan(sys.argv[1:]).items()]
    text = "\n".join(closing_lines(runs))
    (BUILD / "test-summary.txt").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0 if all(run.is_good for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
