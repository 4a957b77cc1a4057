"""The days of a schedule as people write them, as HSDS ``byday`` and ``freq``.

A field is cut into words; a small reader goes over them from left to right. Whatever it does not
know makes the whole field unclear: half a list of days would send somebody to a locked door.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

from rapidfuzz.distance import OSA

from resource_dir.errors import BadInput
from resource_dir.hsds._repair_text import clean_text
from resource_dir.hsds._repair_values import TimeWord, parse_time
from resource_dir.hsds._weekday_words import (
    COMPACT,
    DAY_CODES,
    DAY_GROUPS,
    DAY_NAMES,
    DAY_WORDS,
    FILLER,
    JOINERS,
    MONTHS,
    ORDINALS,
    TO,
    fold,
)


class MonthDay(NamedTuple):
    """A day of every year, such as the first of November."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of a schedule.

    `byday` is "MO,TU" or, with freq MONTHLY, "4FR" or "-1TH"; None when only a season is stated.
    `valid_from` and `valid_to` are a season of every year, both or neither. `pause` is a span in
    which the place is closed on these days ("closed 12-2pm"): whoever ignores it would call the
    place open when it is not; `spans_around` cuts it out. `is_all_day`: the field said 24/7.
    """

    byday: str | None = None
    freq: str | None = None
    valid_from: MonthDay | None = None
    valid_to: MonthDay | None = None
    pause: tuple[time, time] | None = None
    is_all_day: bool = False
    note: str | None = None
    repairs: tuple[str, ...] = ()


_ASIDE = re.compile(r"\(([^()]{0,80})\)")
_SEASON = re.compile(
    rf"(?P<month>{'|'.join(MONTHS)})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*"
    rf"(?:-|to|through|thru)\s*"
    rf"(?P<month2>{'|'.join(MONTHS)})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
)
_PAUSE = re.compile(
    r"clos(?:ed|es)(?: daily)?(?: from)? (?P<start>[\w:. ]+?) ?(?:-|to) ?(?P<end>[\w:. ]+)"
)
_RRULE = re.compile(r"[+-]?[1-5]?(?:mo|tu|we|th|fr|sa|su)(?:,[+-]?[1-5]?(?:mo|tu|we|th|fr|sa|su))*")
_RRULE_DAY = re.compile(r"\+?(-?[1-5]?)(mo|tu|we|th|fr|sa|su)")
_NUMBERS = re.compile(r"[1-7](?:\s*[,;-]\s*[1-7])*")
_WORD = re.compile(r"\d+(?:st|nd|rd|th|er|o)?|[a-z']+|[-,;&/+]")
_UNCLEAR = (
    'Not certain which days are meant: "Monday - Friday", "Mon, Wed-Fri", "MO,TU" and '
    '"2nd and 4th Saturday" are understood.'
)
#: "Every 2nd Tuesday" is every other Tuesday to some; "of the month" settles it.
_EVERY_NTH = re.compile(r"\b(?:every|each|cada) (?:\d|first|second|third|fourth|fifth|segundo)")
_MONTHLY = re.compile(r"\b(?:month|mes)\b")
_LONGEST = 300
_LEAP_YEAR = 2024


def parse_weekdays(text: str) -> Weekdays:
    """Read the days of a schedule in English or Spanish. Raises BadInput when unclear.

    Numbers are ISO 8601: 1 is Monday, 7 is Sunday ("6,7" is the weekend). A range may run over
    the week's end ("Friday - Monday" is four days).
    """
    cleaned, _ = clean_text(text)
    folded = fold(cleaned)
    if not folded or folded == "null" or len(folded) > _LONGEST:
        raise BadInput("No days are stated." if len(folded) <= 4 else _UNCLEAR, field="byday")
    if _RRULE.fullmatch(folded):
        return _from_rrule(folded)
    rest, pause = _without_aside(folded)
    season = _SEASON.search(rest)
    if season:
        rest = (rest[: season.start()] + rest[season.end() :]).strip(" ,;")
    days = Weekdays() if season and not rest else _days_in(rest)
    return _assembled(days, cleaned, pause, season)


def spans_around(
    opens: time, closes: time, pause: tuple[time, time] | None
) -> tuple[tuple[time, time], ...]:
    """Cut the pause out of the opening hours: ``((9, 12), (14, 17))``.

    A pause outside the hours, or hours that run over midnight, raise BadInput: then nobody
    knows what was meant.
    """
    if pause is None:
        return ((opens, closes),)
    if not opens < pause[0] < pause[1] < closes:
        raise BadInput("The pause does not lie inside the opening hours.", field="byday")
    return ((opens, pause[0]), (pause[1], closes))


def _from_rrule(folded: str) -> Weekdays:
    found = [(number, day.upper()) for number, day in _RRULE_DAY.findall(folded)]
    if {bool(number) for number, _ in found} == {True, False}:
        raise BadInput(_UNCLEAR, field="byday")
    if found[0][0]:
        return Weekdays(byday=",".join(dict.fromkeys(a + b for a, b in found)), freq="MONTHLY")
    return Weekdays(byday=_ordered(day for _, day in found), freq="WEEKLY")


def _assembled(
    days: Weekdays, cleaned: str, pause: tuple[time, time] | None, season: re.Match[str] | None
) -> Weekdays:
    start = _month_day(season["month"], season["day"]) if season else None
    end = _month_day(season["month2"], season["day2"]) if season else None
    says_more = bool(pause or season or days.freq == "MONTHLY")
    return Weekdays(
        byday=days.byday,
        freq=days.freq,
        valid_from=start,
        valid_to=end,
        pause=pause,
        is_all_day=days.is_all_day,
        note=cleaned if says_more else None,
        repairs=("days_read_from_words",),
    )


def _without_aside(folded: str) -> tuple[str, tuple[time, time] | None]:
    aside = _ASIDE.search(folded)
    if aside is None:
        return folded, None
    rest = (folded[: aside.start()] + folded[aside.end() :]).strip()
    match = _PAUSE.fullmatch(aside[1].strip())
    if match is None or _ASIDE.search(rest):
        raise BadInput(_UNCLEAR, field="byday")
    return rest, _pause(match["start"].strip(), match["end"].strip())


def _pause(start: str, end: str) -> tuple[time, time]:
    # "12-2pm": the end's half of the day is the start's as well, unless that runs backwards.
    half = re.search(r"[ap]\.?m", end)
    if re.fullmatch(r"\d{1,2}(?::\d\d)?", start) and half:
        start = f"{start} {half[0]}"
    times = parse_time(start), parse_time(end)
    first, last = times
    if first is None or last is None or isinstance(first, TimeWord) or isinstance(last, TimeWord):
        raise BadInput(_UNCLEAR, field="byday")
    if not first < last:
        raise BadInput("The pause ends before it begins.", field="byday")
    return first, last


def _month_day(month: str, day: str) -> MonthDay:
    try:
        date(_LEAP_YEAR, MONTHS[month], int(day))
    except ValueError:
        raise BadInput("There is no such day in that month.", field="byday") from None
    return MonthDay(MONTHS[month], int(day))


def _days_in(text: str) -> Weekdays:
    if text in DAY_GROUPS:
        days, is_all_day = DAY_GROUPS[text]
        return Weekdays(byday=",".join(days), freq="WEEKLY", is_all_day=is_all_day)
    if _EVERY_NTH.search(text) and not _MONTHLY.search(text):
        raise BadInput(_UNCLEAR, field="byday")
    if _NUMBERS.fullmatch(text):
        text = re.sub(r"[1-7]", lambda match: DAY_NAMES[int(match[0]) - 1], text)
    if compact := _compact(text):
        return Weekdays(byday=_ordered(compact), freq="WEEKLY")
    return _DayReader(text).read()


def _compact(text: str) -> list[str] | None:
    """Read "mwf", "tth" and "m/w/f"; None when it is anything else."""
    if re.search(r"[^a-z/]", text) or len(text) > 14 or text in DAY_WORDS:
        return None
    parts = re.findall(COMPACT, text.replace("/", ""))
    return [DAY_CODES[x] for x in parts] if "".join(parts) == text.replace("/", "") else None


def _ordered(days: Iterable[str]) -> str:
    """Give the days in week order, each once: equal hours must compare equal."""
    return ",".join(sorted(set(days), key=tuple(DAY_CODES[x] for x in DAY_NAMES).index))


class _DayReader:
    """Goes over the words of one field; `days` and `monthly` are what it has understood."""

    def __init__(self, text: str) -> None:
        self._words = _WORD.findall(text)
        if len("".join(self._words)) != len(re.sub(r"[\s.]", "", text)):
            raise BadInput(_UNCLEAR, field="byday")
        self.days: list[str] = []
        self.monthly: list[str] = []
        self._ordinals: list[str] = []
        self._is_range = False

    def read(self) -> Weekdays:
        """Read all words. Raises BadInput when one is not understood or the end is open."""
        for word in self._words:
            self._take(word)
        if self._is_range or self._ordinals or bool(self.days) == bool(self.monthly):
            raise BadInput(_UNCLEAR, field="byday")
        if self.monthly:
            return Weekdays(byday=",".join(dict.fromkeys(self.monthly)), freq="MONTHLY")
        return Weekdays(byday=_ordered(self.days), freq="WEEKLY")

    def _take(self, word: str) -> None:
        if word in TO:
            if self._is_range or not self.days or self._ordinals:
                raise BadInput(_UNCLEAR, field="byday")
            self._is_range = True
        elif word in ORDINALS:
            self._ordinals.append(ORDINALS[word])
        elif word in JOINERS or word in FILLER:
            return
        else:
            self._take_day(_day(word))

    def _take_day(self, day: str) -> None:
        if self._ordinals:
            self.monthly += [number + day for number in self._ordinals]
            self._ordinals = []
        elif self._is_range:
            self.days += _range(self.days[-1], day)
            self._is_range = False
        else:
            self.days.append(day)


def _range(first: str, last: str) -> list[str]:
    week = [DAY_CODES[x] for x in DAY_NAMES]
    start = week.index(first)
    turned = week[start:] + week[:start]
    return turned[: turned.index(last) + 1]


def _day(word: str) -> str:
    code = DAY_WORDS.get(word)
    if code is not None:
        return code
    # "Wendesday": one slip away from exactly one day's full name, and long enough to be sure.
    near = {DAY_CODES[x] for x in DAY_NAMES if OSA.distance(x, word.removesuffix("s")) == 1}
    if len(near) != 1 or len(word) < 6:
        raise BadInput(_UNCLEAR, field="byday")
    return near.pop()
