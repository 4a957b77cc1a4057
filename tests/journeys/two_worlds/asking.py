"""Requests that somebody would send who wants to find a withheld site; the same in both worlds."""

import json
import random
from collections.abc import Iterator
from itertools import product

from resource_dir.hsds.identity import canonical_id

from .running import Request
from .worlds import HIDDEN, SOURCE, WORLDS

_PLACES = tuple(
    (("lat", f"{float(secret.lat) + north:.6f}"), ("lon", f"{float(secret.lon) + east:.6f}"))
    for secret in WORLDS
    for north, east in product((-0.05, 0, 0.0001, 0.02), (-0.03, 0, 0.01))
)
_NEAR = tuple(
    (("near", text),)
    for secret in WORLDS
    for text in (
        secret.postal_code,
        f"{secret.city}, {secret.state}",
        f"{secret.lat},{secret.lon}",
        f"{secret.street}, {secret.city}, {secret.state} {secret.postal_code}",
    )
)
_ELSEWHERE = (
    (("near", "Kern County, CA"),),
    (("near", "12207"),),
    (("near", "Albany, NY"),),
    (("lat", "35.5"), ("lon", "-119.2")),
    (("lat", "36.5"), ("lon", "-119.5")),
)
_RADII = tuple((("radius_mi", text),) for text in ("0.01", "0.1", "1", "5", "25", "150", "auto"))
_ORDERS = tuple((("sort", text),) for text in ("best", "distance", "verified"))
_FILTERS = (
    (),
    (("open", "now"),),
    (("open", "2026-01-16T21:00"),),
    (("open", "2026-01-16T21:00+00:00"), ("unknown", "exclude")),
    (("need", "domestic_violence_shelter"),),
    (("need", "emergency_shelter"), ("age", "34")),
    (("accepts", "pets"),),
    (("free", "1"),),
    (("q", "night refuge"),),
    (("q", "refuge 10"), ("page", "2"), ("per_page", "5")),
    (("q", "harbor"), ("per_page", "100")),
    (("q", "domestic violence"),),
    (("q", '"harbor trust"'), ("language", "es")),
)
_WORDS = tuple(
    word
    for secret in WORLDS
    for word in (*secret.street.split(), *secret.name.split(), secret.postal_code, secret.city,
                 secret.external_identifier, secret.site_phone, "quilfeather", "xylobery")
)  # fmt: skip


def requests(count: int, *, source: str = SOURCE) -> list[Request]:
    """At most `count` requests, chosen the same way each time: two thirds are searches."""
    searches, others = list(_searches()), [*_listings(source), *_odd()]
    random.Random(11).shuffle(searches)
    random.Random(11).shuffle(others)
    return others[: count // 3] + searches[: count - count // 3]


def _searches() -> Iterator[Request]:
    for place, radius, order, chosen in product(
        _PLACES + _NEAR + _ELSEWHERE, _RADII, _ORDERS, _FILTERS
    ):
        params = (*place, *radius, *order, *chosen)
        echoes = place not in _ELSEWHERE
        yield Request("GET", "/api/search", params, echoes=echoes)
        # Pages cost more than their answers: fewer.
        if len(params) % 2 and order[0][1] == "best":
            yield Request("GET", "/search", params, echoes=echoes)
        if order[0][1] == "distance":
            yield Request("POST", "/api/search", json=json.dumps(dict(params)), echoes=echoes)
    for word in _WORDS:
        yield Request("GET", "/api/search", (("q", word),), echoes=True)
        yield Request("GET", "/search", (("q", word),), echoes=True)


def _listings(source: str) -> Iterator[Request]:
    for one in HIDDEN[:4] + HIDDEN[-2:]:
        for table, letter in (("service_at_location", "sl"), ("service", "s"), ("location", "l"),
                              ("address", "a")):  # fmt: skip
            key = canonical_id(source, table, f"{letter}{one.key}")
            yield Request("GET", f"/api/listings/{key}")
        yield Request(
            "GET", f"/listings/{canonical_id(source, 'service_at_location', f'sl{one.key}')}"
        )


def _odd() -> Iterator[Request]:
    yield Request("GET", "/")
    yield Request("GET", "/readyz")
    yield Request("GET", "/healthz")
    yield Request("GET", "/api/openapi.json")
    yield Request("GET", "/api/needs")
    yield Request("GET", "/api/listings/00000000-0000-4000-8000-000000000000")
    yield Request("GET", "/api/listings/nothing")
    yield Request("GET", "/api/search", (("page", "1000"), ("per_page", "100")))
    yield Request("GET", "/api/search", (("per_page", "100"),))
    yield Request("GET", "/api/search", (("lat", "91"), ("lon", "0")))
    yield Request("GET", "/api/search", (("near", "nowhere at all"),))
    yield Request("GET", "/search", (), (("If-None-Match", '"abc"'), ("Accept-Encoding", "gzip")))
    yield Request(
        "GET", "/api/search", (), (("If-Modified-Since", "Fri, 16 Jan 2026 05:00:00 GMT"),)
    )
    for near in (*_NEAR, (("near", ""),)):
        yield Request("POST", "/search", near, echoes=True)
    for word in dict.fromkeys(w.lower() for w in _WORDS):
        for length in (2, 4, 7):
            yield Request("GET", "/api/suggest", (("q", word[:length]),), echoes=True)
    for word in ("har", "night", "dom", "ref", "bak", "fre", "pub"):
        yield Request("GET", "/api/suggest", (("q", word),))
