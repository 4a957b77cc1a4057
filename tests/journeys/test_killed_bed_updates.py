"""A server that is killed while beds are reported has kept all that it answered, once."""

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from benchmarks.beds import free_port, serving, start_server
from benchmarks.houses import Houses, add_houses, environ_of
from resource_dir.database import WRITE_OPTION, configure_engine

from .bed_updates import Writer, await_answers, went_together, wrong

WRITERS, HOUSES = 8, 12
MOST_ANSWERS, MOST_SECONDS = 25, 0.03  # after so many answers, and so long, a server is killed
LOOKED_AT_EVERY = 50


@pytest.fixture
def environ(tmp_path: Path, database_url: str) -> dict[str, str]:
    return environ_of(tmp_path / "data", database_url)


def _writers(land: Houses, seed: int) -> list[Writer]:
    return [Writer(land, random.Random(f"{seed} {number}")) for number in range(WRITERS)]


def _write_until_killed(
    environ: dict[str, str],
    writers: list[Writer],
    *,
    answers: int,
    seconds: float = 0.0,
    workers: int = 2,
) -> None:
    """Start a server, write, then end server and workers at one blow, wherever they are."""
    port = free_port()
    server = start_server(environ, port, workers=workers)
    stop = threading.Event()
    threads = [threading.Thread(target=one.write, args=(port, stop)) for one in writers]
    for thread in threads:
        thread.start()
    try:
        await_answers(writers, answers)
        time.sleep(seconds)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        _join(threads)


def _write_in_peace(environ: dict[str, str], writers: list[Writer]) -> None:
    """Start a server, and stop when each writer was answered some times."""
    with serving(environ) as (_, port):
        stop = threading.Event()
        threads = [threading.Thread(target=one.write, args=(port, stop)) for one in writers]
        for thread in threads:
            thread.start()
        try:
            await_answers(writers, 40, of_each=2)
        finally:
            stop.set()
            _join(threads)


def _join(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join()


def _kill_often(environ: dict[str, str], url: str, kills: int) -> tuple[list[Writer], list[str]]:
    writers = _writers(add_houses(environ, HOUSES), kills)
    choose = random.Random(kills)
    for number in range(kills):
        _write_until_killed(
            environ,
            writers,
            answers=choose.randint(1, MOST_ANSWERS),
            seconds=choose.uniform(0, MOST_SECONDS),
            workers=1 + number % 2,
        )
        if number % LOOKED_AT_EVERY == 0 and (found := wrong(url, writers)):
            return writers, found
    _write_in_peace(environ, writers)
    return writers, wrong(url, writers)


def test_eight_writers_at_once_are_all_answered_and_kept(
    environ: dict[str, str], database_url: str
) -> None:
    land = add_houses(environ, HOUSES)
    writers = [Writer(land, random.Random(number)) for number in range(8)]

    _write_in_peace(environ, writers)

    assert wrong(database_url, writers) == []  # a refusal, "database is locked" too, is wrong
    assert all(writer.answered for writer in writers)


def test_twenty_kills_lose_and_double_nothing(environ: dict[str, str], database_url: str) -> None:
    writers, found = _kill_often(environ, database_url, 20)

    assert found == []
    assert all(writer.unanswered is None for writer in writers)
    assert went_together(database_url)  # else groups were not put to the test


@pytest.mark.long
def test_a_thousand_kills_lose_and_double_nothing(
    environ: dict[str, str], database_url: str
) -> None:
    _, found = _kill_often(environ, database_url, 1_000)

    assert found == []


LOSSES: dict[str, str] = {
    "was answered": "DELETE FROM capacity_report WHERE id = "
    "(SELECT max(id) FROM capacity_report WHERE key IS NOT NULL)",
    "audit log": "DELETE FROM audit_entry WHERE sequence = (SELECT max(sequence) FROM audit_entry)",
    "stored 1 times": "UPDATE capacity_report SET key = 'another' WHERE id = "
    "(SELECT max(id) FROM capacity_report WHERE key IS NOT NULL)",
    "shows": "UPDATE capacity SET available = 41, maximum = 41",
}


@pytest.mark.parametrize("said", sorted(LOSSES))
def test_a_loss_would_be_seen(environ: dict[str, str], database_url: str, said: str) -> None:
    writers = _writers(add_houses(environ, HOUSES), 1)
    _write_in_peace(environ, writers)
    assert wrong(database_url, writers) == []

    engine = create_engine(database_url)
    configure_engine(engine)
    with engine.connect().execution_options(**{WRITE_OPTION: True}) as connection:
        connection.execute(text(LOSSES[said]))
        connection.commit()
    engine.dispose()

    assert any(said in sentence for sentence in wrong(database_url, writers))
