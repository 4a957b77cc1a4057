"""What was answered survives a power cut: a disk that forgets all that was not synced."""

import importlib.util
import os
import random
import shutil
import signal
import threading
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.beds import free_port, start_server
from benchmarks.houses import add_houses, environ_of

from .bed_updates import Writer, await_answers, wrong

SERVER = Path(__file__).with_name("power_cut_server.py")
BLOCK = 4096
WRITERS, HOUSES = 4, 6


def _server_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location(SERVER.stem, SERVER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Machine:
    """A server whose disk forgets; its writers remember what they were told."""

    def __init__(self, folder: Path, database: Path, *, synchronous: str) -> None:
        self.url = f"sqlite:///{database}"
        self._environ = environ_of(folder / "data", self.url)
        self._database, self._synced = database, folder / "synced"
        self._program = [str(SERVER), str(self._synced), synchronous]
        land = add_houses(self._environ, HOUSES)
        self.writers = [Writer(land, random.Random(number)) for number in range(WRITERS)]

    def files(self) -> list[Path]:
        """The files that hold the data; the index of the log is made anew by who opens it."""
        names = (self._database.name, f"{self._database.name}-wal")
        return [self._database.with_name(name) for name in names]

    def run_and_cut(self, answers: int, *, survive: float, rng: random.Random) -> None:
        """Write until so many answers came, then cut the power. Of what was not synced a share
        survives.
        """
        shutil.rmtree(self._synced, ignore_errors=True)
        self._synced.mkdir()
        for path in self.files():
            if path.exists():
                shutil.copy(path, self._synced)
        port = free_port()
        server = start_server(self._environ, port, workers=1, program=self._program)
        threads = [
            threading.Thread(target=writer.write, args=(port, threading.Event()))
            for writer in self.writers
        ]
        for thread in threads:
            thread.start()
        try:
            await_answers(self.writers, answers)
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            for thread in threads:
                thread.join()
        self._forget(survive, rng)

    def _forget(self, survive: float, rng: random.Random) -> None:
        for path in self.files():
            synced = self._synced / path.name
            if synced.exists():
                image = mixed(path.read_bytes(), synced.read_bytes(), survive, rng)
                path.write_bytes(image)
            else:
                path.unlink(missing_ok=True)
        self._database.with_name(f"{self._database.name}-shm").unlink(missing_ok=True)


def mixed(written: bytes, synced: bytes, survive: float, rng: random.Random) -> bytes:
    """What was synced, with some blocks of what was written after it, in no order."""
    blocks = []
    for start in range(0, max(len(written), len(synced)), BLOCK):
        new, old = written[start : start + BLOCK], synced[start : start + BLOCK]
        blocks.append(new if rng.random() < survive else old.ljust(len(new), b"\0"))
    image = b"".join(blocks)
    return image if survive else image[: len(synced)]


@pytest.fixture
def database(database_url: str) -> Path:
    if not database_url.startswith("sqlite"):
        pytest.skip("a server of its own syncs for PostgreSQL")
    if not _server_module().is_possible():
        pytest.skip("Python has its own SQLite built in here: its file layer can't be reached")
    return Path(database_url.removeprefix("sqlite:///"))


def _cut_often(machine: Machine, cuts: int) -> list[str]:
    rng = random.Random(cuts)
    for number in range(cuts):
        survive = 0.0 if number % 2 == 0 else 0.5
        machine.run_and_cut(rng.randint(5, 60), survive=survive, rng=rng)
        if found := wrong(machine.url, machine.writers):
            return found
    return []


def test_a_power_cut_loses_nothing_that_was_answered(tmp_path: Path, database: Path) -> None:
    machine = Machine(tmp_path, database, synchronous="FULL")

    assert _cut_often(machine, 4) == []


def test_the_loss_is_seen_where_commits_are_not_synced(tmp_path: Path, database: Path) -> None:
    machine = Machine(tmp_path, database, synchronous="NORMAL")

    found = _cut_often(machine, 4)

    assert any("was answered" in sentence for sentence in found)


@pytest.mark.long
def test_a_hundred_power_cuts_lose_nothing(tmp_path: Path, database: Path) -> None:
    machine = Machine(tmp_path, database, synchronous="FULL")

    assert _cut_often(machine, 100) == []
