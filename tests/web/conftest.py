"""The real application on a real database, with a few invented listings and a stopped clock."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from resource_dir.app import close_app, create_app
from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.models import Account
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.listings.refreshing import refresh_documents
from tests.stocked import Stock, Store

# 23:00 on a Sunday in Bakersfield, California.
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def stocks(store: Store, listings: ModuleType, calls: ModuleType) -> Callable[[str], Stock]:
    """A function that gives a database to copy: "county" or "planned", filled when first asked."""

    def county(url: str, folder: Path) -> None:
        with store.opened(url) as session:
            with writing(session):
                for row in listings.rows(NOW):
                    session.add(row)
                    session.flush()
                refresh_documents(session, [listings.service_id(one) for one in listings.SERVICES])
            IndexKeeper(Settings(folder, url).index_folder).refresh(session)

    def planned(url: str, folder: Path) -> None:
        with store.opened(url) as session:
            calls.bring_calls(session)

    def stock_of(name: str) -> Stock:
        with_listings = store.stock("county", county)
        if name == "county":
            return with_listings
        return store.stock("planned", planned, on=with_listings)

    return stock_of


@pytest.fixture
def stock(request: pytest.FixtureRequest, stocks: Callable[[str], Stock]) -> Stock | None:
    """What this test's database is a copy of; None for an empty one."""
    for name in ("planned", "county"):
        if name in request.fixturenames:
            return stocks(name)
    return None


@pytest.fixture
def database_url(new_database_url: Callable[..., str], stock: Stock | None) -> str:
    """A fresh database, with the listings (and calls) that the test asks for."""
    return new_database_url(stock)


@pytest.fixture
def settings(database_url: str, stock: Stock | None, tmp_path: Path) -> Settings:
    """Settings of an application on a fresh database, without a rate limit."""
    if stock is not None:
        stock.lay_files(tmp_path / "data")
    return Settings(
        data_folder=tmp_path / "data",
        database_url=database_url,
        secret_key="a secret of the tests, long enough",
        timezone="America/Los_Angeles",
        rate_limit="off",
    )


@pytest.fixture
def make_app() -> Iterator[Callable[[Settings], Flask]]:
    """A function that makes an application with a stopped clock; its engines are closed after."""
    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        app = create_app(settings)
        app.config["CLOCK"] = lambda: NOW
        made.append(app)
        return app

    yield make
    for app in made:
        close_app(app)


@pytest.fixture
def app(settings: Settings, make_app: Callable[[Settings], Flask]) -> Flask:
    """The application on an empty database."""
    return make_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies on an empty database."""
    return app.test_client()


def _beside(name: str) -> ModuleType:
    """A module of this folder, which is no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a dataclass looks itself up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def tiles() -> ModuleType:
    """The module that writes small PMTiles files."""
    return _beside("tiles")


@pytest.fixture(scope="session")
def listings() -> ModuleType:
    """The module of invented listings, with their ids."""
    return _beside("county")


@pytest.fixture(scope="session")
def people() -> ModuleType:
    """The module that makes accounts, with their password."""
    return _beside("people")


@pytest.fixture
def keeper_of(join: Callable[..., Any], session: Session) -> Callable[..., Any]:
    """A function that makes somebody who keeps listings, signed in with a second factor; known for
    long, so that nothing of theirs waits for a second person.
    """

    def keeper(email: str, *organizations: str, role: str = "provider", days: int = 90) -> Any:
        person = join(email, role=role, organizations=organizations)
        with writing(session):
            account = session.query(Account).filter_by(email=email).one()
            account.created = account.joined = NOW - timedelta(days=days)
        person.sign_in()
        person.set_up_app()
        return person

    return keeper


@pytest.fixture(scope="session")
def authenticator() -> ModuleType:
    """The module of an authenticator in software."""
    return _beside("authenticator")


@pytest.fixture
def join(app: Flask, session: Session, people: ModuleType) -> Callable[..., Any]:
    """A function that makes somebody with an account and a browser, not signed in yet."""

    def join(email: str, **more: Any) -> Any:
        return people.join(app, session, email, **more)

    return join


# What the made-up language is looked at with: `known` words, and a `reader` of it.
_brackets = _beside("brackets")
known, reader = _brackets.known, _brackets.reader


@pytest.fixture
def county(app: Flask, session: Session) -> Flask:
    """The application with the invented listings in its database (see `stocks`)."""
    app.extensions["index_keeper"].refresh(session)  # opened now: else the first question waits
    session.rollback()
    return app


@pytest.fixture(scope="session")
def calls() -> ModuleType:
    """The module of fictional calls."""
    return _beside("planned")


@pytest.fixture
def planned(county: Flask) -> Flask:
    """The application with the invented listings and four weeks of calls around them."""
    return county


@pytest.fixture
def visitor(county: Flask) -> FlaskClient:
    """A browser on a database with listings."""
    return county.test_client()
