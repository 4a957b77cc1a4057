"""Run the suite once per database, and end with what could not run and the totals.

`make test` calls this; `make prove` calls it with --long, which runs the long proofs instead.
A test that is skipped is named with its reason in the last lines: it never passes silently.
"""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build"
DATABASES = ("sqlite", "postgresql")
WORKERS = "2"
# Folders whose tests open no database: they are run once, not once for each.
WITHOUT_A_DATABASE = (
    "benchmarks", "fit", "gaps", "geo", "hours", "hsds", "needs", "rules", "search",
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


def run_suite(database: str, options: list[str]) -> Results:
    """Run pytest on one database."""
    junit = BUILD / f"junit-{database}.xml"
    junit.unlink(missing_ok=True)
    print(f"\n== Tests on {database}", flush=True)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            WORKERS,
            "--dist=loadfile",
            f"--junitxml={junit}",
            *options,
        ],
        cwd=ROOT,
        env=os.environ | {"TEST_DATABASE": database},
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


def main() -> int:
    """Run, report, and exit 1 if any run failed."""
    BUILD.mkdir(exist_ok=True)
    is_long = "--long" in sys.argv[1:]
    coverage = ["--cov", "--cov-report=html:build/coverage", "--cov-report=term:skip-covered"]
    once = [f"--ignore=tests/{folder}" for folder in WITHOUT_A_DATABASE]
    if is_long:
        options = {"sqlite": ["-m", "long"], "postgresql": ["-m", "long", *once]}
    else:
        options = {"sqlite": coverage, "postgresql": once}
    runs = [run_suite(database, options[database]) for database in DATABASES]
    text = "\n".join(closing_lines(runs))
    (BUILD / "test-summary.txt").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0 if all(run.is_good for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
