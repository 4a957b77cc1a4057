"""One listing in one line, as it is read aloud over the radio or the phone.

Words rather than signs, digits of a number in groups, and nothing that has to be seen to be
understood. English, unless a page asks for the reader's language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import phonenumbers
from babel.dates import format_date, format_skeleton

from resource_dir.operations.listings.counted import population_name, takes_nobody, unit_name
from resource_dir.operations.texts import ENGLISH, Texts

Result = dict[str, Any]
MOST_QUESTIONS = 2  # who has to listen to a third one asks for the page
WEEKDAY, DATE = "EEEE", "MMMMd"  # "Tuesday"; "December 1" in the order of the language


def read_back(result: Result, now: datetime, texts: Texts = ENGLISH) -> str:
    """Name, place, miles, open or not, beds, what to ask, number. Takes a search result, or a
    listing, in the keys of the interface; its questions are in the language they were asked in.
    """
    return " ".join(_sentence(part) for part in _Line(now, texts).parts(result))


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith(("?", "!", ".")) else f"{text}."


@dataclass(frozen=True, slots=True)
class _Line:
    """When it is read, and in which language."""

    now: datetime
    texts: Texts

    def parts(self, result: Result) -> Iterator[str]:
        texts = self.texts
        yield result["name"] or texts.gettext("Unnamed listing")
        yield self._where(result)
        if result["distance_mi"] is not None:
            yield texts.gettext("%(miles)s miles", miles=f"{result['distance_mi']:.1f}")
        yield from self._open(result)
        yield from (self._beds(row) for row in result["capacity"])
        yield from self._fit(result["fit"])
        yield self._phone(result["phones"])
        if result["verified"]:
            yield texts.gettext("Verified %(day)s", day=result["verified"])
        else:
            yield texts.gettext("Unverified import")

    def _where(self, result: Result) -> str:
        if result["is_withheld"]:
            return self.texts.gettext("Address withheld, call")
        return str(result["address"] or self.texts.gettext("Address not stated"))

    def _open(self, result: Result) -> Iterator[str]:
        if (result["status"] or "").strip().lower() == "temporarily closed":
            yield self.texts.gettext("Temporarily closed")
            return
        yield self._state(result["hours"])
        if result["intake"]:
            hours = _lower_first(self._state(result["intake"]))
            yield self.texts.gettext("Intake %(hours)s", hours=hours)

    def _state(self, hours: dict[str, Any]) -> str:
        texts, until, opens = self.texts, hours["until"], hours["opens"]
        if hours["state"] == "unknown":
            return texts.gettext("Hours unknown, call first")
        if hours["state"] == "open":
            if until:
                return texts.gettext("Open until %(time)s", time=self._when(until))
            return texts.gettext("Open 24 hours")
        if opens:
            return texts.gettext("Closed, opens %(time)s", time=self._when(opens))
        return texts.gettext("Closed")

    def _when(self, text: str) -> str:
        """ "11:30 pm", "7 am tomorrow", "7 am Tuesday", "7 am December 1", in the listing's
        time.
        """
        moment = datetime.fromisoformat(text)
        days = (moment.date() - self.now.astimezone(moment.tzinfo).date()).days
        clock = self._clock(moment)
        if days == 0:
            return clock
        if days == 1:
            return self.texts.gettext("%(clock)s tomorrow", clock=clock)
        locale = self.texts.locale
        is_near = 0 < days < 7
        day = (
            format_date(moment, WEEKDAY, locale=locale)
            if is_near
            else format_skeleton(DATE, moment, locale=locale)
        )
        return self.texts.gettext("%(clock)s %(day)s", clock=clock, day=day)

    def _clock(self, moment: datetime) -> str:
        minutes = f":{moment.minute:02d}" if moment.minute else ""
        shown = f"{(moment.hour + 11) % 12 + 1}{minutes}"
        if moment.hour < 12:
            return self.texts.gettext("%(clock)s am", clock=shown)
        return self.texts.gettext("%(clock)s pm", clock=shown)

    def _beds(self, row: dict[str, Any]) -> str:
        return _upper_first(self._count(row, _counted(row, self.texts)))

    def _count(self, row: dict[str, Any], beds: str) -> str:
        free, is_shut = row["available"], takes_nobody(row)
        if row["stale"] or not row["updated"] or (free is None and not is_shut):
            return self._unknown(row, beds)
        age = self._age(self.now - datetime.fromisoformat(row["updated"]))
        if is_shut:
            return self.texts.gettext(
                "%(beds)s not taking new people as of %(age)s", beds=beds, age=age
            )
        if free == 0:
            return self.texts.gettext("%(beds)s full as of %(age)s", beds=beds, age=age)
        return self.texts.ngettext(
            "%(num)s %(bed)s free %(age)s",  # English alone: Spanish says "camas: 1 libre"
            "%(num)s %(beds)s free %(age)s",
            free,
            bed=_counted(row, ENGLISH, is_one=True),
            beds=beds,
            age=age,
        )

    def _unknown(self, row: dict[str, Any], beds: str) -> str:
        """With the chance that one is free, where one may be told: never without its age."""
        if not (chance := row.get("chance_free")):
            return self.texts.gettext("%(beds)s unknown, call first", beds=beds)
        return self.texts.gettext(
            "%(beds)s unknown, last told %(age)s: about %(percent)s percent chance one is free, "
            "call first",
            beds=beds,
            age=self._age(self.now - datetime.fromisoformat(row["updated"])),
            percent=round(chance["value"] * 100),
        )

    def _age(self, age: timedelta) -> str:
        minutes = max(0, round(age.total_seconds() / 60))
        if minutes < 2:
            return self.texts.gettext("a minute ago")
        if minutes < 90:
            return self.texts.gettext("%(count)s minutes ago", count=minutes)
        return self.texts.gettext("%(count)s hours ago", count=round(minutes / 60))

    def _fit(self, fit: dict[str, Any]) -> Iterator[str]:
        if not fit["reasons"]:
            return  # nothing was asked about the person
        yield {
            "fits": self.texts.gettext("Fits"),
            "ask": self.texts.gettext("Ask by phone"),
            "no": self.texts.gettext("Does not fit"),
        }[fit["verdict"]]
        yield from [one["question"] for one in fit["reasons"] if one["question"]][:MOST_QUESTIONS]

    def _phone(self, phones: list[dict[str, Any]]) -> str:
        """ "Phone 719 555 0101, extension 7": in the groups in which a number is spoken."""
        for phone in phones:
            if phone["number"] and "fax" not in (phone["type"] or "").lower():
                number, extension = _grouped(phone["number"]), phone["extension"]
                if not extension:
                    return self.texts.gettext("Phone %(number)s", number=number)
                return self.texts.gettext(
                    "Phone %(number)s, extension %(extension)s", number=number, extension=extension
                )
        return self.texts.gettext("No phone stated")


def _counted(row: dict[str, Any], texts: Texts, *, is_one: bool = False) -> str:
    """ "beds for women"; of one, in English, "bed for women"."""
    unit, whom = _lower_first(unit_name(row["unit"], texts)), row["population"]
    unit = unit.removesuffix("s") if is_one else unit
    if whom in (None, "", "anyone"):
        return unit
    name = population_name(str(whom), texts)
    return texts.gettext("%(beds)s for %(population)s", beds=unit, population=name)


def _lower_first(text: str) -> str:
    """As inside of a sentence; "ICU beds" stays."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _upper_first(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _grouped(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    is_american = parsed.country_code == 1
    text = phonenumbers.format_number(
        parsed, style.NATIONAL if is_american else style.INTERNATIONAL
    )
    return " ".join("".join(c if c.isalnum() or c == "+" else " " for c in text).split())
