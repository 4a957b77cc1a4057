"""Texts as the reader's language has them.

English stands in the code and is the key of its translation. `_` and `ngettext` give the text in
the language of this request; outside of a request they give English.
"""

from typing import cast

from flask_babel import get_locale, get_translations

from resource_dir.errors import ResourceDirError
from resource_dir.fit import Language

__all__ = ["N_", "_", "error_text", "language", "ngettext"]


def _(text: str, /, **values: object) -> str:
    """The text in the reader's language, its %(name)s filled with `values`."""
    shown: str = get_translations().ugettext(text)
    return shown % values if values else shown


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """The form for `num`, filled with `values` and num itself."""
    shown: str = get_translations().ungettext(singular, plural, num)
    return shown % {"num": num, **values}


def N_(text: str) -> str:  # noqa: N802 - the name that every gettext tool looks for
    """Mark a text that stands in a table; who shows it puts it through `_`."""
    return text


def error_text(error: ResourceDirError) -> str:
    """What an error says, in the reader's language."""
    return _(error.template, **error.values)


def language() -> Language:
    """The reader's language as "en" or "es": for what needs and fit say in both."""
    locale = get_locale()
    return cast(Language, locale.language) if locale is not None else "en"
