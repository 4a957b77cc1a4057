"""Repairs of single values: only what is certain, and each says what it did.

The reader calls these on every value that is not withheld (the place of a withheld site never
gets here). A value that can't be repaired for certain raises BadInput, whose message is the
reason that the import report gives for it.
"""

from resource_dir.hsds._repair_phone import (
    SHORT_NUMBERS,
    PhoneParts,
    parse_extension,
    split_phone,
)
from resource_dir.hsds._repair_text import clean_text
from resource_dir.hsds._repair_values import (
    TimePair,
    TimeWord,
    parse_date,
    parse_postal_code,
    parse_state,
    parse_time,
    parse_time_pair,
    read_time,
)

__all__ = [
    "SHORT_NUMBERS",
    "PhoneParts",
    "TimePair",
    "TimeWord",
    "clean_text",
    "parse_date",
    "parse_extension",
    "parse_postal_code",
    "parse_state",
    "parse_time",
    "parse_time_pair",
    "read_time",
    "split_phone",
]
