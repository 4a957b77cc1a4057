"""A listing's history for those who keep it; restore a revision of it."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import NotFound, ResourceDirError
from resource_dir.models import ListingDocument
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.history import bed_history, history_of, kept_listing
from resource_dir.operations.editing.revising import get_revision
from resource_dir.operations.editing.taking_back import restore_revision
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.signed_in import known_caller

history = Blueprint("history", __name__, url_prefix="/history")


@history.get("/<uuid:listing_id>")
def show(listing_id: UUID) -> Response:
    """Every change of one listing, field by field."""
    return _page(str(listing_id))


@history.post("/<uuid:listing_id>/restore/<int:number>")
def restore(listing_id: UUID, number: int) -> AnyResponse:
    """Make the listing as it was right after one of its changes."""
    key, person = str(listing_id), known_caller()
    service_id = kept_listing(database(), key, person)
    if fault := ConfirmForm().fault():
        return _page(key, trouble=fault, status=400)
    if get_revision(database(), number).service_id != service_id:
        raise NotFound("There is no such change.")
    try:
        author = Author.of(database(), person, now=now())
        with writing(database()) as session:
            restore_revision(session, number, author=author, now=now())
    except ResourceDirError as error:
        return _page(key, trouble=told(error), status=status_of(error))
    return redirect(url_for("history.show", listing_id=key), SEE_OTHER)


def _page(
    listing_id: str, *, trouble: tuple[str, str] | None = None, status: int = 200
) -> Response:
    session, person = database(), known_caller()
    service_id = kept_listing(session, listing_id, person)
    listing = session.get_one(ListingDocument, listing_id)
    text = render_template(
        "providing/history.html",
        listing_id=listing_id,
        name=(listing.document or {}).get("name"),
        entries=history_of(session, service_id, caller=person),
        reports=bed_history(session, listing_id, caller=person),
        form=ConfirmForm(formdata=None),
        trouble=trouble,
    )
    return make_response(text, status)
