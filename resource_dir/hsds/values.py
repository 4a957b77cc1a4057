"""One source value into one canonical value, or BadInput with the reason."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from resource_dir.errors import BadInput
from resource_dir.fit import is_fact_code
from resource_dir.hsds import repairs
from resource_dir.hsds.guarding import unguarded
from resource_dir.hsds.tables import AUDIENCES, SERVICE_STATUSES
from resource_dir.needs import NEEDS

MAX_TEXT = 100_000
MAX_INT = 2**31 - 1  # what an integer column takes on every database
Converted = tuple[object, tuple[str, ...]]
"""The JSON-able value (None: nothing there) and the names of the repairs made."""

_PLAIN = re.compile(r"[!#-%'-;=?-\[\]-~]+(?: [!#-%'-;=?-\[\]-~]+)*")
_EMAIL = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+\.[A-Za-z]{2,}")
_PHONE_TYPES = frozenset({"voice", "fax", "text", "cell", "video", "pager", "textphone", "tty",
                          "tdd", "hotline", "intake", "main", "mobile"})  # fmt: skip
_TRUE = frozenset({"1", "true", "t", "yes", "y", "x"})
_FALSE = frozenset({"0", "false", "f", "no", "n", ""})
NOT_STATED = "unknown_code_kept_as_not_stated"


def convert(kind: str, value: object) -> Converted:
    """Convert a value of one column type of `tables`. Raises BadInput with the reason."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None, ()
    return _KINDS[kind](value)


@lru_cache(maxsize=4096)
def _cleaned(text: str) -> tuple[str, tuple[str, ...]]:
    if _PLAIN.fullmatch(text):
        return text, ()
    return repairs.clean_text(text)


def _text(value: object) -> Converted:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise BadInput("a text is expected here")
    plain = unguarded(str(value))
    text, done = _cleaned(plain)
    if plain != str(value):
        done = (*done, "formula_guard")
    if len(text) > MAX_TEXT:
        raise BadInput(f"the text is longer than {MAX_TEXT} characters")
    return text or None, done


def _number(value: object) -> Converted:
    try:
        number = float(str(value))
    except ValueError:
        raise BadInput("not a number") from None
    if not -1e15 < number < 1e15:
        raise BadInput("not a number of a sensible size")
    return (int(number) if number.is_integer() else number), ()


def _int(value: object) -> Converted:
    number, done = _number(value)
    if not isinstance(number, int) or isinstance(value, bool):
        raise BadInput("not a whole number")
    if abs(number) > MAX_INT:
        raise BadInput("not a number of a sensible size")
    return number, done


def _count(value: object) -> Converted:
    number, done = _int(value)
    if int(str(number)) < 0:
        raise BadInput("a count can't be less than 0")
    return number, done


def _age(value: object) -> Converted:
    number, done = _number(value)
    if not 0 <= float(str(number)) <= 130:
        raise BadInput("not an age: 0 to 130 years")
    return number, done


def _year(value: object) -> Converted:
    number, done = _int(value)
    if not 1000 <= int(str(number)) <= 2200:
        raise BadInput("not a year of four digits")
    return number, done


def _coordinate(limit: int, name: str) -> Callable[[object], Converted]:
    def convert_coordinate(value: object) -> Converted:
        number, done = _number(value)
        if isinstance(value, bool) or abs(float(str(number))) > limit:
            raise BadInput(f"not a {name}: {-limit} to {limit}")
        return float(str(number)), done

    return convert_coordinate


def _date(value: object) -> Converted:
    found = repairs.parse_date(str(value))
    if found is None:
        return None, ()
    text = found.isoformat()
    return text, () if str(value).startswith(text) else ("date_format",)


def _datetime(value: object) -> Converted:
    text = str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _date(value)
    if len(text) <= 10:
        return moment.date().isoformat(), ()
    # Without an offset nobody knows the zone: it is taken as UTC, as the standard's examples are.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(), ()


def _time(value: object) -> Converted:
    found = repairs.parse_time(str(value))
    if found is None or isinstance(found, repairs.TimeWord):
        raise BadInput("not a time of the day")
    return found.strftime("%H:%M"), ()


def _url(value: object) -> Converted:
    text = str(value).strip()
    done: tuple[str, ...] = ()
    if re.match(r"www\.[\w-]+\.", text):
        text, done = f"http://{text}", ("scheme_added",)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        raise BadInput("not a web address") from None
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r"\s", text):
        raise BadInput("not a web address: it begins with http:// or https://")
    return text, done


def _email(value: object) -> Converted:
    text = str(value).strip().removeprefix("mailto:")
    if not isinstance(value, str) or not _EMAIL.fullmatch(text):
        raise BadInput("not an e-mail address")
    return text, ()


def _status(value: object) -> Converted:
    text = str(value).strip().lower().replace("_", " ")
    # Codes such as 1-6 or "Verified" say nothing certain: shown as not stated, never guessed.
    return (text, ()) if text in SERVICE_STATUSES else (None, (NOT_STATED,))


def _phone_type(value: object) -> Converted:
    text = str(value).strip().lower()
    if text.isdigit():
        return None, (NOT_STATED,)
    return (text if text in _PHONE_TYPES else _text(value)[0]), ()


def _bool(value: object) -> Converted:
    text = str(value).strip().lower()
    if text not in _TRUE | _FALSE:
        raise BadInput("neither yes nor no")
    return text in _TRUE, ()


def _state(value: object) -> Converted:
    try:
        return repairs.parse_state(str(value)), ()
    except BadInput:
        # Other countries have regions of their own: the text is kept as it is.
        return _text(value)


def _postal_code(value: object) -> Converted:
    try:
        return repairs.parse_postal_code(str(value)), ()
    except BadInput:
        return _text(value)


def _lower(value: object) -> Converted:
    return str(value).strip().lower(), ()


def _audience(value: object) -> Converted:
    text = str(value).strip().lower()
    if text in AUDIENCES:
        return text, ()
    # Somebody meant to keep it from somebody: never the public by default.
    return "own", ("unknown_audience_kept_to_the_organization",)


def _stance(value: object) -> Converted:
    text = str(value).strip().lower()
    if text not in ("yes", "no"):
        raise BadInput("a stance is yes or no; what is not known is left out")
    return text, ()


def _fact_code(value: object) -> Converted:
    text = str(value).strip()
    if not is_fact_code(text):
        raise BadInput("no such criterion")
    return text, ()


def _need_slug(value: object) -> Converted:
    text = str(value).strip().lower()
    if text not in NEEDS:
        raise BadInput("no such need")
    return text, ()


_KINDS: Mapping[str, Callable[[object], Converted]] = {
    "text": _text, "number": _number, "int": _int, "age": _age, "year": _year, "date": _date,
    "datetime": _datetime, "time": _time, "url": _url, "email": _email, "status": _status,
    "lat": _coordinate(90, "latitude"), "lon": _coordinate(180, "longitude"), "bool": _bool,
    "state": _state, "postal_code": _postal_code, "phone": _text, "phone_type": _phone_type,
    "location_type": _lower, "address_type": _lower, "count": _count, "audience": _audience,
    "stance": _stance, "fact_code": _fact_code, "need_slug": _need_slug,
}  # fmt: skip
