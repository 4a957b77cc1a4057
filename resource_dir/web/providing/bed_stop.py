"""Who was sent a link says that no more shall come there: one button, no password.

A GET changes nothing: programs that look at links before a person does would stop the letters.
"""

from flask import Blueprint, Response, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from resource_dir.database import writing
from resource_dir.errors import NotFound
from resource_dir.models import BedReach
from resource_dir.operations.beds.links import find_bed_link
from resource_dir.operations.beds.listings import find_listing
from resource_dir.operations.beds.reaches import get_reach, stop_reach
from resource_dir.web.answers import database, now
from resource_dir.web.forms.account import ConfirmForm

LONGEST_TOKEN = 100

bed_stop = Blueprint("bed_stop", __name__)


@bed_stop.get("/b/<token>/stop")
def form(token: str) -> Response:
    """The question, and its button."""
    reach = _reach(token)
    return _page(reach, is_done=False)


@bed_stop.post("/b/<token>/stop")
def stop(token: str) -> AnyResponse:
    """Stop, and say so."""
    reach = _reach(token)
    if ConfirmForm().fault():
        return _page(reach, is_done=False, status=400)
    with writing(database()) as session:
        stop_reach(session, reach.listing_id, reach.id, actor=f"bed reach:{reach.id}", now=now())
    return _page(reach, is_done=True)


def _reach(token: str) -> BedReach:
    """Where this link was sent. Raises NotFound, also for one that was handed over by hand."""
    link = find_bed_link(database(), token[:LONGEST_TOKEN], now=now())
    if link.reach_id is None:
        raise NotFound("This link was not sent to an address, so there is nothing to stop.")
    return get_reach(database(), link.listing_id, link.reach_id)


def _page(reach: BedReach, *, is_done: bool, status: int = 200) -> Response:
    text = render_template(
        "providing/stop.html",
        name=find_listing(database(), reach.listing_id)["name"],
        reach=reach,
        is_done=is_done,
        form=ConfirmForm(formdata=None),
    )
    return make_response(text, status)
