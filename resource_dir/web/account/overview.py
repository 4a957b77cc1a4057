"""One's own account: how one signs in, from where one is signed in, and programs' tokens."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

import segno
from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, TooManyAttempts
from resource_dir.models import Account
from resource_dir.operations.accounts import factors, passkeys, tokens, totp
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.accounts.joining import change_password as set_password
from resource_dir.operations.accounts.joining import check_password_for
from resource_dir.operations.accounts.passwords import LONGEST, SHORTEST, hash_password
from resource_dir.operations.accounts.recovery_codes import (
    count_recovery_codes,
)
from resource_dir.operations.accounts.recovery_codes import (
    make_recovery_codes as make_codes,
)
from resource_dir.operations.accounts.sessions import end_session as end_one
from resource_dir.operations.accounts.sessions import list_sessions
from resource_dir.operations.accounts.signing_in import confirm_password
from resource_dir.web.account.signing_in import SEE_OTHER, asked, challenge, site, told
from resource_dir.web.account.words import device_name
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import (
    ChangePasswordForm,
    CodeForm,
    ConfirmForm,
    PasskeyForm,
    TokenForm,
)
from resource_dir.web.signed_in import known_caller, settings, visitor
from resource_dir.web.texts import _

# Who changes how one gets in has proven himself a moment ago: a browser left open is not enough.
RECENT = timedelta(minutes=15)

P = ParamSpec("P")

account = Blueprint("account", __name__, url_prefix="/account")


def recent(view: Callable[Concatenate[Caller, P], AnyResponse]) -> Callable[P, AnyResponse]:
    """Hand the caller to the view, once signed in a moment ago; else ask to sign in again."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> AnyResponse:
        person = known_caller()
        if now() - person.began > RECENT:
            way = url_for("signing_in.sign_in", next=url_for("account.overview"))
            return redirect(way, SEE_OTHER)
        return view(person, *args, **kwargs)

    return checked


@account.get("")
def overview() -> Response:
    """Everything about one's own account."""
    return _overview(known_caller())


@account.post("/password")
@recent
def change_password(person: Caller) -> AnyResponse:
    """Set another password; other sessions end."""
    session, form = database(), ChangePasswordForm()
    if fault := form.fault():
        return _overview(person, trouble=fault, status=400)
    try:
        confirm_password(
            session,
            person,
            form.current.data or "",
            visitor=visitor(),
            secret_key=settings().secret_key,
            now=now(),
        )
        own = session.get_one(Account, person.account_id)
        check_password_for(session, own, form.password.data)
    except (BadInput, TooManyAttempts) as error:
        return _overview(person, trouble=told(error), status=status_of(error))
    password_hash = hash_password(form.password.data)
    with writing(session):
        set_password(session, person, password_hash, now=now())
    return _overview(person, done=_("Your password is changed. Other sessions have ended."))


@account.post("/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> AnyResponse:
    """End one of one's own sessions."""
    with writing(database()) as session:
        end_one(session, known_caller(), session_id=str(session_id), now=now())
    return _back()


@account.get("/authenticator")
@recent
def set_up_totp(person: Caller) -> AnyResponse:
    """A new secret, as a picture and as text; it is stored when the app has shown a right code."""
    secret = totp.new_secret()
    form = CodeForm()
    form.offer.data = totp.offer(person, secret, secret_key=settings().secret_key, now=now())
    return _totp_page(person, form, secret)


@account.post("/authenticator")
@recent
def set_up_totp_from_form(person: Caller) -> AnyResponse:
    """Keep the secret of the form."""
    form, key = CodeForm(), settings().secret_key
    secret = totp.offered_secret(person, form.offer.data or "", secret_key=key, now=now())
    if fault := form.fault():
        return _totp_page(person, form, secret, trouble=fault, status=400)
    try:
        with writing(database()) as session:
            totp.set_up_totp(session, person, secret, form.code.data, secret_key=key, now=now())
            codes = _first_codes(person)
    except BadInput as error:
        return _totp_page(person, form, secret, trouble=told(error), status=400)
    return _codes_page(codes) if codes else _back()


@account.post("/authenticator/remove")
@recent
def remove_totp(person: Caller) -> AnyResponse:
    """Forget the authenticator app."""
    with writing(database()) as session:
        factors.remove_totp(session, person, now=now())
    return _back()


@account.post("/recovery-codes")
@recent
def make_recovery_codes(person: Caller) -> AnyResponse:
    """Ten new codes, shown once."""
    with writing(database()) as session:
        codes = make_codes(session, person, secret_key=settings().secret_key, now=now())
    return _codes_page(codes)


@account.post("/passkeys/options")
@recent
def ask_for_new_passkey(person: Caller) -> AnyResponse:
    """What the browser asks an authenticator to make."""
    return asked(passkeys.ask_for_new_passkey(database(), person, site=site()))


@account.post("/passkeys")
@recent
def add_passkey(person: Caller) -> AnyResponse:
    """Keep a new passkey."""
    form = PasskeyForm()
    if fault := form.fault():
        return _overview(person, trouble=fault, status=400)
    try:
        with writing(database()) as session:
            passkeys.add_passkey(
                session,
                person,
                form.credential.data,
                name=form.name.data or device_name(visitor().device),
                challenge=challenge(),
                site=site(),
                now=now(),
            )
            codes = _first_codes(person)
    except (BadInput, Conflict) as error:
        return _overview(person, trouble=told(error), status=status_of(error))
    return _codes_page(codes) if codes else _back()


@account.post("/passkeys/<uuid:passkey_id>/remove")
@recent
def remove_passkey(person: Caller, passkey_id: UUID) -> AnyResponse:
    """Forget one of one's own passkeys."""
    with writing(database()) as session:
        factors.remove_passkey(session, person, passkey_id=str(passkey_id), now=now())
    return _back()


@account.post("/tokens")
@recent
def add_token(person: Caller) -> AnyResponse:
    """A token for a program, shown once."""
    form = TokenForm()
    if fault := form.fault():
        return _overview(person, trouble=fault, status=400)
    scopes = _scopes_asked(person, form)
    try:
        with writing(database()) as session:
            text = tokens.add_token(session, person, name=form.name.data, scopes=scopes, now=now())
    except Conflict as error:  # as many as one may have
        return _overview(person, trouble=("name", told(error)[1]), status=409)
    return make_response(render_template("account/token.html", token=text))


@account.post("/tokens/<uuid:token_id>/end")
def end_token(token_id: UUID) -> AnyResponse:
    """End one of one's own tokens."""
    with writing(database()) as session:
        tokens.end_token(session, known_caller(), token_id=str(token_id), now=now())
    return _back()


def _scopes_asked(person: Caller, form: TokenForm) -> list[str]:
    """What is ticked, as far as it is open to the role. What is always in a token, is: without its
    only scope it would open nothing.
    """
    open_to = tokens.scopes_of(person.role)
    ticked = {"beds": form.beds.data, "gaps": form.gaps.data}
    return [one for one in open_to if ticked.get(one, True) or open_to == [one]]


def _first_codes(person: Caller) -> list[str]:
    """Recovery codes with the first second factor; none when there are some already."""
    if count_recovery_codes(database(), person.account_id):
        return []
    return make_codes(database(), person, secret_key=settings().secret_key, now=now())


def _back() -> AnyResponse:
    return redirect(url_for("account.overview"), SEE_OTHER)


def _overview(
    person: Caller,
    *,
    trouble: tuple[str, str] | None = None,
    done: str | None = None,
    status: int = 200,
) -> Response:
    session = database()
    own = session.get_one(Account, person.account_id)
    text = render_template(
        "account/overview.html",
        person=person,
        has_password=own.password_hash is not None,
        has_totp=own.totp_secret is not None,
        passkeys=passkeys.list_passkeys(session, own.id),
        codes_left=count_recovery_codes(session, own.id),
        sessions=list_sessions(session, own.id, now=now()),
        tokens=tokens.list_tokens(session, own.id),
        may_have_tokens=person.is_admitted,
        scopes=tokens.scopes_of(person.role),
        is_recent=now() - person.began <= RECENT,
        form=ConfirmForm(formdata=None),
        trouble=trouble,
        done=done,
        least=SHORTEST,
        most=LONGEST,
    )
    return make_response(text, status)


def _totp_page(
    person: Caller,
    form: CodeForm,
    secret: str,
    *,
    trouble: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    picture = segno.make(totp.setup_uri(secret, person.email), micro=False)
    text = render_template(
        "account/authenticator.html",
        form=form,
        secret=secret,
        # Black on white in either theme: phones don't read the reverse.
        picture=picture.svg_inline(scale=4, dark="#000", light="#fff"),
        trouble=trouble,
    )
    return make_response(text, status)


def _codes_page(codes: list[str]) -> Response:
    return make_response(render_template("account/codes.html", codes=codes))
