"""The pages of a search: place box, words, filters as links, cards, one listing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from resource_dir import geo
from resource_dir.errors import BadInput
from resource_dir.extensions import csrf
from resource_dir.operations.finding import get_listing
from resource_dir.operations.importing.demonstrating import is_demo
from resource_dir.operations.places.places_served import places_meant
from resource_dir.operations.reports.reporting import noted_at
from resource_dir.operations.verifying.uses import ListingUses
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, locator, name_of_point, now, wants_json
from resource_dir.web.errors import status_of
from resource_dir.web.finding.asking import answer_of
from resource_dir.web.finding.links import ACCURACY, KNOWN_LEVELS, LEVEL, PAGE_ONLY, SearchLinks
from resource_dir.web.finding.listing_page import listing_page
from resource_dir.web.finding.search_form import Trouble, asked_by
from resource_dir.web.finding.search_page import choose_page, search_page
from resource_dir.web.parameters import from_form, from_query
from resource_dir.web.providing.hold_links import ask_url, ask_urls
from resource_dir.web.signed_in import caller, settings
from resource_dir.web.texts import language
from resource_dir.web.wording import accuracy_of

Params = Mapping[str, Sequence[str]]
SEE_OTHER = 303

finding = Blueprint("finding", __name__)


@finding.get("/")
def home() -> Response:
    """The search page, with nothing asked yet."""
    return _page(from_query(request))


@finding.get("/search")
def search() -> Response:
    """The search page; the URL is the search."""
    return _page(from_query(request))


@finding.post("/search")
def search_from_form() -> AnyResponse:
    """Find the typed place, then send the browser to a URL with a rounded point in its stead."""
    form = from_form(request)
    try:
        asked = asked_by(form)
        found = _from_where(asked, form)
    except BadInput as error:
        return _refused(form, error)
    if isinstance(found, SearchLinks):
        return redirect(found.here, SEE_OTHER)
    return _rendered(choose_page(asked, found, now()))


# It changes nothing; POST only keeps the typed place out of every URL and log.
csrf.exempt(search_from_form)


def _from_where(asked: Params, form: Params) -> SearchLinks | Sequence[geo.Place]:
    """The search around the place that was meant, or the places to choose from.

    A place left as it was shown keeps its point: the name of a neighbourhood would give the
    middle of a ZIP code back. A device that says where it is says how exactly, too; an address
    typed after it counts instead.
    """
    links = SearchLinks.of(asked)
    near, shown = links.value("near"), "".join(form.get("near_shown", ())).strip()
    if near and near == shown and links.value("lat") and links.value("lon"):
        accuracy = _one(form, ACCURACY)  # a device's; else what was known of the point before
        known = {name: _one(form, f"{name}_shown") for name in PAGE_ONLY}
        return _at_a_point(links, {ACCURACY: accuracy} if accuracy else known)
    if not near:
        return SearchLinks.of(_without(asked, "near", "lat", "lon", "radius_mi"))
    places = places_meant(database(), locator(viewer_of(request))(near))
    return places if len(places) > 1 else links.around(places[0]).widening()


def _at_a_point(links: SearchLinks, known: Mapping[str, str]) -> SearchLinks:
    """Around the point in the form, with what is known of it. Raises BadInput when it is none."""
    moved = links.at(*_point_of(links)).widening()
    metres = accuracy_of(known.get(ACCURACY, ""))
    if metres is not None:
        return moved.adding(ACCURACY, str(metres))
    level = known.get(LEVEL, "")
    return moved.adding(LEVEL, level) if level in KNOWN_LEVELS else moved


def _point_of(links: SearchLinks) -> tuple[float, float]:
    try:
        lat, lon = float(links.value("lat")), float(links.value("lon"))
    except ValueError as error:
        raise BadInput("A point is two decimal numbers such as 38.505, -106.055.") from error
    geo.check_point(lat, lon)
    return lat, lon


def _one(form: Params, name: str) -> str:
    return "".join(form.get(name, ()))[:20].strip()


def _without(params: Params, *names: str) -> dict[str, Sequence[str]]:
    return {name: values for name, values in params.items() if name not in names}


def _page(params: Params) -> Response:
    try:
        answer = answer_of(_without(params, *PAGE_ONLY), language=language())
    except BadInput as error:
        return _refused(params, error)
    place = answer["place"]
    name = name_of_point(place["lat"], place["lon"]) if place else None
    page = search_page(params, answer, now(), place_name=name)
    return _rendered(page | {"ask_urls": ask_urls(answer["results"], caller())})


def _refused(params: Params, error: BadInput) -> Response:
    """The form as it was filled in, with what is wrong beside the field; JSON for a program."""
    if wants_json(request):
        raise error
    page = search_page(params, None, now(), trouble=Trouble.of(error))
    return _rendered(page, status=status_of(error))


def _rendered(page: dict[str, object], *, status: int = 200) -> Response:
    text = render_template("finding/search.html", **page, demonstration=is_demo(database()))
    return make_response(text, status)


@finding.get("/listings/<uuid:listing_id>")
def listing(listing_id: UUID) -> Response:
    """One listing, whole. `reported=` is the key of a report that was stored a moment ago."""
    moment, session = now(), database()
    found = get_listing(
        session,
        str(listing_id),
        viewer=viewer_of(request),
        now=moment,
        language=language(),
    )
    key, is_kept = request.args.get("reported"), _is_kept(found)
    if not is_kept:  # its keeper looks at it for other reasons than whoever needs it
        uses: ListingUses = current_app.extensions["listing_uses"]
        uses.opened(found["id"], moment.astimezone(ZoneInfo(settings().timezone)).date())
    text = render_template(
        "finding/listing.html",
        listing=found,
        is_kept=is_kept,
        **listing_page(
            found,
            moment,
            url=request.base_url,
            noted=noted_at(session, found["id"], key) if key else None,
        ),
        ask_url=ask_url(found, caller()),
        demonstration=is_demo(session),
    )
    return make_response(text)


def _is_kept(listing: Mapping[str, Any]) -> bool:
    """Whether who asks may change this listing."""
    person = caller()
    return person is not None and person.keeps(listing["organization_id"] or "")
