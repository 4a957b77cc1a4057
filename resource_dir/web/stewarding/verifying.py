"""Is it still right? The steward's queue and call list; the provider's one button."""

from datetime import date
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import NotFound, ResourceDirError
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.history import kept_listing
from resource_dir.operations.reports.reporting import is_key
from resource_dir.operations.verifying.checks import log_call, verify_service
from resource_dir.operations.verifying.queue import readiness, to_verify
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.texts import N_, _
from resource_dir.web.wording import phone_text

verifying = Blueprint("verifying", __name__)

ON_A_PAGE = 25
LONGEST_QUEUE = 5_000  # 200 pages: who comes to the end of them begins anew
OUTCOME_NAMES = {
    "all_right": N_("All still right"),
    "changed": N_("Something changed"),
    "no_answer": N_("No answer"),
    "wrong_number": N_("Wrong number"),
    "refused": N_("They don't want to be listed"),
    "call_back": N_("Call back later"),
}
WAY_NAMES = {"phone": N_("phone"), "visit": N_("visit"), "mail": N_("mail")}


@verifying.get("/steward/verify")
def queue() -> Response:
    """What to ask about next."""
    return _page()


@verifying.get("/steward/verify/list")
def call_list() -> Response:
    """The same as a list to print and call down."""
    today = _today()
    text = render_template(
        "stewarding/call_list.html",
        rows=to_verify(database(), now=now(), today=today),
        ready=readiness(database(), today=today),
        phone_text=phone_text,
    )
    return make_response(text)


@verifying.post("/steward/verify/<uuid:listing_id>")
def store(listing_id: UUID) -> AnyResponse:
    """Keep what came of one attempt to ask."""
    person, key = known_caller(), str(listing_id)
    service_id = kept_listing(database(), key, person)
    if fault := ConfirmForm().fault():
        return _page(trouble=fault, status=400)
    outcome = request.form.get("outcome", "")
    try:
        author = Author.of(database(), person, now=now())
        with writing(database()) as session:
            log_call(
                session,
                service_id,
                outcome=outcome,
                how=request.form.get("how", "phone"),
                note=request.form.get("note"),
                author=author,
                role=person.role,
                key=_key(),
                today=_today(),
                now=now(),
            )
    except NotFound:
        raise
    except ResourceDirError as error:
        return _page(trouble=told(error), status=status_of(error))
    if outcome == "changed":
        return redirect(url_for("editing.overview", listing_id=key), SEE_OTHER)
    return redirect(url_for("verifying.queue"), SEE_OTHER)


@verifying.post("/listings/<uuid:listing_id>/still-right")
def still_right(listing_id: UUID) -> AnyResponse:
    """The provider looked at its listing, and all is still right."""
    person, key = known_caller(), str(listing_id)
    service_id = kept_listing(database(), key, person)
    if ConfirmForm().fault() is None:
        author = Author.of(database(), person, now=now())
        how = "self" if person.role == "provider" else "phone"
        with writing(database()) as session:
            verify_service(
                session, service_id, author=author, role=person.role, how=how, today=_today(),
                now=now(), key=_key(),
            )  # fmt: skip
    return redirect(url_for("finding.listing", listing_id=key), SEE_OTHER)


def _key() -> str:
    key = request.form.get("key", "")
    return key if is_key(key) else str(uuid4())


def _today() -> date:
    return now().astimezone(ZoneInfo(settings().timezone)).date()


def _page(*, trouble: tuple[str, str] | None = None, status: int = 200) -> Response:
    today = _today()
    rows = to_verify(database(), now=now(), today=today, most=LONGEST_QUEUE)
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    first = (number - 1) * ON_A_PAGE
    text = render_template(
        "stewarding/verify.html",
        rows=rows[first : first + ON_A_PAGE],
        more=max(0, len(rows) - first - ON_A_PAGE),
        number=number,
        pages=pages,
        first=first + 1,
        ready=readiness(database(), today=today),
        outcomes=[(value, _(name)) for value, name in OUTCOME_NAMES.items()],
        outcome_name=lambda value: _(OUTCOME_NAMES[value]) if value in OUTCOME_NAMES else value,
        ways=[(value, _(name)) for value, name in WAY_NAMES.items()],
        phone_text=phone_text,
        new_key=lambda: str(uuid4()),
        form=ConfirmForm(formdata=None),
        trouble=trouble,
        today=today,
    )
    return make_response(text, status)
