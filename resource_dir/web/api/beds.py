"""Counts of free beds from programs: one number a request, in the name of an account."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import orjson
from flask import Blueprint, Response, abort, current_app, request

from resource_dir.errors import BadInput, NotSignedIn
from resource_dir.extensions import csrf
from resource_dir.operations.beds.pushing import Pushed
from resource_dir.operations.beds.reporting import FIELDS
from resource_dir.operations.beds.together import Together
from resource_dir.operations.reports.reporting import is_key
from resource_dir.web.answers import database, json_answer, now
from resource_dir.web.signed_in import opened_lately, pushing_token

api_beds = Blueprint("api_beds", __name__, url_prefix="/api")

LONGEST_BODY = 10_000
NAMES = ("listing", "unit", "population", "at", "key", *FIELDS)


@api_beds.post("/beds")
def store() -> Response:
    """Report one count of one listing that the token's account keeps."""
    digest, body = pushing_token(), _body()
    together: Together = current_app.extensions["together"]
    try:
        done = together.report(database(), _pushed(digest, body))
    except NotSignedIn:
        opened_lately().forget(digest)
        raise
    return json_answer({
        "listing": body["listing"],
        "capacity_id": done.capacity_id,
        "available": done.available,
        "updated": done.updated.isoformat() if done.updated else None,
        "is_newest": done.is_newest,
        "is_repeated": done.is_repeated,
    })  # fmt: skip


csrf.exempt(store)  # no cookie is looked at: the token in the header is what no foreign page has


def _body() -> dict[str, Any]:
    if not request.is_json:
        abort(415)
    data = request.get_data()
    if len(data) > LONGEST_BODY:
        raise BadInput("The body may have %(most)s characters.", most=LONGEST_BODY)
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadInput(
            "The body is not JSON: %(reason)s at character %(position)s.",
            reason=error.msg,
            position=error.pos,
        ) from error
    if not isinstance(body, dict):
        raise BadInput('The body has to be a JSON object such as {"listing": "…", "available": 2}.')
    for name in body:
        if name not in NAMES:
            raise BadInput(
                "The known names are: %(known)s.", field=name[:40], known=", ".join(NAMES)
            )
    if not isinstance(body.get("listing"), str) or not is_key(body["listing"]):
        raise BadInput("Give the id of a listing, as a search shows it.", field="listing")
    return body


def _pushed(digest: str, said: dict[str, Any]) -> Pushed:
    fields = {name: said[name] for name in FIELDS if name in said}
    if "next_appointment" in fields:
        fields["next_appointment"] = _moment(fields["next_appointment"], "next_appointment")
    if said.get("key") is not None and not is_key(said["key"]):
        raise BadInput("The key has to be a UUID.", field="key")
    return Pushed(
        digest,
        said["listing"],
        said.get("key") or str(uuid4()),
        now(),
        unit=said.get("unit"),
        population=said.get("population"),
        fields=fields,
        at=_moment(said.get("at"), "at"),
    )


def _moment(text: Any, field: str) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadInput("Give a time with its offset, as 2026-01-15T09:30:00Z.", field=field)
    return moment
