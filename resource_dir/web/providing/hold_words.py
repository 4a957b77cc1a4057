"""Holds in words: their state, until when on the clock there, and what is left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from resource_dir.operations.holds.moving import ARRIVAL_MINUTES
from resource_dir.operations.holds.reading import HoldShown
from resource_dir.web import wording
from resource_dir.web.texts import N_, _
from resource_dir.web.wording import Line

STATES = {
    "asked": Line("soon", N_("Asked for: they have not answered yet")),
    "confirmed": Line("good", N_("Held for you")),
    "declined": Line("bad", N_("They said no")),
    "expired": Line("unknown", N_("Time is over")),
    "cancelled": Line("plain", N_("Given back")),
    "arrived": Line("good", N_("Arrived")),
}
STATES_INCOMING = STATES | {
    "asked": Line("soon", N_("Waits for your answer")),
    "confirmed": Line("good", N_("You keep a bed")),
    "declined": Line("bad", N_("You said no")),
}
REASON_WORDS = {
    "full": N_("No bed is free after all"),
    "no_staff": N_("Too few staff now"),
    "cannot_take": N_("Not the right place for this: call"),
    "call_us": N_("Call us first"),
}


@dataclass(frozen=True, slots=True)
class HoldText:
    """One hold as its page prints it. `later` are the minutes by which it can be moved."""

    hold: HoldShown
    name: str
    beds: str
    state: Line
    reason: str | None
    arrival: str
    until: str
    left: str | None
    later: tuple[int, ...]


def hold_text(hold: HoldShown, now: datetime, *, is_incoming: bool = False) -> HoldText:
    """Everything that one hold's section shows."""
    line = (STATES_INCOMING if is_incoming else STATES)[hold.state]
    state = _("Held for you, confirmed by itself") if _is_automatic(hold, is_incoming) else None
    minutes = int((hold.until - now).total_seconds() // 60)
    return HoldText(
        hold=hold,
        name=hold.listing or _("a retired listing"),
        beds=wording.unit_label({"unit": hold.unit, "population": hold.population}),
        state=Line(line.kind, state or _(line.text)),
        reason=_(REASON_WORDS[hold.reason]) if hold.reason in REASON_WORDS else None,
        arrival=clock_there(hold.arrival, hold.zone, now),
        until=clock_there(hold.until, hold.zone, now),
        left=_("%(count)s min left", count=max(0, minutes)) if hold.is_open else None,
        later=_later(hold, now),
    )


def clock_there(moment: datetime, zone: str | None, now: datetime) -> str:
    """ "1:38 am", with the day where it is another one."""
    there = moment.astimezone(ZoneInfo(zone or "UTC"))
    text = wording.when(there, now)
    return text if zone else f"{text} UTC"


def can_be_asked(row: dict[str, Any]) -> bool:
    """Whether a bed of this count may be asked for: not where it is known that there is none."""
    is_full = row["available"] == 0 and not row["stale"]
    return bool(row.get("id")) and row["is_accepting"] is not False and not is_full


def _is_automatic(hold: HoldShown, is_incoming: bool) -> bool:
    return hold.is_automatic and hold.state == "confirmed" and not is_incoming


def _later(hold: HoldShown, now: datetime) -> tuple[int, ...]:
    if not hold.is_open or hold.longest is None:
        return ()
    most = (hold.longest - now).total_seconds() / 60
    return tuple(minutes for minutes in ARRIVAL_MINUTES if minutes <= most)
