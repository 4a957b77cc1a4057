"""From an error to its answer: one table, as a page or as JSON, never a stack trace."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from uuid import uuid4

import structlog
from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from resource_dir import errors
from resource_dir.logs import place_of
from resource_dir.web.answers import json_answer, wants_json

log = structlog.get_logger(__name__)

STATUSES: Mapping[type[errors.ResourceDirError], int] = MappingProxyType(
    {
        errors.ResourceDirError: 500,
        errors.BadInput: 400,
        errors.PlaceNotFound: 422,
        errors.WithheldPlace: 422,
        errors.NotFound: 404,
        errors.Conflict: 409,
        errors.PackageRefused: 422,
        errors.NotReady: 503,
        errors.MigrationNeeded: 503,
        errors.PlaceServiceDown: 503,
        errors.NotSaved: 503,
        errors.IndexUnusable: 503,
    }
)


class Words(NamedTuple):
    """What one status says: a code for programs, a title and a sentence for people."""

    code: str
    title: str
    message: str


WORDS: Mapping[int, Words] = MappingProxyType(
    {
        400: Words("bad_request", "That can't be read", "The request can't be read."),
        403: Words("forbidden", "Not for you", "This is not open to everybody."),
        404: Words("not_found", "Not found", "There is nothing at this address."),
        405: Words("method_not_allowed", "Not this way", "This address takes other methods."),
        406: Words("not_acceptable", "Not in that form", "The answer has no such form."),
        408: Words("timeout", "Too slow", "The request took too long to arrive. Send it again."),
        409: Words("conflict", "It has changed", "It changed in the meantime. Look again."),
        411: Words("length_required", "How long is it?", "Say how long the body is."),
        413: Words("too_large", "Too large", "The body is larger than what is taken here."),
        414: Words("uri_too_long", "Too long", "The address is too long. Use fewer words."),
        415: Words("unsupported_media_type", "Not in that form", "Send application/json."),
        422: Words("not_understood", "Not understood", "It was read, but not understood."),
        429: Words("too_many_requests", "Too many at once", "Wait a minute, then try again."),
        431: Words("headers_too_large", "Too large", "The headers are too large."),
        500: Words("internal", "Something broke here", "It is our fault. Try again, or call."),
        503: Words("not_ready", "Not ready", "This can't be answered right now. Try again."),
    }
)


def register_errors(app: Flask) -> None:
    """Answer every error that a request can raise."""
    app.register_error_handler(errors.ResourceDirError, _on_purpose)
    app.register_error_handler(HTTPException, _http)
    for unreachable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unreachable, _unreachable)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: errors.ResourceDirError) -> int:
    """The status for an error raised on purpose; of a subclass, that of its nearest parent."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def words_of(status: int) -> Words:
    """The words for a status; of one not in the table, those of its class."""
    return WORDS.get(status) or WORDS[400 if status < 500 else 500]


def _on_purpose(error: errors.ResourceDirError) -> Response:
    status = status_of(error)
    if status >= 500:
        log.error("not answered", error=type(error).__name__, place=place_of(error))
    return answer(status, code=error.code, message=error.message, field=error.field)


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error  # a redirect is no error
    words = words_of(error.code)
    response = answer(error.code, code=words.code, message=words.message)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _unreachable(error: Exception) -> Response:
    log.error("database unreachable", error=type(error).__name__, place=place_of(error))
    message = "The database can't be reached right now. Try again in a minute."
    return answer(503, code=errors.NotReady.code, message=message)


def _unexpected(error: Exception) -> Response:
    """Nothing should come here; what does is logged by type and place, not by its values."""
    number = uuid4().hex[:8]
    log.error("unexpected", error=type(error).__name__, place=place_of(error), number=number)
    words = WORDS[500]
    return answer(500, code=words.code, message=f"{words.message} Number {number}.")


def answer(status: int, *, code: str, message: str, field: str | None = None) -> Response:
    """An error as JSON or as a calm page, whichever was asked for."""
    if wants_json(request):
        body = {"error": {"code": code, "message": message, "field": field}}
        return json_answer(body, status=status)
    title = words_of(status).title
    return make_response(render_template("errors/error.html", title=title, message=message), status)
