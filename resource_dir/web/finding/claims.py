"""This is our listing: anybody may say so. No account, no cookie; the answer is always the same."""

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

from resource_dir.extensions import csrf
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.claims.claiming import add_claim
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import now
from resource_dir.web.errors import status_of
from resource_dir.web.finding.open_forms import (
    TOO_MANY,
    asked_listing,
    own_listing,
    refusal,
    too_many,
)
from resource_dir.web.forms.claim import ClaimForm
from resource_dir.web.forms.report import new_key
from resource_dir.web.signed_in import caller

claims = Blueprint("claims", __name__, url_prefix="/listings/<uuid:listing_id>/claim")


@claims.get("")
def form(listing_id: UUID) -> Response:
    """The form; `sent` says what happens next."""
    return _page(asked_listing(listing_id), ClaimForm(data={"key": new_key()}))


@claims.post("")
def store(listing_id: UUID) -> AnyResponse:
    """Store one claim, then say what happens next."""
    listing, filled, person = own_listing(listing_id), ClaimForm(request.form), _person()
    if person is not None:
        filled.email.data = person.email
    if fault := filled.fault():
        return _page(listing, filled, trouble=fault, status=400)
    asked = filled.claiming(
        email=person.email if person else None, account_id=person.account_id if person else None
    )
    error = refusal(filled, lambda session: add_claim(session, listing["id"], asked, now=now()))
    if error is not None:
        return _page(listing, filled, trouble=told(error), status=status_of(error))
    return redirect(url_for("claims.form", listing_id=listing_id, sent=1), SEE_OTHER)


# No cookie is needed, so no token; why that is enough stands in web/forms/claim.py.
csrf.exempt(store)


def _person() -> Caller | None:
    person = caller()
    return person if person and person.is_admitted else None


def _page(
    listing: dict[str, Any],
    filled: ClaimForm,
    *,
    trouble: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    text = render_template(
        "finding/claim.html",
        listing=listing,
        form=filled,
        trouble=trouble,
        person=_person(),
        was_sent="sent" in request.args and trouble is None,
    )
    return make_response(text, status)


too_many_claims = too_many(
    lambda listing, said: _page(listing, ClaimForm(request.form), trouble=said, status=TOO_MANY),
    field="email",
)
