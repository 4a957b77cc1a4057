"""Free beds as the listing's page tells them: for whom, how many, as of when, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from resource_dir.operations.listings.counted import takes_nobody, takes_people
from resource_dir.web import wording
from resource_dir.web.finding.beds_picture import BedsPicture, beds_picture
from resource_dir.web.texts import _, ngettext
from resource_dir.web.wording import Line

Listing = dict[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BedsShown:
    """One count: `title` says what is counted and for whom; `notes` are waiting list and the like.

    `picture` and `days` are its past, where anything of it is known: (day, lowest, highest).
    """

    title: str
    number: Line
    told: str | None
    notes: tuple[str, ...]
    jumped: bool
    picture: BedsPicture | None
    days: tuple[tuple[str, int, int], ...]


def beds_shown(listing: Listing, now: datetime) -> list[BedsShown]:
    """Every count of the listing that this viewer may see."""
    past = {(one["unit"], one["population"]): one for one in listing["capacity_history"]}
    zone = ZoneInfo(listing["zone"] or "UTC")
    return [
        _shown(row, past.get((row["unit"], row["population"])), now=now, zone=zone)
        for row in listing["capacity"]
    ]


def _shown(row: Row, history: Row | None, *, now: datetime, zone: ZoneInfo) -> BedsShown:
    return BedsShown(
        title=wording.unit_label(row),
        number=_number(row),
        told=_told(row, now, zone),
        notes=tuple(_notes(row, now, zone)),
        jumped=bool(history and history["jumped"] and not row["stale"]),
        picture=beds_picture(history, now) if history else None,
        days=tuple(_days(history)) if history else (),
    )


def _number(row: Row) -> Line:
    """A stale number is not shown: somebody would drive there for it."""
    if takes_nobody(row):
        return Line("bad", _("Not taking new people"))
    if takes_people(row):
        return Line("soon", _("People are taken, how many is not known"))
    if row["stale"] or row["available"] is None:
        return Line("unknown", _("Unknown, call first"))
    if row["available"] == 0:
        return Line("bad", _("Full"))
    if row["maximum"]:
        return Line("good", _free_of(row["available"], row["maximum"]))
    return Line("good", ngettext("%(num)s free", "%(num)s free", row["available"]))


def _free_of(free: int, total: int) -> str:
    return ngettext("%(num)s of %(all)s free", "%(num)s of %(all)s free", free, all=total)


def _told(row: Row, now: datetime, zone: ZoneInfo) -> str | None:
    """ "as of 22 min ago, 1:38 am · told by the provider"."""
    source = _source(row["source"])
    if not row["updated"]:
        return source
    updated = datetime.fromisoformat(row["updated"])
    age = wording.age_text((now - updated).total_seconds())
    clock = _clock(updated.astimezone(zone), now.astimezone(zone).date())
    text = _("as of %(age)s, %(clock)s", age=age, clock=clock)
    if row["stale"]:
        text = _("last told %(age)s, %(clock)s", age=age, clock=clock)
    return f"{text} · {source}" if source else text


def _clock(moment: datetime, today: date) -> str:
    clock = local_clock(moment)
    return clock if moment.date() == today else f"{clock} {wording.day_name(_iso(moment))}"


def local_clock(moment: datetime) -> str:
    """ "1:38 am" on the clock there; where the zone is not known, "8:38 am UTC"."""
    clock = wording.clock(moment)
    return f"{clock} UTC" if moment.tzname() == "UTC" else clock


def _iso(moment: datetime) -> str:
    return moment.date().isoformat()


def _source(source: str | None) -> str | None:
    if not source:
        return None
    words: Mapping[str, str] = {
        "provider": _("told by the provider"),
        "phone": _("told by phone"),
        "mail": _("told by mail"),
        "email": _("told by mail"),
        "text": _("told by text message"),
        "system": _("from the provider's own system"),
        "import": _("from an imported directory"),
    }
    if source in wording.SAID_TO:
        return _(wording.SAID_TO[source])
    return words.get(source.strip().lower()) or _("source: %(name)s", name=source.strip())


def _notes(row: Row, now: datetime, zone: ZoneInfo) -> list[str]:
    doubt = "" if row["stale"] else wording.doubt_text(row)
    first = (wording.chance_text(row), wording.held_text(row), doubt)
    notes = [one for one in first if one]
    if row["staffed"] is not None:
        notes.append(_("%(count)s staffed", count=row["staffed"]))
    if row["out_of_service"]:
        notes.append(_("%(count)s out of service", count=row["out_of_service"]))
    if row["waiting_list"]:
        notes.append(_("%(count)s waiting", count=row["waiting_list"]))
    appointment = _next_appointment(row, now)
    if appointment is not None:
        told = wording.when(appointment.astimezone(zone), now)
        notes.append(_("next appointment %(when)s", when=told))
    return notes


def _next_appointment(row: Row, now: datetime) -> datetime | None:
    """One that is past, or was told too long ago, is none any more."""
    text = row.get("next_appointment")
    moment = datetime.fromisoformat(text) if text and not row["stale"] else None
    return moment if moment and moment > now else None


def _days(history: Row) -> list[tuple[str, int, int]]:
    """The latest day first: that is what somebody looks for."""
    return [
        (wording.day_name(day["date"]), day["low"], day["high"])
        for day in reversed(history["days"])
    ]
