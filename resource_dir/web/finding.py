"""The pages of a search: place box, words, filters as links, cards, one listing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resource_dir import geo
from resource_dir.errors import BadInput
from resource_dir.extensions import csrf
from resource_dir.operations.asking import PARAMETER_NAMES, read_query
from resource_dir.operations.demonstrating import is_demo
from resource_dir.operations.finding import find_listings, get_listing
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, index_keeper, now, wants_json
from resource_dir.web.errors import status_of
from resource_dir.web.links import SearchLinks
from resource_dir.web.listing_page import listing_page
from resource_dir.web.parameters import from_form, from_query
from resource_dir.web.search_page import Trouble, search_page

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
    asked = {name: values for name, values in form.items() if name in PARAMETER_NAMES}
    try:
        links = _placed(asked, shown="".join(form.get("near_shown", ())))
    except BadInput as error:
        return _refused(asked, error)
    return redirect(links.here, SEE_OTHER)


# It changes nothing; POST only keeps the typed place out of every URL and log.
csrf.exempt(search_from_form)


def _placed(asked: Params, *, shown: str) -> SearchLinks:
    """The search around the typed place. A place left as it was shown keeps its point: the name
    of a neighbourhood would give the middle of a ZIP code back.
    """
    links = SearchLinks.of(asked)
    near = links.value("near")
    if not near:
        return SearchLinks.of(_without(asked, "near", "lat", "lon", "radius_mi"))
    if near == shown and links.value("lat") and links.value("lon"):
        return _rounded(SearchLinks.of(_without(asked, "near")))
    place = geo.find_places(near)[0]
    return links.at(place.lat, place.lon)


def _rounded(links: SearchLinks) -> SearchLinks:
    """With the posted point rounded: a device gives seven digits. What is no number stays as it
    was typed; the page names the field.
    """
    try:
        return links.at(float(links.value("lat")), float(links.value("lon")))
    except ValueError:
        return links


def _without(params: Params, *names: str) -> Params:
    return {name: values for name, values in params.items() if name not in names}


def _page(params: Params) -> Response:
    moment, viewer = now(), viewer_of(request)
    try:
        query = read_query(params, now=moment, viewer=viewer)
        answer = find_listings(database(), query, keeper=index_keeper(), viewer=viewer, now=moment)
    except BadInput as error:
        return _refused(params, error)
    return _rendered(search_page(params, answer, moment))


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
    """One listing, whole."""
    moment, session = now(), database()
    found = get_listing(session, str(listing_id), viewer=viewer_of(request), now=moment)
    text = render_template(
        "finding/listing.html",
        **listing_page(found, moment),
        demonstration=is_demo(session),
    )
    return make_response(text)
