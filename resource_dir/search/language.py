"""How words are read: folding, splitting, stop words and stems, in English and Spanish.

Whoosh supplies the analyzer; a word of a listing and a word of a search go through the same one.
Nothing here keeps the words of a search: they may hold a name (the stemmer's cache is off).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from whoosh.analysis import RegexTokenizer, StemFilter, StopFilter
from whoosh.lang.snowball.english import EnglishStemmer

ANALYZER_VERSION: Final = 1
"""Raise when a word would be read differently: an index built before is then rebuilt."""

FIELD_WEIGHTS: Final = {
    "name": 6,  # somebody who types a name wants that place first
    "organization": 3,
    "needs": 3,  # curated, but every listing of the need has the same words
    "place": 1,
    "description": 1,
    "eligibility": 1,
}
"""How many plain words one word of a field counts for in BM25."""

WORD_PATTERN: Final = r"\d+(?:\.\d+)+|[^\W_]+"
"""A word, or a level such as 3.7. A dot joins digits only: "closed.Call" is two words."""
MAX_WORD: Final = 40
"""Longer "words" are links and base64; they are cut so that the vocabulary stays small."""

_ENGLISH: Final = """
a an and are as at be by can for from have if in is it may near not of on or our that the their
there this to we when where which who will with you your
"""
_SPANISH: Final = """
al con de del el en es la las lo los o para por que se su sus un una unas unos y
"""
STOP_WORDS: Final = frozenset((_ENGLISH + _SPANISH).split())
# By stem, so that "womens" is one of them.
_IRREGULAR: Final = {"women": "woman", "men": "man", "children": "child", "peopl": "person"}
_SPANISH_GENDER: Final = re.compile(r"(\w{3,}?(?:ad|an|er|ic|id|it|iv|tori))(?:o|a|os|as)")
# The blocks of combining marks: what accents become when letters are taken apart.
_ACCENTS: Final = re.compile(
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_WORD_RE: Final = re.compile(WORD_PATTERN)
_STEMMER: Final = EnglishStemmer()


def strip_accents(text: str) -> str:
    """Return `text` without accents, case kept ("OR" must stay an operator for the parser)."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text))


def fold(text: str) -> str:
    """Return `text` without case and accents: "Desintoxicación" is "desintoxicacion"."""
    return text.casefold() if text.isascii() else strip_accents(text).casefold()


def words_of(text: str) -> list[str]:
    """Return the folded words of `text` in order, stop words included (phrases count them)."""
    return [word[:MAX_WORD] for word in _WORD_RE.findall(fold(text))]


def stem(word: str) -> str:
    """Return the stem of a folded word.

    The English stemmer brings most Spanish plurals together by itself ("mujeres", "mujer");
    gender it does not, so "veterana" and "veteranos" lose their ending first, which also
    brings "clínica" to "clinic" and "veterano" to "veteran".
    """
    gendered = _SPANISH_GENDER.fullmatch(word)
    found = str(_STEMMER.stem(gendered.group(1) if gendered else word))
    return _IRREGULAR.get(found, found)


ANALYZER: Final = (
    RegexTokenizer(WORD_PATTERN)
    | StopFilter(stoplist=STOP_WORDS, minsize=2)
    | StemFilter(stemfn=stem, cachesize=None)
)


def term_of(word: str) -> str | None:
    """Return the index term of one folded word; None for a stop word or a single letter."""
    for token in ANALYZER(word):
        return str(token.text)
    return None
