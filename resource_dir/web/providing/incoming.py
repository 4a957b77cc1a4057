"""Beds that are asked of one's own houses: yes, no, "they are here", and what is set for each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.errors import NotFound
from resource_dir.models import BedSetting, Hold, ListingDocument
from resource_dir.operations.accounts.callers import Caller
from resource_dir.operations.beds.listings import kept_document
from resource_dir.operations.holds.deciding import confirm_hold, decline_hold, note_arrival
from resource_dir.operations.holds.moving import LONGEST_MINUTES
from resource_dir.operations.holds.reading import incoming_holds
from resource_dir.operations.holds.settings import LEAST_MINUTES, MOST_MINUTES, set_holding
from resource_dir.web import wording
from resource_dir.web.answers import database, now
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.holds import DeclineForm, HoldingForm
from resource_dir.web.providing.changing import Trouble, changed_or_told
from resource_dir.web.providing.hold_words import REASON_WORDS, hold_text
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import _

incoming = Blueprint("incoming", __name__, url_prefix="/holds/incoming")


@incoming.get("")
def show() -> Response:
    """What is asked, and the settings of every count."""
    return _page()


@incoming.post("/<uuid:hold_id>/confirm")
def confirm(hold_id: UUID) -> AnyResponse:
    """Keep the bed."""
    person, fault = known_caller(), ConfirmForm().fault()
    return _done(
        hold_id, lambda session: confirm_hold(session, str(hold_id), person, now=now()), fault
    )


@incoming.post("/<uuid:hold_id>/decline")
def decline(hold_id: UUID) -> AnyResponse:
    """Say no, with a reason from the list."""
    form, person = DeclineForm(), known_caller()
    reason = form.reason.data or ""
    return _done(
        hold_id,
        lambda session: decline_hold(session, str(hold_id), person, reason=reason, now=now()),
        form.fault(),
    )


@incoming.post("/<uuid:hold_id>/arrived")
def arrived(hold_id: UUID) -> AnyResponse:
    """They are here."""
    person, fault = known_caller(), ConfirmForm().fault()
    return _done(
        hold_id, lambda session: note_arrival(session, str(hold_id), person, now=now()), fault
    )


@incoming.post("/settings/<uuid:listing_id>/<uuid:capacity_id>")
def change_setting(listing_id: UUID, capacity_id: UUID) -> AnyResponse:
    """Whether a bed of this count is confirmed by itself, and how long it is kept."""
    form, person = HoldingForm(), known_caller()
    kept_document(database(), str(listing_id), person)
    return changed_or_told(
        lambda session: set_holding(
            session,
            str(listing_id),
            str(capacity_id),
            confirms_by_itself=form.by_itself.data,
            longest_minutes=int(form.longest.data),
            actor=person.actor,
            now=now(),
        ),
        fault=form.fault(),
        page=_page,
        back=url_for("incoming.show", _anchor="h-settings"),
    )


def _done(hold_id: UUID, change: Callable[[Session], None], fault: Trouble | None) -> AnyResponse:
    """Answer one hold and show it; one of another house is not found, whatever else is wrong."""
    hold = database().get(Hold, str(hold_id))
    if hold is None:
        raise NotFound("There is no such hold.")
    kept_document(database(), hold.listing_id, known_caller())
    back = url_for("incoming.show", _anchor=f"h-{hold_id}")
    return changed_or_told(change, fault=fault, page=_page, back=back)


def _page(*, trouble: Trouble | None = None, status: int = 200) -> Response:
    moment, person = now(), known_caller()
    shown = incoming_holds(database(), person, now=moment)
    text = render_template(
        "providing/incoming.html",
        holds=[hold_text(hold, moment, is_incoming=True) for hold in shown],
        reasons=[(code, _(text)) for code, text in REASON_WORDS.items()],
        settings=_settings(person),
        least=LEAST_MINUTES,
        most=MOST_MINUTES,
        confirm=ConfirmForm(formdata=None),
        trouble=trouble,
    )
    return make_response(text, status)


def _settings(person: Caller) -> list[dict[str, Any]]:
    """One entry for each count of each own listing."""
    query = (
        select(ListingDocument)
        .where(
            ListingDocument.organization_id.in_(sorted(person.organizations)),
            ListingDocument.document.is_not(None),
        )
        .order_by(ListingDocument.id)
    )
    return [
        _setting(one.document, row)
        for one in database().scalars(query)
        if one.document
        for row in one.document["capacity"]
        if row.get("id")
    ]


def _setting(document: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    setting = database().get(BedSetting, row["id"])
    return {
        "listing_id": document["id"],
        "listing": document["name"] or _("Unnamed listing"),
        "capacity_id": row["id"],
        "beds": wording.unit_label(row),
        "is_on": setting is not None and setting.confirms_by_itself,
        "longest": (setting.longest_hold_minutes if setting else None) or LONGEST_MINUTES,
    }
