"""Turn a stored listing document into what the search engine takes."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson

from resource_dir import geo
from resource_dir.fit import Fact
from resource_dir.operations.listings.hours_shown import hours_of, taking_hours
from resource_dir.operations.listings.presenting import beds_fresh_until
from resource_dir.search import Counted, FreeBeds, ListingDocument

Document = dict[str, Any]


def search_document(document: Document, change: int) -> ListingDocument:
    """The engine's view: public texts, all facts with their audience, hours in which people are
    taken (public rules only, so that a hidden schedule can't be read off a filter).
    """
    hours = taking_hours(hours_of(document, "public")).without_notes()
    return ListingDocument(
        id=document["id"],
        service_id=document["service_id"],
        location_id=document["location_id"],
        organization_id=document["organization_id"],
        texts=tuple(_texts(document)),
        needs=tuple(document["needs"]),
        lat=document["lat"],
        lon=document["lon"],
        is_withheld=document["is_withheld"],
        areas=tuple(document["areas"]),
        hours=hours,
        facts=tuple(Fact(**fact) for fact in document["facts"]),
        free=tuple(_free(document)),
        verified_on=date.fromisoformat(document["verified"]) if document["verified"] else None,
        status=document["status"],
        change=change,
        rest=rest_of(document),
    )


def rest_of(document: Document) -> int:
    """A mark of all of a document but for its counts: while it stays, only `counted` can change."""
    rest = orjson.dumps({**document, "capacity": None}, option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(hashlib.blake2b(rest, digest_size=8).digest(), "big")


def counted(document: Document, change: int) -> Counted:
    """The free beds of a listing, where the rest of it is as before."""
    return Counted(document["id"], tuple(_free(document)), change)


def _texts(document: Document) -> Iterable[tuple[str, str]]:
    place = [document["city"] or "", *(geo.area_name(key) for key in document["areas"])]
    for field, parts in (
        ("name", [document["name"], document["alternate_name"]]),
        ("organization", [document["organization"], document["program"]]),
        ("needs", [*document["terms"]]),
        ("description", [document["description"], document["application_process"]]),
        ("eligibility", [document["eligibility"]]),
        ("place", [document["location_name"], *place]),
    ):
        text = " . ".join(part for part in parts if part)
        if text:
            yield field, text


def _free(document: Document) -> Iterable[FreeBeds]:
    for row in document["capacity"]:
        until = beds_fresh_until(document, row)
        is_accepting = row["is_accepting"] is not False
        if until is not None and row["available"] and is_accepting:
            yield FreeBeds(row["audience"], row["available"], int(until.timestamp()))
