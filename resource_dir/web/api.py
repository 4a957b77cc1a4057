"""The JSON interface: the same searches as the page, for programs."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from resource_dir.errors import BadInput
from resource_dir.extensions import csrf
from resource_dir.needs import NEEDS
from resource_dir.operations.asking import read_query
from resource_dir.operations.finding import find_listings, get_listing
from resource_dir.operations.finding import suggest as find_suggestions
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, index_keeper, json_answer, locator, now
from resource_dir.web.openapi import document
from resource_dir.web.parameters import Params, from_json, from_query, only

SUGGESTIONS = 8
LONGEST_SUGGESTED = 100

api = Blueprint("api", __name__, url_prefix="/api")


@api.get("/search")
def search() -> Response:
    """Find listings; the query string is the search."""
    return json_answer(_find(from_query(request)))


@api.post("/search")
def search_by_json() -> Response:
    """Find listings; the same names in a JSON body, so that a place need not stand in a URL."""
    return json_answer(_find(from_json(request)))


# It changes nothing; POST only keeps the place out of the URL.
csrf.exempt(search_by_json)


def _find(params: Params) -> dict[str, Any]:
    moment, viewer = now(), viewer_of(request)
    query = read_query(params, now=moment, viewer=viewer, locate=locator(viewer))
    return find_listings(database(), query, keeper=index_keeper(), viewer=viewer, now=moment)


@api.get("/listings/<uuid:listing_id>")
def listing(listing_id: UUID) -> Response:
    """Everything of one listing that the viewer may see."""
    only(from_query(request))
    found = get_listing(database(), str(listing_id), viewer=viewer_of(request), now=now())
    return json_answer(found)


@api.get("/suggest")
def suggest() -> Response:
    """What somebody who has typed this may mean."""
    text = only(from_query(request), "q").get("q", "").strip()
    if len(text) > LONGEST_SUGGESTED:
        raise BadInput(f"q may have {LONGEST_SUGGESTED} characters.", field="q")
    found = find_suggestions(index_keeper(), database(), text, limit=SUGGESTIONS) if text else []
    return json_answer({"suggestions": found})


@api.get("/needs")
def needs() -> Response:
    """The needs that can be searched for, with their names in both languages."""
    only(from_query(request))
    listed = [
        {
            "slug": need.slug,
            "name": need.name,
            "name_es": need.name_es,
            "group": need.group,
            "parent": need.parent,
        }
        for need in NEEDS.values()
    ]
    return json_answer({"needs": listed, "groups": list(dict.fromkeys(n["group"] for n in listed))})


@api.get("/openapi.json")
def openapi() -> Response:
    """This interface, described for programs."""
    return json_answer(document())
