"""A team's own holds: ask for a bed, extend, give back, say that one has arrived."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    url_for,
)
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, Conflict, NotFound
from resource_dir.models import Hold
from resource_dir.operations.finding import get_listing
from resource_dir.operations.holds.asking import Asked, answers_requests, ask_for_bed
from resource_dir.operations.holds.deciding import note_arrival
from resource_dir.operations.holds.letters import hold_letter
from resource_dir.operations.holds.moving import ANSWERED_WITHIN, ARRIVAL_MINUTES
from resource_dir.operations.holds.reading import holds_of, whom_to_tell
from resource_dir.operations.holds.under_way import cancel_hold, extend_hold
from resource_dir.web import wording
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.holds import AskForm, ExtendForm
from resource_dir.web.providing.changing import Trouble, changed_or_told
from resource_dir.web.providing.hold_words import can_be_asked, clock_there, hold_text
from resource_dir.web.signed_in import known_caller, settings

holds = Blueprint("holds", __name__, url_prefix="/holds")

MINUTES_TO_ANSWER = int(ANSWERED_WITHIN.total_seconds() // 60)


@holds.get("")
def mine() -> Response:
    """What one has asked for."""
    return _mine()


@holds.get("/ask/<uuid:listing_id>")
def form(listing_id: UUID) -> Response:
    """Which bed, and in how many minutes."""
    return _form(str(listing_id))


@holds.post("/ask/<uuid:listing_id>")
def ask(listing_id: UUID) -> AnyResponse:
    """Ask for it, and tell the house."""
    key, asked_form = str(listing_id), AskForm()
    if fault := asked_form.fault():
        return _form(key, form=asked_form, trouble=fault, status=400)
    try:
        with writing(database()) as session:
            asked = ask_for_bed(
                session,
                known_caller(),
                key,
                capacity_id=asked_form.capacity_id.data,
                minutes=int(asked_form.minutes.data),
                key=asked_form.key.data or "",
                now=now(),
            )
    except (BadInput, Conflict) as error:
        return _form(key, form=asked_form, trouble=told(error), status=status_of(error))
    if asked.is_new:
        _tell_the_house(key, asked)
    return redirect(url_for("holds.mine", _anchor=f"h-{asked.hold_id}"), SEE_OTHER)


@holds.post("/<uuid:hold_id>/cancel")
def cancel(hold_id: UUID) -> AnyResponse:
    """Give the bed back."""
    person, fault = known_caller(), ConfirmForm().fault()
    return _done(
        hold_id, lambda session: cancel_hold(session, str(hold_id), person, now=now()), fault
    )


@holds.post("/<uuid:hold_id>/extend")
def extend(hold_id: UUID) -> AnyResponse:
    """Arrive later; the bed is kept, up to what the house has set."""
    later, person = ExtendForm(), known_caller()
    fault = later.fault()
    minutes = 0 if fault else int(later.minutes.data)
    return _done(
        hold_id,
        lambda session: extend_hold(session, str(hold_id), person, minutes=minutes, now=now()),
        fault,
    )


@holds.post("/<uuid:hold_id>/arrived")
def arrived(hold_id: UUID) -> AnyResponse:
    """They are at the door."""
    person, fault = known_caller(), ConfirmForm().fault()
    return _done(
        hold_id, lambda session: note_arrival(session, str(hold_id), person, now=now()), fault
    )


def _done(hold_id: UUID, change: Callable[[Session], None], fault: Trouble | None) -> AnyResponse:
    """Change one's own hold and show it; somebody else's is not found, whatever else is wrong."""
    hold = database().get(Hold, str(hold_id))
    if hold is None or hold.account_id != known_caller().account_id:
        raise NotFound("There is no such hold.")
    back = url_for("holds.mine", _anchor=f"h-{hold_id}")
    return changed_or_told(change, fault=fault, page=_mine, back=back)


def _mine(*, trouble: Trouble | None = None, status: int = 200) -> Response:
    moment = now()
    shown = holds_of(database(), known_caller(), now=moment)
    text = render_template(
        "providing/my_holds.html",
        holds=[hold_text(hold, moment) for hold in shown],
        confirm=ConfirmForm(formdata=None),
        trouble=trouble,
    )
    return make_response(text, status)


def _form(
    listing_id: str,
    *,
    form: AskForm | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> Response:
    moment = now()
    listing = get_listing(database(), listing_id, viewer="partner", now=moment)
    text = render_template(
        "providing/ask_bed.html",
        listing=listing,
        phone=next((p["number"] for p in listing["phones"] if p["number"]), None),
        counts=[
            (row["id"], wording.beds_line(row, moment))
            for row in listing["capacity"]
            if can_be_asked(row)
        ],
        is_answered=answers_requests(database(), listing["organization_id"]),
        form=form or AskForm(formdata=None),
        new_key=str(uuid4()),
        choices=ARRIVAL_MINUTES,
        answered_within=MINUTES_TO_ANSWER,
        trouble=trouble,
    )
    return make_response(text, status)


def _tell_the_house(listing_id: str, asked: Asked) -> None:
    """By mail to everybody who can answer. After the commit: what is not stored is not told."""
    mailer, session = current_app.extensions["mailer"], database()
    hold = next(one for one in holds_of(session, known_caller(), now=now())
                if one.id == asked.hold_id)  # fmt: skip
    if not mailer.is_on:
        return
    for address in whom_to_tell(session, listing_id):
        mailer.send(
            hold_letter(
                address,
                is_confirmed=asked.state == "confirmed",
                listing=hold.listing or "",
                beds=wording.unit_label({"unit": hold.unit, "population": hold.population}),
                clock=clock_there(hold.arrival, hold.zone, now()),
                code=hold.code,
                minutes=MINUTES_TO_ANSWER,
                public_url=settings().public_url or "",
            )
        )
