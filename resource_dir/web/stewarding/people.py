"""People: who keeps which organization, invitations; for administrators roles and locks."""

from collections.abc import Callable
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
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import NotAllowed, NotFound, ResourceDirError
from resource_dir.models import ROLES, Account
from resource_dir.operations.accounts import keeping
from resource_dir.operations.accounts.letters import letter, link_address
from resource_dir.operations.sending.mailing import Mailer
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.people import InvitationForm, OrganizationForm, RoleForm
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.texts import _

LONGEST_QUERY = 100

people = Blueprint("people", __name__, url_prefix="/steward/people")


@people.get("")
def show() -> Response:
    """Who keeps what; `q` looks for organizations, `organization` are those that were chosen."""
    return _page()


@people.post("")
def invite() -> AnyResponse:
    """Make an account and send its invitation, or show it once where there is no mail."""
    form = InvitationForm()
    if fault := form.fault():
        return _page(trouble=fault, status=400)
    try:
        with writing(database()) as session:
            account, token = keeping.invite(
                session,
                form.email.data,
                role=form.role.data or keeping.PROVIDER,
                organizations=_organizations(),
                caller=known_caller(),
                now=now(),
            )
            email = account.email
    except NotAllowed:
        raise
    except ResourceDirError as error:
        return _page(trouble=told(error), status=status_of(error))
    return invited(email, token)


@people.post("/<uuid:account_id>/invite")
def invite_again(account_id: UUID) -> AnyResponse:
    """A new link for somebody who has not joined."""
    if fault := ConfirmForm().fault():
        return _page(trouble=fault, status=400)
    try:
        with writing(database()) as session:
            account, token = keeping.invite_again(
                session, str(account_id), caller=known_caller(), now=now()
            )
            email = account.email
    except (NotAllowed, NotFound):
        raise
    except ResourceDirError as error:
        return _page(trouble=told(error), status=status_of(error))
    return invited(email, token)


@people.post("/<uuid:account_id>/organizations")
def add(account_id: UUID) -> AnyResponse:
    """Let a provider keep the chosen organization too."""
    form = OrganizationForm()

    def work(session: Session) -> None:
        keeping.add_membership(
            session, str(account_id), form.organization.data, caller=known_caller(), now=now()
        )

    return _done(form.fault(), work)


@people.post("/<uuid:account_id>/organizations/remove")
def remove(account_id: UUID) -> AnyResponse:
    """Let a provider keep an organization no longer."""
    form = OrganizationForm()

    def work(session: Session) -> None:
        keeping.remove_membership(
            session, str(account_id), form.organization.data, caller=known_caller(), now=now()
        )

    return _done(form.fault(), work)


@people.post("/<uuid:account_id>/lock")
def lock(account_id: UUID) -> AnyResponse:
    """Let nobody in with this account."""
    return _set_lock(account_id, is_locked=True)


@people.post("/<uuid:account_id>/unlock")
def unlock(account_id: UUID) -> AnyResponse:
    """Let its owner in again."""
    return _set_lock(account_id, is_locked=False)


@people.post("/<uuid:account_id>/role")
def change_role(account_id: UUID) -> AnyResponse:
    """Give another role."""
    form = RoleForm()

    def work(session: Session) -> None:
        keeping.change_role(
            session,
            str(account_id),
            role=form.role.data,
            organizations=_organizations(),
            caller=known_caller(),
            now=now(),
        )

    return _done(form.fault(), work)


def invited(email: str, token: str, *, back: str = "people.show") -> AnyResponse:
    """Send an invitation after it was stored; where no mail is set up, show its link once."""
    link = link_address(settings().public_url, token)
    mailer: Mailer = current_app.extensions["mailer"]
    if mailer.is_on:
        mailer.send(letter("invitation", email, link=link))
        return redirect(url_for(back, sent=1), SEE_OTHER)
    shown = make_response(render_template("stewarding/link.html", email=email, link=link))
    shown.headers["Cache-Control"] = "no-store"
    return shown


def _set_lock(account_id: UUID, *, is_locked: bool) -> AnyResponse:
    def work(session: Session) -> None:
        keeping.set_lock(
            session, str(account_id), is_locked=is_locked, caller=known_caller(), now=now()
        )

    return _done(ConfirmForm().fault(), work)


def _done(fault: tuple[str, str] | None, work: Callable[[Session], None]) -> AnyResponse:
    """Do it in one transaction; the page with what is wrong where it was refused."""
    if fault:
        return _page(trouble=fault, status=400)
    try:
        with writing(database()) as session:
            work(session)
    except (NotAllowed, NotFound):
        raise
    except ResourceDirError as error:
        return _page(trouble=told(error), status=status_of(error))
    return redirect(url_for("people.show"), SEE_OTHER)


def _organizations() -> list[str]:
    return [one for one in request.values.getlist("organization") if one.isprintable()]


def _page(*, trouble: tuple[str, str] | None = None, status: int = 200) -> Response:
    session, person = database(), known_caller()
    words = request.args.get("q", "")[:LONGEST_QUERY]
    chosen = keeping.chosen_organizations(session, _organizations())
    chosen_ids = [one.id for one in chosen]
    text = render_template(
        "stewarding/people.html",
        kept=keeping.kept_by(session, caller=person),
        words=words,
        found=[
            one for one in keeping.organizations_named(session, words) if one.id not in chosen_ids
        ],
        chosen=chosen,
        roles=ROLES if person.role == "administrator" else (keeping.PROVIDER,),
        is_administrator=person.role == "administrator",
        own_id=person.account_id,
        state_of=_state_of,
        email=request.form.get("email", ""),
        form=ConfirmForm(formdata=None),
        was_sent="sent" in request.args,
        trouble=trouble,
        here=url_for("people.show") if request.method == "POST" else None,
    )
    return make_response(text, status)


def _state_of(account: Account) -> str:
    if account.locked is not None:
        return _("locked")
    return _("invited") if account.joined is None else ""
