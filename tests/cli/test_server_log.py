"""The web server's own log says that something went wrong, never what a client sent."""

import logging
from collections.abc import Iterator

import pytest
from gunicorn.config import Config

from resource_dir.cli.server_log import QuietLogger

SECRET = "12 Hidden Street"
ADDRESS = "203.0.113.9"


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What is written to the server's log."""
    written: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    handler = Collect()
    logging.getLogger("gunicorn.error").addHandler(handler)
    yield written
    logging.getLogger("gunicorn.error").removeHandler(handler)


@pytest.fixture
def log(lines: list[str]) -> QuietLogger:
    """The server's logger; setting it up throws other handlers out."""
    collect = logging.getLogger("gunicorn.error").handlers[-1]
    made = QuietLogger(Config())
    made.error_log.addHandler(collect)
    return made


@pytest.mark.parametrize("level", ["warning", "error", "exception", "info", "debug"])
def test_neither_words_nor_addresses_of_a_client_are_logged(
    level: str, log: QuietLogger, lines: list[str]
) -> None:
    write = getattr(log, level)

    write("Invalid request from ip=%s: %s", ADDRESS, SECRET)
    write(f"Invalid request from ip={ADDRESS}: {SECRET}")

    assert not any(SECRET in line or ADDRESS in line for line in lines)


def test_that_a_request_failed_is_still_said(log: QuietLogger, lines: list[str]) -> None:
    log.error("Error handling request %s", SECRET)

    assert lines == ["Error handling request %s"]
