"""Every page in a made-up language: what is not in its brackets was never given to be translated.

Reading the code finds the texts that are marked; this finds those that are not. In the place of
the Spanish catalogue stands one that puts ⟦ ⟧ around each fixed part of a text. What is then left
outside may only be data of the invented listings, words of `needs` and `fit` (they carry their
Spanish themselves), names of days and months, numbers and units.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from types import ModuleType
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
# Units, how a phone's extension is shortened in both languages, and the names of the languages.
SAME_EVERYWHERE = ("mi", "ext", "English", "Español")

# What the searches below are asked with comes back as it was typed.
TYPED = ("x", "detxo", "detox", "2026-11-24T02:00")


def bracketed(text: str) -> str:
    """ "Open until %(time)s" → "⟦Open until ⟧%(time)s": a value must bring its own brackets."""
    parts = PLACEHOLDER.split(text)
    return "".join(p if n % 2 or not p.strip() else f"⟦{p}⟧" for n, p in enumerate(parts))


class Bracketing:
    """A catalogue that answers every text with itself in brackets."""

    def ugettext(self, text: str) -> str:
        return bracketed(text)

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return bracketed(singular if num == 1 else plural)


class Seen(HTMLParser):
    """Texts of a page, and of its attributes, that a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

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


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value, keys left out."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
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
    phrases = {*data, *spanish_of_the_libraries(), *calendar(), *SAME_EVERYWHERE, *TYPED}
    longest_first = sorted(filter(LETTERS.search, phrases), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


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


SEARCHES = {
    "the first page": "/",
    "results": "/search?lat=35.37&lon=-119.02&radius_mi=auto",
    "results for a person": (
        "/search?lat=35.37&lon=-119.02&age=17&accepts=pets&accepts=without_id&language=es"
        "&payment=medicaid&unknown=include&sort=distance&radius_mi=100"
    ),
    "results at a time": "/search?open=2026-11-24T02:00&need=food",
    "a corrected word": "/search?q=detxo",
    "no result": (
        "/search?need=food&free=1&accepts=pets&age=3&unknown=exclude&lat=35.37&lon=-119.02"
    ),
    "a wrong age": "/search?age=x",
    "a wrong need": "/search?radius_mi=x",
    "an unknown page": "/nowhere",
    "an unknown listing": "/listings/00000001-0000-4000-8000-000000000099",
}


@pytest.mark.parametrize("page", SEARCHES)
def test_a_page_leaves_no_text_in_english(
    reader: FlaskClient, known: re.Pattern[str], page: str
) -> None:
    text = reader.get(SEARCHES[page], headers=SPANISH).text

    assert "⟦" in text
    assert not left_over(text, known)


@pytest.mark.parametrize(
    "name", ["sobering", "detox", "shelter", "withheld", "unplaced", "spanish", "hostile"]
)
def test_a_listing_leaves_no_text_in_english(
    reader: FlaskClient, known: re.Pattern[str], listings: ModuleType, name: str
) -> None:
    text = reader.get(f"/listings/{listings.listing_id(name)}", headers=SPANISH).text

    assert "⟦" in text
    assert not left_over(text, known)


def test_a_place_that_is_not_found_is_told_in_no_english(
    reader: FlaskClient, known: re.Pattern[str]
) -> None:
    text = reader.post("/search", data={"near": "99999"}, headers=SPANISH).text

    assert not left_over(text, known)


@pytest.mark.parametrize(
    "planted",
    ["<p>Closed</p>", "<p>⟦Open until ⟧7:00 tomorrow</p>", '<a aria-label="Call now">⟦Call⟧</a>'],
)
def test_a_planted_english_text_is_seen(planted: str, known: re.Pattern[str]) -> None:
    assert left_over(planted, known)


def test_data_numbers_and_units_are_not_taken_for_english(known: re.Pattern[str]) -> None:
    page = "<p>Casa Clara ⟦is open until ⟧7:00⟦ pm⟧ · 4.8 mi</p><b>(661) 555-0106 ext. 4</b>"

    assert not left_over(page, known)
