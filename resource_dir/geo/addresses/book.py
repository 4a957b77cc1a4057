"""All address points of an area, to be asked for an address or for the street at a point."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from resource_dir.geo.addresses.building import build_columns
from resource_dir.geo.addresses.choosing import chosen
from resource_dir.geo.addresses.columns import Columns
from resource_dir.geo.addresses.finding import Finder
from resource_dir.geo.addresses.nearby import nearest_point
from resource_dir.geo.addresses.point import AddressPoint
from resource_dir.geo.addresses.storing import open_columns, save_columns
from resource_dir.geo.addresses.writing import spelt_out
from resource_dir.geo.areas import is_point
from resource_dir.geo.place import Place


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
        at = nearest_point(self._columns, lat, lon, within_km=within_km)
        if at is None:
            return None
        street = int(self._columns.point_street[at])
        shown = self._columns.shown[int(self._columns.street_shown[street])]
        town = self._columns.town[int(self._columns.street_town[street])]
        name = spelt_out(self._finder.search.names.name_of(street), shown)
        return f"{name}, {town}" if town else name
