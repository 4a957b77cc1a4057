"""Suggest an edit without an account or a cookie, and look by its key what became of it."""

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.errors import DoubtfulText
from resource_dir.extensions import csrf
from resource_dir.operations.reports.answering import followed_report
from resource_dir.operations.reports.reporting import add_report
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.finding.open_forms import (
    TOO_MANY,
    asked_listing,
    own_listing,
    refusal,
    too_many,
)
from resource_dir.web.finding.report_words import OUTCOMES, SECTIONS
from resource_dir.web.forms.report import new_key
from resource_dir.web.forms.suggestion import SuggestionForm
from resource_dir.web.texts import _

suggestions = Blueprint("suggestions", __name__)


@suggestions.get("/listings/<uuid:listing_id>/suggest")
def form(listing_id: UUID) -> Response:
    """The form."""
    return _page(asked_listing(listing_id), SuggestionForm(data={"key": new_key()}))


@suggestions.post("/listings/<uuid:listing_id>/suggest")
def store(listing_id: UUID) -> AnyResponse:
    """Store one suggestion, then show where to look what becomes of it."""
    listing, filled = own_listing(listing_id), SuggestionForm(request.form)
    if fault := filled.fault():
        return _page(listing, filled, trouble=fault, status=400)
    report = filled.report
    error = refusal(filled, lambda session: add_report(session, listing["id"], report, now=now()))
    if error is not None:
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


too_many_suggestions = too_many(
    lambda listing, said: _page(
        listing, SuggestionForm(request.form), trouble=said, status=TOO_MANY
    ),
    field="text",
)
