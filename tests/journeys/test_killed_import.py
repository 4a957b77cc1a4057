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


def _listings(url: str) -> tuple[int, int]:
    engine = create_engine(url)
    configure_engine(engine)
    with engine.connect() as connection:
        documents, links = (
            connection.scalar(select(func.count()).select_from(model)) or 0
            for model in (models.ListingDocument, models.ServiceAtLocation)
        )
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    engine.dispose()
    return documents, links


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


@pytest.mark.parametrize("kills", [3, pytest.param(1_000, marks=pytest.mark.long)])
def test_a_killed_import_is_all_or_nothing_and_can_be_run_again(
    tmp_path: Path, database_url: str, environment: dict[str, str], kills: int
) -> None:
    folder = tmp_path / "package"
    _write_package(folder)
    whole_run = _seconds_of_a_whole_run(folder, environment, tmp_path)
    choose = random.Random(7)
    states = set()

    for _ in range(kills):
        process = _import(folder, environment)
        time.sleep(whole_run * choose.uniform(0.3, 1.0))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        states.add(_listings(database_url))
    assert _import(folder, environment).wait() == 0

    assert states <= {(0, 0), (SERVICES, SERVICES)}
    assert _listings(database_url) == (SERVICES, SERVICES)
