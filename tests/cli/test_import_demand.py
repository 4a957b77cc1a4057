"""`import demand` as a person types it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resource_dir.models import OtherDemand

Run = Callable[..., Result]
HEAD = "kind,need,area,from,to,count,mean_hours,source\n"
GOOD = "unmet_211,emergency_shelter,county:08015,2025-01-01,2025-12-31,310,,211 Colorado\n"


@pytest.mark.parametrize(
    ("text", "status", "rows"),
    [(GOOD, 0, 1), (GOOD + "x,food,,2025-01-01,2025-01-02,1,,x\n", 1, 1), ("", 2, 0)],
)
def test_the_exit_status_says_whether_rows_were_rejected(
    run: Run, tmp_path: Path, session: Session, text: str, status: int, rows: int
) -> None:
    path = tmp_path / "demand.csv"
    path.write_text(HEAD + text)

    result = run("import", "demand", path, "--json")

    assert result.exit_code == status
    assert json.loads(result.stdout)["rows"] == rows
    assert session.scalar(select(func.count()).select_from(OtherDemand)) == rows


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path, session: Session) -> None:
    path = tmp_path / "demand.csv"
    path.write_text(HEAD + GOOD)

    result = run("import", "demand", path, "--dry-run")

    assert (result.exit_code, "nothing was written" in result.stdout) == (0, True)
    assert session.scalar(select(func.count()).select_from(OtherDemand)) == 0


def test_a_file_without_columns_ends_with_two_and_says_which(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "demand.csv"
    path.write_text("a,b\n1,2\n")

    result = run("import", "demand", path)

    assert result.exit_code == 2
    assert "kind, need, from, to, count, source" in result.stderr
