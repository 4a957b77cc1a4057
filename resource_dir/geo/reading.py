"""What a place text says, before anything is looked up: a point, a ZIP code, or words."""

import re

from resource_dir.errors import BadInput
from resource_dir.geo.areas import check_point
from resource_dir.geo.folding import to_ascii

LONGEST_TEXT = 200  # an address has 60 characters; more is pasted by mistake or sent to do harm
_ANY_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_POINT = re.compile(rf"({_ANY_NUMBER})(?:\s*[,;]\s*|\s+)({_ANY_NUMBER})", re.ASCII)
# Map sites end an address with the country.
_COUNTRY = re.compile(r"[\s,]+(?:usa|u\.s\.a?\.?|united states(?: of america)?)$", re.IGNORECASE)
_TAIL_ZIP = re.compile(r"(?:(.*?)[\s,]+)?(\d{5})(?:[- ]?\d{4})?", re.ASCII | re.DOTALL)


def clean(text: str) -> str:
    """Text with accents folded and blanks made single; BadInput when it can't be a place."""
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            "A place has at most %(limit)s characters; this one has %(length)s.",
            field="near",
            limit=LONGEST_TEXT,
            length=len(text),
        )
    plain = _COUNTRY.sub("", " ".join(to_ascii(text).split()).strip(" ,;"))
    if not plain:
        raise BadInput('Say where: a ZIP code, "City, ST" or "lat,lon".', field="near")
    if not (plain.isascii() and plain.isprintable()):
        raise BadInput(
            'A place is written in Latin letters and digits: a ZIP code, "City, ST" or "lat,lon".',
            field="near",
        )
    return plain


def read_point(plain: str) -> tuple[float, float] | None:
    """Latitude and longitude when the text is two numbers, else None.

    BadInput when they are numbers off the Earth. "90012 1234" is a ZIP code with its four more
    digits, so ZIP codes have to be read before this.
    """
    form = _POINT.fullmatch(plain)
    if not form:
        return None
    lat, lon = float(form[1]), float(form[2])
    check_point(lat, lon)
    return lat, lon


def read_zip(plain: str) -> tuple[str, str] | None:
    """What stands before a ZIP code at the end, and its five digits; None when none stands there.

    ``"Fresno, CA 93701-1234"`` gives ``("Fresno, CA", "93701")``.
    """
    form = _TAIL_ZIP.fullmatch(plain)
    return ((form[1] or "").strip(" ,"), form[2]) if form else None
