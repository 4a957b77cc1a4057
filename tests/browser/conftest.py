"""A real browser (Chromium, never downloaded by us) against a real server on loopback."""

import importlib.util
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

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

# The application and its listings are those of tests/web.
_spec = importlib.util.spec_from_file_location(
    "web_fixtures", Path(__file__).parents[1] / "web" / "conftest.py"
)
assert _spec is not None
assert _spec.loader is not None
_web = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_web)
settings, make_app, app = _web.settings, _web.make_app, _web.app
county, listings = _web.county, _web.listings
people, join = _web.people, _web.join


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


@pytest.fixture
def address(county: Flask, serve: Callable[[Flask], str]) -> str:
    """Where the application with the invented listings is served."""
    return serve(county)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are kept, so that somebody looks at them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES
