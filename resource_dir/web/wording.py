"""Numbers and times as a person reads them: 12-hour clock, miles, ages of facts.

Every phrase that depends on a value is made here and nowhere else, whole, so that a language may
put the value where it belongs; what does not depend on a value stands in the templates.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

import phonenumbers
from babel.dates import format_skeleton

from resource_dir.operations.listings.counted import takes_nobody, takes_people
from resource_dir.web.names import population_name, unit_name
from resource_dir.web.texts import N_, _, ngettext, reader

OVERDUE_DAYS = 180  # a listing that nobody looked at for half a year has often changed
DAY_SECONDS = 86_400
NO_BREAK = "\N{NO-BREAK SPACE}"
SAID_TO = {
    text: text
    for text in (N_("said to a responder"), N_("said to a broker"), N_("said to a steward"))
}
# Parts of a date (Unicode calls this a skeleton): "Tue"; "Tue, Dec 1"; "Dec 1, 2026".
WEEKDAY, WEEKDAY_AND_DATE, DATE = "E", "MMMEd", "yMMMd"


class Line(NamedTuple):
    """A line of a card: what kind of news it is (its colour), and its words."""

    kind: str
    text: str


def clock(moment: datetime | time) -> str:
    """ "11:30 pm"."""
    shown = f"{(moment.hour + 11) % 12 + 1}:{moment.minute:02d}"
    return _("%(clock)s am", clock=shown) if moment.hour < 12 else _("%(clock)s pm", clock=shown)


def when(moment: datetime, now: datetime) -> str:
    """ "7:00 am", "7:00 am tomorrow", "7:00 am Tue", "7:00 am Tue, Dec 1": as near as needed."""
    today = now.astimezone(moment.tzinfo).date()
    days = (moment.date() - today).days
    if days == 0:
        return clock(moment)
    if days == 1:
        return _("%(clock)s tomorrow", clock=clock(moment))
    day = day_text(moment.date(), WEEKDAY if 0 < days < 7 else WEEKDAY_AND_DATE)
    return _("%(clock)s %(day)s", clock=clock(moment), day=day)


def day_text(day: date, skeleton: str) -> str:
    """A date in the parts that the skeleton names, in the order of the reader's language."""
    return _day_text(day, skeleton, reader().locale)


@lru_cache(maxsize=1024)  # Babel takes 30 µs, and a page shows the same few days again and again
def _day_text(day: date, skeleton: str, locale: str) -> str:
    return format_skeleton(skeleton, day, locale=locale)


def hours_line(hours: dict[str, Any], now: datetime) -> Line:
    """Open until / closes soon / opens at / hours unknown."""
    until, opens = _moment(hours["until"]), _moment(hours["opens"])
    if hours["state"] == "open":
        if until is None:
            return Line("good", _("Open 24 hours"))
        if hours["closes_soon"]:
            return Line("soon", _("Closes soon · %(time)s", time=when(until, now)))
        return Line("good", _("Open until %(time)s", time=when(until, now)))
    if hours["state"] == "closed":
        if opens is None:
            return Line("bad", _("Closed"))
        return Line("bad", _("Closed · opens %(time)s", time=when(opens, now)))
    unknown = _("Hours unknown, call first")
    if opens is None:
        return Line("unknown", unknown)
    known = _("known to open %(time)s", time=when(opens, now))
    return Line("unknown", f"{unknown} · {known}")


def intake_line(intake: dict[str, Any] | None, now: datetime) -> Line | None:
    """The same for intake, where its hours are stated apart."""
    if intake is None:
        return None
    kind, text = hours_line(intake, now)
    return Line(kind, _("Intake: %(hours)s", hours=f"{text[0].lower()}{text[1:]}"))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def distance_text(distance_mi: float | None, minutes: int | None) -> str | None:
    """ "1.2 mi · about 4 min (estimate)"."""
    if distance_mi is None:
        return None
    miles = f"{distance_mi:.1f}" if distance_mi < 99.95 else f"{distance_mi:.0f}"
    if minutes is None:
        return _("%(miles)s mi", miles=miles)
    return _("%(miles)s mi · about %(minutes)s min (estimate)", miles=miles, minutes=minutes)


FAR_MINUTES = 20  # from here on the way back is worth a thought


def there_and_back(minutes: int | None) -> str | None:
    """ "about 1 h 45 min there and back" of a far place: a team is away that long."""
    if minutes is None or minutes < FAR_MINUTES:
        return None
    hours, rest = divmod(round(2 * minutes / 5) * 5, 60)
    if not hours:
        return _("about %(minutes)s min there and back", minutes=rest)
    if not rest:
        return _("about %(hours)s h there and back", hours=hours)
    return _("about %(hours)s h %(minutes)s min there and back", hours=hours, minutes=rest)


FEET_PER_METRE = 3.28084
FEET_PER_MILE = 5_280
ROUNDED_BY_METRES = 70  # what rounding a point to three decimals can move it by
LARGEST_ACCURACY_METRES = 100_000


def accuracy_of(text: str) -> int | None:
    """Metres by which a device may be wrong about its place; None for what is no such number."""
    try:
        metres = round(float(text))
    except (ValueError, OverflowError):
        return None
    return metres if 0 <= metres <= LARGEST_ACCURACY_METRES else None


def accuracy_text(text: str) -> str | None:
    """ "±360 ft" of an accuracy in metres and of our own rounding."""
    metres = accuracy_of(text)
    if metres is None:
        return None
    feet = (metres + ROUNDED_BY_METRES) * FEET_PER_METRE
    if feet < FEET_PER_MILE / 5:
        return _("±%(feet)s ft", feet=f"{feet:.0f}")
    return _("±%(miles)s mi", miles=f"{feet / FEET_PER_MILE:.1f}")


def age_text(seconds: float) -> str:
    """How long ago: "just now", "22 min ago", "3 h ago", "9 days ago", "7 months ago"."""
    if seconds < 90:
        return _("just now")
    if seconds < 5_400:
        return _("%(count)s min ago", count=round(seconds / 60))
    if seconds < 2 * DAY_SECONDS:
        return _("%(count)s h ago", count=round(seconds / 3_600))
    days = seconds / DAY_SECONDS
    if days < 60:
        return ngettext("%(num)s day ago", "%(num)s days ago", round(days))
    if days < 730:
        return ngettext("%(num)s month ago", "%(num)s months ago", round(days / 30.44))
    return ngettext("%(num)s year ago", "%(num)s years ago", round(days / 365.25))


def beds_line(row: dict[str, Any], now: datetime) -> Line:
    """Free beds with whom they are for and how old the number is. A stale number is not shown:
    somebody would drive there for it.
    """
    updated = _moment(row["updated"])
    age = age_text((now - updated).total_seconds()) if updated else None
    label = unit_label(row)
    is_shut = takes_nobody(row)
    if takes_people(row):
        words = _("%(beds)s: people are taken, how many is not known", beds=label)
        return Line("soon", _joined(words, heard_text(row), age or ""))
    if row["stale"] or (row["available"] is None and not is_shut):
        told = _("last told %(age)s", age=age) if age else ""
        if chance := chance_text(row):
            told = f"{told}: {chance}"
            return Line("unknown", _joined(_("%(beds)s: unknown", beds=label), told))
        return Line("unknown", _joined(_("%(beds)s: unknown, call first", beds=label), told))
    told = _("updated %(age)s", age=age) if age else ""
    told = _joined(held_text(row), heard_text(row), told, doubt_text(row))
    if is_shut:
        return Line("bad", _joined(_("%(beds)s: not taking new people", beds=label), told))
    if row["available"] == 0:
        return Line("bad", _joined(_("%(beds)s: full", beds=label), told))
    return Line("good", _joined(_free_text(label, row["available"], row["maximum"]), told))


def chance_text(row: dict[str, Any]) -> str:
    """How likely one is free beside a number that is too old; "" where nothing can be said."""
    chance = row.get("chance_free")
    if not chance:
        return ""
    percent = f"{chance['value'] * 100:.0f}{NO_BREAK}%"
    return _("about %(percent)s chance one is free, call first", percent=percent)


def held_text(row: dict[str, Any]) -> str:
    """ "1 held": kept for a team on its way, and not in the number of free ones; "" for none."""
    held = row.get("held") or 0
    return ngettext("%(num)s held", "%(num)s held", held) if held else ""


def doubt_text(row: dict[str, Any]) -> str:
    """Why a partner should call in spite of the number; "" where nothing speaks against it."""
    words: Mapping[str, str] = {
        "jump": _("check: the number jumped"),
        "turned_away": _("check: somebody was turned away since"),
    }
    return words.get(row.get("flag") or "", "")


def heard_text(row: dict[str, Any]) -> str:
    """Who heard a number on the phone, by role; "" for one that the house told itself."""
    return _(SAID_TO[row["source"]]) if row.get("source") in SAID_TO else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _free_text(label: str, free: int, total: int | None) -> str:
    if not total:
        return ngettext("%(beds)s: %(num)s free", "%(beds)s: %(num)s free", free, beds=label)
    return ngettext(
        "%(beds)s: %(num)s of %(total)s free",
        "%(beds)s: %(num)s of %(total)s free",
        free,
        beds=label,
        total=total,
    )


def unit_label(row: dict[str, Any]) -> str:
    """What is counted and for whom: "Beds for women"."""
    unit, whom = unit_name(row["unit"]), row["population"]
    if whom in (None, "", "anyone"):
        return unit
    return _("%(beds)s for %(population)s", beds=unit, population=population_name(str(whom)))


def verified_line(verified: str | None, today: date) -> Line:
    """When somebody last checked; an import that nobody checked is called so."""
    if verified is None:
        return Line("unknown", _("Unverified import"))
    day = date.fromisoformat(verified)
    days = (today - day).days
    if days <= 0:
        return Line("plain", _("Verified today"))
    age = _("yesterday") if days == 1 else age_text(days * DAY_SECONDS)
    told = day_text(day, DATE)
    if days > OVERDUE_DAYS:
        return Line("soon", _("Overdue: last verified %(age)s (%(day)s)", age=age, day=told))
    return Line("plain", _("Verified %(age)s (%(day)s)", age=age, day=told))


class PhoneText(NamedTuple):
    """A phone as it is shown, and the address that dials it."""

    shown: str
    href: str


@lru_cache(maxsize=4096)  # parsing costs 50 µs, and 20 cards hold 60 numbers
def phone_text(number: str, extension: str | None = None) -> PhoneText:
    """ "(555) 010-0123 ext. 4" and "tel:+15550100123;ext=4"; what can't be read stays as it is.

    The same in both languages ("ext." is extensión too), so that one cache serves them.
    """
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        digits = "".join(c for c in number if c.isascii() and (c.isdigit() or c in "+*#"))
        return PhoneText(_with_extension(number, extension), _dial(digits, extension))
    is_american = parsed.country_code == 1
    style = phonenumbers.PhoneNumberFormat
    shown = phonenumbers.format_number(
        parsed, style.NATIONAL if is_american else style.INTERNATIONAL
    )
    shown = shown.partition(" ext")[0]
    e164 = phonenumbers.format_number(parsed, style.E164)
    extension = extension or parsed.extension
    return PhoneText(_with_extension(shown, extension), _dial(e164, extension))


def _with_extension(shown: str, extension: str | None) -> str:
    return f"{shown} ext. {extension}" if extension else shown


def _dial(number: str, extension: str | None) -> str:
    if not number:
        return ""
    digits = "".join(c for c in extension or "" if c.isascii() and c.isdigit())
    return f"tel:{number};ext={digits}" if digits else f"tel:{number}"


def map_href(lat: float | None, lon: float | None, address: str | None) -> str | None:
    """A geo: link, which opens the device's own map; None where there is nothing to drive to."""
    if lat is not None and lon is not None:
        return f"geo:{lat:.6f},{lon:.6f}?q={quote(address or f'{lat:.6f},{lon:.6f}', safe='')}"
    return f"geo:0,0?q={quote(address, safe='')}" if address else None


def span_text(opens: str, closes: str) -> str:
    """ "9:00 am to 5:00 pm"; a whole day is "24 hours"."""
    if opens == closes == "00:00":
        return _("24 hours")
    start, end = time.fromisoformat(opens), time.fromisoformat(closes)
    if end == time():
        return _("%(start)s to midnight", start=clock(start))
    if end <= start:
        return _("%(start)s to %(end)s the next day", start=clock(start), end=clock(end))
    return _("%(start)s to %(end)s", start=clock(start), end=clock(end))


def day_name(text: str) -> str:
    """ "Mon, Nov 23" from an ISO date."""
    return day_text(date.fromisoformat(text), WEEKDAY_AND_DATE)
