"""The demonstration county, once for each file of tests: it is only read."""

import os
import shutil
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from .county import County, application, load_county


@pytest.fixture(scope="module")
def fresh_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database for the whole module: the county is only read."""
    name = f"t_{uuid.uuid4().hex}"
    if os.environ.get("TEST_DATABASE") == "postgresql":
        server: str = request.getfixturevalue("migrated_postgresql")
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_migrated"))
        engine.dispose()
        return server.replace("/postgres?", f"/{name}?")
    path = tmp_path_factory.mktemp("demo") / name
    return f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_sqlite'), path)}"


@pytest.fixture(scope="module")
def county(fresh_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The county, loaded once."""
    with application(fresh_url, tmp_path_factory.mktemp("data")) as app:
        yield County(app, load_county(app))
