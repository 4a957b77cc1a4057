"""Claims that wait: what speaks for each, the number to call, approve or reject."""

from uuid import UUID

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
from resource_dir.operations.claims.deciding import (
    CALLS,
    Call,
    approve_claim,
    letter_of_approval,
    open_claims,
    reject_claim,
)
from resource_dir.operations.sending.mailing import Letter, Mailer
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.signed_in import known_caller
from resource_dir.web.stewarding.people import invited
from resource_dir.web.texts import N_, _

CALL_WORDS = {
    "confirmed": N_("They know this person, and say yes"),
    "not_known_there": N_("They do not know this person"),
    "no_answer": N_("Nobody answered"),
    "not_called": N_("Not called"),
}
EVIDENCE_WORDS = {
    "same_domain": N_("The e-mail is in the domain that the organization publishes."),
    "other_domain": N_("The e-mail is in another domain than the organization publishes."),
    "free_mail": N_("The e-mail is of a provider where anybody gets one: it says nothing."),
    "nothing_published": N_("The organization publishes no website or e-mail to compare with."),
}

claim_queue = Blueprint("claim_queue", __name__, url_prefix="/steward/claims")


@claim_queue.get("")
def show() -> Response:
    """Every claim that waits, the oldest first."""
    return _page()


@claim_queue.post("/<uuid:claim_id>/approve")
def approve(claim_id: UUID) -> AnyResponse:
    """Let who claimed keep the organization's listings, and write to them."""
    if fault := ConfirmForm().fault():
        return _page(trouble=fault, status=400)
    try:
        with writing(database()) as session:
            done = approve_claim(session, str(claim_id), _call(), caller=known_caller(), now=now())
    except NotFound:
        raise
    except ResourceDirError as error:
        return _page(trouble=told(error), status=status_of(error))
    if done.token is not None:
        return invited(done.email, done.token, back="claim_queue.show")
    return _sent(letter_of_approval(done))


@claim_queue.post("/<uuid:claim_id>/reject")
def reject(claim_id: UUID) -> AnyResponse:
    """Let a claim go; the reason is mailed."""
    if fault := ConfirmForm().fault():
        return _page(trouble=fault, status=400)
    reason, person = request.form.get("reason", ""), known_caller()
    try:
        with writing(database()) as session:
            letter = reject_claim(
                session, str(claim_id), _call(), reason=reason, caller=person, now=now()
            )
    except NotFound:
        raise
    except ResourceDirError as error:
        return _page(trouble=told(error), status=status_of(error))
    return _sent(letter)


def _call() -> Call:
    return Call(request.form.get("called", "not_called"), request.form.get("said"))


def _sent(letter: Letter) -> AnyResponse:
    mailer: Mailer = current_app.extensions["mailer"]
    if mailer.is_on:
        mailer.send(letter)
        return redirect(url_for("claim_queue.show", sent=1), SEE_OTHER)
    return redirect(url_for("claim_queue.show", unsent=1), SEE_OTHER)


def _page(*, trouble: tuple[str, str] | None = None, status: int = 200) -> Response:
    text = render_template(
        "stewarding/claims.html",
        waiting=open_claims(database()),
        evidence={code: _(words) for code, words in EVIDENCE_WORDS.items()},
        calls={code: _(CALL_WORDS[code]) for code in reversed(CALLS)},
        form=ConfirmForm(formdata=None),
        said=request.form,
        trouble=trouble,
        here=url_for("claim_queue.show") if request.method == "POST" else None,
    )
    return make_response(text, status)
