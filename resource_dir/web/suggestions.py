"""Suggest an edit without an account or a cookie, and look by its key what became of it."""

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import Conflict, DoubtfulText, NotFound, ResourceDirError
from resource_dir.extensions import csrf
from resource_dir.operations.answering_reports import followed_report
from resource_dir.operations.finding import get_listing
from resource_dir.operations.reporting import add_report
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, now, wants_json
from resource_dir.web.errors import status_of
from resource_dir.web.forms.report import new_key
from resource_dir.web.forms.suggestion import SuggestionForm
from resource_dir.web.report_words import OUTCOMES, SECTIONS
from resource_dir.web.same_site import is_from_elsewhere
from resource_dir.web.signing_in import SEE_OTHER, told
from resource_dir.web.texts import _

TOO_MANY = 429

suggestions = Blueprint("suggestions", __name__)


@suggestions.get("/listings/<uuid:listing_id>/suggest")
def form(listing_id: UUID) -> Response:
    """The form."""
    return _page(_listing(listing_id), SuggestionForm(data={"key": new_key()}))


@suggestions.post("/listings/<uuid:listing_id>/suggest")
def store(listing_id: UUID) -> AnyResponse:
    """Store one suggestion, then show where to look what becomes of it."""
    if is_from_elsewhere(request):
        abort(403)
    listing, filled = _listing(listing_id), SuggestionForm(request.form)
    if fault := filled.fault():
        return _page(listing, filled, trouble=fault, status=400)
    report = filled.report
    try:
        with writing(database()) as session:
            add_report(session, listing["id"], report, now=now())
    except NotFound:
        raise
    except ResourceDirError as error:
        if isinstance(error, Conflict):
            filled.key.data = new_key()
        is_doubtful = isinstance(error, DoubtfulText)
        status = status_of(error)
        return _page(listing, filled, trouble=told(error), status=status, is_doubtful=is_doubtful)
    return redirect(url_for("suggestions.follow", key=report.key), SEE_OTHER)


# No cookie, so no token; why that is enough stands in web/forms/report.py.
csrf.exempt(store)


@suggestions.get("/reports/<uuid:key>")
def follow(key: UUID) -> Response:
    """What became of a report: nothing of what it said."""
    found = followed_report(database(), str(key))
    outcome = _(OUTCOMES[found.outcome]) if found.outcome in OUTCOMES else None
    shown = make_response(render_template("finding/followed.html", found=found, outcome=outcome))
    shown.headers["Cache-Control"] = "no-store"
    return shown


def too_many_suggestions(_limit: object) -> Response | None:
    """The form with what was typed, for who sent too many; None for programs and foreign pages."""
    if wants_json(request) or is_from_elsewhere(request):
        return None
    said = _("Too much came from here in the last hour. Send it again later: it is below.")
    listing = _listing((request.view_args or {})["listing_id"])
    return _page(listing, SuggestionForm(request.form), trouble=("text", said), status=TOO_MANY)


def _listing(listing_id: UUID) -> dict[str, Any]:
    return get_listing(database(), str(listing_id), viewer=viewer_of(request), now=now())


def _page(
    listing: dict[str, Any],
    filled: SuggestionForm,
    *,
    trouble: tuple[str, str] | None = None,
    status: int = 200,
    is_doubtful: bool = False,
) -> Response:
    text = render_template(
        "finding/suggest.html",
        listing=listing,
        form=filled,
        sections={code: _(words) for code, words in SECTIONS.items()},
        trouble=trouble,
        is_doubtful=is_doubtful or bool(filled.is_checked.data),
    )
    return make_response(text, status)
