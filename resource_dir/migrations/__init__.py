"""Bring a database to the revision this code needs (Alembic, shipped inside the package).

Alembic is loaded when something has to be migrated, which is rare: it costs a third of a second
and every process looks at the revision when it starts.
"""

import fcntl
from pathlib import Path

from sqlalchemy import Connection, Engine, event, inspect, text

from resource_dir.errors import MigrationNeeded

FOLDER = Path(__file__).parent
HEAD = "0011"  # the newest file in versions/; a test holds the two together
ADVISORY_LOCK = 7_265_736  # any number; the same in every process that migrates


def head_revision() -> str:
    """The revision that this code was written for."""
    return HEAD


def current_revision(engine: Engine) -> str | None:
    """The revision of the database; None when it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def require_head(engine: Engine) -> None:
    """Raise MigrationNeeded unless the database is at the revision of this code."""
    found = current_revision(engine)
    if found != head_revision():
        raise MigrationNeeded(
            f"The database is at revision {found or 'none'}, this program needs "
            f"{head_revision()}: run `resource-dir db upgrade`."
        )


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate under a lock, so that two processes that start together migrate once."""
    if engine.dialect.name == "sqlite":
        _upgrade_sqlite(engine, revision)
    else:
        with engine.connect().execution_options(resource_dir_write=True) as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
            _run_alembic(connection, revision)
            connection.commit()


def _run_alembic(connection: Connection, revision: str) -> None:
    """Let Alembic do the steps over this connection; no alembic.ini is needed."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _upgrade_sqlite(engine: Engine, revision: str) -> None:
    """Foreign keys are off while tables are rebuilt (they can't be inside a transaction)."""
    assert engine.url.database
    Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    with Path(f"{engine.url.database}.migrate-lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if revision == "head" and current_revision(engine) == head_revision():
            return
        event.listen(engine, "engine_connect", _without_foreign_keys)
        try:
            with engine.connect().execution_options(resource_dir_write=True) as connection:
                _run_alembic(connection, revision)
                connection.commit()
        finally:
            event.remove(engine, "engine_connect", _without_foreign_keys)
            engine.dispose()


def _without_foreign_keys(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
