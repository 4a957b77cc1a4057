"""Who may ask for what: every route is in one table, and what is not in it is refused."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from flask import Request, abort, request

Who = Literal["anyone"]
Viewer = Literal["public", "partner"]

ROUTES: Mapping[str, Who] = MappingProxyType(
    {
        "static": "anyone",
        "finding.home": "anyone",
        "finding.search": "anyone",
        "finding.search_from_form": "anyone",
        "finding.listing": "anyone",
        "languages.choose": "anyone",
        "reports.form": "anyone",
        "reports.store": "anyone",
        "map.tiles": "anyone",
        "map.counties": "anyone",
        "api.search": "anyone",
        "api.search_by_json": "anyone",
        "api.listing": "anyone",
        "api.suggest": "anyone",
        "api.needs": "anyone",
        "api.openapi": "anyone",
        "health.healthz": "anyone",
        "health.readyz": "anyone",
    }
)


def viewer_of(request: Request) -> Viewer:
    """Whose facts an answer may carry. Nobody can sign in yet, so everybody sees public facts."""
    return "public"


def require_classified() -> None:
    """Refuse a route that nobody has classified; runs before every request."""
    if request.endpoint is not None and request.endpoint not in ROUTES:
        abort(403)
