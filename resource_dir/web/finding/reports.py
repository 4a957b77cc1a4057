"""Report a problem with a listing, or note what a call to it said. No account, no cookie.

Who is signed in and calls houses reports their beds with it; that is done in a person's name, so
there the form carries the token that foreign pages don't have.
"""

from collections.abc import Mapping
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
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import ValidationError

from resource_dir.database import writing
from resource_dir.errors import (
    BadInput,
    Conflict,
    DoubtfulText,
    NotSaved,
    PersonalText,
    ResourceDirError,
    WithheldPlace,
)
from resource_dir.extensions import csrf
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.beds.hearing import hear_beds, is_heard
from resource_dir.operations.finding import get_listing
from resource_dir.operations.importing.demonstrating import is_demo
from resource_dir.operations.reports.reporting import KINDS, SAID_FREE, add_report
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, now, wants_json
from resource_dir.web.errors import status_of
from resource_dir.web.forms.report import ReportForm, new_key, populations_of
from resource_dir.web.names import population_name
from resource_dir.web.same_site import is_from_elsewhere
from resource_dir.web.signed_in import caller
from resource_dir.web.texts import _, error_text

SEE_OTHER = 303
NOT_UNDERSTOOD = 422
TOO_MANY = 429
# /listings/<id>/report?kind=call#call: the keyboard's "call noted". The fragment is the field for
# the number, and a browser puts the cursor into the field that a fragment names.
CALL = "call"

reports = Blueprint("reports", __name__)


@reports.get("/listings/<uuid:listing_id>/report")
def form(listing_id: UUID) -> Response:
    """The form. `kind=` chooses beforehand; `kind=call` asks for the number that was told."""
    listing = _listing(listing_id)
    asked = request.args.get("kind", "")
    kind = SAID_FREE if asked == CALL else asked if asked in KINDS else None
    return _page(listing, _form(listing, kind=kind, key=new_key()))


@reports.post("/listings/<uuid:listing_id>/reports")
def store(listing_id: UUID) -> AnyResponse:
    """Store one report, then show the listing again with when it was noted."""
    if is_from_elsewhere(request):
        abort(403)
    listing = _listing(listing_id)
    filled = _form(listing, posted=True)
    if not filled.validate():
        return _refused(listing, filled, status=NOT_UNDERSTOOD)
    report, person = filled.report, _hearer()
    if person is not None and not _is_own_form():
        filled.kind.errors = (_("This page is older than your sign-in. Send it again."),)
        return _refused(listing, filled, status=NOT_UNDERSTOOD)
    try:
        with writing(database()) as session:
            add_report(session, listing["id"], report, now=now())
            if person is not None:
                hear_beds(session, listing["id"], report, caller=person, now=now())
    except (BadInput, Conflict, NotSaved) as error:
        return _not_stored(listing, filled, error)
    shown = url_for("finding.listing", listing_id=listing_id, reported=report.key)
    return redirect(f"{shown}#noted", SEE_OTHER)


# Most senders have no cookie, so no token; why that is enough stands in web/forms/report.py. The
# token of a signed-in sender is asked for by `store` itself.
csrf.exempt(store)


def _hearer() -> Caller | None:
    """The signed-in person whose calls count as reports of beds."""
    person = caller()
    return person if is_heard(person) else None


def _is_own_form() -> bool:
    """Whether our page for this very sign-in was filled in."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def too_many_reports(_limit: object) -> Response | None:
    """The form with all that was typed, for who stored too many; None, the usual answer, for a
    program and for another site's page.
    """
    if wants_json(request) or is_from_elsewhere(request):
        return None
    listing = _listing((request.view_args or {})["listing_id"])
    filled = _form(listing, posted=True)
    filled.kind.errors = (
        _(
            "Too many reports came from here in the last hour. Keep this page open and send it "
            "again later: what you wrote is below."
        ),
    )
    return _page(listing, filled, status=TOO_MANY)


def _listing(listing_id: UUID) -> dict[str, Any]:
    return get_listing(database(), str(listing_id), viewer=viewer_of(request), now=now())


def _form(listing: dict[str, Any], *, posted: bool = False, **values: Any) -> ReportForm:
    filled = ReportForm(request.form if posted else None, data=None if posted else values)
    counted = [row["population"] for row in listing["capacity"]]
    filled.offered = populations_of(counted)
    filled.takes_text = not listing["is_withheld"]
    return filled


def _not_stored(listing: dict[str, Any], filled: ReportForm, error: ResourceDirError) -> Response:
    """The form as it was filled in, with what to change; JSON for a program."""
    if wants_json(request):
        raise error
    if isinstance(error, Conflict):
        filled.key.data = new_key()
    field = filled.text if isinstance(error, WithheldPlace | PersonalText) else filled.kind
    field.errors = (_message(error),)
    return _refused(
        listing, filled, status=status_of(error), is_doubtful=isinstance(error, DoubtfulText)
    )


def _message(error: ResourceDirError) -> str:
    words: Mapping[type[ResourceDirError], str] = {
        WithheldPlace: _(
            "The place of this listing is withheld, so no words are kept: they could say where "
            "it is. What you wrote is gone; send the rest again."
        ),
        DoubtfulText: _(
            "Does this text name a person who was helped, their phone or a date of theirs? Then "
            "take it out. If it does not, tick the box below the text."
        ),
        PersonalText: _(
            "This looks like a birth date, a case number or a number of a person. That is never "
            "kept: take it out."
        ),
        Conflict: _(
            "This form was noted before, with other words. Send it again to note this too."
        ),
        NotSaved: _("Nothing was saved: the database is busy. Send it again."),
    }
    return words.get(type(error)) or error_text(error)


def _refused(
    listing: dict[str, Any], filled: ReportForm, *, status: int, is_doubtful: bool = False
) -> Response:
    if wants_json(request):
        name, problems = next(iter(filled.errors.items()))
        said = " ".join(problems)
        raise BadInput(said, field=name)
    return _page(listing, filled, status=status, is_doubtful=is_doubtful)


def _page(
    listing: dict[str, Any],
    filled: ReportForm,
    *,
    status: int = 200,
    is_doubtful: bool = False,
) -> Response:
    text = render_template(
        "finding/report.html",
        listing=listing,
        form=filled,
        population_name=population_name,
        is_heard=_hearer() is not None,
        is_doubtful=is_doubtful or bool(filled.is_checked.data),
        demonstration=is_demo(database()),
        # The address that stores takes no GET: the language button would lead nowhere.
        here=url_for("reports.form", listing_id=listing["id"])
        if request.method == "POST"
        else None,
    )
    return make_response(text, status)
