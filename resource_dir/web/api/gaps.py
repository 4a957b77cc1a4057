"""The gap table for programs: the same as `resource-dir gaps --json`."""

from flask import Blueprint, Response, request

from resource_dir.operations.planning.asked import read_gaps_asked
from resource_dir.operations.planning.audits import audits_of
from resource_dir.operations.planning.gaps import find_gaps
from resource_dir.operations.planning.gaps_json import gaps_json
from resource_dir.operations.planning.turn_aways import seen_json, turn_aways_seen
from resource_dir.web.answers import database, json_answer, now
from resource_dir.web.parameters import from_query
from resource_dir.web.signed_in import settings

api_gaps = Blueprint("api_gaps", __name__, url_prefix="/api")


@api_gaps.get("/gaps")
def show() -> Response:
    """What is short, where, at which hours, and how sure."""
    asked = read_gaps_asked(from_query(request))
    table = find_gaps(database(), asked, settings=settings(), now=now())
    audits = audits_of(database(), [each.data_set for each in table.demand.observed])
    seen = seen_json(turn_aways_seen(database(), table, now=now()))
    return json_answer(gaps_json(table, audits, seen=seen, hours=asked.hours))
