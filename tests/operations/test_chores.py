"""Jobs that run by themselves: one process at a time, and one that fails stops no other."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from resource_dir.operations.chores import Chore, Chores

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
Make = Callable[..., Chores]


@pytest.fixture
def make(engine: Engine) -> Iterator[Make]:
    """A function that makes the chores of one process; they are stopped after the test."""
    made: list[Chores] = []

    def make(pause_seconds: float = 60.0, **jobs: Chore) -> Chores:
        made.append(
            Chores(lambda: Session(engine), jobs, clock=lambda: NOW, pause_seconds=pause_seconds)
        )
        return made[-1]

    yield make
    for chores in made:
        chores.finish()


def test_every_job_runs_with_a_session_and_the_clock(make: Make) -> None:
    ran: list[datetime] = []

    assert make(one=lambda _, now: ran.append(now), two=lambda _, now: ran.append(now)).run_once()

    assert ran == [NOW, NOW]


def test_a_job_that_fails_keeps_no_other_from_running(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def broken(session: Session, now: datetime) -> None:
        raise ValueError("a value that no log may hold")

    make(broken=broken, sound=lambda _, __: ran.append("sound")).run_once()

    assert ran == ["sound"]
    assert "a value that" not in capsys.readouterr().err


def test_while_one_process_is_at_it_another_leaves_it_alone(make: Make) -> None:
    answers: list[bool] = []
    other = make(job=lambda _, __: None)

    make(job=lambda _, __: answers.append(other.run_once())).run_once()

    assert answers == [False]
    assert other.run_once(), "the lock was given back"


def test_started_they_run_again_and_again_until_they_are_finished(make: Make) -> None:
    twice, ran = threading.Event(), []

    def job(session: Session, now: datetime) -> None:
        ran.append(now)
        if len(ran) == 2:
            twice.set()

    chores = make(0.001, job=job)
    chores.start()
    chores.start()

    assert twice.wait(30)
    chores.finish()
    assert chores._worker is None


def test_before_they_are_started_nothing_runs(make: Make) -> None:
    ran: list[datetime] = []

    make(0.001, job=lambda _, now: ran.append(now)).finish()

    assert ran == []
