"""How a time is written, told from examples."""

import re
from collections.abc import Sequence
from datetime import datetime

ISO = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?)?"
)
EPOCH_SECONDS, EPOCH_MILLISECONDS = re.compile(r"\d{9,10}"), re.compile(r"\d{12,13}")
HAS_CLOCK = re.compile(r"\d{1,2}:\d{2}|^\d{9,14}$|\d{8}[ T]?\d{4}")
DATES = ("%m/%d/%Y", "%m/%d/%y", "%d/%m/%Y", "%m-%d-%Y", "%Y/%m/%d", "%d.%m.%Y", "%d-%b-%Y",
         "%d-%b-%y", "%b %d %Y", "%Y%m%d", "%Y-%m-%d")  # fmt: skip
CLOCKS = ("%I:%M:%S %p", "%I:%M %p", "%I:%M:%S%p", "%I:%M%p", "%H:%M:%S.%f", "%H:%M:%S", "%H:%M",
          "%H%M%S", "%H%M")  # fmt: skip
SMALLEST_SHARE = 0.9  # of the examples that a form has to read
MOST_EXAMPLES = 60


def forms_of(values: Sequence[str]) -> tuple[str, ...]:
    """The forms that read nearly all of these, one if one does; empty where none do.

    American order (month first) goes before day first: a file is read day first only where a day
    above 12 shows it.
    """
    examples = [text for text in values if text.strip()][:MOST_EXAMPLES]
    if not examples:
        return ()
    needed = SMALLEST_SHARE * len(examples)
    for name, pattern in (
        ("iso", ISO),
        ("epoch_s", EPOCH_SECONDS),
        ("epoch_ms", EPOCH_MILLISECONDS),
    ):
        if sum(bool(pattern.fullmatch(text.strip())) for text in examples) >= needed:
            return (name,)
    for form in _candidates():
        if sum(_is_read(text, form) for text in examples) >= needed:
            return (form,)
    return ()


def says_hours(values: Sequence[str]) -> bool:
    """Whether most of these say an hour, and not the day alone."""
    said = sum(bool(HAS_CLOCK.search(text)) for text in values)
    return said >= SMALLEST_SHARE * max(len(values), 1)


def _candidates() -> list[str]:
    joined = [f"{day}{gap}{clock}" for gap in (" ", "T", "") for day in DATES for clock in CLOCKS]
    return [*(form for form in joined), *DATES]


def _is_read(text: str, form: str) -> bool:
    try:
        datetime.strptime(text.strip(), form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True
