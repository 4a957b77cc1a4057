"""Every error has an answer: JSON to a program, a calm page to a person, never a stack trace."""

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from resource_dir import errors
from resource_dir.web.errors import STATUSES, WORDS

SECRET = "742 Evergreen Terrace"


def kinds(of: type[errors.ResourceDirError] = errors.ResourceDirError) -> list[type]:
    """The whole tree of errors raised on purpose."""
    return [of, *(kind for child in of.__subclasses__() for kind in kinds(child))]


def raising(app: Flask, error: BaseException) -> Flask:
    """The application with a page that raises."""

    def view() -> str:
        raise error

    app.view_functions["health.healthz"] = view
    app.view_functions["finding.home"] = view
    return app


def test_every_error_of_the_tree_has_a_status() -> None:
    assert set(STATUSES) == set(kinds())


def test_every_status_has_its_words() -> None:
    assert set(STATUSES.values()) <= set(WORDS)


@pytest.mark.parametrize("kind", kinds())
def test_each_error_is_answered_in_json_and_as_a_page(app: Flask, kind: type) -> None:
    client = raising(app, kind("What happened, and what to do.", field="q")).test_client()

    as_json, as_page = client.get("/healthz"), client.get("/")

    assert as_json.status_code == as_page.status_code == STATUSES[kind]
    assert as_json.json["error"] == {
        "code": kind.code,
        "message": "What happened, and what to do.",
        "field": "q",
    }
    assert "What happened, and what to do." in as_page.text
    assert as_page.mimetype == "text/html"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/nothing", 404), ("DELETE", "/api/search", 405), ("PUT", "/healthz", 405)],
)
def test_http_errors_of_the_interface_are_json(
    app: Flask, method: str, path: str, status: int
) -> None:
    answer = app.test_client().open(path, method=method)

    assert answer.status_code == status
    assert answer.json["error"]["message"]


def test_a_wrong_method_is_told_the_right_ones(app: Flask) -> None:
    answer = app.test_client().delete("/api/search")

    assert "GET" in answer.headers["Allow"]
    assert "POST" in answer.headers["Allow"]


def test_a_missing_page_is_a_page(app: Flask) -> None:
    answer = app.test_client().get("/nowhere", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.text


def test_an_unexpected_error_is_calm_and_its_log_holds_no_value(app: Flask) -> None:
    client = raising(app, ValueError(SECRET)).test_client()

    with capture_logs() as logs:
        answer = client.get("/healthz")

    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert SECRET not in str(logs)
    line = next(entry for entry in logs if entry["event"] == "unexpected")
    assert line["error"] == "ValueError"
    assert line["number"] in answer.text


def test_a_database_out_of_reach_is_not_ready(app: Flask) -> None:
    error = OperationalError("SELECT", {"q": SECRET}, Exception("connection refused"))

    answer = raising(app, error).test_client().get("/healthz")

    assert answer.status_code == 503
    assert SECRET not in answer.text


def test_an_endless_url_is_refused(app: Flask) -> None:
    answer = app.test_client().get("/api/search?q=" + "x" * 40_000)

    assert answer.status_code == 414
