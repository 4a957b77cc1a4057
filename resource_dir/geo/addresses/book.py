"""All address points of an area, to be asked for an address or for the street at a point."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from resource_dir.geo.addresses.building import build_columns
from resource_dir.geo.addresses.choosing import chosen
from resource_dir.geo.addresses.columns import Columns
from resource_dir.geo.addresses.finding import Finder
from resource_dir.geo.addresses.nearby import points_near
from resource_dir.geo.addresses.point import AddressPoint
from resource_dir.geo.addresses.storing import open_columns, save_columns
from resource_dir.geo.addresses.writing import spelt_out
from resource_dir.geo.areas import is_point
from resource_dir.geo.place import Place

AROUND_KM = 0.4  # four blocks: farther houses are no surroundings
MOST_LOOKED_AT = 8  # of the nearest streets; several may be parts of one


class AddressBook:
    """Immutable; may be asked by several threads at once."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    @classmethod
    def build(cls, points: Iterable[AddressPoint]) -> "AddressBook":
        """A book of these points. One without a street, or off the Earth, is passed over."""
        return cls(build_columns(points))

    def save(self, folder: Path, *, generation: str) -> None:
        """Write it as the book that counts in a folder; a crash leaves the one before.

        `generation` says which points it was made of. IndexUnusable when the disk refuses.
        """
        save_columns(folder, self._columns, generation=generation)

    @classmethod
    def open(cls, folder: Path, *, generation: str) -> "AddressBook":
        """Map the book in a folder. IndexUnusable if missing, damaged or of other points."""
        return cls(open_columns(folder, generation=generation))

    def __len__(self) -> int:
        """Points taken in, all units and mile posts counted."""
        return int(self._columns.taken[0])

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._columns)

    def find(self, text: str, *, limit: int = 10) -> tuple[Place, ...]:
        """Places for an address, corner, mile post or street, best first; empty when unknown.

        Never raises. `level` is "point", "interpolated" or "street"; `source` says how it was
        found, and what differs from what was asked.
        """
        return chosen(self._finder, self._finder.find(text), limit=limit)

    def nearest_street(self, lat: float, lon: float, *, within_km: float = 0.4) -> str | None:
        """The street of the nearest house ("Lantern Street, Quillmore"); None if none is near."""
        if not is_point(lat, lon):
            return None
        near = points_near(self._columns, lat, lon, within_km=within_km)
        if not near.size:
            return None
        street = int(self._columns.point_street[near[0]])
        return _in_town(self._name_of(street), self._town_of(street))

    def surroundings(self, lat: float, lon: float) -> str | None:
        """What lies around a rounded point ("Lantern Street & Millrace Road, Quillmore").

        The streets of the two nearest houses that stand on different streets of one town: the
        rounding may have moved the point to the next street. None if no house is near.
        """
        if not is_point(lat, lon):
            return None
        near = points_near(self._columns, lat, lon, within_km=AROUND_KM)
        streets = list(dict.fromkeys(self._columns.point_street[near].tolist()))
        if not streets:
            return None
        town = self._town_of(streets[0])
        same = [street for street in streets if self._town_of(street) == town]
        names = list(dict.fromkeys(self._name_of(street) for street in same[:MOST_LOOKED_AT]))
        return _in_town(" & ".join(names[:2]), town)

    def _name_of(self, street: int) -> str:
        shown = self._columns.shown[int(self._columns.street_shown[street])]
        return spelt_out(self._finder.search.names.name_of(street), shown)

    def _town_of(self, street: int) -> str:
        return self._columns.town[int(self._columns.street_town[street])]


def _in_town(name: str, town: str) -> str:
    return f"{name}, {town}" if town else name
