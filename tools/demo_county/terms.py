"""The two vocabularies of the county, and what their terms are called in the files."""

from typing import NamedTuple

from resource_dir.fit import CRITERIA, LANGUAGES, PAYMENTS
from resource_dir.needs import NEEDS


class Taxonomy(NamedTuple):
    """A vocabulary and its number."""

    number: int
    name: str
    description: str


NEEDS_TAXONOMY = Taxonomy(
    1, "Needs", "What a person needs; the codes are the needs of this product."
)
TAKEN_TAXONOMY = Taxonomy(
    2, "Who is taken", "Whom a service takes, with yes or no as the value of the attribute."
)
# Where the name of the criterion says too little outside of its page.
_NAMES = {"involuntary_hold": "Takes a person on a hold"}


def term_name(code: str) -> str:
    """What a code is called. Raises KeyError for a code that nobody knows."""
    if code in _NAMES:
        return _NAMES[code]
    kind, colon, value = code.partition(":")
    if colon:
        return (PAYMENTS if kind == "payment" else LANGUAGES)[value].name
    return NEEDS[code].name if code in NEEDS else CRITERIA[code].name
