"""A profile from JSON, checked key by key: what is wrong is named with what would be right."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from resource_dir.errors import BadInput, Phrase
from resource_dir.gaps.calls.profiles import (
    CLOCKS,
    FEWEST_MINUTES,
    FORMS,
    ROLES,
    ZONE_SOURCES,
    CallProfile,
    OfficerMarks,
    Region,
    TimeCheck,
)

KEYS = (
    "name", "title", "agency", "zone", "zone_from", "columns", "time", "file", "officer_initiated",
    "sentinels", "disposition_classes", "region",
)  # fmt: skip
SENTINEL_ROLES = ("time", "type", "district", "disposition", "id")
DELIMITERS = ("", ",", ";", "\t", "|")
ENCODINGS = ("", "utf-8", "latin-1", "utf-16")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
LONGEST = 200
MOST_VALUES = 500
WORLD = {"south": 90.0, "west": 180.0, "north": 90.0, "east": 180.0}


def read_profile(data: Any) -> CallProfile:
    """The profile that a JSON object describes. Raises BadInput naming the key."""
    given = _object(data, "profile", KEYS)
    time = _object(given.get("time", {}), "time", ("forms", "clock", "check"))
    file = _object(given.get("file", {}), "file", ("delimiter", "encoding"))
    columns = _object(given.get("columns", {}), "columns", ROLES)
    profile = CallProfile(
        name=_name(given.get("name")),
        title=_text(given.get("title") or given.get("name"), "title"),
        agency=_text(given.get("agency"), "agency"),
        zone=read_zone(given.get("zone")),
        zone_from=_one_of(given.get("zone_from", ""), "zone_from", ZONE_SOURCES),
        columns={role: _texts(names, f"columns.{role}") for role, names in columns.items()},
        time_forms=_forms(time.get("forms", ["iso"])),
        clock=_one_of(time.get("clock", "local"), "time.clock", CLOCKS),
        check=_check(time.get("check")),
        delimiter=_one_of(file.get("delimiter", ""), "file.delimiter", DELIMITERS),
        encoding=_one_of(file.get("encoding", ""), "file.encoding", ENCODINGS),
        officer_initiated=_officer(given.get("officer_initiated", {})),
        sentinels=_sentinels(given.get("sentinels", {})),
        disposition_classes=_classes(given.get("disposition_classes", {})),
        region=_region(given.get("region")),
    )
    for role in ("time", "type"):
        if not profile.columns.get(role):
            raise _wrong(
                f"columns.{role}", Phrase("the name of a column, or a list of names it goes by")
            )
    return profile


def _wrong(key: str, wanted: Phrase) -> BadInput:
    return BadInput(
        "%(key)s of the profile has to be %(wanted)s.", field=key, key=key, wanted=wanted
    )


def _object(value: Any, key: str, allowed: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(key, Phrase("an object"))
    for name in value:
        if name not in allowed:
            raise BadInput(
                "%(key)s knows no “%(name)s”: it may hold %(allowed)s.",
                field=key,
                key=key,
                name=str(name)[:40],
                allowed=", ".join(allowed),
            )
    return value


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST:
        raise _wrong(key, Phrase("a text of 1 to %(most)s characters", most=LONGEST))
    if not value.isprintable():
        raise _wrong(key, Phrase("a text without control characters"))
    return value.strip()


def _texts(value: Any, key: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple) or len(values) > MOST_VALUES:
        raise _wrong(key, Phrase("a text or a list of at most %(most)s", most=MOST_VALUES))
    return tuple(_text(each, key) for each in values)


def _name(value: Any) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise _wrong(
            "name", Phrase("small letters, digits, _ and -, at most 60, such as san_diego")
        )
    return value


def _one_of(value: Any, key: str, allowed: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise _wrong(key, Phrase("one of %(names)s", names=", ".join(map(repr, allowed))))
    return value


def read_zone(value: Any) -> str:
    """The name of a time zone. Raises BadInput."""
    text = _text(value, "zone")
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _wrong("zone", Phrase("an IANA zone such as America/Denver")) from None
    return text


def _forms(value: Any) -> tuple[str, ...]:
    forms = _texts(value, "time.forms")
    if not forms or any(form not in FORMS and "%" not in form for form in forms):
        raise _wrong(
            "time.forms",
            Phrase(
                "a list of %(forms)s or formats such as %(example)s",
                forms=", ".join(FORMS),
                example="%m/%d/%Y %H:%M",
            ),
        )
    return forms


def _check(value: Any) -> TimeCheck | None:
    if value is None:
        return None
    given = _object(value, "time.check", ("columns", "pattern", "form", "minutes"))
    pattern = given.get("pattern", "")
    minutes = given.get("minutes", 10)
    try:
        re.compile(pattern)
    except (re.error, TypeError):
        raise _wrong("time.check.pattern", Phrase("a regular expression")) from None
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes < FEWEST_MINUTES:
        raise _wrong("time.check.minutes", Phrase("a whole number of minutes, 1 or more"))
    return TimeCheck(
        columns=_texts(given.get("columns", []), "time.check.columns"),
        pattern=pattern,
        form=_forms([given.get("form", "iso")])[0],
        minutes=minutes,
    )


def _officer(value: Any) -> OfficerMarks:
    given = _object(value, "officer_initiated", ("columns", "values", "leave_out"))
    leave_out = given.get("leave_out", False)
    if not isinstance(leave_out, bool):
        raise _wrong("officer_initiated.leave_out", Phrase("true or false"))
    return OfficerMarks(
        _texts(given.get("columns", []), "officer_initiated.columns"),
        _texts(given.get("values", []), "officer_initiated.values"),
        leave_out,
    )


def _sentinels(value: Any) -> dict[str, tuple[str, ...]]:
    given = _object(value, "sentinels", SENTINEL_ROLES)
    return {role: _texts(values, f"sentinels.{role}") for role, values in given.items()}


def _classes(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or len(value) > MOST_VALUES:
        raise _wrong("disposition_classes", Phrase("an object from code to class"))
    return {
        _text(code, "disposition_classes"): _text(name, "disposition_classes")
        for code, name in value.items()
    }


def _region(value: Any) -> Region | None:
    if value is None:
        return None
    given = _object(value, "region", tuple(WORLD))
    for side, most in WORLD.items():
        number = given.get(side)
        if (
            not isinstance(number, int | float)
            or isinstance(number, bool)
            or not abs(number) <= most
        ):
            raise _wrong(
                f"region.{side}",
                Phrase("a number of degrees from -%(most)g to %(most)g", most=most),
            )
    if given["south"] >= given["north"] or given["west"] >= given["east"]:
        raise _wrong("region", Phrase("south below north and west below east"))
    return Region(*(float(given[side]) for side in WORLD))
