"""How a listing is handed on: by text message, mail, a code for a camera, or aloud."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import segno

QUIET_ZONE = 4  # light modules around the code, as its standard asks
CODES_KEPT = 256


@dataclass(frozen=True, slots=True)
class Share:
    """Links that open a message with the listing in it, and what a script may share."""

    sms: str
    mail: str
    title: str
    text: str
    url: str


def share_of(name: str, line: str, url: str) -> Share:
    """`line` is the read-back: a withheld listing's holds no place, so no message does."""
    body = quote(f"{line}\n{url}", safe="")
    return Share(
        sms=f"sms:?&body={body}",  # the form that both iOS and Android read
        mail=f"mailto:?subject={quote(name, safe='')}&body={body}",
        title=name,
        text=line,
        url=url,
    )


@lru_cache(maxsize=CODES_KEPT)  # making one costs some milliseconds
def qr_code(url: str) -> str | None:
    """The code of an address as inline SVG: dark on light in every theme, else no camera reads it.

    None for an address that is too long for one. segno, because a code has error correction and
    masks that are not ours to write; it draws SVG without a picture library.
    """
    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError:
        return None
    drawn: str = code.svg_inline(
        border=QUIET_ZONE, omitsize=True, svgclass="qr-code", lineclass=None, light="#fff"
    )
    return drawn
