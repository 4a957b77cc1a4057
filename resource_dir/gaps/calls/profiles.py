"""How to read one kind of call export: which column is what, which clock, what stands for nothing.

A profile is data: it comes as JSON, from the product, the database or a planner's file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from resource_dir.errors import Phrase

CLOCKS = ("local", "utc")
# "iso" is whatever looks like 2025-01-31 13:45; anything with a % is a strptime format.
FORMS = ("iso", "epoch_s", "epoch_ms")
ROLES = (
    "time", "time_of_day", "type", "latitude", "longitude", "place_text", "district",
    "disposition", "priority", "unit", "id",
)  # fmt: skip
# As a message says them; "area" is no column, but counted as one.
ROLE_WORDS: Mapping[str, Phrase] = {
    "time": Phrase("the time"),
    "type": Phrase("the type"),
    "disposition": Phrase("the disposition"),
    "district": Phrase("the agency zone"),
    "area": Phrase("the area"),
}
FEWEST_MINUTES = 1
SERVER = "server"  # where a zone is from that nothing in the file told
ZONE_SOURCES = ("", SERVER)


@dataclass(frozen=True, slots=True)
class Region:
    """The box that calls of this agency lie in, degrees; a point outside it is not believed."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class TimeCheck:
    """A second statement of the time, to be compared with the first and never stored.

    `pattern` cuts it out of a longer text; its groups are joined by a blank. Empty: all of it.
    """

    columns: tuple[str, ...]
    pattern: str = ""
    form: str = "iso"
    minutes: int = 10


@dataclass(frozen=True, slots=True)
class OfficerMarks:
    """How an export marks what officers began themselves; left out only where a planner says so."""

    columns: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    leave_out: bool = False


@dataclass(frozen=True, slots=True)
class CallProfile:
    """One kind of export. `columns` maps a role to the names it goes by, the first found counts.

    `zone` is the IANA zone the agency lives in, doubtful where `zone_from` is SERVER. `sentinels`
    maps a role to values that stand for nothing ("-1" for a beat). `disposition_classes` maps codes
    to the class that is kept instead.
    `id` is used to find repeated rows and never stored; `place_text` only to see what is masked.
    """

    name: str
    title: str
    agency: str
    zone: str
    columns: Mapping[str, tuple[str, ...]]
    time_forms: tuple[str, ...] = ("iso",)
    clock: str = "local"
    check: TimeCheck | None = None
    delimiter: str = ""
    encoding: str = ""
    officer_initiated: OfficerMarks = OfficerMarks()
    sentinels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disposition_classes: Mapping[str, str] = field(default_factory=dict)
    region: Region | None = None
    zone_from: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is written in files and in the database; what says nothing is left out."""
        data: dict[str, Any] = {
            "name": self.name,
            "title": self.title,
            "agency": self.agency,
            "zone": self.zone,
            **({"zone_from": self.zone_from} if self.zone_from else {}),
            "columns": {role: list(names) for role, names in self.columns.items() if names},
            "time": {"forms": list(self.time_forms), "clock": self.clock},
        }
        if self.check:
            data["time"]["check"] = {
                "columns": list(self.check.columns),
                "pattern": self.check.pattern,
                "form": self.check.form,
                "minutes": self.check.minutes,
            }
        return data | self._rest()

    def in_zone(self, zone: str) -> "CallProfile":
        """The same in a zone that somebody chose."""
        return replace(self, zone=zone, zone_from="")

    def _rest(self) -> dict[str, Any]:
        rest: dict[str, Any] = {}
        if self.delimiter or self.encoding:
            rest["file"] = {"delimiter": self.delimiter, "encoding": self.encoding}
        if self.officer_initiated.columns:
            rest["officer_initiated"] = {
                "columns": list(self.officer_initiated.columns),
                "values": list(self.officer_initiated.values),
                "leave_out": self.officer_initiated.leave_out,
            }
        if self.sentinels:
            rest["sentinels"] = {role: list(values) for role, values in self.sentinels.items()}
        if self.disposition_classes:
            rest["disposition_classes"] = dict(self.disposition_classes)
        if self.region:
            rest["region"] = {
                side: getattr(self.region, side) for side in ("south", "west", "north", "east")
            }
        return rest
