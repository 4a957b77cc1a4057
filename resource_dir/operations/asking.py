"""What somebody asks, read from the parameters that page, API and command line share.

One table, `PARAMETERS`, names them all: the page's form, the API's description and the command's
help are made from it, so that they can't differ.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from resource_dir import fit, geo, needs
from resource_dir.errors import BadInput
from resource_dir.search import SearchQuery

KM_PER_MILE = 1.609344
DEFAULT_RADIUS_MI = 25.0
MAX_RADIUS_MI = 150.0
MAX_TEXT = 500
MAX_PLACE = 200
MAX_AGE = 120
MAX_PAGE = 1000
PER_PAGE = 20
MAX_PER_PAGE = 100
MAX_REPEATED = 20
Locate = Callable[[str], tuple[geo.Place, ...]]
_NUMBER = re.compile(r"[+-]?\d{1,6}(\.\d{1,15})?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a search: how it is described, and whether it may be repeated."""

    name: str
    text: str
    schema: Mapping[str, Any]
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True)
class ListingQuery:
    """A search as asked: what the engine needs, and what the answer has to repeat."""

    search: SearchQuery
    places: tuple[geo.Place, ...]
    is_auto_radius: bool
    page: int
    per_page: int
    params: Mapping[str, tuple[str, ...]]

    @property
    def place(self) -> geo.Place | None:
        """Where the search is made from: the best of `places`."""
        return self.places[0] if self.places else None


def _number_schema(low: float, high: float) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high}


def _text_schema(longest: int) -> dict[str, Any]:
    return {"type": "string", "maxLength": longest}


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("q", 'Words, "phrases", OR, -not.', _text_schema(MAX_TEXT)),
    Parameter(
        "need",
        "Need, any of those given.",
        {"type": "string", "enum": sorted(needs.NEEDS)},
        is_repeatable=True,
    ),
    Parameter(
        "near",
        'Place: street address, crossing, landmark, ZIP, "City, ST", county or "lat,lon".',
        _text_schema(MAX_PLACE),
    ),
    Parameter("lat", "Latitude of the place, degrees.", _number_schema(-90, 90)),
    Parameter("lon", "Longitude of the place, degrees.", _number_schema(-180, 180)),
    Parameter(
        "radius_mi",
        f"Miles around the place, more than 0 and at most {MAX_RADIUS_MI:g}, or auto.",
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_RADIUS_MI},
                {"type": "string", "enum": ["auto"]},
            ],
            "default": DEFAULT_RADIUS_MI,
        },
    ),
    Parameter(
        "open",
        "now, any, or an ISO time; without an offset it is local to each listing.",
        {"type": "string", "default": "any", "maxLength": 40},
    ),
    Parameter(
        "age",
        "Age of the person in years.",
        {"type": "integer", "minimum": 0, "maximum": MAX_AGE},
    ),
    Parameter(
        "accepts",
        "What the listing has to take; all of those given.",
        {"type": "string", "enum": sorted(fit.ACCEPT_CODES)},
        is_repeatable=True,
    ),
    Parameter("language", "Language of the person: a code as es or asl.", _text_schema(20)),
    Parameter("payment", "How the person can pay: a code as medicaid.", _text_schema(40)),
    Parameter(
        "unknown",
        "Listings that do not say: include or exclude.",
        {"type": "string", "enum": ["include", "exclude"], "default": "include"},
    ),
    Parameter(
        "free",
        "1: only with free capacity that is not stale.",
        {"type": "string", "enum": ["0", "1"], "default": "0"},
    ),
    Parameter(
        "sort",
        "Order of the results.",
        {"type": "string", "enum": ["best", "distance", "verified"], "default": "best"},
    ),
    Parameter(
        "page",
        "Page of the results.",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1},
    ),
    Parameter(
        "per_page",
        "Results on a page.",
        {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE},
    ),
)
PARAMETER_NAMES = frozenset(parameter.name for parameter in PARAMETERS)
_REPEATABLE = frozenset(p.name for p in PARAMETERS if p.is_repeatable)


def read_query(
    params: Mapping[str, Sequence[str]],
    *,
    now: datetime,
    viewer: Literal["public", "partner"] = "public",
    locate: Locate = geo.find_places,
) -> ListingQuery:
    """Read and check every parameter. Empty values count as not given.

    `locate` finds the place of `near`: by default only ZIP codes, cities and counties. Raises
    BadInput (PlaceNotFound for `near`) with the name of the field.
    """
    given = _given(params)
    places = _places(given, locate)
    place = places[0] if places else None
    is_auto = _one(given, "radius_mi") == "auto"
    radius_mi = None if is_auto else _radius(given)
    page = _integer(given, "page", 1, MAX_PAGE) or 1
    per_page = _integer(given, "per_page", 1, MAX_PER_PAGE) or PER_PAGE
    open_at, open_local = _open(given, now)
    search = SearchQuery(
        at=now,
        text=_text(given, "q", MAX_TEXT),
        needs=_codes(given, "need", needs.NEEDS),
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=radius_mi * KM_PER_MILE if radius_mi and place else None,
        areas=place.areas if place else frozenset(),
        open_at=open_at,
        open_local=open_local,
        person=_person(given),
        unknown=_choice(given, "unknown", ("include", "exclude")),
        free="only" if _choice(given, "free", ("0", "1")) == "1" else "any",
        sort=_choice(given, "sort", ("best", "distance", "verified")),
        limit=per_page,
        offset=(page - 1) * per_page,
        viewer=viewer,
    )
    return ListingQuery(
        search=search,
        places=places,
        is_auto_radius=is_auto and place is not None,
        page=page,
        per_page=per_page,
        params=given,
    )


def _given(params: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """What was really given: known names, readable text, single values once."""
    given: dict[str, tuple[str, ...]] = {}
    for name, values in params.items():
        if name not in PARAMETER_NAMES:
            shown = name[:40].encode("ascii", "backslashreplace").decode()
            raise BadInput(
                "There is no parameter '%(name)s'. Known: %(known)s.",
                field=shown,
                name=shown,
                known=", ".join(sorted(PARAMETER_NAMES)),
            )
        kept = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
        if any("\0" in value or not _is_text(value) for value in kept):
            raise BadInput("The text holds characters that are not text.", field=name)
        if len(kept) > (MAX_REPEATED if name in _REPEATABLE else 1):
            if name not in _REPEATABLE:
                raise BadInput("%(name)s may be given once.", field=name, name=name)
            raise BadInput(
                "%(name)s may be given at most %(limit)s times.",
                field=name,
                name=name,
                limit=MAX_REPEATED,
            )
        if kept:
            given[name] = kept
    return given


def _is_text(value: str) -> bool:
    """Half of a surrogate pair, or bytes that were not UTF-8, can't be searched for."""
    return not any("\ud800" <= c <= "\udfff" or c == "\ufffd" for c in value)


def _one(given: Mapping[str, tuple[str, ...]], name: str) -> str | None:
    return given[name][0] if name in given else None


def _text(given: Mapping[str, tuple[str, ...]], name: str, longest: int) -> str:
    value = _one(given, name) or ""
    if len(value) > longest:
        raise BadInput(
            "%(name)s may have %(limit)s characters, not %(length)s.",
            field=name,
            name=name,
            limit=longest,
            length=len(value),
        )
    return value


def _number(given: Mapping[str, tuple[str, ...]], name: str) -> float | None:
    value = _one(given, name)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value):
        raise BadInput("%(name)s has to be a decimal number such as 34.05.", field=name, name=name)
    return float(value)


def _integer(
    given: Mapping[str, tuple[str, ...]], name: str, lowest: int, highest: int
) -> int | None:
    value = _one(given, name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 9) or not (
        lowest <= int(value) <= highest
    ):
        raise BadInput(
            "%(name)s has to be a whole number from %(lowest)s to %(highest)s.",
            field=name,
            name=name,
            lowest=lowest,
            highest=highest,
        )
    return int(value)


def _choice(given: Mapping[str, tuple[str, ...]], name: str, allowed: tuple[str, ...]) -> Any:
    """One of `allowed`; the first is the default."""
    value = _one(given, name)
    if value is None:
        return allowed[0]
    if value not in allowed:
        raise BadInput(
            "%(name)s has to be one of %(known)s.",
            field=name,
            name=name,
            known=", ".join(allowed),
        )
    return value


def _codes(
    given: Mapping[str, tuple[str, ...]], name: str, known: Mapping[str, Any]
) -> tuple[str, ...]:
    for value in given.get(name, ()):
        if value not in known:
            raise BadInput(
                "%(name)s %(value)r is not known. Known: %(known)s.",
                field=name,
                name=name,
                value=value[:40],
                known=", ".join(sorted(known)),
            )
    return given.get(name, ())


def _person(given: Mapping[str, tuple[str, ...]]) -> fit.Person:
    person = fit.Person(
        age=_integer(given, "age", 0, MAX_AGE),
        accepts=frozenset(_codes(given, "accepts", fit.ACCEPT_CODES)),
        language=_one(given, "language"),
        payment=_one(given, "payment"),
    )
    fit.requirements(person)  # raises for a language or payment that nobody could state
    return person


def _places(given: Mapping[str, tuple[str, ...]], locate: Locate) -> tuple[geo.Place, ...]:
    lat, lon = _number(given, "lat"), _number(given, "lon")
    near = _text(given, "near", MAX_PLACE)
    if (lat is None) != (lon is None):
        missing = "lat" if lat is None else "lon"
        raise BadInput("A point needs both lat and lon.", field=missing)
    if lat is not None and lon is not None:
        _check_degrees(lat, lon)
        return geo.find_places(f"{lat:.7f},{lon:.7f}")[:1]
    return locate(near) if near else ()


def _check_degrees(lat: float, lon: float) -> None:
    for name, value, limit in (("lat", lat, 90), ("lon", lon, 180)):
        if abs(value) > limit:
            raise BadInput(
                "%(name)s has to lie between -%(limit)s and %(limit)s.",
                field=name,
                name=name,
                limit=limit,
            )


def _radius(given: Mapping[str, tuple[str, ...]]) -> float:
    if "radius_mi" not in given:
        return DEFAULT_RADIUS_MI
    wrong = BadInput(
        "radius_mi has to be more than 0 and at most %(limit)s miles, or auto.",
        field="radius_mi",
        limit=f"{MAX_RADIUS_MI:g}",
    )
    try:
        miles = _number(given, "radius_mi")
    except BadInput as error:
        raise wrong from error
    if miles is None or not 0 < miles <= MAX_RADIUS_MI or not math.isfinite(miles):
        raise wrong
    return miles


def _open(
    given: Mapping[str, tuple[str, ...]], now: datetime
) -> tuple[datetime | None, datetime | None]:
    """(instant, or wall-clock time local to each listing)."""
    value = _one(given, "open")
    if value in (None, "any"):
        return None, None
    if value == "now":
        return now, None
    try:
        at = datetime.fromisoformat(
            str(value).replace(" ", "+") if "T" in str(value) else str(value)
        )
    except ValueError as error:
        raise BadInput(
            "open has to be now, any, or a time such as 2026-11-23T02:00 (local to the listing) "
            "or 2026-11-23T02:00-05:00.",
            field="open",
        ) from error
    if not 2000 <= at.year <= 2100:
        raise BadInput("open has to lie between the years 2000 and 2100.", field="open")
    return (at, None) if at.tzinfo else (None, at)
