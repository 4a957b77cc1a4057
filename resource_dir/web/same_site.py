"""Whether a form was sent from one of our own pages, as the browser says, without a cookie.

`Sec-Fetch-Site` can't be set by a page. Browsers send it to https and to loopback; one that does
not send it is judged by `Origin`. Our own pages send "null" there (Referrer-Policy: no-referrer),
so "null" passes: what is left open is a browser of before 2023 on plain http.
"""

from urllib.parse import urlsplit

from flask import Request

OUR_OWN = frozenset({"same-origin", "none"})


def is_from_elsewhere(request: Request) -> bool:
    """True where the browser says that another site's page sent it; programs say nothing."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said not in OUR_OWN
    origin = request.headers.get("Origin")
    return origin not in (None, "null") and _host_of(origin) != request.host


def _host_of(origin: str | None) -> str | None:
    """The host, with its port; None of what is no address, as "http://[x"."""
    try:
        return urlsplit(origin or "").netloc
    except ValueError:
        return None
