"""Schedule rows of every dialect as HSDS schedule rows with our few additions.

Days stand in `weekday`, `byday` or (misused) `freq`, times in `opens`, `opens_at` or (misused)
`dtstart` and `valid_from`; closed days and days of 24 hours stand as numbers. Days that are not
understood reject the row: half a list of days would send somebody to a locked door.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time

from resource_dir.errors import BadInput
from resource_dir.hsds import repairs
from resource_dir.hsds.tables import FREQUENCIES
from resource_dir.hsds.weekdays import Weekdays, parse_weekdays, spans_around

_TIME_LIKE = re.compile(
    r"\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?|\d{1,2}:\d\d(?::\d\d)?|noon|midnight|closed|24 hours", re.I
)
_DAY_COLUMNS = ("weekday", "byday", "freq")
_OPEN_COLUMNS = ("opens", "opens_at", "dtstart", "valid_from")
_CLOSE_COLUMNS = ("closes", "closes_at", "until", "valid_to")
_RECURRENCE = ("bymonthday", "byweekno", "byyearday")
_ALL_DAY = ("00:00", "23:59")
_TRUE = frozenset({"1", "true", "t", "yes", "y"})


@dataclass(frozen=True, slots=True)
class Part:
    """One canonical schedule row out of a source row, with the repairs made."""

    values: dict[str, object]
    repairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    values: Mapping[str, object]
    days: Weekdays | None
    day_column: str
    times: repairs.TimePair
    repairs: tuple[tuple[str, str], ...]


def expand(values: Mapping[str, object]) -> tuple[Part, ...]:
    """Give the canonical rows of one source row. Raises BadInput; its `field` is the column."""
    read = _read(values)
    parts = list(_parts(read))
    if not parts:
        raise BadInput("it says neither days, hours nor a date", field="byday")
    return tuple(parts)


def _read(values: Mapping[str, object]) -> _Read:
    rest = {k: v for k, v in values.items() if str(v).strip()}
    done: list[tuple[str, str]] = []
    opens = _taken(rest, _OPEN_COLUMNS, done)
    closes = _taken(rest, _CLOSE_COLUMNS, done)
    day_column, day_text = _days_text(rest, done)
    try:
        days = parse_weekdays(day_text) if day_text else None
    except BadInput as error:
        raise BadInput(error.message, field=day_column) from None
    times = _times(opens, closes)
    if days:
        done += [(day_column, name) for name in days.repairs if not _is_rrule(day_text)]
    done += [("opens_at", name) for name in times.repairs]
    return _Read(rest, days, day_column, times, tuple(done))


def _taken(rest: dict[str, object], columns: tuple[str, ...], done: list[tuple[str, str]]) -> str:
    """Take the time out of the first column that holds one; the others keep their dates."""
    for column in columns:
        text = str(rest.get(column, "")).strip()
        is_own = column in ("opens", "closes", "opens_at", "closes_at")
        if text and (is_own or _TIME_LIKE.fullmatch(text)):
            del rest[column]
            if not is_own:
                done.append((column, "time_moved_out_of_a_date_column"))
            return text
    return ""


def _days_text(rest: dict[str, object], done: list[tuple[str, str]]) -> tuple[str, str]:
    found = "", ""
    for column in _DAY_COLUMNS:
        text = str(rest.get(column, "")).strip()
        if column == "freq" and text.upper() in FREQUENCIES:
            continue
        if text:
            del rest[column]
            if not found[1]:
                found = column, text
                if column == "freq":
                    done.append((column, "weekday_moved_out_of_freq"))
    return found


def _is_rrule(text: str) -> bool:
    return bool(re.fullmatch(r"(?:-?\d?[A-Z]{2})(?:,-?\d?[A-Z]{2})*", text))


def _times(opens: str, closes: str) -> repairs.TimePair:
    try:
        return repairs.parse_time_pair(opens, closes)
    except BadInput as error:
        if error.field == "closes_at":
            raise
        raise BadInput(error.message, field="opens_at") from None


def _parts(read: _Read) -> Iterator[Part]:
    common = _common(read)
    closed, all_day = (_numbered(read.values, c) for c in ("schedule_closed", "open_24_hours"))
    if all_day:
        extra = (("open_24_hours", "all_day_span"),)
        yield _part(read, common, all_day, _span(*_ALL_DAY), extra)
    if read.times.word is repairs.TimeWord.CLOSED or _is_true(read.values, "is_closed"):
        days = closed or (_without(read.days, all_day) if all_day else read.days)
        yield _part(read, common, days, {"is_closed": True}, ())
    elif read.times.word is repairs.TimeWord.ALL_DAY or (read.days and read.days.is_all_day):
        if not all_day:
            yield _part(read, common, read.days, _span(*_ALL_DAY), (("opens_at", "all_day_span"),))
    elif not all_day or read.times.opens:
        yield from _hours(read, common)


def _hours(read: _Read, common: dict[str, object]) -> Iterator[Part]:
    opens, closes, days = read.times.opens, read.times.closes, read.days
    if days and days.valid_from:
        yield _season(read, common)
    elif days and days.pause and opens and closes:
        for first, last in spans_around(opens, closes, days.pause):
            yield _part(read, common, days, _span(_clock(first), _clock(last)), ())
    elif opens or closes or days or _says_something(read.values):
        yield _part(read, common, days, _span(_clock(opens), _clock(closes)), ())


def _season(read: _Read, common: dict[str, object]) -> Part:
    """A season of every year has no place in HSDS: the hours stay a note, never a wrong "open"."""
    hours = " - ".join(filter(None, (_clock(read.times.opens), _clock(read.times.closes))))
    note = " ".join(filter(None, (read.days.note if read.days else None, hours)))
    values = {**common, "notes": "; ".join(filter(None, (str(common.get("notes") or ""), note)))}
    return Part(values, (*read.repairs, (read.day_column, "season_kept_as_a_note")))


def _common(read: _Read) -> dict[str, object]:
    dropped = {"schedule_closed", "open_24_hours", "schedule_holiday", "is_closed", *_DAY_COLUMNS}
    values = {k: v for k, v in read.values.items() if k not in dropped}
    if freq := str(read.values.get("freq") or "").upper():
        values["freq"] = freq
    if _is_true(read.values, "schedule_holiday"):
        values["holiday"] = values.get("holiday") or "US"
    if read.days and read.days.note and not values.get("notes"):
        values["notes"] = read.days.note
    return values


def _part(
    read: _Read,
    common: dict[str, object],
    days: Weekdays | None,
    span: dict[str, object],
    extra: tuple[tuple[str, str], ...],
) -> Part:
    values = {**common, **span}
    if days and days.byday:
        values["byday"], values["freq"] = days.byday, days.freq or common.get("freq") or "WEEKLY"
        if common.get("freq") == "MONTHLY":
            values["freq"] = "MONTHLY"
    return Part(values, read.repairs + extra)


def _numbered(values: Mapping[str, object], column: str) -> Weekdays | None:
    """Days as numbers: ISO 8601, as "6,7" beside "saturday,sunday" in real rows shows."""
    text = str(values.get(column) or "").strip()
    if not text or text == "0":
        return None
    try:
        return parse_weekdays(text)
    except BadInput as error:
        raise BadInput(error.message, field=column) from None


def _without(days: Weekdays | None, other: Weekdays) -> Weekdays | None:
    if days is None or not days.byday or not other.byday:
        return days
    left = [day for day in days.byday.split(",") if day not in other.byday.split(",")]
    return replace(days, byday=",".join(left) or None)


def _span(opens: str | None, closes: str | None) -> dict[str, object]:
    return {k: v for k, v in (("opens_at", opens), ("closes_at", closes)) if v}


def _clock(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None


def _is_true(values: Mapping[str, object], column: str) -> bool:
    return str(values.get(column) or "").strip().lower() in _TRUE


def _says_something(values: Mapping[str, object]) -> bool:
    words = ("description", "notes", "schedule_link", "valid_from", "dtstart", *_RECURRENCE)
    return any(values.get(word) for word in words)
