"""Security headers of our own, on every response."""

from flask import Flask, Response, request

HEADERS = {
    # No inline script or style, nothing from elsewhere: a listing's text can't run or call home.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
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


def register_headers(app: Flask) -> None:
    """Put the headers on every response, errors and static files included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
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
    return "no-store"
