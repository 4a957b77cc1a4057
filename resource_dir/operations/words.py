"""Words folded for the search that SQL answers when there is no index."""

import re
import unicodedata

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Lower-case words without accents, single blanks between."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_A_LETTER.sub(" ", "".join(c for c in split if not unicodedata.combining(c))).strip()
