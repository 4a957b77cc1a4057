"""Texts as the reader's language has them.

English stands in the code and is the key of its translation. `_` and `ngettext` give the text in
the language of this request; outside of a request they give English.
"""

from typing import Any, NamedTuple, cast

from babel.support import NullTranslations
from flask import g
from flask_babel import get_locale, get_translations

from resource_dir.errors import Phrase, ResourceDirError
from resource_dir.fit import Language
from resource_dir.operations.texts import N_, Texts

__all__ = ["N_", "Reader", "_", "error_text", "language", "ngettext", "reader", "said", "texts"]


class Reader(NamedTuple):
    """Who a page is made for: the language, the locale by which dates are written, the texts."""

    language: Language
    locale: str
    catalogue: Any


ENGLISH = Reader("en", "en_US", NullTranslations())


def reader() -> Reader:
    """The reader of this request. Kept for its length: Flask-Babel finds the catalogue anew for
    each text, twelve times as slow, and with the texts of a page took a third of its time.
    """
    try:
        return cast(Reader, g.reader)
    except AttributeError:
        locale = get_locale()
        g.reader = Reader(cast(Language, locale.language), str(locale), get_translations())
        return cast(Reader, g.reader)
    except RuntimeError:  # no application around: a test of a phrase, a shell
        return ENGLISH


def _(text: str, /, **values: object) -> str:
    """The text in the reader's language, its %(name)s filled with `values`."""
    shown: str = reader().catalogue.ugettext(text)
    return shown % values if values else shown


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """The form for `num`, filled with `values` and num itself."""
    shown: str = reader().catalogue.ungettext(singular, plural, num)
    return shown % {"num": num, **values}


def error_text(error: ResourceDirError) -> str:
    """What an error says, in the reader's language."""
    return _(error.template, **{name: said(value) for name, value in error.values.items()})


def said(value: object) -> object:
    """A value as it stands, words of ours in the reader's language."""
    return _(value.template, **value.values) if isinstance(value, Phrase) else value


def language() -> Language:
    """The reader's language as "en" or "es": for what needs and fit say in both."""
    return reader().language


def texts() -> Texts:
    """The reader's language for what is worded below the web."""
    return Texts(reader().catalogue, reader().locale)
