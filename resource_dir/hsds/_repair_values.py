"""Clock times, dates, states and postal codes as people write them into one field."""

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime, time

from resource_dir.errors import BadInput

_NOTHING = frozenset({"", "null", "none", "n/a", "na", "nan", "undefined", "-"})


class TimeWord(enum.Enum):
    """What stands in a time column instead of a time."""

    CLOSED = "closed"
    ALL_DAY = "24 hours"


@dataclass(frozen=True, slots=True)
class TimePair:
    """What two time columns say together: two times, or one word for the day."""

    opens: time | None = None
    closes: time | None = None
    word: TimeWord | None = None
    repairs: tuple[str, ...] = ()


_WORDS: dict[str, time | TimeWord] = {
    "noon": time(12), "12 noon": time(12), "mediodia": time(12), "mediodía": time(12),
    "midnight": time(0), "12 midnight": time(0), "medianoche": time(0),
    "closed": TimeWord.CLOSED, "cerrado": TimeWord.CLOSED,
    "24 hours": TimeWord.ALL_DAY, "24 hrs": TimeWord.ALL_DAY, "24hrs": TimeWord.ALL_DAY,
    "24hours": TimeWord.ALL_DAY, "24-hours": TimeWord.ALL_DAY, "24/7": TimeWord.ALL_DAY,
    "24-7": TimeWord.ALL_DAY, "open 24 hours": TimeWord.ALL_DAY, "24 horas": TimeWord.ALL_DAY,
}  # fmt: skip
_TWELVE = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::\d\d)?\s*(?P<half>[ap])\.?\s?m\.?"
)
_TWENTY_FOUR = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d)?)?"
)
_FOUR_DIGITS = re.compile(r"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)")
#: Minutes since midnight, without a leading zero. Below 240 (four in the morning) the same
#: digits may be an hour or a count of something else.
_MINUTES = re.compile(r"[1-9]\d{2,3}")
_LEAST_MINUTES, _MOST_MINUTES = 240, 1440


def parse_time(text: str) -> time | TimeWord | None:
    """Read one time field; None when it is empty. Raises BadInput when it is not certain."""
    return read_time(text)[0]


def read_time(text: str) -> tuple[time | TimeWord | None, tuple[str, ...]]:
    """Read one time field as local wall-clock time, with the repairs made.

    Repairs: ``time_format`` (rewritten), ``zone_dropped`` (a Z or an offset stood behind it: the
    times of a schedule are the clock on the wall there, and a feed that appends "Z" to every one
    means that too). "24:00" is midnight. Raises BadInput when it is not certain.
    """
    folded = " ".join(text.split()).casefold()
    if folded in _NOTHING:
        return None, ()
    if folded in _WORDS:
        return _WORDS[folded], ("time_format",)
    if match := _TWELVE.fullmatch(folded):
        return _from_twelve(match), ("time_format",)
    if match := _TWENTY_FOUR.fullmatch(folded):
        repairs = ("zone_dropped",) if match["zone"] else ()
        return _clock(int(match["hour"]), int(match["minute"])), repairs
    if match := _FOUR_DIGITS.fullmatch(folded):
        return _clock(int(match["hour"]), int(match["minute"])), ("time_format",)
    raise BadInput('Not a time: "08:30", "8:30 AM", "noon" and "Closed" are.', field="time")


def parse_time_pair(opens: str, closes: str) -> TimePair:
    """Read both time fields of a schedule row together.

    Together they can say more than each alone: 750 and 1080 are minutes since midnight, and
    "24 Hours" or "Closed" in the first stands for the whole day. A closing time behind "Closed"
    is left out (``closing_ignored``). Raises BadInput when either is not certain.
    """
    if _are_minutes(opens.strip(), closes.strip()):
        minutes = int(opens), int(closes)
        first, last = (_clock(x // 60, x % 60) for x in minutes)
        return TimePair(opens=first, closes=last, repairs=("minutes_since_midnight",))
    first_read, repairs = read_time(opens)
    if isinstance(first_read, TimeWord):
        ignored = () if closes.strip().casefold() in _NOTHING | {opens.strip().casefold()} else (
            "closing_ignored",
        )  # fmt: skip
        return TimePair(word=first_read, repairs=repairs + ignored)
    last_read, more = read_time(closes)
    if isinstance(last_read, TimeWord):
        if first_read is not None:
            raise BadInput("The day opens at a time and closes at a word.", field="closes_at")
        return TimePair(word=last_read, repairs=more)
    return TimePair(first_read, last_read, repairs=tuple(dict.fromkeys(repairs + more)))


def _are_minutes(opens: str, closes: str) -> bool:
    if not (_MINUTES.fullmatch(opens) and _MINUTES.fullmatch(closes)):
        return False
    if not all(_LEAST_MINUTES <= int(x) <= _MOST_MINUTES for x in (opens, closes)):
        return False
    # "1000" to "1200" reads as a clock as well: that is nobody's certainty.
    if _FOUR_DIGITS.fullmatch(opens) and _FOUR_DIGITS.fullmatch(closes):
        raise BadInput("Clock times or minutes since midnight? Write them with a colon.")
    return True


def _from_twelve(match: re.Match[str]) -> time:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    is_afternoon = match["half"] == "p"
    if hour > 12 and not is_afternoon:
        raise BadInput("An hour above 12 can't be in the morning.", field="time")
    if hour <= 12:
        hour = hour % 12 + (12 if is_afternoon else 0)
    return _clock(hour, minute)


def _clock(hour: int, minute: int) -> time:
    if (hour, minute) == (24, 0):
        return time(0)
    try:
        return time(hour, minute)
    except ValueError:
        raise BadInput("There is no such hour or minute on a clock.", field="time") from None


_DATE_FORMS = (
    "%Y/%m/%d", "%Y%m%d", "%m/%d/%Y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y",
    "%b %d %Y", "%d %B %Y", "%d %b %Y",
)  # fmt: skip
_DATE_PART = re.compile(r"(.*\d{4}|\d{4}-\d\d?-\d\d?)[T ]+\d{1,2}:\d\d.*", re.DOTALL)


def parse_date(text: str) -> date | None:
    """Read a date (the day of a date-time too); None when the field is empty.

    ISO, or the American order month/day/year; a first number above 12 can only be the day.
    Two-digit years and anything else raise BadInput.
    """
    cleaned = " ".join(text.split())
    if cleaned.casefold() in _NOTHING:
        return None
    try:
        return datetime.fromisoformat(cleaned).date()
    except ValueError:
        return _date_in_words(cleaned)


def _date_in_words(text: str) -> date:
    if match := _DATE_PART.fullmatch(text):
        text = match[1]
    for form in (*_DATE_FORMS, "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadInput('Not a date: "2024-07-19" and "7/19/2024" are.', field="date")


_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
    "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "FM": "Federated States of Micronesia", "GU": "Guam",
    "MH": "Marshall Islands", "MP": "Northern Mariana Islands", "PW": "Palau",
    "PR": "Puerto Rico", "VI": "Virgin Islands", "AA": "Armed Forces Americas",
    "AE": "Armed Forces Europe", "AP": "Armed Forces Pacific",
}  # fmt: skip
_STATE_CODES = {code.casefold(): code for code in _STATES}
_STATE_CODES |= {name.casefold(): code for code, name in _STATES.items()}
_STATE_CODES |= {
    "washington dc": "DC", "us virgin islands": "VI", "calif": "CA", "mass": "MA", "penn": "PA",
    "penna": "PA", "fla": "FL", "tex": "TX", "wash": "WA", "ore": "OR", "colo": "CO",
}  # fmt: skip


def parse_state(text: str, *, country: str = "US") -> str | None:
    """Give the two-letter code of a US state; None when the field is empty or "null".

    Of another country the text comes back trimmed. Raises BadInput for what is no state.
    """
    trimmed = " ".join(text.split())
    if trimmed.casefold() in _NOTHING:
        return None
    if country.strip().upper() not in ("", "US", "USA"):
        return trimmed
    folded = " ".join(trimmed.casefold().replace(".", "").replace(",", " ").split())
    code = _STATE_CODES.get(folded) or _STATE_CODES.get(folded.replace(" ", ""))
    if code is None:
        raise BadInput('Not a US state: "MD", "md." and "Maryland" are.', field="state_province")
    return code


#: States whose ZIP codes begin with a zero, which spreadsheets eat.
_ZERO_STATES = frozenset({"MA", "RI", "NH", "ME", "VT", "CT", "NJ", "PR", "VI"})


def parse_postal_code(value: str | int, *, country: str = "US", state: str | None = None) -> str:
    """Give a ZIP code as "01742" or "90012-1234".

    A JSON number has lost its leading zeros for certain; a text of three or four digits only if
    `state` is one whose ZIP codes begin with a zero. Of another country the text comes back
    trimmed. Raises BadInput otherwise.
    """
    text = str(value).strip().strip("`'\"., ")
    if country.strip().upper() not in ("", "US", "USA"):
        return text
    if re.fullmatch(r"\d{3,4}", text) and (isinstance(value, int) or state in _ZERO_STATES):
        text = text.zfill(5)
    match = re.fullmatch(r"(?P<zip>\d{5})(?:[\s-]*(?P<four>\d{4}))?-?", text)
    if match is None or match["zip"] == "00000":
        raise BadInput("Not a ZIP code: five digits, or nine (90012-1234).", field="postal_code")
    return match["zip"] + (f"-{match['four']}" if match["four"] else "")
