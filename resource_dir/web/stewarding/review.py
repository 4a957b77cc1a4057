"""Changes that wait for a second person: accept, or reject with a reason for the sender."""

from dataclasses import dataclass
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import NotFound, ResourceDirError
from resource_dir.models import Account, Revision
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.contested import listings_of_services
from resource_dir.operations.editing.deciding import (
    accept_revision,
    held_revisions,
    reject_revision,
)
from resource_dir.operations.editing.history import FieldChange, field_changes
from resource_dir.operations.editing.revising import Revised, changes_of
from resource_dir.operations.editing.telling import (
    letter_to_sender,
    letters_to_old_contacts,
    name_of_listing,
    old_contacts,
)
from resource_dir.operations.sending.mailing import Mailer
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.providing.change_words import HELD_FOR
from resource_dir.web.signed_in import known_caller

review = Blueprint("review", __name__, url_prefix="/steward/review")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One change that waits, with what helps to judge it."""

    revision: Revision
    name: str
    listing_id: str | None
    sender: str
    member_since: datetime | None
    reasons: tuple[str, ...]
    contacts: tuple[str, ...]
    fields: tuple[FieldChange, ...]
    is_own: bool


@review.get("")
def show() -> Response:
    """Everything that waits, the oldest first."""
    return _page()


@review.post("/<int:number>/accept")
def accept(number: int) -> AnyResponse:
    """Make a change live."""
    return _decide(number, reason=None)


@review.post("/<int:number>/reject")
def reject(number: int) -> AnyResponse:
    """Let a change go, with a reason for the sender."""
    return _decide(number, reason=request.form.get("reason", ""))


def tell_old_contacts(done: Revised) -> None:
    """Call it after a change was saved: who stands at the listing is told that a change waits."""
    if done.held is None or not _mailer().is_on:
        return
    kinds = ", ".join(HELD_FOR[one] for one in (done.held_for or "").split(",") if one in HELD_FOR)
    for letter in letters_to_old_contacts(database(), done.held, kinds=kinds or "something"):
        _mailer().send(letter)


def _decide(number: int, *, reason: str | None) -> AnyResponse:
    if fault := ConfirmForm().fault():
        return _page(trouble=fault, status=400)
    author = Author.of(database(), known_caller(), now=now())
    try:
        with writing(database()) as session:
            if reason is None:
                accept_revision(session, number, author=author, now=now())
            else:
                reject_revision(session, number, author=author, reason=reason, now=now())
    except NotFound:
        raise
    except ResourceDirError as error:
        return _page(trouble=(f"reason-{number}", told(error)[1]), status=status_of(error))
    letter = letter_to_sender(database(), number)
    if letter is not None and _mailer().is_on:
        _mailer().send(letter)
    return redirect(url_for("review.show"), SEE_OTHER)


def _mailer() -> Mailer:
    found: Mailer = current_app.extensions["mailer"]
    return found


def _page(*, trouble: tuple[str, str] | None = None, status: int = 200) -> Response:
    session = database()
    revisions = held_revisions(session)
    listings = listings_of_services(session, {one.service_id for one in revisions})
    text = render_template(
        "stewarding/review.html",
        waiting=[_waiting(one, listings.get(one.service_id)) for one in revisions],
        form=ConfirmForm(formdata=None),
        trouble=trouble,
    )
    return make_response(text, status)


def _waiting(revision: Revision, listing_id: str | None) -> Waiting:
    session = database()
    account = session.get(Account, revision.actor.removeprefix("account:"))
    return Waiting(
        revision,
        name=name_of_listing(session, revision),
        listing_id=listing_id,
        sender=account.email if account else revision.actor,
        member_since=(account.joined or account.created) if account else None,
        reasons=tuple((revision.held_for or "").split(",")),
        contacts=tuple(old_contacts(session, revision)),
        fields=tuple(
            field for change in changes_of(session, revision) for field in field_changes(change)
        ),
        is_own=revision.actor == known_caller().actor,
    )
