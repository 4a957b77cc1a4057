"""Connections, the write queue and the one time type, on the database under test."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from resource_dir import models
from resource_dir.database import assert_durable, lock_path, writing
from resource_dir.errors import NotReady, NotSaved

NAME = "00000000-0000-4000-8000-000000000001"


def _unit(name: str = "bed") -> models.Unit:
    return models.Unit(id=NAME, name=name)


def test_a_write_transaction_is_kept(session: Session, engine: Engine) -> None:
    with writing(session):
        session.add(_unit())

    with Session(engine) as other:
        assert other.get(models.Unit, NAME) is not None


def test_an_error_in_a_write_transaction_keeps_nothing(session: Session, engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(session):
        session.add(_unit())
        session.flush()
        raise ZeroDivisionError

    with Session(engine) as other:
        assert other.get(models.Unit, NAME) is None


def test_a_transaction_that_was_not_opened_for_writing_cannot_write(session: Session) -> None:
    session.add(_unit())

    with pytest.raises(DBAPIError):
        session.flush()


def test_a_reader_cannot_write_after_a_writer_used_its_connection(session: Session) -> None:
    with writing(session):
        session.add(_unit())

    with pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM unit"))


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    source = models.Source(name="a", kind="hsds", imported=datetime(2026, 1, 1))  # noqa: DTZ001

    with pytest.raises(StatementError, match="without a zone"), writing(session):
        session.add(source)


def test_a_time_comes_back_as_the_same_instant_in_utc(session: Session) -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=-7)))
    with writing(session):
        session.add(models.Source(name="a", kind="hsds", imported=noon))
    session.expire_all()

    kept = session.scalars(select(models.Source.imported)).one()

    assert kept == noon
    assert kept.tzinfo is UTC


def test_the_database_is_durable_as_opened(engine: Engine) -> None:
    assert_durable(engine)


def test_a_database_that_could_lose_writes_is_refused(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's fsync can't be switched off by a client")
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        raw.execute("PRAGMA synchronous=NORMAL")  # type: ignore[union-attr]

        with pytest.raises(NotReady, match="synchronous"):
            _assert_on(connection, engine)


def _assert_on(connection: object, engine: Engine) -> None:
    class OneConnection:
        dialect = engine.dialect

        def connect(self) -> object:
            return _Borrowed(connection)

    assert_durable(OneConnection())  # type: ignore[arg-type]


class _Borrowed:
    """A connection that stays open after `with`."""

    def __init__(self, connection: object) -> None:
        self._connection = connection

    def __enter__(self) -> object:
        return self._connection

    def __exit__(self, *_: object) -> None:
        return None


def test_eight_writers_at_once_all_save(engine: Engine, session: Session) -> None:
    with writing(session):
        session.add(_unit("0"))
    errors: list[Exception] = []

    def count_up() -> None:
        for _ in range(10):
            try:
                with Session(engine) as own, writing(own):
                    row = own.get_one(models.Unit, NAME, with_for_update=True)
                    row.name = str(int(row.name) + 1)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.expire_all()

    assert errors == []
    assert session.get_one(models.Unit, NAME).name == "80"


def test_a_queue_that_does_not_move_says_that_nothing_was_saved(
    engine: Engine, session: Session
) -> None:
    if lock_path(engine) is None:
        pytest.skip("the queue is SQLite's")
    with (
        Session(engine) as first,
        writing(first),
        pytest.raises(NotSaved, match="Nothing was saved"),
        writing(session, wait_seconds=0.05),
    ):
        session.add(_unit())
