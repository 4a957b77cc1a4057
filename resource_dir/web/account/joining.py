"""Choose a password by a link: after an invitation, or when it was forgotten."""

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, TooManyAttempts
from resource_dir.operations.accounts.joining import (
    account_of_link,
    ask_for_recovery,
    check_password_for,
    choose_password,
)
from resource_dir.operations.accounts.letters import letter, link_address
from resource_dir.operations.accounts.passwords import LONGEST, SHORTEST, hash_password
from resource_dir.operations.sending.mailing import Mailer
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import EmailForm, NewPasswordForm
from resource_dir.web.signed_in import settings, visitor

joining = Blueprint("joining", __name__)


@joining.get("/forgotten-password")
def forgotten() -> Response:
    """Ask for a link by mail."""
    return _forgotten_page(EmailForm())


@joining.post("/forgotten-password")
def forgotten_from_form() -> AnyResponse:
    """Send a link where there is an account; the answer is the same where there is none."""
    form = EmailForm()
    if fault := form.fault():
        return _forgotten_page(form, trouble=fault, status=400)
    if not mailer().is_on:
        return _forgotten_page(form)
    try:
        with writing(database()) as session:
            link = ask_for_recovery(
                session,
                form.email.data,
                visitor=visitor(),
                secret_key=settings().secret_key,
                now=now(),
            )
    except TooManyAttempts as error:
        return _forgotten_page(form, trouble=told(error), status=status_of(error))
    if link is not None:
        email, token = link
        address = link_address(settings().public_url, token)
        mailer().send(letter("recovery", email, link=address))
    return redirect(url_for("joining.sent"), SEE_OTHER)


@joining.get("/forgotten-password/sent")
def sent() -> Response:
    """What happens next, if there is such an account."""
    return make_response(render_template("account/sent.html"))


@joining.get("/join/<token>")
def join(token: str) -> Response:
    """Choose a password. Raises NotFound for a link that opens nothing."""
    account = account_of_link(database(), token, now=now())
    return _join_page(NewPasswordForm(), account.email)


@joining.post("/join/<token>")
def join_from_form(token: str) -> AnyResponse:
    """Set the password and use the link up; sign in comes next, with the second factor if any."""
    session, form = database(), NewPasswordForm()
    account = account_of_link(session, token, now=now())
    email = account.email
    if fault := form.fault():
        return _join_page(form, email, trouble=fault, status=400)
    try:
        check_password_for(session, account, form.password.data)
    except BadInput as error:
        return _join_page(form, email, trouble=told(error), status=status_of(error))
    password_hash = hash_password(form.password.data)
    with writing(session):
        choose_password(session, token, password_hash, now=now())
    return redirect(url_for("signing_in.sign_in"), SEE_OTHER)


def mailer() -> Mailer:
    """What sends letters."""
    found: Mailer = current_app.extensions["mailer"]
    return found


def _forgotten_page(
    form: EmailForm, *, trouble: tuple[str, str] | None = None, status: int = 200
) -> Response:
    text = render_template(
        "account/forgotten.html", form=form, trouble=trouble, has_mail=mailer().is_on
    )
    return make_response(text, status)


def _join_page(
    form: NewPasswordForm,
    email: str,
    *,
    trouble: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    text = render_template(
        "account/join.html",
        form=form,
        trouble=trouble,
        email=email,
        least=SHORTEST,
        most=LONGEST,
    )
    return make_response(text, status)
