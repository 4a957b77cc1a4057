"""One field of a telephone column as a number, its extension, and any further numbers."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from resource_dir.errors import BadInput
from resource_dir.hsds._repair_text import clean_text

#: Three-digit numbers one can call in the USA. Other short ones are typing errors or test rows.
SHORT_NUMBERS = frozenset({"211", "311", "411", "511", "711", "811", "911", "988"})

_NO_NUMBER = frozenset({"", "null", "none", "n/a", "na", "-", "unknown"})
_LABEL = re.compile(
    r"^(?:(?:tele)?phone(?:\s*(?:no|number)\b)?|tel|t|p|ph|voice|office|main|call|hotline|tty|tdd"
    r"|cell|mobile|tel[eé]fono|toll[ -]?free)\s*[.:#]+\s*",
    re.IGNORECASE,
)
_GAP = r"[\s.\-‐-―=·/]{0,4}"
_NANP = re.compile(
    rf"(?<![\d+])(?<!\d[-.])(?:\+?1{_GAP})?\(?\s?(?P<area>[2-9]\d\d)[`']?\s?\)?{_GAP}"
    rf"(?P<exchange>\d{{3}}){_GAP}(?P<line>\d{{4}})(?![\d=])"
)
_EXTENSION = re.compile(
    r"\s*[,;(]?\s*(?:extension|extensi[oó]n|ext|x|#)\s*[.:#]?\s*(?P<digits>\d{1,7})(?!\d)\)?",
    re.IGNORECASE,
)
_VANITY = re.compile(
    rf"(?<!\d)(?:\+?1{_GAP})?\(?(?P<area>[2-9]\d\d)\)?{_GAP}"
    r"(?P<rest>(?=[\dA-Za-z\s.\-]*[A-Za-z])[\dA-Za-z](?:[\s.\-]?[\dA-Za-z]){6})(?![\dA-Za-z])"
    r"(?P<digits>\s*\(\d[\d-]{2,9}\))?"
)
_FOREIGN = re.compile(r"\+(?!1\b|1\D|1\d{10}\b)\d[\d\s().\-]{6,20}\d")
#: What may stand between or around numbers without meaning anything more.
_FILLER = re.compile(r"[\s,;/|&().\-]|\b(?:or|and|o|y|toll[ -]?free|voice|phone)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PhoneParts:
    """A number that can be dialled.

    `number` is E.164 ("+12025550123") or a short number ("988"); `national` the way people of
    that country write it; `extension` digits; `others` further numbers of the same field, E.164.
    """

    number: str
    extension: str | None = None
    country: str | None = "US"
    national: str = ""
    others: tuple[str, ...] = ()


def split_phone(text: str) -> tuple[PhoneParts, tuple[str, ...]]:
    """Read a telephone field; give its parts and the repairs made.

    Repairs: ``label``, ``extension``, ``vanity_letters``, ``more_numbers``, ``rest_unread`` (the
    number is certain, something after it is not and was left out). Writing the same number
    another way ("(202) 555-0123") is no repair. Raises BadInput saying why there is no number.
    """
    cleaned, _ = clean_text(text)
    unlabelled = _LABEL.sub("", cleaned)
    repairs = ["label"] if unlabelled != cleaned else []
    if unlabelled.casefold() in _NO_NUMBER:
        raise BadInput("There is no number in the telephone field.", field="number")
    if unlabelled.isdecimal() and len(unlabelled) == 3:
        return _short_number(unlabelled), tuple(repairs)
    found = _numbers_in(unlabelled)
    if not found:
        raise BadInput(_why_unreadable(unlabelled), field="number")
    return _joined(found, repairs, unlabelled)


def parse_extension(text: str) -> tuple[str, tuple[str, ...]]:
    """Read a column that holds the extension alone: "x123" gives "123".

    Raises BadInput for anything but one number of up to seven digits.
    """
    cleaned = clean_text(text)[0]
    if cleaned.isascii() and cleaned.isdecimal() and len(cleaned) <= 7:
        return cleaned, ()
    match = _EXTENSION.fullmatch(cleaned)
    if match is None:
        raise BadInput("An extension is one number of up to seven digits.", field="extension")
    return match["digits"], ("extension",)


@dataclass(frozen=True, slots=True)
class _Found:
    """A number and where it stood in the text."""

    number: phonenumbers.PhoneNumber
    extension: str | None
    span: tuple[int, int]
    is_vanity: bool = False


def _short_number(digits: str) -> PhoneParts:
    if digits not in SHORT_NUMBERS:
        known = ", ".join(sorted(SHORT_NUMBERS))
        raise BadInput(f"Three digits, but no short number that exists ({known}).", field="number")
    return PhoneParts(number=digits, national=digits)


def _numbers_in(text: str) -> list[_Found]:
    foreign = [_found(text, match, match[0]) for match in _FOREIGN.finditer(text)]
    plain = [
        _found(text, match, match["area"] + match["exchange"] + match["line"])
        for match in _NANP.finditer(text)
    ]
    found = [x for x in foreign + plain if x is not None]
    return sorted(found, key=lambda x: x.span) or _vanity_in(text)


def _vanity_in(text: str) -> list[_Found]:
    match = _VANITY.search(text)
    if match is None:
        return []
    letters = re.sub(r"[\s.\-]", "", match["rest"])
    digits = phonenumbers.convert_alpha_characters_in_number(match["area"] + letters)
    number = _possible(digits)
    return [_Found(number, None, match.span(), is_vanity=True)] if number else []


def _found(text: str, match: re.Match[str], digits: str) -> _Found | None:
    number = _possible(digits)
    if number is None:
        return None
    tail = _EXTENSION.match(text, match.end())
    if tail is None:
        return _Found(number, None, match.span())
    return _Found(number, tail["digits"], (match.start(), tail.end()))


def _possible(digits: str) -> phonenumbers.PhoneNumber | None:
    """Give the number when its length is right for its country.

    "Possible", not "valid": 555-01xx is kept for fiction and is valid nowhere, and new area
    codes come faster than the tables of any library.
    """
    try:
        number = phonenumbers.parse(digits, "US")
    except phonenumbers.NumberParseException:
        return None
    reason = phonenumbers.is_possible_number_with_reason(number)
    return number if reason == ValidationResult.IS_POSSIBLE else None


def _joined(
    found: list[_Found], repairs: list[str], text: str
) -> tuple[PhoneParts, tuple[str, ...]]:
    first = found[0]
    e164 = [phonenumbers.format_number(x.number, PhoneNumberFormat.E164) for x in found]
    others = tuple(dict.fromkeys(x for x in e164[1:] if x != e164[0]))
    marks = {
        "extension": first.extension is not None,
        "vanity_letters": first.is_vanity,
        "more_numbers": bool(others),
        "rest_unread": _has_unread(found, text),
    }
    repairs += [name for name, is_so in marks.items() if is_so]
    parts = PhoneParts(
        number=e164[0],
        extension=first.extension,
        country=phonenumbers.region_code_for_country_code(first.number.country_code or 1),
        national=_national(first.number),
        others=others,
    )
    return parts, tuple(repairs)


def _national(number: phonenumbers.PhoneNumber) -> str:
    is_home = number.country_code == 1
    form = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def _has_unread(found: list[_Found], text: str) -> bool:
    at, left = 0, []
    for item in found:
        left.append(text[at : item.span[0]])
        at = item.span[1]
    left.append(text[at:])
    return bool(_FILLER.sub("", "".join(left)))


def _why_unreadable(text: str) -> str:
    digits = sum(x.isdecimal() for x in text)
    if digits == 0:
        return "There are no digits in the telephone field."
    if digits == 7:
        return "Seven digits: the area code is missing."
    if digits < 10:
        return f"{digits} digits are too few for a telephone number (10 with the area code)."
    if digits == 10:
        return "Ten digits, but not arranged like a telephone number with an area code."
    return (
        f"{digits} digits are no US number (10, or 11 that begin with 1); "
        'a number of another country begins with "+".'
    )
