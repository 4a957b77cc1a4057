"""Cells that a spreadsheet would run as a formula, and back.

A text that begins with = + - @, a tab or a carriage return is code to a spreadsheet (OWASP, "CSV
injection"). An apostrophe before it makes it text, which is the spreadsheets' own sign; reading
takes one apostrophe off again. Numbers and days are no formulas: -106.05, +17195550101, and -1FR,
the last Friday of a month, which with an apostrophe was no day any more.
"""

import re

GUARD = "'"
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\d{1,3}(?:[A-Z]{2})?(?:,[+-]?\d{0,3}(?:[A-Z]{2})?)*")


def guarded(text: str) -> str:
    """The text as it may stand in a cell."""
    is_risky = _RISKY.match(text) and not _NUMBER.fullmatch(text)
    return GUARD + text if is_risky else text


def unguarded(text: str) -> str:
    """The text that was guarded; any other text as it is."""
    return text[1:] if _GUARDED.match(text) else text
