"""Texts that are made below the web: in the language of the catalogue they are given, else English.

The catalogue is that of the standard library's gettext, so that nothing here knows of a request.
"""

from dataclasses import dataclass, field
from gettext import NullTranslations

__all__ = ["ENGLISH", "N_", "Texts"]


@dataclass(frozen=True, slots=True)
class Texts:
    """A catalogue, and the locale by which days are written."""

    catalogue: NullTranslations = field(default_factory=NullTranslations)
    locale: str = "en_US"

    def gettext(self, text: str, /, **values: object) -> str:
        """The text in this language, its %(name)s filled with `values`."""
        shown = self.catalogue.gettext(text)
        return shown % values if values else shown

    def ngettext(self, singular: str, plural: str, num: int, /, **values: object) -> str:
        """The form for `num`, filled with `values` and num itself."""
        return self.catalogue.ngettext(singular, plural, num) % {"num": num, **values}


ENGLISH = Texts()


def N_(text: str) -> str:  # noqa: N802 - the name that every gettext tool looks for
    """Mark a text that stands in a table; who shows it has it translated."""
    return text
