"""How a house is asked for its beds: addresses, links that are out, how long a number is believed.

For who keeps the listing; somebody else's is "not found".
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotReady, TooManyAttempts
from resource_dir.operations.beds import fresh_hours, reaches
from resource_dir.operations.beds.asking import ask_again
from resource_dir.operations.beds.counts import counts_of
from resource_dir.operations.beds.links import list_bed_links, revoke_bed_link
from resource_dir.operations.beds.listings import kept_document
from resource_dir.web import wording
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.bed_reach import HoursForm, ReachForm
from resource_dir.web.providing.desk import desk
from resource_dir.web.signed_in import known_caller
from resource_dir.web.texts import _

bed_reach = Blueprint("bed_reach", __name__, url_prefix="/beds/<uuid:listing_id>/reach")

Trouble = tuple[str, str]


@bed_reach.get("")
def page(listing_id: UUID) -> Response:
    """Everything about how this house is asked."""
    return _page(listing_id)


@bed_reach.post("/add")
def add(listing_id: UUID) -> AnyResponse:
    """Send links to one more address."""
    _kept(listing_id)
    form, person = ReachForm(), known_caller()
    if fault := form.fault():
        return _page(listing_id, form=form, trouble=fault, status=400)
    try:
        with writing(database()) as session:
            reaches.add_reach(
                session,
                str(listing_id),
                kind=form.kind.data,
                address=form.address.data or "",
                actor=person.actor,
                now=now(),
            )
    except BadInput as error:
        return _page(listing_id, form=form, trouble=told(error), status=status_of(error))
    return _back(listing_id)


@bed_reach.post("/<uuid:reach_id>/stop")
def stop(listing_id: UUID, reach_id: UUID) -> AnyResponse:
    """Send nothing there any more."""
    _kept(listing_id)
    with writing(database()) as session:
        reaches.stop_reach(
            session, str(listing_id), str(reach_id), actor=known_caller().actor, now=now()
        )
    return _back(listing_id)


@bed_reach.post("/<uuid:reach_id>/send")
def send(listing_id: UUID, reach_id: UUID) -> AnyResponse:
    """Send a link there now."""
    document = _kept(listing_id)
    try:
        with writing(database()) as session:
            reach = reaches.get_reach(session, str(listing_id), str(reach_id))
            message = ask_again(
                session, reach, document, desk=desk(), actor=known_caller().actor, now=now()
            )
    except (TooManyAttempts, NotReady) as error:
        return _page(listing_id, trouble=told(error), status=status_of(error))
    desk().send(message)
    return _back(listing_id)


@bed_reach.post("/links/<uuid:link_id>/revoke")
def revoke(listing_id: UUID, link_id: UUID) -> AnyResponse:
    """End one link before its time."""
    _kept(listing_id)
    with writing(database()) as session:
        revoke_bed_link(
            session, str(listing_id), str(link_id), actor=known_caller().actor, now=now()
        )
    return _back(listing_id)


@bed_reach.post("/counts/<uuid:capacity_id>/hours")
def set_hours(listing_id: UUID, capacity_id: UUID) -> AnyResponse:
    """Say how long numbers of one count are believed."""
    _kept(listing_id)
    form = HoursForm()
    if fault := form.fault():
        return _page(listing_id, trouble=fault, status=400)
    try:
        with writing(database()) as session:
            fresh_hours.set_fresh_hours(
                session,
                str(listing_id),
                str(capacity_id),
                form.number,
                actor=known_caller().actor,
                now=now(),
            )
    except BadInput as error:
        return _page(listing_id, trouble=told(error), status=status_of(error))
    return _back(listing_id)


def _kept(listing_id: UUID) -> dict[str, Any]:
    return kept_document(database(), str(listing_id), known_caller())


def _back(listing_id: UUID) -> AnyResponse:
    return redirect(url_for("bed_reach.page", listing_id=listing_id), SEE_OTHER)


def _page(
    listing_id: UUID,
    *,
    form: ReachForm | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> Response:
    document = _kept(listing_id)
    session = database()
    known = reaches.list_reaches(session, str(listing_id))
    text = render_template(
        "providing/reach.html",
        listing=document,
        reaches=known,
        links=list_bed_links(session, str(listing_id), now=now()),
        address_of={reach.id: reach.address for reach in known},
        counts=[
            (wording.unit_label({"unit": count.unit, "population": count.population}), count)
            for count in counts_of(session, [document]).get(str(listing_id), [])
        ],
        usual_hours=document["fresh_hours"],
        form=form or ReachForm(formdata=None),
        plain=ConfirmForm(formdata=None),
        desk=desk(),
        trouble=trouble,
        until=_until,
    )
    return make_response(text, status)


def _until(moment: datetime) -> str:
    """How long something still holds: "6 days", "3 h"."""
    hours = max(0, round((moment - now()).total_seconds() / 3600))
    if hours >= 48:
        return _("%(count)s days", count=round(hours / 24))
    return _("%(count)s h", count=hours)
