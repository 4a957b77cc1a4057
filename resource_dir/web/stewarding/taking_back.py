"""A steward takes back what one account did in a time window, and settles imports against edits."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateTimeLocalField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from resource_dir.database import writing
from resource_dir.errors import NotFound, ResourceDirError
from resource_dir.models import Account
from resource_dir.operations.accounts.signing_in import account_of
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.contested import (
    listings_of_services,
    open_conflicts,
    resolve_conflict,
)
from resource_dir.operations.editing.taking_back import count_undoable, undo_account
from resource_dir.operations.editing.telling_of_undo import Undone, letter_of_undo, why_untold
from resource_dir.operations.editing.undo_report import UndoReport
from resource_dir.operations.finding import documents_by_id
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import EMAIL, ConfirmForm
from resource_dir.web.providing.desk import desk
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.texts import N_, _

taking_back = Blueprint("taking_back", __name__, url_prefix="/steward")

AFTERNOON = timedelta(hours=6)  # what the form begins with
YEARS = range(2000, 2100)  # beyond, an instant may have no UTC
_MISSING = N_("Fill this in.")
_TOO_LONG = N_("That is too long.")
# PostgreSQL stores no NUL, and nobody types a control character on purpose.
_PLAIN = Regexp(r"[^\x00-\x1f\x7f]*\Z", message=N_("That holds a character that can't be read."))
UNTOLD = {
    "locked": N_("The account is locked: no letter was sent to it."),
    "demo": N_("It is a login of the demonstration: no letter was sent to it."),
    "no_address": N_("The account has no e-mail that can be written to: no letter was sent."),
    "no_mail": N_("This server sends no mail: call whose account it is."),
}


class UndoForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is not typed
    """Whose changes, from when to when, in the zone of this installation."""

    email = StringField(
        validators=[DataRequired(_MISSING), Length(max=EMAIL, message=_TOO_LONG), _PLAIN]
    )
    since = DateTimeLocalField(validators=[DataRequired(_MISSING)])
    until = DateTimeLocalField(validators=[DataRequired(_MISSING)])

    def fault(self) -> tuple[str, str] | None:
        """(field, what is wrong) of the first field that is wrong; None when nothing is."""
        if not self.validate():
            name, faults = next(iter(self.errors.items()))
            is_time = name in ("since", "until") and self[name].raw_data != [""]
            return name or "", _("Give a day and a time.") if is_time else _(str(faults[0]))
        for name in ("since", "until"):
            if self[name].data.year not in YEARS:
                return name, _("Give a day and a time.")
        if self.until.data < self.since.data:
            return "until", _("The end has to be after the beginning.")
        return None

    def window(self) -> tuple[datetime, datetime]:
        """From and until (its whole minute too), as instants."""
        zone = ZoneInfo(settings().timezone)
        until = self.until.data + timedelta(seconds=59, microseconds=999_999)
        return self.since.data.replace(tzinfo=zone), until.replace(tzinfo=zone)


@taking_back.get("/undo")
def undo() -> Response:
    """Choose an account and a time window."""
    here = now().astimezone(ZoneInfo(settings().timezone)).replace(tzinfo=None)
    email = request.args.get("email", "")[:EMAIL]
    form = UndoForm(formdata=None, email=email, since=here - AFTERNOON, until=here)
    return _undo_page(form)


@taking_back.post("/undo")
def undo_from_form() -> Response:
    """First say how much it would be, then do it."""
    form = UndoForm()
    if fault := form.fault():
        return _undo_page(form, trouble=fault, status=400)
    account = account_of(database(), form.email.data)
    if account is None:
        trouble = "email", _("There is no account with this e-mail.")
        return _undo_page(form, trouble=trouble, status=404)
    since, until = form.window()
    if "confirmed" not in request.form:
        found = count_undoable(database(), account.id, since=since, until=until)
        return _undo_page(form, found=found)
    author = Author.of(database(), known_caller(), now=now())
    account_id = account.id
    try:
        with writing(database()) as session:
            report = undo_account(
                session, account_id, since=since, until=until, author=author, now=now()
            )
    except ResourceDirError as error:
        return _undo_page(form, trouble=told(error), status=status_of(error))
    told_how = _tell(account_id, report, Undone(since, until, settings().timezone))
    return _undo_page(form, report=report, told_how=told_how)


@taking_back.get("/conflicts")
def conflicts() -> Response:
    """Where an import says something else than a person did."""
    return _conflicts_page()


@taking_back.post("/conflicts/<int:conflict_id>")
def resolve(conflict_id: int) -> AnyResponse:
    """Keep the person's value, or take the source's."""
    if fault := ConfirmForm().fault():
        return _conflicts_page(trouble=fault, status=400)
    author = Author.of(database(), known_caller(), now=now())
    try:
        with writing(database()) as session:
            resolve_conflict(
                session, conflict_id, request.form.get("choice", ""), author=author, now=now()
            )
    except NotFound:
        raise
    except ResourceDirError as error:
        return _conflicts_page(trouble=told(error), status=status_of(error))
    return redirect(url_for("taking_back.conflicts"), SEE_OTHER)


def _undo_page(
    form: UndoForm,
    *,
    found: int | None = None,
    report: UndoReport | None = None,
    told_how: str | None = None,
    trouble: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    names = _names_in(report) if report else {}
    concerned = (names[one] for one in report.services if one in names) if report else ()
    text = render_template(
        "stewarding/undo.html",
        form=form,
        found=found,
        report=report,
        names=names,
        listings=sorted(concerned, key=lambda one: one[1]),
        told_how=told_how,
        trouble=trouble,
    )
    return make_response(text, status)


def _names_in(report: UndoReport) -> dict[str, tuple[str, str]]:
    """Of every listing that a report is about and that is shown."""
    kept = (one.service_id for one in (*report.left, *report.erased))
    return _names({*report.services, *(one for one in kept if one)})


def _tell(account_id: str, report: UndoReport, undone: Undone) -> str | None:
    """Send the one letter; returns what the steward reads of it, None where nothing was done."""
    if report.is_empty:
        return None
    account = database().get_one(Account, account_id)
    why = why_untold(account) or (None if desk().can_send("mail") else "no_mail")
    if why is not None:
        return _(UNTOLD[why])
    letter = letter_of_undo(database(), account, report, undone=undone)
    if letter is not None:
        desk().send(letter)
    return _("One letter tells %(email)s what was taken back.", email=account.email)


def _conflicts_page(*, trouble: tuple[str, str] | None = None, status: int = 200) -> Response:
    session = database()
    found = open_conflicts(session)
    text = render_template(
        "stewarding/conflicts.html",
        conflicts=found,
        names=_names({one.service_id for one in found if one.service_id}),
        form=ConfirmForm(formdata=None),
        trouble=trouble,
    )
    return make_response(text, status)


def _names(service_ids: set[str]) -> dict[str, tuple[str, str]]:
    """Service to (id, name) of one of its listings."""
    listings = listings_of_services(database(), service_ids)
    documents = documents_by_id(database(), list(listings.values()))
    return {
        service: (key, str(documents[key]["name"]))
        for service, key in listings.items()
        if key in documents
    }
