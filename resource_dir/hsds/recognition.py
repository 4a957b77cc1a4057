"""How a withheld site is recognised when another source lists it: name, phone, website.

All three are public facts of the listing. Nothing here is ever made from a place.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

_NOISE = re.compile(r"\b(?:inc|incorporated|llc|corp|corporation|co|ltd|the|of|and|program)\b")


def recognition_keys(
    organization: str | None,
    service: str | None,
    *,
    phones: tuple[str, ...] = (),
    websites: tuple[str, ...] = (),
) -> tuple[tuple[str, str], ...]:
    """The (kind, value) pairs of one listing; kinds are name, phone and website."""
    return tuple(dict.fromkeys(_pairs(organization, service, phones, websites)))


def _pairs(
    organization: str | None,
    service: str | None,
    phones: tuple[str, ...],
    websites: tuple[str, ...],
) -> Iterator[tuple[str, str]]:
    if organization and service:
        yield "name", f"{normal_name(organization)}|{normal_name(service)}"
    for phone in phones:
        if key := phone_key(phone):
            yield "phone", key
    for website in websites:
        if key := website_key(website):
            yield "website", key


def normal_name(name: str) -> str:
    """Without case, accents, punctuation and words such as "Inc."."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = re.sub(r"[^\w\s]", " ", plain.replace("&", " and "))
    return " ".join(_NOISE.sub(" ", plain).split())


def phone_key(number: str) -> str | None:
    """The last ten digits; None for short codes such as 988, which many listings share."""
    digits = re.sub(r"\D", "", re.split(r"(?i)x|ext", number)[0])
    return digits[-10:] if len(digits) >= 10 else None


def website_key(url: str) -> str | None:
    """Host and path without scheme, "www.", query and last slash."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url.strip()}")
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}".lower() if "." in host else None
