"""Words folded for the search that SQL answers when there is no index."""

import re
import unicodedata

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")  # what is left of them when letters are taken apart


def folded(text: str) -> str:
    """Lower-case words without accents, single blanks between."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_A_LETTER.sub(" ", _ACCENTS.sub("", split)).strip()
