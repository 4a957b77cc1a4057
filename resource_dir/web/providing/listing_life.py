"""The life of a listing: closed for now, activated for tonight, retired, withheld, new."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import scrub, writing
from resource_dir.errors import BadInput, NotAllowed, NotFound, ResourceDirError
from resource_dir.models import ListingDocument, Organization, Service
from resource_dir.needs import NEEDS
from resource_dir.operations.auditing import record
from resource_dir.operations.editing import life
from resource_dir.operations.editing.authors import Author
from resource_dir.operations.editing.history import kept_listing
from resource_dir.operations.editing.revising import Revised
from resource_dir.operations.reports.reporting import is_key
from resource_dir.operations.withholding.publishing import publish_listing, withhold_listing
from resource_dir.operations.withholding.purging import PURGED_TABLES
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, index_keeper, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.editing.place import NO_STREET, NO_ZIP, ZIP
from resource_dir.web.names import need_name
from resource_dir.web.signed_in import known_caller, settings
from resource_dir.web.stewarding.review import tell_old_contacts
from resource_dir.web.texts import _

listing_life = Blueprint("listing_life", __name__)

LONGEST = 300


@listing_life.get("/edit/<uuid:listing_id>/life")
def show(listing_id: UUID) -> Response:
    """What can be done with the listing as a whole."""
    return _page(str(listing_id))


@listing_life.post("/edit/<uuid:listing_id>/life")
def change(listing_id: UUID) -> AnyResponse:
    """Do what the pressed button says."""
    key, person = str(listing_id), known_caller()
    service_id = kept_listing(database(), key, person)
    if fault := ConfirmForm().fault():
        return _page(key, trouble=fault, status=400)
    author = Author.of(database(), person, now=now())
    try:
        done = _done(key, service_id, request.form.get("action", ""), author=author)
    except NotFound:
        raise
    except ResourceDirError as error:
        return _page(key, trouble=told(error), status=status_of(error))
    tell_old_contacts(done)
    waits, is_done = (1, None) if done.held else (None, 1)
    way = url_for("listing_life.show", listing_id=key, waits=waits, done=is_done)
    return redirect(way, SEE_OTHER)


@listing_life.get("/new-listing")
def begin() -> Response:
    """The form of a new listing."""
    return _new_page()


@listing_life.post("/new-listing")
def create() -> AnyResponse:
    """Begin a listing; the editor adds the rest."""
    person = known_caller()
    if fault := ConfirmForm().fault():
        return _new_page(trouble=fault, status=400)
    author = Author.of(database(), person, now=now())
    try:
        new = _typed()
        if not person.keeps(new.organization_id):
            raise NotFound("There is no such organization.")
        with writing(database()) as session:
            service_id, done = life.create_listing(
                session, new, author=author, now=now(), key=_key()
            )
    except NotFound:
        raise
    except ResourceDirError as error:
        return _new_page(trouble=told(error), status=status_of(error))
    tell_old_contacts(done)
    if done.live is None:
        return _new_page(is_held=True)
    listing = select(ListingDocument.id).where(ListingDocument.service_id == service_id)
    return redirect(
        url_for("editing.overview", listing_id=database().scalars(listing).first()), SEE_OTHER
    )


def _done(listing_id: str, service_id: str, action: str, *, author: Author) -> Revised:
    about: dict[str, Any] = {"author": author, "now": now()}
    if action == "withhold":
        _withhold(listing_id, author)
        return Revised()
    if action == "publish":
        _publish(listing_id, author)
        return Revised()
    zone = _zone_of(listing_id)
    with writing(database()) as session:
        if action == "close":
            until, today = _date("until"), _today(zone)
            return life.close_until(session, service_id, until=until, today=today, **about)
        if action == "reopen":
            return life.reopen(session, service_id, **about)
        if action == "activate":
            starts, ends = _moment("starts", zone), _moment("ends", zone)
            return life.activate(session, service_id, starts=starts, ends=ends, **about)
        if action in ("stop", "usual"):
            is_only = action == "stop"
            return life.stop_activation(session, service_id, is_only_activated=is_only, **about)
        if action == "retire":
            return life.retire(session, service_id, **about)
        raise BadInput("Press one of the buttons.", field="action")


def _withhold(listing_id: str, author: Author) -> None:
    """Purge the place. The name has to be typed: it can't be taken back."""
    listing = database().get_one(ListingDocument, listing_id)
    name, service_id = _name_of(listing), listing.service_id
    if request.form.get("name", "").strip().casefold() != name.strip().casefold():
        raise BadInput("Type the name of the listing as it stands here, to confirm.", field="name")
    with writing(database()) as session:
        withhold_listing(session, listing_id, now=now())
        record(
            session, "withhold", actor=author.actor, table="service", row_id=service_id,
            now=now(), after={"is_withheld": True},
        )  # fmt: skip
    scrub(database(), PURGED_TABLES)
    index_keeper().refresh(database())


def _name_of(listing: ListingDocument) -> str:
    """What the page calls it, and what is typed to confirm; never nothing."""
    service = database().get(Service, listing.service_id)
    return (service.name if service else None) or _("Unnamed listing")


def _key() -> str | None:
    key = request.form.get("key", "")
    return key if is_key(key) else None


def _publish(listing_id: str, author: Author) -> None:
    """Only a steward lets a place be stored again."""
    if known_caller().role != "steward":
        raise NotAllowed("Only a steward can publish a withheld listing.")
    service_id = database().get_one(ListingDocument, listing_id).service_id
    with writing(database()) as session:
        publish_listing(session, listing_id, now=now())
        record(
            session, "publish", actor=author.actor, table="service", row_id=service_id,
            now=now(), after={"is_withheld": False},
        )  # fmt: skip
    index_keeper().refresh(database())


def _typed() -> life.NewListing:
    said = {name: value.strip() for name, value in request.form.items()}
    for name, value in said.items():
        if name != "csrf_token" and len(value) > LONGEST:
            raise BadInput("That is too long.", field=name)
    place = tuple(said.get(name, "") for name in ("street", "city", "state", "postal_code"))
    street, city, state, postal_code = place
    if any(place) and not street:
        raise BadInput(NO_STREET, field="street")
    if postal_code and not ZIP.fullmatch(postal_code):
        raise BadInput(NO_ZIP, field="postal_code")
    return life.NewListing(
        organization_id=said.get("organization_id", ""),
        name=said.get("name", ""),
        need=said.get("need", ""),
        phone=said.get("phone") or None,
        place=(street, city, state, postal_code) if any(place) else None,
        is_withheld="is_withheld" in said,
    )


def _date(field: str) -> date:
    try:
        return date.fromisoformat(request.form.get(field, "").strip())
    except ValueError:
        raise BadInput("Give a day.", field=field) from None


def _moment(field: str, zone: ZoneInfo) -> datetime:
    try:
        typed = datetime.fromisoformat(request.form.get(field, "").strip())
    except ValueError:
        raise BadInput("Give a day and a time.", field=field) from None
    return typed if typed.tzinfo else typed.replace(tzinfo=zone)


def _zone_of(listing_id: str) -> ZoneInfo:
    """The clock on the wall of the listing; of this installation, where it has none."""
    document = database().get_one(ListingDocument, listing_id).document
    return ZoneInfo((document or {}).get("zone") or settings().timezone)


def _today(zone: ZoneInfo) -> date:
    return now().astimezone(zone).date()


def _page(
    listing_id: str, *, trouble: tuple[str, str] | None = None, status: int = 200
) -> Response:
    session, person = database(), known_caller()
    service_id = kept_listing(session, listing_id, person)
    listing = session.get_one(ListingDocument, listing_id)
    text = render_template(
        "providing/life.html",
        listing_id=listing_id,
        name=_name_of(listing),
        setting=life.setting_of(session, service_id),
        is_retired=life.is_retired(session, service_id),
        is_withheld=listing.is_withheld,
        may_publish=person.role == "steward",
        form=ConfirmForm(formdata=None),
        trouble=trouble,
        done="done" in request.args,
        waits="waits" in request.args,
        typed=request.form,
        today=_today(_zone_of(listing_id)),
    )
    return make_response(text, status)


def _new_page(
    *, trouble: tuple[str, str] | None = None, is_held: bool = False, status: int = 200
) -> Response:
    person = known_caller()
    query = select(Organization.id, Organization.name).order_by(Organization.name)
    if person.role != "steward":
        query = query.where(Organization.id.in_(sorted(person.organizations)))
    text = render_template(
        "providing/new_listing.html",
        organizations=database().execute(query).all(),
        needs=[(slug, need_name(slug)) for slug in NEEDS],
        key=_key() or str(uuid4()),
        form=ConfirmForm(formdata=None),
        trouble=trouble,
        is_held=is_held,
        typed=request.form,
    )
    return make_response(text, status)
