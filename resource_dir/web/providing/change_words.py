"""How changes of listings are called: actions, kinds of rows, fields, ways of reporting."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from resource_dir.web.answers import now
from resource_dir.web.signed_in import settings
from resource_dir.web.texts import N_, _
from resource_dir.web.wording import unit_label, when

ACTIONS = {
    "edit": N_("edited"),
    "create": N_("new listing"),
    "restore": N_("brought back"),
    "undo": N_("taken back"),
    "verify": N_("checked: all still right"),
    "take_from_source": N_("taken from the source"),
    "retire": N_("retired"),
    "close": N_("closed for now"),
    "reopen": N_("open again"),
    "activate": N_("activated"),
    "stop": N_("no longer activated"),
}
KINDS = {
    "organization": N_("organization"),
    "service": N_("listing"),
    "location": N_("place"),
    "service_at_location": N_("listing at a place"),
    "contact": N_("contact"),
    "phone": N_("phone"),
    "address": N_("address"),
    "accessibility": N_("access"),
    "schedule": N_("hours"),
    "service_area": N_("area served"),
    "required_document": N_("document to bring"),
    "language": N_("language"),
    "cost_option": N_("cost"),
    "url": N_("website"),
    "criterion": N_("who is taken"),
    "listing_need": N_("need"),
    "capacity": N_("count of beds"),
    "listing_setting": N_("setting"),
    "metadata": N_("note of a check"),
    "bed_setting": N_("setting of beds"),
    "bed_reach": N_("where links to beds go"),
    "removed": N_("removed row"),
}
FIELDS = {
    "name": N_("name"),
    "alternate_name": N_("other name"),
    "description": N_("description"),
    "alert": N_("notice"),
    "url": N_("website"),
    "website": N_("website"),
    "email": N_("e-mail"),
    "status": N_("status"),
    "application_process": N_("how to get in"),
    "fees": N_("fees"),
    "fees_description": N_("fees"),
    "wait_time": N_("waiting time"),
    "eligibility_description": N_("who is taken, in words"),
    "minimum_age": N_("youngest age"),
    "maximum_age": N_("oldest age"),
    "assured_date": N_("last verified"),
    "number": N_("number"),
    "extension": N_("extension"),
    "type": N_("kind"),
    "audience": N_("who may see it"),
    "title": N_("title"),
    "department": N_("department"),
    "address_1": N_("street"),
    "address_2": N_("apartment or floor"),
    "city": N_("city"),
    "state_province": N_("state"),
    "postal_code": N_("ZIP"),
    "country": N_("country"),
    "latitude": N_("latitude"),
    "longitude": N_("longitude"),
    "transportation": N_("how to get there"),
    "opens_at": N_("opens"),
    "closes_at": N_("closes"),
    "byday": N_("days"),
    "freq": N_("repeats"),
    "is_closed": N_("closed on these days"),
    "holiday": N_("holiday"),
    "purpose": N_("opening or intake"),
    "valid_from": N_("from"),
    "valid_to": N_("until"),
    "notes": N_("notes"),
    "code": N_("what is asked"),
    "stance": N_("answer"),
    "value": N_("detail"),
    "document": N_("document"),
    "option": N_("cost"),
    "amount": N_("amount"),
    "population": N_("for whom"),
    "maximum": N_("beds in all"),
    "available": N_("free beds"),
    "confirms_by_itself": N_("confirmed by itself"),
    "longest_hold_minutes": N_("longest hold"),
    "fresh_hours": N_("how long a number is believed"),
    "need_slug": N_("need"),
    "closed_until": N_("closed until"),
    "closed_from": N_("closed from"),
    "activated_from": N_("activated from"),
    "activated_until": N_("activated until"),
    "is_only_activated": N_("open only when activated"),
    "*": N_("the whole row"),
}
VIAS = {
    "page": N_("on the page"),
    "link": N_("by a link"),
    "mail": N_("by mail"),
    "token": N_("by a program"),
    "phone": N_("on the phone"),
    "hold": N_("a bed was held or freed"),
    "undo": N_("put back by an undo"),
}
HELD_FOR = {
    "phone": N_("phone or e-mail"),
    "address": N_("address"),
    "hours": N_("hours"),
    "eligibility": N_("who is taken"),
    "new_listing": N_("new listing"),
    "status": N_("status"),
}
WHO = {
    "command line": N_("command line"),
    "link": N_("somebody with a link"),
    "provider": N_("provider"),
    "steward": N_("steward"),
    "administrator": N_("administrator"),
    "responder": N_("responder"),
    "broker": N_("broker"),
}


def word(table: dict[str, str], key: str | None) -> str:
    """The word for a key in the reader's language; the key itself where we have none."""
    return _(table[key]) if key in table else (key or "").replace("_", " ")


def value_text(value: Any) -> str:
    """A value of a field, for people."""
    if value is None or value == "":
        return _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        named = (f"{word(FIELDS, name)}: {one}" for name, one in value.items() if one is not None
                 and name != "id" and not name.endswith("_id"))  # fmt: skip
        return "; ".join(named)
    return str(value)


def moment_here(moment: datetime) -> str:
    """A moment in the zone of this installation."""
    zone = ZoneInfo(settings().timezone)
    return when(moment.astimezone(zone), now().astimezone(zone))


def register_change_words(app: Flask) -> None:
    """Let templates call changes by their names."""
    app.jinja_env.globals.update(
        action_word=lambda key: word(ACTIONS, key),
        kind_word=lambda key: word(KINDS, key),
        field_word=lambda key: word(FIELDS, key),
        via_word=lambda key: word(VIAS, key),
        held_word=lambda key: word(HELD_FOR, key),
        who_word=lambda key: word(WHO, key) if key in WHO else key,
        value_text=value_text,
        moment_here=moment_here,
        unit_label=lambda report: unit_label(
            {"unit": report.unit, "population": report.population}
        ),
    )
