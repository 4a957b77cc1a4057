"""What to do now, in a few big words, and why."""

from datetime import datetime
from typing import Any, NamedTuple

from resource_dir.operations.listings.counted import takes_nobody
from resource_dir.web import wording
from resource_dir.web.finding.cards import first_phone
from resource_dir.web.texts import _

Listing = dict[str, Any]
Said = dict[str, dict[str, Any]]
CLOSED_FOR_NOW = "temporarily closed"


class NextStep(NamedTuple):
    """What kind of news it is (its colour), the words, and the reason for them."""

    kind: str
    words: str
    why: str


def next_step(listing: Listing, now: datetime) -> NextStep:
    """Come in, call first, call at a time, get a referral.

    "Come in" only where the listing says walk-in and is known to be open and not full: anything
    less has sent people to a locked door.
    """
    said = {fact["criterion"]: fact for fact in listing["criteria"]}
    if (listing["status"] or "").strip().lower() == CLOSED_FOR_NOW:
        why = _("Do not go there. Call to ask when it opens again.")
        return NextStep("bad", _("Temporarily closed"), why)
    step = _demand(listing, said) or _by_hours(listing, said, now)
    return step if first_phone(listing["phones"]) else _without_phone(listing, step)


def _demand(listing: Listing, said: Said) -> NextStep | None:
    """What has to happen before the door, whatever the hour is."""
    call_first = _("Call first")
    if listing["is_withheld"]:
        return NextStep("soon", call_first, _("The address is given by phone."))
    window = said.get("intake_call_window")
    if window and window["stance"] == "yes" and window["value"]:
        words = _("Call: %(when)s", when=window["value"])
        return NextStep("soon", words, _("That is when places are given, by phone."))
    if _is_yes(said, "referral_needed"):
        why = _with_detail(_("Call first: ask who can refer the person."), said["referral_needed"])
        return NextStep("soon", _("Referral needed"), why)
    if _is_yes(said, "coordinated_entry_needed"):
        why = _("People are taken only through the county's coordinated entry.")
        return NextStep("soon", _("Coordinated entry only"), why)
    if _is_yes(said, "appointment_needed"):
        return NextStep("soon", call_first, _("An appointment is needed."))
    return None


def _by_hours(listing: Listing, said: Said, now: datetime) -> NextStep:
    call_first = _("Call first")
    hours = listing["intake"] or listing["hours"]
    line = wording.intake_line(listing["intake"], now) or wording.hours_line(hours, now)
    if hours["state"] == "unknown":
        return NextStep("unknown", call_first, _("Nobody said whether it is open now."))
    if hours["state"] == "closed":
        return NextStep("soon", call_first, line.text)
    refusal = _refusal(listing)
    if refusal:
        return NextStep("soon", call_first, refusal)
    if _is_yes(said, "walk_in"):
        why = _("Walk-ins are taken. %(hours)s.", hours=line.text)
        return NextStep("good", _("Come in"), why)
    if "walk_in" in said:
        return NextStep("soon", call_first, _("Nobody is taken without a call."))
    return NextStep("soon", call_first, _("It is not stated that a person can just walk in."))


def _refusal(listing: Listing) -> str | None:
    """Why nobody is taken by any count that is still believed; None where one may take people."""
    fresh = [row for row in listing["capacity"] if not row["stale"]]
    if not fresh or not all(row["available"] == 0 or takes_nobody(row) for row in fresh):
        return None
    if any(takes_nobody(row) for row in fresh):
        return _("It was not taking new people when last told.")
    return _("It was full when last told.")


def _without_phone(listing: Listing, step: NextStep) -> NextStep:
    """Nobody can be told to call where there is no number."""
    if step.kind == "good":
        return step
    if listing["address"] and not listing["is_withheld"]:
        why = _("No phone is stated, so it can't be asked before. %(why)s", why=step.why)
        return NextStep("unknown", _("Ask at the door"), why)
    return NextStep("unknown", _("No way to reach it is stated"), _("Call 988 or dispatch."))


def _is_yes(said: Said, code: str) -> bool:
    return code in said and said[code]["stance"] == "yes"


def _with_detail(text: str, fact: dict[str, Any]) -> str:
    return f"{text} {fact['value']}" if fact["value"] else text
