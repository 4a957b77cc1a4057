"""One line per request: method, route template, status, milliseconds. No words, no addresses."""

import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("resource_dir.requests")


def register_request_log(app: Flask) -> None:
    """Log every request once it is answered."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=uuid4().hex)


def _end(response: Response) -> Response:
    log.info(
        "request",
        method=request.method if request.url_rule else "?",  # a made-up method is a value too
        route=request.url_rule.rule if request.url_rule else "unmatched",
        status=response.status_code,
        ms=round((time.perf_counter() - g.pop("began", time.perf_counter())) * 1000, 1),
    )
    return response
