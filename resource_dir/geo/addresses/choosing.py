"""Which of the places found are shown, in what order, and how they are written."""

from collections.abc import Sequence
from typing import Final

from resource_dir.geo.addresses.building import SAME_PLACE_KM
from resource_dir.geo.addresses.finding import Finder
from resource_dir.geo.addresses.searching import Found
from resource_dir.geo.areas import areas_at
from resource_dir.geo.distance import distance_km
from resource_dir.geo.place import Level, Place

_RANK: Final[dict[Level, int]] = {"point": 0, "interpolated": 1, "street": 2}


def chosen(finder: Finder, found: Sequence[Found], *, limit: int) -> tuple[Place, ...]:
    """The best of what was found, those known less well after the others."""
    ordered = sorted(found, key=lambda one: (_rank(one), one.against, _text(finder, one)))
    kept: list[Found] = []
    for one in ordered:
        # What comes later is known no better: so the first `limit` that stay are the ones shown.
        if len(kept) >= limit:
            break
        is_outdone = any(_outdoes(finder, other, one) for other in kept)
        if not is_outdone and not any(_is_same(finder, one, other) for other in kept):
            kept.append(one)
    return tuple(_place(finder, one) for one in kept)


def _rank(one: Found) -> int:
    return _RANK[one.spot.level]


def _outdoes(finder: Finder, other: Found, one: Found) -> bool:
    """Whether a place makes another one, that is known less well, not worth showing.

    A number that is known in one town and lies between two known ones in another may be meant in
    both; but where the other town's street does not reach it, or the town is the same, it is not.
    """
    if _rank(other) >= _rank(one) or other.against > one.against:
        return False
    towns = finder.columns.street_town
    is_one_town = towns[one.spot.street] == towns[other.spot.street]
    return one.spot.level == "street" or bool(is_one_town)


def _is_same(finder: Finder, one: Found, other: Found) -> bool:
    """One corner found on two pieces of a street, or one address by two of its names."""
    here, there = one.spot, other.spot
    away = distance_km(here.lat, here.lon, there.lat, there.lon)
    is_corner = one.other is not None and other.other is not None
    return bool(away <= SAME_PLACE_KM) and (is_corner or _text(finder, one) == _text(finder, other))


def _place(finder: Finder, one: Found) -> Place:
    spot = one.spot
    areas = areas_at(spot.lat, spot.lon)
    return Place(
        _text(finder, one),
        spot.lat,
        spot.lon,
        spot.level,
        ", ".join((spot.source, *spot.notes)),
        areas,
        is_corrected=bool(spot.notes),
        is_without_its_number=spot.lacks_number,
        is_whole_street=spot.is_whole_street,
    )


def _text(finder: Finder, one: Found) -> str:
    """ "412 N 4th St, Quillmore, CO 81201"; a corner as "Lantern St & Millrace Rd, …"."""
    columns, spot = finder.columns, one.spot
    street = columns.shown[int(columns.street_shown[spot.street])]
    if one.other is not None:
        street += f" & {columns.shown[int(columns.street_shown[one.other])]}"
    town_row = int(columns.street_town[spot.street])
    state = columns.state[int(columns.town_state[town_row])]
    code = columns.zip[spot.zip_row] if spot.number else ""
    parts = [f"{spot.number} {street}".strip(), columns.town[town_row], f"{state} {code}".strip()]
    return ", ".join(part for part in parts if part)
