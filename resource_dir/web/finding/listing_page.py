"""One listing as its page shows it: the next step first, then all that is known."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from resource_dir.operations.listings.read_back import read_back
from resource_dir.web import wording
from resource_dir.web.finding import cards
from resource_dir.web.finding import who_is_taken as taken
from resource_dir.web.finding.beds_shown import beds_shown, local_clock
from resource_dir.web.finding.cards import first_phone, lines, where
from resource_dir.web.finding.directions import directions, is_only_about_there
from resource_dir.web.finding.next_step import next_step
from resource_dir.web.finding.sharing import qr_code, share_of
from resource_dir.web.finding.week_picture import week_picture
from resource_dir.web.names import need_name, phone_type_name
from resource_dir.web.texts import _, texts
from resource_dir.web.wording import Line

Listing = dict[str, Any]


def listing_page(
    listing: Listing, now: datetime, *, url: str, noted: datetime | None = None
) -> dict[str, Any]:
    """Everything that the listing page prints. `url` is its own address; `noted` is when a report
    was stored from which the browser comes back.
    """
    name = listing["name"] or _("Unnamed listing")
    line = read_back(listing, now, texts())
    return {
        "name": name,
        "organization": _other(listing["organization"], name),
        "next": next_step(listing, now),
        "phone": first_phone(listing["phones"]),
        "ways": directions(listing),
        "lines": lines(listing, now),
        "where": where(listing),
        "is_about": is_only_about_there(listing),
        "phones": [_phone(phone) for phone in listing["phones"] if phone["number"]],
        "needs": [need_name(slug) for slug in listing["needs"]],
        **_door(listing),
        **_hours(listing, now),
        "beds": beds_shown(listing, now),
        "verified": verified(listing, now),
        "website": _web_address(listing["website"]),
        "read_back": line,
        "share": share_of(name, line, url),
        "qr": qr_code(url),
        "report_url": f"/listings/{listing['id']}/report",
        "printed": _day_and_clock(_local(now, listing["zone"])),
        "noted": _clock(noted, listing["zone"]) if noted else None,
        **{key: listing[key] for key in AS_IT_IS},
    }


AS_IT_IS = (
    "is_withheld",
    "areas_served",
    "address",
    "location_name",
    "zone",
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


def _door(listing: Listing) -> dict[str, Any]:
    """How one gets in, and who does."""
    facts = listing["criteria"]
    return {
        "front_door": taken.texts_of(facts, taken.FRONT_DOOR),
        "entrance": taken.entrance_of(facts),
        "taken": taken.who_is_taken(facts),
        "languages": taken.languages_of(facts),
        "access": taken.texts_of(facts, "access"),
        "payment": taken.texts_of(facts, "payment"),
        "bed_facts": taken.texts_of(facts, "beds"),
    }


def _hours(listing: Listing, now: datetime) -> dict[str, Any]:
    intake = listing["intake_week"]
    return {
        "hours_now": wording.hours_line(listing["hours"], now),
        "intake_now": wording.intake_line(listing["intake"], now),
        "picture": week_picture(listing, now) if _is_any_day_known(listing) else None,
        "week": week(listing["week"], listing["yesterday"], now=_local(now, listing["zone"])),
        "intake_week": week(intake, listing["intake_yesterday"], now=_local(now, listing["zone"]))
        if intake
        else None,
    }


def _is_any_day_known(listing: Listing) -> bool:
    """Seven rows of "unknown" say no more than one."""
    days = [*listing["week"], *(listing["intake_week"] or ())]
    return any(day["spans"] or not day["is_unknown"] for day in days)


def week(
    days: list[dict[str, Any]], yesterday: dict[str, Any], *, now: datetime
) -> list[dict[str, Any]]:
    """Seven days, today first: the day's name and its hours in words. At night the day before
    stands above them, as long as its hours last.
    """
    shown = [_day(_("Today") if n == 0 else wording.day_name(d["date"]), d) for n, d in
             enumerate(days)]  # fmt: skip
    shown[0]["is_today"] = True
    if any(opens >= closes > now.strftime("%H:%M") for opens, closes in yesterday["spans"]):
        shown.insert(0, _day(_("Since yesterday"), yesterday))
    return shown


def _day(name: str, day: dict[str, Any]) -> dict[str, Any]:
    return {
        "day": name,
        "line": _day_line(day),
        "note": day["note"],
        "is_exception": day["is_exception"],
        "is_today": False,
    }


def _day_line(day: dict[str, Any]) -> Line:
    spans = ", ".join(wording.span_text(*span) for span in day["spans"])
    if day["is_unknown"]:
        if spans:
            return Line("unknown", _("%(hours)s; the rest is unknown", hours=spans))
        return Line("unknown", _("Unknown, call first"))
    return Line("plain", spans) if spans else Line("bad", _("Closed"))


def verified(listing: Listing, now: datetime) -> Line:
    """When somebody last checked and who; an import that nobody checked is called so."""
    line = cards.verified(listing, now)
    if not listing["verified_by"]:
        return line
    return Line(line.kind, f"{line.text} · {listing['verified_by']}")


def _local(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(ZoneInfo(zone or "UTC"))


def _day_and_clock(moment: datetime) -> str:
    return f"{wording.day_name(moment.date().isoformat())}, {local_clock(moment)}"


def _clock(moment: datetime, zone: str | None) -> str:
    return local_clock(_local(moment, zone))


def _phone(phone: dict[str, Any]) -> dict[str, Any]:
    text = wording.phone_text(phone["number"], phone["extension"] and str(phone["extension"]))
    kind = phone_type_name(phone["type"]) if phone["type"] else None
    about = [kind, phone["description"]]
    return {"text": text, "about": " · ".join(part for part in about if part)}


def _other(text: str | None, than: str) -> str | None:
    return None if (text or "").casefold() == than.casefold() else text


def _web_address(text: str | None) -> str | None:
    """A link only to the web: an import may hold "javascript:", and a bare domain is usual."""
    if not text:
        return None
    address = text.strip()
    if "://" not in address and "." in address and ":" not in address:
        address = f"https://{address}"
    return address if address.lower().startswith(("http://", "https://")) else None
