"""Counts of free beds from programs: one number a request, in the name of an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import orjson
from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy import RowMapping, bindparam, select

from resource_dir.errors import BadInput, NotAllowed, NotFound
from resource_dir.extensions import csrf
from resource_dir.models import Capacity, ListingDocument, Unit
from resource_dir.operations.accounts.tokens import Program
from resource_dir.operations.beds.reporting import FIELDS, BedReport, Said
from resource_dir.operations.beds.together import Together
from resource_dir.operations.reporting import is_key
from resource_dir.web.answers import database, json_answer, now
from resource_dir.web.signed_in import known_program

api_beds = Blueprint("api_beds", __name__, url_prefix="/api")

LONGEST_BODY = 10_000
ANYONE = "anyone"
# Made once, as what `report_beds` asks. A listing without counts has one row, without an id.
_COUNTS = (
    select(
        ListingDocument.organization_id, Capacity.id, Capacity.population, Unit.name.label("unit")
    )
    .outerjoin(Capacity, Capacity.service_at_location_id == ListingDocument.id)
    .outerjoin(Unit, Unit.id == Capacity.unit_id)
    .where(ListingDocument.id == bindparam("of_listing"), ListingDocument.document.is_not(None))
    .order_by(Unit.name, Capacity.population, Capacity.id)
)
NAMES = ("listing", "unit", "population", "at", "key", *FIELDS)


@api_beds.post("/beds")
def store() -> Response:
    """Report one count of one listing that the token's account keeps."""
    asking, body = known_program(), _body()
    listing_id = body["listing"]
    report = _report(body, _counts_of(asking, listing_id))
    said = Said(listing_id, report, actor=asking.actor, via="token", now=now())
    together: Together = current_app.extensions["together"]
    done = together.report(database(), said)
    return json_answer({
        "listing": listing_id,
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


def _counts_of(asking: Program, listing_id: str) -> list[RowMapping]:
    """Raises NotFound for a listing that is not shown, NotAllowed for one of somebody else."""
    result = database().connection().execute(_COUNTS, {"of_listing": listing_id})
    found = result.mappings().all()
    if not found:
        raise NotFound("There is no such listing. It may have been closed or merged.")
    if not asking.reports_beds_of(found[0]["organization_id"] or ""):
        raise NotAllowed("This token may not report the beds of this listing.")
    return [count for count in found if count["id"]]


def _report(said: dict[str, Any], counts: Sequence[RowMapping]) -> BedReport:
    fields = {name: said[name] for name in FIELDS if name in said}
    if "next_appointment" in fields:
        fields["next_appointment"] = _moment(fields["next_appointment"], "next_appointment")
    if said.get("key") is not None and not is_key(said["key"]):
        raise BadInput("The key has to be a UUID.", field="key")
    return BedReport(
        _capacity_of(said, counts),
        said.get("key") or str(uuid4()),
        fields=fields,
        at=_moment(said.get("at"), "at"),
    )


def _capacity_of(said: dict[str, Any], counts: Sequence[RowMapping]) -> str:
    """The count that unit and population name; the only one needs no name."""
    unit, whom = said.get("unit"), said.get("population")
    found = [
        count
        for count in counts
        if unit in (None, count["unit"]) and whom in (None, count["population"])
    ]
    if len(found) > 1 and whom is None:
        found = [count for count in found if count["population"] == ANYONE] or found
    if len(found) != 1:
        known = "; ".join(f"{count['unit']}, {count['population']}" for count in counts)
        raise BadInput(
            "Say which beds: unit and population of one of these counts: %(known)s.",
            field="unit",
            known=known or "-",
        )
    key: str = found[0]["id"]
    return key


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
