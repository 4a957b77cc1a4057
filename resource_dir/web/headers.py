"""Security headers of our own, on every response."""

from collections.abc import Mapping
from functools import partial

from flask import Flask, Response, request

from resource_dir.config import Settings
from resource_dir.web.finding.map_ground import tile_origin

# No inline script or style, nothing from elsewhere: a listing's text can't run or call home. The
# pictures of a map may come from the one server that an operator has named.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A map or a provider's site must not learn where somebody searched.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONE_YEAR_SECONDS = 31_536_000
HSTS = f"max-age={ONE_YEAR_SECONDS}; includeSubDomains"
# Not of a call, so they may be kept: lines around a point of one decimal, parts of a map. The
# latter say which area was looked at, so they stay out of caches that several people share.
KEPT = {"map.counties": "public, max-age=86400", "map.tiles": "private, max-age=86400"}


def register_headers(app: Flask, settings: Settings) -> None:
    """Put the headers on every response, errors and static files included."""
    pictures = " ".join(["'self'", *filter(None, [tile_origin(settings)])])
    policy = {"Content-Security-Policy": POLICY.format(pictures=pictures)}
    app.after_request(partial(_add, policy))


def _add(policy: Mapping[str, str], response: Response) -> Response:
    response.headers.update(policy)
    response.headers.update(HEADERS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    response.headers["Cache-Control"] = _cache_control(response)
    return response


def _cache_control(response: Response) -> str:
    """Pages hold the place of a call and stay out of every cache; so they carry no ETag either.

    Static files are asked for by their content's hash, so a year is right.
    """
    if request.endpoint == "static" and response.status_code < 400:
        is_current = "v" in request.args
        return f"public, max-age={ONE_YEAR_SECONDS}, immutable" if is_current else "no-cache"
    if response.status_code < 400 and request.endpoint in KEPT:
        return KEPT[request.endpoint]
    return "no-store"
