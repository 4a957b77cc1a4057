"""A real browser (Chromium, never downloaded by us) against a real server on loopback."""

import importlib.util
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from tests.stocked import Stock, Store

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).parents[2] / "build" / "pictures"


def _module(name: str, path: str) -> ModuleType:
    """A file of another folder of tests, which is no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a dataclass looks itself up
    spec.loader.exec_module(module)
    return module


# The application and its listings are those of tests/web; the county that of tests/journeys.
_web = _module("web_fixtures", "web/conftest.py")
_journeys = _module("juniper_county", "journeys/county.py")
settings, make_app, app = _web.settings, _web.make_app, _web.app
county, listings, tiles = _web.county, _web.listings, _web.tiles
calls, planned = _web.calls, _web.planned
stocks, stock, database_url = _web.stocks, _web.stock, _web.database_url
people, join, keeper_of = _web.people, _web.join, _web.keeper_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; tests are skipped, by name, where there is none."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """A function that serves an application on a free port and gives its address."""
    running = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def loaded_juniper(store: Store) -> Stock:
    """A database with the demonstration county, to be copied."""

    def fill(url: str, folder: Path) -> None:
        with _journeys.application(url, folder) as app:
            _journeys.load_county(app)

    return store.stock("juniper", fill)


@pytest.fixture
def juniper(
    new_database_url: Callable[..., str], loaded_juniper: Stock, tmp_path: Path
) -> Iterator[Flask]:
    """The application with the demonstration county, at two in the morning."""
    loaded_juniper.lay_files(tmp_path / "data")
    with _journeys.application(new_database_url(loaded_juniper), tmp_path / "data") as app:
        yield app


@pytest.fixture
def address(county: Flask, serve: Callable[[Flask], str]) -> str:
    """Where the application with the invented listings is served."""
    return serve(county)


def complaint_of(message: ConsoleMessage) -> list[str]:
    """A message of the console; that a page itself was answered 404 or 400 is no complaint."""
    is_answer = message.text.startswith("Failed to load resource: the server responded with")
    if is_answer and "/static/" not in message.location["url"]:
        return []
    return [f"{message.type}: {message.text}"]


@pytest.fixture
def visit(browser: Browser, serve: object) -> Iterator[Callable[..., Page]]:
    """A function that opens a page of a new browser profile; a complaint of it fails the test.

    A refused script, style, picture or connection (CSP) is a complaint on the console. Asks for
    `serve` so that the pages are closed before their server is.
    """
    contexts, complaints = [], []

    def open_page(address: str, **options: Any) -> Page:
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(complaint_of(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are kept, so that somebody looks at them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES


@pytest.fixture
def signed_in_as(address: str) -> Callable[[Page, Any], None]:
    """A function that gives a browser the session of somebody who is signed in already."""

    def give(page: Page, person: Any) -> None:
        cookie = person.client.get_cookie("signed_in")
        page.context.add_cookies([{"name": "signed_in", "value": cookie.value, "url": address}])

    return give
