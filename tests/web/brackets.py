"""A made-up language that puts each text into brackets, and what is left outside of them.

What is left may only be data of the invented listings, words of `needs` and `fit` (they carry
their Spanish themselves), names of days and months, numbers and units.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from babel import Locale
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from resource_dir import fit, needs
from resource_dir.models import ListingDocument

SPANISH = {"Accept-Language": "es", "Accept": "text/html"}
PLACEHOLDER = re.compile(r"(%\(\w+\)[-.\d]*[a-z])")
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
LETTERS = re.compile(r"[^\W\d_]+")
CACHED = type(cache(len))
SPOKEN = frozenset({"alt", "aria-description", "aria-label", "placeholder", "title"})
# What scripts show stands in attributes, too; in these stands no text.
DATA = "data-"
NO_TEXTS = frozenset(
    f"data-{name}"
    for name in (
        "accuracy-m", "copy", "id", "kind", "lat", "lon", "max-zoom", "options", "passkey", "print",
        "scripts", "share-url", "styles", "url",
    )
)  # fmt: skip
# Units, how a phone's extension is shortened in both languages, and the names of the languages.
SAME_EVERYWHERE = ("mi", "ext", "USD", "English", "Español")

# What the pages below are asked with comes back as it was typed.
TYPED = (
    "x", "xxxx", "age", "need 'x'", "accepts 'x'", "detxo", "detox", "2026-11-24T02:00",
    "2026-11-24 02:00", "Mr. Smith", "DOB 3/4/88", "12 Elm Street",
)  # fmt: skip
MAP_APPLICATIONS = ("Google Maps", "Apple Maps", "Waze", "OpenStreetMap")
KEYS = ("j", "k", "c")
# Cities of many states, and the address of a page, which is printed with it.
NO_PROSE = (r"Springfield(?:, [A-Z]{2})?", r"http://localhost/[-/\w]+")


def bracketed(text: str) -> str:
    """ "Open until %(time)s" → "⟦Open until ⟧%(time)s": a value must bring its own brackets."""
    parts = PLACEHOLDER.split(text)
    return "".join(p if n % 2 or not p.strip() else f"⟦{p}⟧" for n, p in enumerate(parts))


class Bracketing:
    """A catalogue that answers every text with itself in brackets."""

    def ugettext(self, text: str) -> str:
        return bracketed(text)

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return bracketed(plural)  # a translation may use its values only

    gettext, ngettext = ugettext, ungettext


class Seen(HTMLParser):
    """Texts of a page, and of its attributes, that a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if value and self._is_text(name)]

    def _is_text(self, name: str) -> bool:
        return name in SPOKEN or (name.startswith(DATA) and name not in NO_TEXTS)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def left_over(page: str, known: re.Pattern[str]) -> list[str]:
    """Texts that stand outside the brackets and are nothing known."""
    seen = Seen()
    seen.feed(page)
    seen.close()
    return [
        text.strip()
        for text in seen.texts
        if LETTERS.search(known.sub(" ", BRACKETED.sub(" ", text)))
    ]


# What stands in a document as a code, and on a page in words.
CODED = frozenset({"code", "population", "source", "stance", "status", "type", "unit"})


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value, without its keys and what is a code."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in CODED:
                yield from strings(one)


def spanish_of_the_libraries() -> Iterator[str]:
    """What needs and fit say in Spanish by themselves."""
    yield from (need.name_es for need in needs.NEEDS.values())
    for criterion in fit.CRITERIA.values():
        yield from (criterion.name_es, criterion.question_es, criterion.yes_es, criterion.no_es)
    for code in ("medicaid", "none_needed", "uninsured"):
        payment = fit.criterion_of(f"payment:{code}")
        yield from (payment.name_es, payment.question_es, payment.yes_es, payment.no_es)
    for spoken in ("es", "ht"):
        language = fit.criterion_of(f"language:{spoken}")
        yield from (language.question_es, language.yes_es, language.no_es)
    for value in (*fit.LANGUAGES.values(), *fit.PAYMENTS.values()):
        yield value.name_es
    yield from (fit.question_of("age", language="es", age=age) for age in (3, 17))
    yield from ("No consta: Edad", "Edades: 18 o más")


def calendar() -> Iterator[str]:
    """Days and months as Babel shortens them, with the "de" that may stand before a month."""
    locale = Locale("es", "US")
    for month in locale.months["format"]["abbreviated"].values():
        yield from (f"de {month}", month)
    yield from locale.days["format"]["abbreviated"].values()


@pytest.fixture
def known(county: Flask, session: Session) -> re.Pattern[str]:
    """What may stand outside the brackets, longest first. One pattern: 700 took minutes."""
    documents = session.scalars(select(ListingDocument.document))
    data = {text for document in documents for text in strings(document)}
    typed = {*SAME_EVERYWHERE, *TYPED, *MAP_APPLICATIONS, *KEYS}
    phrases = {*data, *spanish_of_the_libraries(), *calendar(), *typed}
    longest_first = sorted(filter(LETTERS.search, phrases), key=len, reverse=True)
    either = "|".join([*NO_PROSE, *map(re.escape, longest_first)])
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@pytest.fixture
def reader(county: Flask) -> Iterator[FlaskClient]:
    """A browser in the made-up language."""
    with county.app_context():
        catalogues = county.extensions["babel"].instance.domain_instance.cache
    catalogues[str(Locale("es", "US")), "messages"] = Bracketing()
    forget_texts()
    yield county.test_client()
    forget_texts()


def forget_texts() -> None:
    """What the web layer keeps for a language is of another catalogue."""
    for name, module in list(sys.modules.items()):
        if name.startswith("resource_dir.web."):
            for kept in vars(module).values():
                if type(kept) is CACHED:
                    kept.cache_clear()
