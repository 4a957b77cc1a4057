"""The JSON interface: the same searches as the page, for programs."""

from uuid import UUID

from flask import Blueprint, Response, request

from resource_dir.errors import BadInput
from resource_dir.extensions import csrf
from resource_dir.needs import NEEDS
from resource_dir.operations.finding import get_listing
from resource_dir.operations.finding import suggest as find_suggestions
from resource_dir.web.access import viewer_of
from resource_dir.web.answers import database, index_keeper, json_answer, now
from resource_dir.web.api.openapi import document
from resource_dir.web.finding.asking import answer_of
from resource_dir.web.parameters import from_json, from_query, only

SUGGESTIONS = 8
LONGEST_SUGGESTED = 100

api = Blueprint("api", __name__, url_prefix="/api")


@api.get("/search")
def search() -> Response:
    """Find listings; the query string is the search."""
    return json_answer(answer_of(from_query(request)))


@api.post("/search")
def search_by_json() -> Response:
    """Find listings; the same names in a JSON body, so that a place need not stand in a URL."""
    return json_answer(answer_of(from_json(request)))


# It changes nothing; POST only keeps the place out of the URL.
csrf.exempt(search_by_json)


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
        raise BadInput("q may have %(limit)s characters.", field="q", limit=LONGEST_SUGGESTED)
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
