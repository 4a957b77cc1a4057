"""What the pages of accounts say: roles, and moments in the zone of this installation."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from resource_dir.web.answers import now
from resource_dir.web.signed_in import A_BROWSER, settings, shown_caller
from resource_dir.web.texts import N_, _
from resource_dir.web.wording import DATE, age_text, day_text

ROLE_NAMES = {
    "responder": N_("responder"),
    "broker": N_("broker"),
    "provider": N_("provider"),
    "planner": N_("planner"),
    "steward": N_("steward"),
    "administrator": N_("administrator"),
}


def register_account_words(app: Flask) -> None:
    """Let every template say who is signed in."""
    app.jinja_env.globals.update(
        shown_caller=shown_caller,
        role_name=role_name,
        device_name=device_name,
        day_of=day_of,
        age_of=age_of,
    )


def role_name(role: str) -> str:
    """A role in the reader's language."""
    return _(ROLE_NAMES[role])


def device_name(device: str) -> str:
    """A browser and its system, kept in English, in the reader's language."""
    browser, on, system = device.partition(" on ")
    shown = _("A browser") if browser == A_BROWSER else browser
    return _("%(browser)s on %(system)s", browser=shown, system=system) if on else shown


def day_of(moment: datetime) -> str:
    """The day here, as "Dec 1, 2026"."""
    return day_text(moment.astimezone(ZoneInfo(settings().timezone)).date(), DATE)


def age_of(moment: datetime) -> str:
    """How long ago, as "12 min"."""
    return age_text(max(0.0, (now() - moment).total_seconds()))
