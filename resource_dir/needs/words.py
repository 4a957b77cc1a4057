"""Words as the recognisers compare them: without case, accents, punctuation and plural s."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
# Unicode categories: combining marks (the accents, after decomposition) and format characters.
_INVISIBLE = frozenset({"Mn", "Me", "Mc", "Cf"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")
# Shorter words keep their s: "ids" would become "id", but "bus" would become "bu".
_MIN_PLURAL = 4


def fold(text: str) -> str:
    """Fold text to plain lower-case words, one space between ("Niño's 3.7-WM": "ninos 3 7 wm").

    Idempotent. Letters outside a-z after accents are gone act as spaces; invisible characters
    (soft hyphens, zero-width spaces pasted from web pages) are dropped and split no word.
    """
    bare = text.lower()
    if not (text.isascii() and text.isprintable()):  # most text is both: nothing to take apart
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        bare = "".join(char for char in decomposed if unicodedata.category(char) not in _INVISIBLE)
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", bare)).strip()


def stems(text: str) -> tuple[str, ...]:
    """Split text into folded words without their plural s, so that "shelters" meets "shelter"."""
    return tuple(_singular(word) for word in fold(text).split())


def _singular(word: str) -> str:
    is_plural = len(word) >= _MIN_PLURAL and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if is_plural else word
