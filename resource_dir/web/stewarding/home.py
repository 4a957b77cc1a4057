"""Where a steward begins: what waits, how many, and since when."""

from flask import Blueprint, current_app, render_template

from resource_dir.operations.queues import queues_of
from resource_dir.web.answers import database
from resource_dir.web.texts import N_, _

QUEUES = {
    "review": ("review.show", N_("Changes to review")),
    "claims": ("claim_queue.show", N_("Claims")),
    "reports": ("report_queue.show", N_("Reports and suggested edits")),
    "conflicts": ("taking_back.conflicts", N_("Imports against edits")),
}
# Shown where this installation has the page.
MORE = {
    "verifying.queue": N_("Listings to verify"),
    "quiet.page": N_("Providers that went quiet"),
    "people.show": N_("People"),
    "listing_life.begin": N_("New listing"),
    "taking_back.undo": N_("Take back what one account did"),
}

steward = Blueprint("steward", __name__, url_prefix="/steward")


@steward.get("")
def home() -> str:
    """Every queue with its number and the age of the oldest, and where else to go."""
    known = current_app.view_functions
    return render_template(
        "stewarding/home.html",
        queues=[
            (one, QUEUES[one.name][0], _(QUEUES[one.name][1])) for one in queues_of(database())
        ],
        more=[(endpoint, _(words)) for endpoint, words in MORE.items() if endpoint in known],
    )
