"""One listing as its page shows it: the next step first, then all that is known."""

from datetime import datetime
from typing import Any

from resource_dir.fit import criterion_of, question_of
from resource_dir.web import wording
from resource_dir.web.cards import card
from resource_dir.web.names import group_name, need_name
from resource_dir.web.texts import _, language
from resource_dir.web.wording import Line

Listing = dict[str, Any]
# What a stated criterion means for the person: "ID needed: no" is good news.
MEANINGS = {
    ("accepts", "yes"): "good",
    ("accepts", "no"): "bad",
    ("requires", "yes"): "soon",
    ("requires", "no"): "good",
    ("excludes", "yes"): "bad",
    ("excludes", "no"): "good",
}
ASKED_MOST = (
    "police_drop_off",
    "walk_in",
    "intoxicated",
    "involuntary_hold",
    "medical_clearance_needed",
    "referral_needed",
    "id_needed",
    "wheelchair",
    "pets",
)


def listing_page(listing: Listing, now: datetime) -> dict[str, Any]:
    """Everything that the listing page prints."""
    return {
        **card(listing, now),
        "next_step": next_step(listing),
        "is_withheld": listing["is_withheld"],
        "areas_served": listing["areas_served"],
        "address": listing["address"],
        "location_name": listing["location_name"],
        "phones": [_phone(phone) for phone in listing["phones"] if phone["number"]],
        "needs": [need_name(slug) for slug in listing["needs"]],
        "week": week(listing["week"]),
        "intake_week": week(listing["intake_week"]) if listing["intake_week"] else None,
        "criteria": criteria(listing["criteria"]),
        "unsaid": unsaid(listing["criteria"]),
        "zone": listing["zone"],
        "website": _web_address(listing["website"]),
        **{name: listing[name] for name in AS_IT_IS},
    }


AS_IT_IS = (
    "alert",
    "alternate_name",
    "program",
    "description",
    "email",
    "application_process",
    "eligibility",
    "fees",
    "costs",
    "wait_time",
    "transportation",
    "accessibility",
    "documents",
    "contacts",
    "hours_notes",
)


def next_step(listing: Listing) -> str:
    """What to do now, in a few words: come in, call first, or ask for a referral.

    "Come in" only where the listing says walk-in and is known to be open: anything less has sent
    people to a locked door.
    """
    said = {fact["criterion"]: fact for fact in listing["criteria"]}
    if listing["is_withheld"]:
        return _("Call first: the address is given by phone")
    if _is_yes(said, "intake_call_window") and said["intake_call_window"]["value"]:
        return _("Call: %(when)s", when=said["intake_call_window"]["value"])
    if _is_yes(said, "referral_needed"):
        return _("Call first: a referral is needed")
    if _is_yes(said, "appointment_needed"):
        return _("Call first: an appointment is needed")
    hours = listing["intake"] or listing["hours"]
    if _is_yes(said, "walk_in") and hours["state"] == "open":
        return _("Come in: walk-ins are taken now")
    return _("Call first")


def _is_yes(said: dict[str, Any], code: str) -> bool:
    return code in said and said[code]["stance"] == "yes"


def week(days: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Seven days, today first: the day's name and its hours in words."""
    return [
        {
            "day": _("Today") if number == 0 else wording.day_name(day["date"]),
            "line": _day_line(day),
            "note": day["note"],
            "is_exception": day["is_exception"],
        }
        for number, day in enumerate(days)
    ]


def _day_line(day: dict[str, Any]) -> Line:
    spans = ", ".join(wording.span_text(*span) for span in day["spans"])
    if day["is_unknown"]:
        if spans:
            return Line("unknown", _("%(hours)s; the rest is unknown", hours=spans))
        return Line("unknown", _("Unknown, call first"))
    return Line("plain", spans) if spans else Line("bad", _("Closed"))


def criteria(facts: list[dict[str, Any]]) -> list[tuple[str, list[Line]]]:
    """(group, lines) of what is stated, each marked by what it means for the person."""
    groups: dict[str, list[Line]] = {}
    for fact in facts:
        polarity = criterion_of(fact["criterion"]).polarity
        kind = MEANINGS.get((polarity, fact["stance"]), "plain")
        groups.setdefault(group_name(fact["group"]), []).append(Line(kind, fact["text"]))
    return list(groups.items())


def unsaid(facts: list[dict[str, Any]]) -> list[str]:
    """Questions to put on the phone: what is asked most and not stated here."""
    stated = {fact["criterion"] for fact in facts}
    return [question_of(code, language=language()) for code in ASKED_MOST if code not in stated]


def _phone(phone: dict[str, Any]) -> dict[str, Any]:
    text = wording.phone_text(phone["number"], phone["extension"] and str(phone["extension"]))
    about = [phone["type"], phone["description"]]
    return {"text": text, "about": " · ".join(part for part in about if part)}


def _web_address(text: str | None) -> str | None:
    """A link only to the web: an import may hold "javascript:", and a bare domain is usual."""
    if not text:
        return None
    address = text.strip()
    if "://" not in address and "." in address and ":" not in address:
        address = f"https://{address}"
    return address if address.lower().startswith(("http://", "https://")) else None
