"""Sign in with a password and a code, or with a passkey; sign out."""

from datetime import datetime, timedelta
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, ResourceDirError, TooManyAttempts
from resource_dir.operations.accounts import passkeys
from resource_dir.operations.accounts import signing_in as operation
from resource_dir.operations.accounts.passkeys import Asked, Site
from resource_dir.operations.accounts.sessions import end_session
from resource_dir.operations.accounts.signing_in import Started
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import CodeForm, PasskeyForm, SignInForm
from resource_dir.web.language import local_path
from resource_dir.web.signed_in import (
    caller,
    forget,
    known_caller,
    remember,
    settings,
    visitor,
)
from resource_dir.web.texts import error_text

SEE_OTHER = 303
CHALLENGE = "challenge"  # in the signed cookie of the form: hexadecimal, and when it was given

signing = Blueprint("signing_in", __name__)


@signing.get("/sign-in")
def sign_in() -> Response:
    """The form."""
    return _sign_in_page(SignInForm())


@signing.post("/sign-in")
def sign_in_from_form() -> AnyResponse:
    """Begin a session; with a second factor due, go on to that."""
    form = SignInForm()
    if fault := form.fault():
        return _sign_in_page(form, trouble=fault, status=400)
    try:
        started = operation.sign_in(
            database(),
            form.email.data,
            form.password.data,
            visitor=visitor(),
            secret_key=settings().secret_key,
            now=now(),
        )
    except (BadInput, TooManyAttempts) as error:
        return _sign_in_page(form, trouble=told(error), status=status_of(error))
    return _go_on(started)


@signing.get("/sign-in/second-factor")
def second_factor() -> Response:
    """The form for the code."""
    return _code_page(CodeForm())


@signing.post("/sign-in/second-factor")
def second_factor_from_form() -> AnyResponse:
    """Finish to sign in with a code."""
    form, person = CodeForm(), known_caller()
    if person.is_whole:
        return redirect(_next(), SEE_OTHER)
    if fault := form.fault():
        return _code_page(form, trouble=fault, status=400)
    try:
        started = operation.finish_with_code(
            database(),
            person,
            form.code.data,
            visitor=visitor(),
            secret_key=settings().secret_key,
            now=now(),
        )
    except (BadInput, TooManyAttempts) as error:
        return _code_page(form, trouble=told(error), status=status_of(error))
    return _go_on(started)


@signing.post("/sign-in/passkey/options")
def ask_for_passkey() -> Response:
    """What the browser asks an authenticator for; names nobody."""
    return asked(passkeys.ask_for_passkey(site=site()))


@signing.post("/sign-in/passkey")
def sign_in_with_passkey() -> AnyResponse:
    """Begin a session with what the authenticator answered."""
    form = PasskeyForm()
    if fault := form.fault():
        return _sign_in_page(SignInForm(formdata=None), trouble=fault, status=400)
    try:
        with writing(database()) as write:
            started = passkeys.sign_in_with_passkey(
                write,
                form.credential.data,
                challenge=challenge(),
                site=site(),
                visitor=visitor(),
                now=now(),
            )
    except BadInput as error:
        return _sign_in_page(SignInForm(formdata=None), trouble=told(error), status=400)
    return _go_on(started)


@signing.post("/sign-out")
def sign_out() -> AnyResponse:
    """End this session."""
    person = known_caller()
    with writing(database()) as write:
        end_session(write, person, session_id=person.session_id, now=now())
    return forget(redirect("/", SEE_OTHER))


def told(error: ResourceDirError) -> tuple[str, str]:
    """(field, sentence) of what was refused."""
    return error.field or "", error_text(error)


def site() -> Site:
    """What passkeys are bound to here: PUBLIC_URL, else the host that was asked for. A browser
    signs for the host that it shows, so a made-up one makes no passkey valid.
    """
    origin = settings().public_url or request.host_url.rstrip("/")
    return Site(host=origin.partition("://")[2].partition(":")[0], origin=origin)


def asked(question: Asked) -> Response:
    """Send the options, and remember the challenge in the signed cookie of the form."""
    session[CHALLENGE] = [question.challenge.hex(), int(now().timestamp())]
    return Response(question.options, mimetype="application/json")


def challenge() -> bytes:
    """The challenge that was given last, taken out. Raises BadInput when it is too old."""
    text, given = session.pop(CHALLENGE, ["", 0])
    moment = datetime.fromtimestamp(given, tz=now().tzinfo)
    if not text or not timedelta() <= now() - moment < passkeys.CHALLENGE_LASTS:
        raise BadInput("That took too long. Try again.")
    return bytes.fromhex(text)


def _go_on(started: Started) -> AnyResponse:
    if started.is_whole:
        return remember(redirect(_next(), SEE_OTHER), started)
    # The way on stays in the address; the token changes once more when the code was right.
    way = f"/sign-in/second-factor?next={quote(_next(), safe='/')}"
    return remember(redirect(way, SEE_OTHER), started)


def _next() -> str:
    return local_path(request.args.get("next", ""))


def _sign_in_page(
    form: SignInForm, *, trouble: tuple[str, str] | None = None, status: int = 200
) -> Response:
    text = render_template(
        "account/sign_in.html", form=form, trouble=trouble, next=_next(), person=caller()
    )
    return make_response(text, status)


def _code_page(
    form: CodeForm, *, trouble: tuple[str, str] | None = None, status: int = 200
) -> Response:
    text = render_template("account/second_factor.html", form=form, trouble=trouble, next=_next())
    return make_response(text, status)
