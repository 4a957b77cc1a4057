"""Who does not say how many beds are free, for whoever calls them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, render_template

from resource_dir.operations.beds.quiet import quiet_listings
from resource_dir.web import wording
from resource_dir.web.answers import database, now
from resource_dir.web.texts import _, ngettext

quiet = Blueprint("quiet", __name__)


@quiet.get("/steward/quiet")
def page() -> Response:
    """The list; each row is one tap from a call, and another from noting what was said."""
    text = render_template(
        "stewarding/quiet.html",
        rows=quiet_listings(database(), now=now()),
        rate=_rate,
        clock=_clock,
        phone_text=wording.phone_text,
    )
    return make_response(text)


def _rate(updates_per_day: float) -> str:
    """ "2 a day", "3 in 4 weeks": as a person would say it."""
    if updates_per_day >= 1:
        return _("%(count)s updates a day", count=f"{updates_per_day:.1f}".removesuffix(".0"))
    return ngettext(
        "%(num)s update in 4 weeks", "%(num)s updates in 4 weeks", round(updates_per_day * 28)
    )


def _clock(moment: datetime, zone: str | None) -> str:
    local = moment.astimezone(ZoneInfo(zone or "UTC"))
    return f"{wording.clock(local)}, {wording.day_text(local.date(), wording.DATE)}"
