"""What is logged of a request, and what never is."""

import json
import logging

import pytest
import structlog
from flask import Flask

from resource_dir.logs import configure_logs, place_of

PLACE = "93301"
WORDS = "secretwords"


@pytest.fixture(autouse=True)
def _fresh_logs() -> None:
    configure_logs()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    """Everything that was logged so far."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_with_its_route_and_without_its_words(
    county: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    lines(capsys)

    county.test_client().get(f"/search?q={WORDS}&near={PLACE}", headers={"User-Agent": "spy"})

    logged = [line for line in lines(capsys) if line["event"] == "request"]
    assert len(logged) == 1
    assert set(logged[0]) == {
        "event", "level", "timestamp", "request", "method", "route", "status", "ms",
    }  # fmt: skip
    assert (logged[0]["route"], logged[0]["status"]) == ("/search", 200)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/{WORDS}/{PLACE}"),
        ("GET", f"/api/search?near={WORDS}"),
        ("GET", f"/api/search?age={WORDS}"),
        ("POST", "/search"),
        ("POST", "/api/search"),
        (WORDS.upper(), "/search"),
    ],
)
def test_what_was_typed_is_in_no_log(
    county: Flask, capsys: pytest.CaptureFixture[str], method: str, path: str
) -> None:
    county.test_client().open(path, method=method, data={"near": f"{WORDS} {PLACE}"})

    logged = capsys.readouterr().err

    assert logged
    assert WORDS not in logged.lower()
    assert PLACE not in logged


def test_a_crash_is_logged_by_type_and_place_without_its_values(
    county: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    def view() -> str:
        raise KeyError(WORDS)

    county.view_functions["health.healthz"] = view

    county.test_client().get("/healthz")

    logged = capsys.readouterr().err
    assert "KeyError" in logged
    assert WORDS not in logged


def test_messages_of_other_libraries_come_without_their_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.getLogger("a.library").error("could not reach %s", PLACE)

    logged = lines(capsys)[-1]

    assert logged["event"] == "could not reach %s"
    assert logged["logger"] == "a.library"


def test_the_place_of_an_error_is_a_line_of_ours() -> None:
    from resource_dir.web.limits import read_rate_limit

    with pytest.raises(Exception) as caught:
        read_rate_limit("a lot")

    assert place_of(caught.value).startswith("web/limits.py:")


def test_logs_are_one_json_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().warning("two\nlines", value=object)

    assert lines(capsys)[-1]["event"] == "two\nlines"
