"""Free beds in one tap: for who keeps the listing, and by a link without a password."""

from typing import Any
from uuid import UUID, uuid4

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
from sqlalchemy import select, update
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import BadInput, NotFound, ResourceDirError
from resource_dir.extensions import csrf
from resource_dir.models import BedLink, ListingDocument
from resource_dir.operations.beds.links import (
    find_bed_link,
    list_bed_links,
    make_bed_link,
    revoke_bed_link,
)
from resource_dir.operations.beds.reporting import Said, report_said
from resource_dir.operations.beds.together import Together
from resource_dir.operations.editing.history import kept_listing
from resource_dir.operations.finding import documents_by_id, get_listing
from resource_dir.web.account.signing_in import SEE_OTHER, told
from resource_dir.web.answers import database, now
from resource_dir.web.errors import status_of
from resource_dir.web.forms.account import ConfirmForm
from resource_dir.web.forms.beds import BedForm
from resource_dir.web.providing.bed_counts_shown import BedCount, bed_counts
from resource_dir.web.signed_in import known_caller, settings

beds = Blueprint("beds", __name__)


@beds.get("/my-listings")
def mine() -> Response:
    """The listings that one keeps, with the age of their numbers."""
    person = known_caller()
    query = (
        select(ListingDocument.id)
        .where(
            ListingDocument.organization_id.in_(sorted(person.organizations)),
            ListingDocument.document.is_not(None),
        )
        .order_by(ListingDocument.id)
    )
    shown = [_listing(key) for key in database().scalars(query)]
    shown.sort(key=lambda one: (one["name"] or "", one["id"]))
    text = render_template(
        "providing/my_listings.html",
        person=person,
        listings=[(one, bed_counts(one, now())) for one in shown],
    )
    return make_response(text)


@beds.get("/beds/<uuid:listing_id>")
def show(listing_id: UUID) -> Response:
    """The counts of one listing, each with its buttons."""
    kept_listing(database(), str(listing_id), known_caller())
    return _kept_page(str(listing_id))


@beds.post("/beds/<uuid:listing_id>")
def store(listing_id: UUID) -> AnyResponse:
    """Store what was tapped or typed."""
    key, person = str(listing_id), known_caller()
    kept_listing(database(), key, person)
    form = BedForm()
    if trouble := _stored(key, form, actor=person.actor, via="page"):
        return _kept_page(key, form=form, trouble=trouble[0], status=trouble[1])
    return redirect(url_for("beds.show", listing_id=key, saved=form.capacity_id.data), SEE_OTHER)


@beds.post("/beds/<uuid:listing_id>/links")
def add_link(listing_id: UUID) -> Response:
    """A new link to this listing's beds; shown once."""
    key, person = str(listing_id), known_caller()
    kept_listing(database(), key, person)
    if fault := ConfirmForm().fault():
        return _kept_page(key, trouble=fault, status=400)
    with writing(database()) as session:
        token = make_bed_link(session, key, actor=person.actor, now=now())
    return _kept_page(key, link=link_to_beds(token))


@beds.post("/beds/<uuid:listing_id>/links/<uuid:link_id>/end")
def end_link(listing_id: UUID, link_id: UUID) -> AnyResponse:
    """End one link; it opens nothing any more."""
    key, person = str(listing_id), known_caller()
    kept_listing(database(), key, person)
    if fault := ConfirmForm().fault():
        return _kept_page(key, trouble=fault, status=400)
    with writing(database()) as session:
        revoke_bed_link(session, key, str(link_id), actor=person.actor, now=now())
    return redirect(url_for("beds.show", listing_id=key), SEE_OTHER)


@beds.get("/b/<token>")
def by_link(token: str) -> Response:
    """The same page by a link: one listing, no password."""
    return _link_page(token, find_bed_link(database(), token, now=now()))


@beds.post("/b/<token>")
def store_by_link(token: str) -> AnyResponse:
    """Store what was tapped or typed by a link. The link itself is what no foreign page knows."""
    link = find_bed_link(database(), token, now=now())
    form, listing_id, link_id = BedForm(meta={"csrf": False}), link.listing_id, link.id
    if trouble := _stored(listing_id, form, actor=f"link:{link_id}", via="link", link=token):
        return _link_page(token, link, form=form, trouble=trouble[0], status=trouble[1])
    return redirect(url_for("beds.by_link", token=token, saved=form.capacity_id.data), SEE_OTHER)


csrf.exempt(store_by_link)  # no cookie is looked at, and the address can't be guessed


def link_to_beds(token: str) -> str:
    """The whole address of a link."""
    return (settings().public_url or request.host_url).rstrip("/") + url_for(
        "beds.by_link", token=token
    )


def _stored(
    listing_id: str, form: BedForm, *, actor: str, via: str, link: str | None = None
) -> tuple[tuple[str, str], int] | None:
    """Store the form; what went wrong and its status, None when it is saved."""
    if fault := form.fault():
        return fault, 400
    # Not the whole listing: its past is read with it, and this is done hundreds of times a second.
    document = documents_by_id(database(), [listing_id]).get(listing_id, {})
    try:
        report = form.report(document.get("zone"))
        said = Said(listing_id, report, actor=actor, via=via, now=now())
        if link is None:
            together: Together = current_app.extensions["together"]
            together.report(database(), said)
        else:
            _store_by_link(said, link)
    except NotFound:
        raise
    except ResourceDirError as error:
        field = error.field if isinstance(error, BadInput) else None
        return (field or "", told(error)[1]), status_of(error)
    return None


def _store_by_link(said: Said, token: str) -> None:
    """In a transaction of its own, in which the link still has to work: it may have ended a moment
    ago, while this request waited for its turn.
    """
    with writing(database()) as session:
        key = find_bed_link(session, token, now=said.now).id
        session.execute(update(BedLink).where(BedLink.id == key).values(last_used=said.now))
        report_said(session, said)


def _listing(listing_id: str) -> dict[str, Any]:
    return get_listing(database(), listing_id, viewer="partner", now=now())


def _kept_page(
    listing_id: str,
    *,
    form: BedForm | None = None,
    trouble: tuple[str, str] | None = None,
    link: str | None = None,
    status: int = 200,
) -> Response:
    listing = _listing(listing_id)
    text = render_template(
        "providing/beds.html",
        listing=listing,
        counts=_with_form(bed_counts(listing, now()), form),
        target=url_for("beds.store", listing_id=listing_id),
        confirm=ConfirmForm(formdata=None),
        links=list_bed_links(database(), listing_id, now=now()),
        new_link=link,
        is_kept=True,
        trouble=trouble,
        saved=request.args.get("saved"),
        new_key=lambda: str(uuid4()),
    )
    return make_response(text, status)


def _link_page(
    token: str,
    link: BedLink,
    *,
    form: BedForm | None = None,
    trouble: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    listing = _listing(link.listing_id)
    text = render_template(
        "providing/beds.html",
        listing=listing,
        counts=_with_form(bed_counts(listing, now()), form),
        target=url_for("beds.store_by_link", token=token),
        confirm=None,
        links=(),
        new_link=None,
        is_kept=False,
        trouble=trouble,
        saved=request.args.get("saved"),
        new_key=lambda: str(uuid4()),
        here=url_for("beds.by_link", token=token),
        stop_url=url_for("bed_stop.form", token=token) if link.reach_id else None,
    )
    return make_response(text, status)


def _with_form(counts: list[BedCount], form: BedForm | None) -> list[BedCount]:
    """The counts; the one that was filled in wrongly keeps what was typed."""
    if form is None:
        return counts
    return [one.filled(form) if one.key == form.capacity_id.data else one for one in counts]
