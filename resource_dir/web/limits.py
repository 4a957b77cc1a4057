"""How much one client may ask: requests per time, and bytes per request."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from limits import parse_many
from werkzeug.exceptions import BadHost

from resource_dir.config import Settings
from resource_dir.errors import BadInput
from resource_dir.web.answers import json_answer, wants_json

MAX_BODY_BYTES = 64 * 1024  # nothing that can be posted yet is longer than a form
MAX_EDIT_BYTES = 512 * 1024  # a section of the editor, with what it said before
MAX_URL_BYTES = 32 * 1024  # long enough that 10 kB of words are told what is wrong with them
MAX_HOST_CHARACTERS = 255  # of a name in DNS; it stands in messages and in the QR code
LOOPBACK = ("127.0.0.1", "::1")
LOOPBACK_COUNTS = "loopback"
NO_LIMIT = ("off", "none")
# What carries more than a form: what stood in the editor before; a file that was looked at.
LONG_FORMS = ("editing.", "planning_other.", "planning_crosswalks.", "planning_categories.")
UPLOADS = frozenset({"planning_calls.take", "planning_areas.take"})  # whole files
SEE_OTHER = 303
OnBreach = Callable[[RequestLimit], Response | None]


def register_limits(app: Flask, settings: Settings) -> Limiter:
    """Bind the limiter.

    RATE_LIMIT is a list of limits ("120/minute; 2000/hour"), or "off". Loopback is exempt unless
    the word "loopback" stands in the list. Raises BadInput for one that can't be read.
    """
    rules, does_loopback_count = read_rate_limit(settings.rate_limit)
    app.config["LIMIT_LOOPBACK"] = does_loopback_count
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.before_request(_let_long_edits_in)
    app.before_request(_refuse_odd_hosts)
    app.before_request(_refuse_unreadable_urls)
    # One limiter for each application: a shared one keeps the limits of the first in the process.
    limiter = Limiter(
        get_remote_address,
        app=app,
        default_limits=[rules] if rules else [],
        default_limits_exempt_when=is_exempt,
        enabled=True,
        headers_enabled=False,  # they would differ between equal answers
        storage_uri="memory://",
    )
    limiter.request_filter(is_exempt)  # before it looks which limits there are
    return limiter


def limit_reports(
    app: Flask, limiter: Limiter, settings: Settings, *, route: str, on_breach: OnBreach
) -> None:
    """Put REPORT_LIMIT on a route by which anybody stores, beside the limit on all: a person reads
    what it stores. Only what was stored counts. `on_breach` makes the answer for who stored too
    many. The route has to be registered. Raises BadInput for a limit that can't be read.
    """
    rules, _ = read_rate_limit(settings.report_limit, setting="REPORT_LIMIT")
    if rules:
        limit = limiter.limit(
            rules,
            override_defaults=False,
            exempt_when=is_exempt,
            deduct_when=_is_stored,
            on_breach=on_breach,
        )
        view: Any = app.view_functions[route]
        app.view_functions[route] = limit(view)


def _is_stored(response: Response) -> bool:
    """The route that stores answers with this where it did, and nowhere else."""
    return response.status_code == SEE_OTHER


def read_rate_limit(text: str, *, setting: str = "RATE_LIMIT") -> tuple[str, bool]:
    """The limits of a setting, and whether loopback counts. Raises BadInput."""
    words = [word.strip() for word in text.replace(",", ";").split(";") if word.strip()]
    rules = [word for word in words if word.lower() not in (*NO_LIMIT, LOOPBACK_COUNTS)]
    try:
        for rule in rules:
            parse_many(rule)
    except ValueError as error:
        raise BadInput(
            f'{setting} can\'t be read: {text!r}. Write "120/minute", "10/second; 500/hour" or '
            '"off"; add "; loopback" to count requests from this machine too.',
            field=setting,
        ) from error
    return "; ".join(rules), LOOPBACK_COUNTS in (word.lower() for word in words)


def is_exempt() -> bool:
    """Static files, parts of a map and probes don't count, nor does this machine itself unless it
    should: one look at a map takes twenty parts.
    """
    if request.endpoint in ("static", "map.tiles", "health.healthz", "health.readyz"):
        return True
    return request.remote_addr in LOOPBACK and not current_app.config["LIMIT_LOOPBACK"]


def _let_long_edits_in() -> None:
    """Before anything reads the body: the editor posts what stood in its form, too; calls and
    areas are whole files, held in memory.
    """
    if request.endpoint in UPLOADS:
        request.max_content_length = current_app.config["SETTINGS"].call_upload_mb * 2**20
        request.max_form_memory_size = MAX_EDIT_BYTES
    if (request.endpoint or "").startswith(LONG_FORMS):
        request.max_content_length = MAX_EDIT_BYTES
        request.max_form_memory_size = MAX_EDIT_BYTES


def _refuse_odd_hosts() -> Response | None:
    """Whoever asks writes the Host: one of 3,053 characters did not fit into a QR code, and of one
    that is no name no link can be made, not even those of the page for errors: so this is text.
    """
    is_endless = len(request.headers.get("Host", "")) > MAX_HOST_CHARACTERS
    if not is_endless and not isinstance(request.routing_exception, BadHost):
        return None
    message = f"The Host has to be a name of at most {MAX_HOST_CHARACTERS} characters."
    if wants_json(request):
        body = {"error": {"code": BadInput.code, "message": message, "field": "Host"}}
        return json_answer(body, status=400)
    return Response(message, 400, mimetype="text/plain")


def _refuse_unreadable_urls() -> None:
    """Refuse an endless URL, and one with bare bytes that are no UTF-8: found by fuzzing, they
    raised where the first parameter was read.
    """
    if len(request.query_string) + len(request.path) > MAX_URL_BYTES:
        abort(414)
    try:
        request.query_string.decode()
    except UnicodeDecodeError:
        abort(400)
