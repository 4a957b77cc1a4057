"""Whether a text seems to say who was helped: a birth date, a case number, a name, a phone.

Two strengths. What nobody writes about a house but only about a person is refused for good. What
may be the house's own (a name of staff, its new phone number) is kept once the writer has looked
again. A false alarm costs a sentence; a miss is somebody's name in a list that outlives the night.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-zé]*\.?"
_BIRTH_YEAR = r"(?:19\d\d|200\d|201\d)"


def _any(*patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(patterns), flags)


REFUSED: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "social_security": _any(
            r"\b\d{3}[-. ]\d{2}[-. ]\d{4}\b",
            r"\b(?:ssn|social security)\b\D{0,12}\d{4,9}\b",
        ),
        "birth_date": _any(
            r"\bd\.?\s?o\.?\s?b\b",
            r"\b(?:date of birth|birth\s?dates?|birthday|fecha de nacimiento)\b",
            rf"\b(?:born|nacid[oa]|naci[oó])\b.{{0,12}}?(?:\d|{_MONTH})",
            rf"\b\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]{_BIRTH_YEAR}\b",
            # Of two digits only with one and the same sign twice: "open 7-7 10 beds" is no date.
            r"\b\d{1,2}(?P<sign>[-/.])\d{1,2}(?P=sign)(?:[4-9]\d|[01]\d)\b",
            rf"\b{_BIRTH_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b",
            rf"\b(?:\d{{1,2}}\.?\s)?{_MONTH}\s(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s)?{_BIRTH_YEAR}\b",
        ),
        "case_number": _any(
            r"\b(?:case|incident|booking|docket|warrant|inmate|patient|client|medical record|mrn|"
            r"cad|caso|expediente)\b\s*(?:(?:no|num|number|id|n[uú]m(?:ero)?|n[°º])\b\.?)?"
            r"\s*[:#]?\s*[a-z]{0,4}[- ]?\d[\d-]{2,}",
        ),
    }
)
_TITLES = r"(?:mr|mrs|ms|miss|mx|sr|sra|srta|se[nñ]ora?|señorita|don|doña)"
_NAMED = (
    r"(?:name(?:(?=\s*[:=])|\s(?:is|was)|['’]s)|named|first name|last name|surname|se llama|"
    r"llamad[oa]|nombre(?:(?=\s*[:=])|\ses))"
)
DOUBTFUL: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "name": re.compile(rf"\b(?i:{_TITLES})\b\.?\s+[A-ZÁÉÍÓÚÑ]|\b(?i:{_NAMED})\b"),
        "phone": _any(r"(?:\+?1[-. ]?)?\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b", r"\b\d{10}\b"),
        "date": _any(
            r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d{2}\b", r"\b20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b"
        ),
    }
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ENDS_SENTENCE = re.compile(r"[.!?:;(]")  # no comma: "Smith, John"
# "J. Smith", "J.R. Smith", "J Smith"; not "8 A.M. They", "A Bed".
_INITIALS = re.compile(
    r"(?<![\w.])(?!(?i:[ap]\.\s?m\.))(?:(?:[A-ZÁÉÍÓÚÑ]\.\s?)+|[B-HJ-ZÁÉÍÓÚÑ])\s*"
    r"(?<=[\s.])([A-ZÁÉÍÓÚÑ][^\W\d_][\w'’-]*)"
)
# Capitals that stand for no person.
_COMMON = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "street", "avenue", "road", "st", "ave", "rd", "county", "center",
    "centre", "house", "shelter", "hospital", "clinic", "police", "fire", "er", "ed", "detox",
    "icu", "id", "english", "spanish", "medicaid", "medicare", "emergency", "department",
})  # fmt: skip


def refused_in(text: str) -> frozenset[str]:
    """What in the text is never stored: "social_security", "birth_date", "case_number"."""
    return frozenset(kind for kind, pattern in REFUSED.items() if pattern.search(text))


def doubtful_in(text: str, *, known: Iterable[str] = ()) -> frozenset[str]:
    """What has to be looked at again: "name", "phone", "date". `known`: names of the listing."""
    found = {kind for kind, pattern in DOUBTFUL.items() if pattern.search(text)}
    own = {word.casefold() for name in known for word in _WORD.findall(name)}
    if _has_name(text, own) or _has_initials(text, own):
        found.add("name")
    return frozenset(found)


def _has_name(text: str, known: set[str]) -> bool:
    """Two words with capitals side by side, neither of which is the listing's or a common one.

    A name in small letters alone is not seen: that is every other word of a sentence.
    """
    words = list(_WORD.finditer(text))
    for first, second in pairwise(words):
        between = text[first.end() : second.start()]
        if _ENDS_SENTENCE.search(between) or "\n" in between:
            continue
        pair = (first.group(), second.group())
        if _are_written_as_names(*pair) and all(_is_strange(one, known) for one in pair):
            return True
    return False


def _has_initials(text: str, known: set[str]) -> bool:
    return any(_is_strange(found.group(1), known) for found in _INITIALS.finditer(text))


def _are_written_as_names(first: str, second: str) -> bool:
    """ "John Smith", "JOHN SMITH", "John SMITH"; not "The VA": short capitals are mostly an
    institution.
    """
    if first.isupper() and second.isupper():
        return min(len(first), len(second)) > 1
    return all(_is_capital(one) or (one.isupper() and len(one) > 3) for one in (first, second))


def _is_capital(word: str) -> bool:
    """ "Smith", "McDonald", "O'Brien"."""
    return word[0].isupper() and not word.isupper()


def _is_strange(word: str, known: set[str]) -> bool:
    return word.casefold() not in known and word.casefold() not in _COMMON
