"""A place somebody asked for."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["point", "interpolated", "street", "zip", "city", "county", "pin"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a search is made from, and how exactly that is known.

    `level` says what the point stands for: no directions may be given below "street". `areas` are
    the keys of the areas the place lies in ("state:DC", "county:11001", "city:washington,dc",
    "zip:20001"); `text` is what is shown, so a corrected spelling is seen before it is trusted.
    `is_without_its_street`: a street was typed that nobody knows, and this is only the town or ZIP
    code after it. `is_corrected`: its street or town is called a little differently from what was
    typed; `source` says how. `is_without_its_number`: a number was typed that is not known on this
    street, and the point is the nearest that is. `is_whole_street`: no number was typed, and the
    point is the middle of the street.
    """

    text: str
    lat: float
    lon: float
    level: Level
    source: str
    areas: frozenset[str]
    is_without_its_street: bool = False
    is_corrected: bool = False
    is_without_its_number: bool = False
    is_whole_street: bool = False
