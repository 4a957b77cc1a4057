"""A search result as a card: flat, finished text, so that the template only prints."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from resource_dir.web import wording
from resource_dir.web.finding.directions import directions, is_only_about_there
from resource_dir.web.names import need_name
from resource_dir.web.texts import N_, _
from resource_dir.web.wording import Line

Result = dict[str, Any]

MOST_REASONS = 6  # a card is read at arm's length; the listing's page has them all
STATUS_LINES = {
    "temporarily closed": Line("bad", N_("Temporarily closed")),
    "inactive": Line("bad", N_("Not in operation")),
    "defunct": Line("bad", N_("No longer exists")),
}


def card(result: Result, now: datetime) -> dict[str, Any]:
    """Everything that one card shows."""
    return {
        "id": result["id"],
        "url": result["url"],
        "point": point(result),
        "kind": wording.hours_line(result["intake"] or result["hours"], now).kind,
        "name": result["name"] or _("Unnamed listing"),
        "organization": _other(result["organization"], result["name"]),
        "needs": ", ".join(need_name(slug) for slug in result["needs"][:4]),
        "lines": lines(result, now),
        "where": where(result),
        "is_about": is_only_about_there(result),
        "distance": wording.distance_text(result["distance_mi"], result["minutes_estimate"]),
        "trip": wording.there_and_back(result["minutes_estimate"]),
        "verdict": verdict(result["fit"]),
        **reasons(result["fit"]),
        "verified": verified(result, now),
        "phone": first_phone(result["phones"]),
        "directions": directions(result),
    }


def verified(result: Result, now: datetime) -> Line:
    """When somebody last checked, in days as they pass there; an import is called so."""
    today = now.astimezone(ZoneInfo(result["zone"] or "UTC")).date()
    return wording.verified_line(result["verified"], today)


def lines(result: Result, now: datetime) -> list[Line]:
    """Status, hours, intake, beds: the news of tonight, in this order."""
    status = _status_line(result["status"]) or _closed_line(result.get("closed_until"))
    hours = wording.hours_line(result["hours"], now)
    intake = wording.intake_line(result["intake"], now)
    beds = [wording.beds_line(row, now) for row in result["capacity"]]
    doubt = phone_doubt(result, now)
    return [line for line in (status, hours, intake, *beds, doubt) if line is not None]


def phone_doubt(result: Result, now: datetime) -> Line | None:
    """That the phone was changed, and nobody confirmed it yet."""
    doubt = result.get("phone_doubt")
    if doubt is None:
        return None
    age = wording.age_text((now - datetime.fromisoformat(doubt["at"])).total_seconds())
    if doubt["state"] == "held":
        text = _("Somebody asked to change the phone %(age)s: not confirmed, the old number stands")
    else:
        text = _("Phone changed %(age)s, not yet confirmed")
    return Line("soon", text % {"age": age})


def _status_line(status: str | None) -> Line | None:
    line = STATUS_LINES.get((status or "").strip().lower())
    return Line(line.kind, _(line.text)) if line else None


def _closed_line(until: str | None) -> Line | None:
    return Line("bad", _("Closed until %(day)s", day=wording.day_name(until))) if until else None


def where(result: Result) -> str:
    """The address, or what is known instead of one."""
    if result["is_withheld"]:
        served = "; ".join(result["areas_served"])
        if served:
            return _("Address withheld. Call. Serves %(areas)s.", areas=served)
        return _("Address withheld. Call.")
    if result["address"]:
        return str(result["address"])
    return _("Address not stated")


def point(result: Result) -> tuple[float, float] | None:
    """Where its pin goes; a withheld listing has none, whatever the result may hold."""
    if result["is_withheld"] or result["lat"] is None or result["lon"] is None:
        return None
    return result["lat"], result["lon"]


def verdict(fit: dict[str, Any]) -> Line | None:
    """Fits, ask or does not fit; nothing where nothing was asked about the person."""
    if not fit["reasons"]:
        return None
    return {
        "fits": Line("good", _("Fits")),
        "ask": Line("soon", _("Ask by phone")),
        "no": Line("bad", _("Does not fit")),
    }[fit["verdict"]]


def reasons(fit: dict[str, Any]) -> dict[str, list[str]]:
    """What speaks for it or against it, what to ask by phone, and what else is demanded."""
    questions = [one["question"] for one in fit["reasons"] if one["question"]]
    stated = [one["text"] for one in fit["reasons"] if not one["question"]]
    notes = [one["text"] for one in fit["notes"]]
    return {
        "questions": questions[:MOST_REASONS],
        "reasons": stated[:MOST_REASONS],
        "notes": notes[:MOST_REASONS],
    }


def first_phone(phones: list[dict[str, Any]]) -> wording.PhoneText | None:
    """The number to call; a fax answers nobody."""
    for phone in phones:
        if "fax" in (phone["type"] or "").lower() or not phone["number"]:
            continue
        text = wording.phone_text(phone["number"], _extension(phone))
        if text.href:
            return text
    return None


def _extension(phone: dict[str, Any]) -> str | None:
    return str(phone["extension"]) if phone["extension"] else None


def _other(text: str | None, than: str | None) -> str | None:
    return None if (text or "").casefold() == (than or "").casefold() else text
