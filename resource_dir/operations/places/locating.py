"""Where is that? One chain for the page, the API and the command line.

"lat,lon" and a bare ZIP code; the county's address points; landmarks, which are public listings
with a public point; the service that an operator configured; then the middle of the ZIP code or
city that the text ends in, said to be that. What nobody knows is an error, never a wrong point.
"""

from collections.abc import Iterator
from dataclasses import replace

import structlog
from sqlalchemy.orm import Session

from resource_dir import geo
from resource_dir.errors import PlaceNotFound, PlaceServiceDown
from resource_dir.geo.addresses import names_a_number
from resource_dir.geo.folding import fold
from resource_dir.geo.reading import clean, read_point, read_zip
from resource_dir.geo.remote import Remote
from resource_dir.geo.states import split_state
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.listings.audiences import Viewer
from resource_dir.operations.places.landmarks import find_landmarks
from resource_dir.operations.places.place_keeping import PlaceKeeper
from resource_dir.operations.withholding.withheld_names import (
    may_name_a_withheld_site,
    nearly_names_a_withheld_site,
)

MOST_CANDIDATES = 10
STREET_LEVELS = frozenset({"point", "interpolated", "street"})
NOT_FOUND = "street not found"
ZIP_WORDS = frozenset({"zip", "zip code", "zipcode", "postal code"})

log = structlog.get_logger(__name__)


def find_places(
    session: Session,
    text: str,
    *,
    places: PlaceKeeper | None,
    keeper: IndexKeeper | None,
    geocoder: Remote | None,
    viewer: Viewer,
) -> tuple[geo.Place, ...]:
    """Candidates for a place text, best first, at most 10; never empty.

    Raises PlaceNotFound with what to try instead; BadInput where the text can't be a place at
    all. A street of which only the city or ZIP code is known gives that, and `text` says so.
    """
    plain = clean(text)
    if _is_point_or_zip(plain):
        return geo.find_places(plain)
    named = _named(plain)
    book = places.current(session) if places else None
    streets = book.find(plain, limit=MOST_CANDIDATES) if book is not None else ()
    here = (*named, *_not_of_a_withheld_site(session, plain, streets))
    found = here or find_landmarks(session, plain, keeper=keeper, viewer=viewer)
    if not found:
        # Before anybody elsewhere is asked, and before a town is taken for what was meant.
        if may_name_a_withheld_site(session, plain):
            raise geo.not_found(plain)
        found = _asked_elsewhere(geocoder, plain) or _middles(plain)
    return found[:MOST_CANDIDATES]


def _not_of_a_withheld_site(
    session: Session, plain: str, streets: tuple[geo.Place, ...]
) -> tuple[geo.Place, ...]:
    """Streets as they are called here. One that only sounds like a withheld site's name is not
    shown for it: somebody would drive there. A street of that very name is one that was typed.
    """
    if not any(street.is_corrected for street in streets):
        return streets
    if not nearly_names_a_withheld_site(session, plain):
        return streets
    return tuple(street for street in streets if not street.is_corrected)


def _is_point_or_zip(plain: str) -> bool:
    read = read_zip(plain)
    if read is not None and fold(read[0]) in ZIP_WORDS | {""}:
        return True
    return read_point(plain) is not None


def _named(plain: str) -> tuple[geo.Place, ...]:
    """Cities and counties of exactly this name: "Lincoln" is a city before it is a street."""
    if _has_street_signs(plain):
        return ()
    try:
        found = geo.find_places(plain)
    except PlaceNotFound:
        return ()
    return tuple(place for place in found if fold(plain) in _names_of(place))


def _names_of(place: geo.Place) -> tuple[str, str]:
    whole = fold(place.text)
    return whole, split_state(whole)[0]


def _has_street_signs(plain: str) -> bool:
    """A number, or two streets that cross: no city has that in its name."""
    words = fold(plain).split()
    return any(word[0].isdigit() for word in words) or "and" in words or "at" in words


def _asked_elsewhere(geocoder: Remote | None, plain: str) -> tuple[geo.Place, ...]:
    """What the configured service knows; nothing while it is down, and the search goes on.

    For a street it has to know the street: the middle of a city comes from our own gazetteer.
    """
    if geocoder is None:
        return ()
    try:
        found = geocoder.find(plain)
    except PlaceServiceDown:
        log.warning("geocoder_down", service=geocoder.options.service)
        return ()
    if not _names_more_than_a_town(plain):
        return found
    return tuple(_with_its_number(plain, place) for place in found if place.level in STREET_LEVELS)


def _with_its_number(plain: str, place: geo.Place) -> geo.Place:
    """A service that gives the street does not know the number, if one was asked for."""
    is_street = place.level == "street"
    lacks_number = is_street and names_a_number(plain)
    is_whole = is_street and not lacks_number
    return replace(place, is_without_its_number=lacks_number, is_whole_street=is_whole)


def _middles(plain: str) -> tuple[geo.Place, ...]:
    """The ZIP code or city that the text ends in; it says where that is all that is known."""
    found = geo.find_places(plain)
    if not _names_more_than_a_town(plain):
        return found
    return tuple(
        place
        if any(part in _names_of(place) for part in _parts(plain)[:1])
        else replace(place, text=f"{place.text} ({NOT_FOUND})", is_without_its_street=True)
        for place in found
    )


def _names_more_than_a_town(plain: str) -> bool:
    """Whether something stands before the town: "12 Invented Way, Salida" and "Old mill, Salida"
    do; "Salida", "Salida, CO 81201" and a misspelt town do not.
    """
    parts = list(_parts(plain))
    return len(parts) > 1 or any(_has_street_signs(part) for part in parts)


def _parts(plain: str) -> list[str]:
    """What stands between the commas, folded, without ZIP code and state."""
    read = read_zip(plain)
    rest = read[0] if read is not None else plain
    return list(_without_states(rest))


def _without_states(rest: str) -> Iterator[str]:
    for part in rest.split(","):
        words = split_state(fold(part))[0]
        if words:
            yield words
