"""An address import that is killed leaves the layer of before; running it again finishes it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from resource_dir import models
from resource_dir.database import configure_engine

ROWS = 9_000
# Runs the command and kills it, as a power cut would, after its n-th batch of points.
KILLED_AT_A_BATCH = """
import os, signal, sys
from resource_dir.__main__ import main
from resource_dir.operations.places import importing_addresses

left = int(sys.argv.pop(1))
insert_points = importing_addresses.insert_points

def dying(session, rows):
    global left
    insert_points(session, rows)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

importing_addresses.insert_points = dying
main()
"""


def _write_layer(path: Path, *, first: int) -> None:
    lines = ["LON,LAT,NUMBER,STREET,CITY,REGION"]
    lines += [f"-106.05,38.5,{first + n},Invented Way,Quillmore,CO" for n in range(ROWS)]
    path.write_text("\n".join(lines) + "\n")


def _state(url: str) -> tuple[int, str | None]:
    """How many points there are, and the lowest number; the file is sound, too."""
    engine = create_engine(url)
    configure_engine(engine)
    number, count = models.AddressPoint.number, func.count()
    with engine.connect() as connection:
        statement = select(count).select_from(models.AddressPoint)
        stored = connection.scalar(statement) or 0
        first = connection.scalar(select(number).order_by(models.AddressPoint.id).limit(1))
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
    return stored, first


@pytest.mark.parametrize("batch", [1, 3])
def test_an_address_import_killed_at_a_batch_leaves_the_layer_of_before(
    tmp_path: Path, database_url: str, batch: int
) -> None:
    environment = os.environ | {
        "RESOURCE_DIR_DATA": str(tmp_path / "data"),
        "DATABASE_URL": database_url,
        "SECRET_KEY": "k" * 32,
    }
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    _write_layer(old, first=1)
    _write_layer(new, first=50_001)

    def run(code: list[str], path: Path) -> int:
        command = ["import", "addresses", str(path), "--source", "911"]
        return subprocess.run(
            [sys.executable, *code, *command], env=environment, capture_output=True, check=False
        ).returncode

    assert run(["-m", "resource_dir"], old) == 0
    assert run(["-c", KILLED_AT_A_BATCH, str(batch)], new) == -signal.SIGKILL
    assert _state(database_url) == (ROWS, "1")
    assert run(["-m", "resource_dir"], new) == 0
    assert _state(database_url) == (ROWS, "50001")
