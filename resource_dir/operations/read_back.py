"""One listing in one line, as it is read aloud over the radio or the phone.

English, whatever the page's language: that is what is spoken on the channel. Words rather than
signs, digits of a number in groups, and nothing that has to be seen to be understood.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import phonenumbers

Result = dict[str, Any]
MOST_QUESTIONS = 2  # who has to listen to a third one asks for the page


def read_back(result: Result, now: datetime) -> str:
    """Name, place, miles, open or not, beds, what to ask, number. Takes a search result, or a
    listing, in the keys of the interface.
    """
    return " ".join(_sentence(part) for part in _parts(result, now))


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith(("?", "!", ".")) else f"{text}."


def _parts(result: Result, now: datetime) -> Iterator[str]:
    yield result["name"] or "Unnamed listing"
    yield _where(result)
    if result["distance_mi"] is not None:
        yield f"{result['distance_mi']:.1f} miles"
    yield from _open(result, now)
    yield from (_beds(row, now) for row in result["capacity"])
    yield from _fit(result["fit"])
    yield _phone(result["phones"])
    yield f"Verified {result['verified']}" if result["verified"] else "Unverified import"


def _where(result: Result) -> str:
    if result["is_withheld"]:
        return "Address withheld, call"
    return str(result["address"] or "Address not stated")


def _open(result: Result, now: datetime) -> Iterator[str]:
    if (result["status"] or "").strip().lower() == "temporarily closed":
        yield "Temporarily closed"
        return
    yield _state(result["hours"], now)
    if result["intake"]:
        text = _state(result["intake"], now)
        yield f"Intake {text[0].lower()}{text[1:]}"


def _state(hours: dict[str, Any], now: datetime) -> str:
    if hours["state"] == "unknown":
        return "Hours unknown, call first"
    if hours["state"] == "open":
        return f"Open until {_when(hours['until'], now)}" if hours["until"] else "Open 24 hours"
    return f"Closed, opens {_when(hours['opens'], now)}" if hours["opens"] else "Closed"


def _when(text: str, now: datetime) -> str:
    """ "11:30 pm", "7 am tomorrow", "7 am Tuesday", "7 am December 1", in the listing's time."""
    moment = datetime.fromisoformat(text)
    days = (moment.date() - now.astimezone(moment.tzinfo).date()).days
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    clock = f"{(moment.hour + 11) % 12 + 1}{minutes} {'am' if moment.hour < 12 else 'pm'}"
    if days == 0:
        return clock
    if days == 1:
        return f"{clock} tomorrow"
    return f"{clock} {moment:%A}" if 0 < days < 7 else f"{clock} {moment:%B} {moment.day}"


def _beds(row: dict[str, Any], now: datetime) -> str:
    unit = str(row["unit"] or "bed").replace("_", " ").strip()
    whom = row["population"]
    what = f"{unit}s" if not unit.endswith("s") else unit
    what += "" if whom in (None, "", "anyone") else f" for {str(whom).replace('_', ' ')}"
    if row["stale"] or row["available"] is None or not row["updated"]:
        return f"{what.capitalize()} unknown, call first"
    told = _age(now - datetime.fromisoformat(row["updated"]))
    if row["available"] == 0:
        return f"{what.capitalize()} full as of {told}"
    return f"{row['available']} {what if row['available'] != 1 else _one(what, unit)} free {told}"


def _one(what: str, unit: str) -> str:
    return what.replace(f"{unit}s", unit, 1)


def _age(age: timedelta) -> str:
    minutes = max(0, round(age.total_seconds() / 60))
    if minutes < 90:
        return "a minute ago" if minutes < 2 else f"{minutes} minutes ago"
    return f"{round(minutes / 60)} hours ago"


def _fit(fit: dict[str, Any]) -> Iterator[str]:
    if not fit["reasons"]:
        return  # nothing was asked about the person
    yield {"fits": "Fits", "ask": "Ask by phone", "no": "Does not fit"}[fit["verdict"]]
    yield from [one["question"] for one in fit["reasons"] if one["question"]][:MOST_QUESTIONS]


def _phone(phones: list[dict[str, Any]]) -> str:
    """ "Phone 719 555 0101, extension 7": in the groups in which a number is spoken."""
    for phone in phones:
        if phone["number"] and "fax" not in (phone["type"] or "").lower():
            extension = phone["extension"]
            return f"Phone {_grouped(phone['number'])}" + (
                f", extension {extension}" if extension else ""
            )
    return "No phone stated"


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
