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
from resource_dir.web.texts import N_, _, error_text

log = structlog.get_logger(__name__)

STATUSES: Mapping[type[errors.ResourceDirError], int] = MappingProxyType(
    {
        errors.ResourceDirError: 500,
        errors.BadInput: 400,
        errors.PlaceNotFound: 422,
        errors.WithheldPlace: 422,
        errors.PersonalText: 422,
        errors.DoubtfulText: 422,
        errors.NotSignedIn: 401,
        errors.NotAllowed: 403,
        errors.TooManyAttempts: 429,
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
        400: Words("bad_request", N_("That can't be read"), N_("The request can't be read.")),
        401: Words("not_signed_in", N_("Sign in first"), N_("This is open to who is signed in.")),
        403: Words("forbidden", N_("Not for you"), N_("This is not open to everybody.")),
        404: Words("not_found", N_("Not found"), N_("There is nothing at this address.")),
        405: Words(
            "method_not_allowed", N_("Not this way"), N_("This address takes other methods.")
        ),
        406: Words("not_acceptable", N_("Not in that form"), N_("The answer has no such form.")),
        408: Words(
            "timeout", N_("Too slow"), N_("The request took too long to arrive. Send it again.")
        ),
        409: Words("conflict", N_("It has changed"), N_("It changed in the meantime. Look again.")),
        411: Words("length_required", N_("How long is it?"), N_("Say how long the body is.")),
        413: Words("too_large", N_("Too large"), N_("The body is larger than what is taken here.")),
        414: Words("uri_too_long", N_("Too long"), N_("The address is too long. Use fewer words.")),
        415: Words("unsupported_media_type", N_("Not in that form"), N_("Send application/json.")),
        422: Words("not_understood", N_("Not understood"), N_("It was read, but not understood.")),
        429: Words(
            "too_many_requests", N_("Too many at once"), N_("Wait a minute, then try again.")
        ),
        431: Words("headers_too_large", N_("Too large"), N_("The headers are too large.")),
        500: Words(
            "internal", N_("Something broke here"), N_("It is our fault. Try again, or call.")
        ),
        503: Words(
            "not_ready", N_("Not ready"), N_("This can't be answered right now. Try again.")
        ),
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
    return answer(status, code=error.code, message=error_text(error), field=error.field)


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error  # a redirect is no error
    if error.response is not None:
        return error  # it brings its own answer, as the form of who sent too many reports
    words = words_of(error.code)
    response = answer(error.code, code=words.code, message=_(words.message))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _unreachable(error: Exception) -> Response:
    log.error("database unreachable", error=type(error).__name__, place=place_of(error))
    message = _("The database can't be reached right now. Try again in a minute.")
    return answer(503, code=errors.NotReady.code, message=message)


def _unexpected(error: Exception) -> Response:
    """Nothing should come here; what does is logged by type and place, not by its values."""
    number = uuid4().hex[:8]
    log.error("unexpected", error=type(error).__name__, place=place_of(error), number=number)
    words = WORDS[500]
    message = _("%(sentence)s Number %(number)s.", sentence=_(words.message), number=number)
    return answer(500, code=words.code, message=message)


def answer(status: int, *, code: str, message: str, field: str | None = None) -> Response:
    """An error as JSON or as a calm page, whichever was asked for."""
    if wants_json(request):
        body = {"error": {"code": code, "message": message, "field": field}}
        return json_answer(body, status=status)
    title = _(words_of(status).title)
    return make_response(render_template("errors/error.html", title=title, message=message), status)
