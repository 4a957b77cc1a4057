"""Words folded for the search that SQL answers when there is no index."""

import re
import unicodedata

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Lower-case words without accents, single blanks between."""
    plain = text.casefold()
    if not plain.isascii():  # most text is, and has nothing to take apart
        split = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in split if not unicodedata.combining(c))
    return _NOT_A_LETTER.sub(" ", plain).strip()
