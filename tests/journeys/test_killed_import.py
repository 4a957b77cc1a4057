"""An import that is killed leaves the database as it was, or is finished by running it again."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from resource_dir import models
from resource_dir.database import configure_engine

SERVICES = 400
NOTHING = (0, 0, 0, 0)
EVERYTHING = (1, SERVICES, SERVICES, SERVICES)
# Runs the import and kills it, as a power cut would, at its n-th write to the database.
KILLED_AT_A_WRITE = """
import os, signal, sys
from resource_dir.__main__ import main
from resource_dir.operations.importing import inventory
from resource_dir.operations.listings import refreshing

left = int(sys.argv.pop(1))

def dying(upsert):
    def counted(*args):
        global left
        upsert(*args)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return counted

inventory.upsert = dying(inventory.upsert)
refreshing.upsert = dying(refreshing.upsert)
main()
"""


def _write_package(folder: Path) -> None:
    folder.mkdir()
    rows = {
        "organizations": [{"id": "o1", "name": "Aspen House", "description": "Shelter."}],
        "services": [
            {"id": f"s{n}", "organization_id": "o1", "name": f"Service {n}", "status": "active"}
            for n in range(SERVICES)
        ],
        "locations": [
            {"id": f"l{n}", "location_type": "physical", "latitude": 38.5, "longitude": -106.0}
            for n in range(SERVICES)
        ],
        "service_at_location": [
            {"id": f"sl{n}", "service_id": f"s{n}", "location_id": f"l{n}"} for n in range(SERVICES)
        ],
    }
    for table, lines in rows.items():
        with (folder / f"{table}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)


def _import(folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "resource_dir", "import", "hsds", str(folder), "--source", "county"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _counts(url: str) -> tuple[int, ...]:
    """How many sources, services, links and documents there are; the file is sound, too."""
    engine = create_engine(url)
    configure_engine(engine)
    with engine.connect() as connection:
        counts = tuple(
            connection.scalar(select(func.count()).select_from(model)) or 0
            for model in (
                models.Source,
                models.Service,
                models.ServiceAtLocation,
                models.ListingDocument,
            )
        )
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
    return counts


def _seconds_of_a_whole_run(folder: Path, environment: dict[str, str], tmp_path: Path) -> float:
    """How long one takes here and now, in a database of its own."""
    elsewhere = {
        "RESOURCE_DIR_DATA": str(tmp_path / "rehearsal"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'rehearsal.sqlite3'}",
    }
    started = time.monotonic()
    assert _import(folder, environment | elsewhere).wait() == 0
    return time.monotonic() - started


@pytest.fixture
def environment(tmp_path: Path, database_url: str) -> dict[str, str]:
    return os.environ | {
        "RESOURCE_DIR_DATA": str(tmp_path / "data"),
        "DATABASE_URL": database_url,
        "SECRET_KEY": "k" * 32,
    }


@pytest.mark.parametrize("write", [3, 7, 10])
def test_an_import_killed_at_a_write_leaves_the_database_as_it_was(
    tmp_path: Path, database_url: str, environment: dict[str, str], write: int
) -> None:
    folder = tmp_path / "package"
    _write_package(folder)
    command = ["import", "hsds", str(folder), "--source", "county"]

    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT_A_WRITE, str(write), *command],
        env=environment,
        capture_output=True,
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert _counts(database_url) == NOTHING
    assert _import(folder, environment).wait() == 0
    assert _counts(database_url) == EVERYTHING


@pytest.mark.long
def test_an_import_killed_at_any_moment_is_all_or_nothing(
    tmp_path: Path, database_url: str, environment: dict[str, str]
) -> None:
    folder = tmp_path / "package"
    _write_package(folder)
    whole_run = _seconds_of_a_whole_run(folder, environment, tmp_path)
    choose = random.Random(7)
    states = set()

    for _ in range(300):
        process = _import(folder, environment)
        time.sleep(whole_run * choose.uniform(0.3, 1.0))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        states.add(_counts(database_url))
    assert _import(folder, environment).wait() == 0

    assert states <= {NOTHING, EVERYTHING}
    assert _counts(database_url) == EVERYTHING
