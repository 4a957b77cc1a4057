"""Migrations on the database under test, on populated earlier revisions."""

import re
import threading
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from resource_dir import migrations
from resource_dir.database import configure_engine
from resource_dir.errors import MigrationNeeded
from resource_dir.models import Base

SERVICE = "00000000-0000-4000-8000-000000000001"
LOCATION = "00000000-0000-4000-8000-000000000002"
LINK = "00000000-0000-4000-8000-000000000003"
EARLIER = ("0001", "0002", "0003", "0004", "0007", "0008", "0009", "0010")


@pytest.fixture
def empty_engine(empty_database_url: str) -> Iterator[Engine]:
    engine = create_engine(empty_database_url)
    configure_engine(engine)
    yield engine
    engine.dispose()


def _populate(engine: Engine) -> None:
    with engine.connect().execution_options(resource_dir_write=True) as connection:
        connection.execute(
            text("INSERT INTO service (id, name) VALUES (:id, 'Night desk')"), {"id": SERVICE}
        )
        connection.execute(
            text("INSERT INTO location (id, latitude, longitude) VALUES (:id, 39.1, -105.2)"),
            {"id": LOCATION},
        )
        connection.execute(
            text(
                "INSERT INTO service_at_location (id, service_id, location_id) VALUES (:i, :s, :l)"
            ),
            {"i": LINK, "s": SERVICE, "l": LOCATION},
        )
        connection.commit()


def test_the_newest_revision_is_what_the_models_say(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)

    with empty_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("earlier", EARLIER)
def test_a_populated_earlier_revision_keeps_its_rows(empty_engine: Engine, earlier: str) -> None:
    migrations.upgrade(empty_engine, earlier)
    _populate(empty_engine)

    migrations.upgrade(empty_engine)

    with empty_engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT service.name, location.latitude FROM service_at_location "
                "JOIN service ON service.id = service_id "
                "JOIN location ON location.id = location_id"
            )
        ).one()
        assert tuple(row) == ("Night desk", 39.1)
        assert connection.execute(text("SELECT count(*) FROM change_counter")).scalar() == 1


def test_an_earlier_revision_is_named_with_what_to_do(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine, "0002")

    with pytest.raises(MigrationNeeded, match=r"0002.*db upgrade"):
        migrations.require_head(empty_engine)


def test_two_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    errors: list[Exception] = []

    def start() -> None:
        engine = create_engine(empty_database_url)
        configure_engine(engine)
        try:
            migrations.upgrade(engine)
        except Exception as error:
            errors.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []


def test_foreign_keys_hold_after_a_migration(empty_engine: Engine) -> None:
    migrations.upgrade(empty_engine)

    if empty_engine.dialect.name == "sqlite":
        with empty_engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_head_is_the_newest_file() -> None:
    newest = max(path.name for path in (migrations.FOLDER / "versions").glob("0*.py"))

    assert newest.partition("_")[0] == migrations.HEAD


@pytest.mark.parametrize("earlier", ["0004", "head"])
def test_the_checks_of_a_location_outlive_every_revision(
    empty_engine: Engine, earlier: str
) -> None:
    migrations.upgrade(empty_engine, earlier)
    migrations.upgrade(empty_engine)

    for values in ("is_withheld, name) VALUES (:id, true, 'x'", "latitude) VALUES (:id, 91"):
        with (
            empty_engine.connect().execution_options(resource_dir_write=True) as connection,
            pytest.raises(IntegrityError),
        ):
            connection.execute(text(f"INSERT INTO location (id, {values})"), {"id": LOCATION})


@pytest.mark.parametrize("earlier", ["0004", "head"])
def test_a_location_has_each_of_its_checks_once(empty_engine: Engine, earlier: str) -> None:
    migrations.upgrade(empty_engine, earlier)
    if earlier != "head":
        _populate(empty_engine)
    migrations.upgrade(empty_engine)

    assert _names_of_checks(empty_engine) == [
        "ck_location_latitude",
        "ck_location_longitude",
        "ck_location_withheld_has_no_place",
    ]


def _names_of_checks(engine: Engine) -> list[str]:
    """As the database itself has them: SQLAlchemy would show a double one once or twice."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            statement = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'location'"
            made = str(connection.exec_driver_sql(statement).scalar())
            return sorted(re.findall(r"CONSTRAINT (ck_\w+)", made))
        statement = (
            "SELECT conname FROM pg_constraint WHERE conrelid = 'location'::regclass "
            "AND contype = 'c' ORDER BY conname"
        )
        return list(connection.execute(text(statement)).scalars())
