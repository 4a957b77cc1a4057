"""Points of public listings that have an address and no point: looked up, and remembered.

A withheld location can't come in here. It has no address (the schema sees to that), the statement
asks for none that anybody marked, and each is read again in the moment before a service is asked:
a listing may be withheld while the list is worked through.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, or_, select, update
from sqlalchemy.orm import Session

from resource_dir import geo, models
from resource_dir.config import Settings
from resource_dir.database import writing
from resource_dir.errors import BadInput, PlaceServiceDown
from resource_dir.geo.addresses import AddressBook, names_a_number
from resource_dir.geo.remote import Remote
from resource_dir.operations.importing.storing import upsert
from resource_dir.operations.indexing import IndexKeeper
from resource_dir.operations.listings.describing import one_line
from resource_dir.operations.listings.refreshing import refresh_documents
from resource_dir.operations.places import placing
from resource_dir.operations.places.locating import STREET_LEVELS
from resource_dir.operations.places.place_keeping import PlaceKeeper
from resource_dir.operations.rows import CHUNK, table_of

SAME_PLACE_KM = 0.1  # candidates that lie this near together are one answer
WRITTEN_AT_ONCE = 100  # lookups in the book; a service's answers are written one by one
QUEUE_SECONDS = 600.0
BOOK = "address layer"
ADDRESS = ("address_1", "address_2", "city", "state_province", "postal_code")
_address = table_of(models.Address)
_document = table_of(models.ListingDocument)
_link = table_of(models.ServiceAtLocation)
_location = table_of(models.Location)
_lookup = table_of(models.PointLookup)
_mark = table_of(models.WithheldMark)
_service = table_of(models.Service)


@dataclass(frozen=True, slots=True)
class Missing:
    """One public location with an address and no point."""

    location_id: str
    address: str
    areas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What became of one: the place, or None with the reason."""

    missing: Missing
    place: geo.Place | None
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Without the address: a report is passed around."""
        return {
            "location_id": self.missing.location_id,
            "level": self.place.level if self.place else None,
            "source": self.reason,
        }


@dataclass(slots=True)
class LookupReport:
    """What a run did; `stopped` says why it ended early, if it did."""

    lookups: list[Lookup] = field(default_factory=list)
    remaining: int = 0
    stopped: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        found = [one for one in self.lookups if one.place]
        return {
            "looked_up": len(self.lookups),
            "found": len(found),
            "not_found": len(self.lookups) - len(found),
            "remaining": self.remaining,
            "stopped": self.stopped,
            "locations": [one.as_json() for one in self.lookups],
        }


def geocode_missing(
    session: Session,
    *,
    settings: Settings,
    places: PlaceKeeper,
    keeper: IndexKeeper,
    geocoder: Remote | None,
    now: datetime,
    limit: int | None = None,
    is_retry: bool = False,
    per_second: float = 1.0,
    progress: Callable[[int, int], None] | None = None,
) -> LookupReport:
    """Look up every public address without a point; commits as it goes, so it can be stopped.

    What was looked up before is passed over, unless `is_retry`. The address book is asked first,
    then the configured service, at most `per_second` times a second. Raises BadInput when there
    is neither.
    """
    book = places.current(session)
    if book is None and geocoder is None:
        raise BadInput(
            "There is nothing to look addresses up with: import an address layer, or set GEOCODER.",
            field="GEOCODER",
        )
    run = _Run(session, book, geocoder, settings=settings, now=now, per_second=per_second)
    todo = list_missing(session, is_retry=is_retry)
    chosen = todo[:limit]
    report = LookupReport(remaining=len(todo))
    for number, missing in enumerate(chosen, start=1):
        try:
            done = run.look_up(missing)
        except PlaceServiceDown as error:
            report.stopped = error.message
            break
        if done is not None:
            report.lookups.append(done)
        report.remaining -= 1
        if progress:
            progress(number, len(chosen))
    run.write()
    keeper.refresh(session)
    return report


class _Run:
    """One run: what is asked, and the answers that are not yet written."""

    def __init__(
        self,
        session: Session,
        book: AddressBook | None,
        geocoder: Remote | None,
        *,
        settings: Settings,
        now: datetime,
        per_second: float,
    ) -> None:
        self._session = session
        self._book = book
        self._geocoder = geocoder
        self._settings = settings
        self._now = now
        self._pause = 1.0 / per_second
        self._asked = float("-inf")
        self._waiting: list[Lookup] = []

    def look_up(self, missing: Missing) -> Lookup | None:
        """Look one up. None when it is no longer missing. Raises PlaceServiceDown."""
        found = self._book.find(missing.address) if self._book is not None else ()
        done = _judged(missing, found, BOOK)
        if done.place is None and self._geocoder is not None:
            self.write()
            self._wait()
            self._session.rollback()  # look at what is committed now, not when the list was made
            if not _still_missing(self._session, [missing]):
                return None
            name = self._geocoder.options.service
            done = _judged(missing, self._geocoder.find(missing.address), name)
            self._waiting.append(done)
            self.write()
            return done
        self._waiting.append(done)
        if len(self._waiting) >= WRITTEN_AT_ONCE:
            self.write()
        return done

    def write(self) -> None:
        """Keep the answers so far, in one transaction."""
        if self._waiting:
            lookups, self._waiting = self._waiting, []
            with writing(self._session, wait_seconds=QUEUE_SECONDS):
                store_lookups(self._session, lookups, now=self._now, settings=self._settings)

    def _wait(self) -> None:
        rest = self._asked + self._pause - time.monotonic()
        if rest > 0:
            time.sleep(rest)
        self._asked = time.monotonic()


def _judged(missing: Missing, found: Sequence[geo.Place], source: str) -> Lookup:
    """One place that is exact enough and where the address says; else why there is none."""
    near = [place for place in found if _is_exact_enough(missing, place)]
    there = [place for place in near if not missing.areas or missing.areas & place.areas]
    if not there:
        return Lookup(missing, None, f"{source}: {'found elsewhere' if near else 'not found'}")
    first = there[0]
    if any(_distance_km(first, other) > SAME_PLACE_KM for other in there[1:]):
        return Lookup(missing, None, f"{source}: ambiguous")
    return Lookup(missing, first, source)


def _is_exact_enough(missing: Missing, place: geo.Place) -> bool:
    """Whether this is surely the door, or as good as it.

    A corrected street or town is a guess: a person sees that it was made, a listing's point would
    hide it. A whole street is where a listing is only if its address names no number.
    """
    if place.level not in STREET_LEVELS or place.is_corrected or place.is_without_its_number:
        return False
    return place.level != "street" or not names_a_number(missing.address)


def _distance_km(one: geo.Place, other: geo.Place) -> float:
    return float(geo.distance_km(one.lat, one.lon, other.lat, other.lon))


def list_missing(session: Session, *, is_retry: bool = False) -> list[Missing]:
    """Public locations with an address and no point, by id; without those looked up before."""
    asked = session.execute(select(_lookup.c.location_id, _lookup.c.address))
    known = set() if is_retry else {(row.location_id, row.address) for row in asked}
    seen: dict[str, Missing] = {}
    for row in session.execute(_missing_rows()).mappings():
        if (one := _missing(row)) and one.location_id not in seen:
            seen[one.location_id] = one
    return [one for one in seen.values() if (one.location_id, one.address) not in known]


def _missing_rows() -> Select[Any]:
    """Addresses of locations that are public, have no point, and that nobody marked."""
    is_of_it = (_address.c.location_id == _location.c.id) & (
        _address.c.location_is_withheld == _location.c.is_withheld
    )
    return (
        select(_location.c.id.label("location_id"), *(_address.c[name] for name in ADDRESS))
        .join(_address, is_of_it)
        .where(
            is_public(),
            _location.c.latitude.is_(None),
            or_(_location.c.location_type.is_(None), _location.c.location_type == "physical"),
            or_(_address.c.address_type.is_(None), _address.c.address_type == "physical"),
            _address.c.address_1.is_not(None),
        )
        .order_by(_location.c.id, _address.c.id)
    )


def is_public() -> ColumnElement[bool]:
    """A location that is not withheld, by its own column, by a mark, nor by any listing there."""
    links = (
        select(_link.c.id, _link.c.service_id, _service.c.organization_id)
        .join(_service, _service.c.id == _link.c.service_id)
        .where(_link.c.location_id == _location.c.id)
        .correlate(_location)
    )
    marked = select(_mark.c.row_id).where(
        _mark.c.released.is_(None),
        or_(
            _mark.c.row_id == _location.c.id,
            _mark.c.row_id == _location.c.organization_id,
            *(
                _mark.c.row_id.in_(links.with_only_columns(column))
                for column in (_link.c.id, _link.c.service_id, _service.c.organization_id)
            ),
        ),
    )
    shown_withheld = select(_document.c.id).where(
        _document.c.location_id == _location.c.id, _document.c.is_withheld.is_(True)
    )
    return _location.c.is_withheld.is_(False) & ~marked.exists() & ~shown_withheld.exists()


def _missing(row: RowMapping) -> Missing | None:
    address = one_line(row) if row["address_1"] else None
    if address is None:
        return None
    areas = geo.area_keys(
        postal_code=row["postal_code"], city=row["city"], state=row["state_province"]
    )
    return Missing(row["location_id"], address, areas)


def _still_missing(session: Session, wanted: Sequence[Missing]) -> set[tuple[str, str]]:
    """Which of these are public, without a point and of this address now: (location, address)."""
    ids = [one.location_id for one in wanted]
    rows = session.execute(_missing_rows().where(_location.c.id.in_(ids))).mappings()
    return {(one.location_id, one.address) for row in rows if (one := _missing(row))}


def store_lookups(
    session: Session, lookups: Sequence[Lookup], *, now: datetime, settings: Settings
) -> None:
    """Remember lookups and store their points, of what is public and missing at this moment."""
    public = _still_missing(session, [one.missing for one in lookups])
    kept = [one for one in lookups if (one.missing.location_id, one.missing.address) in public]
    upsert(session, _lookup, [_row(one, now) for one in kept])
    placed = [one for one in kept if one.place]
    for one in placed:
        _store_point(session, one)
    placing.assign_zones(session, default_zone=settings.timezone)
    ids = [one.missing.location_id for one in placed]
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        at = select(_link.c.service_id).where(_link.c.location_id.in_(part)).distinct()
        refresh_documents(session, sorted(session.scalars(at)))


def _row(one: Lookup, now: datetime) -> dict[str, Any]:
    return {
        "location_id": one.missing.location_id,
        "address": one.missing.address,
        "location_is_withheld": False,
        "level": one.place.level if one.place else None,
        "source": one.reason,
        "looked_up": now,
    }


def _store_point(session: Session, one: Lookup) -> None:
    assert one.place is not None
    statement = (
        update(_location)
        .where(
            _location.c.id == one.missing.location_id,
            _location.c.is_withheld.is_(False),
            _location.c.latitude.is_(None),
        )
        .values(
            latitude=one.place.lat,
            longitude=one.place.lon,
            point_level=one.place.level,
            point_source=one.reason,
            zone=None,  # assigned again, from the point
            zone_origin=None,
        )
    )
    session.execute(statement)
