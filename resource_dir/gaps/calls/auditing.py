"""What was wrong with an export, fault by fault: how often, and what was done about it.

It is shown before anything is stored and stays with the data set. It holds counts and days, never
a row, a place or a type that few calls have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from resource_dir.gaps.calls.breaks import TypeBreak

# What was done about each fault; the order is that of the page.
DONE: Mapping[str, str] = {
    "unreadable_rows": "left out",
    "unreadable_times": "left out",
    "blank_times": "left out",
    "times_too_old": "left out: so few are slips",
    "days_too_old": "refused: the time may be another column, or written in another form",
    "times_to_come": "left out: so few are slips",
    "days_to_come": "refused: the time may be another column, or written in another form",
    "stray_times": "left out: far from all other calls",
    "years_apart": "kept: look whether the year is right",
    "lost_half_day": "refused: nobody can tell morning from evening",
    "time_conflict": "the first time was taken",
    "missing_days": "not counted as observed",
    "partial_days": "counted as observed from the first to the last call",
    "null_bytes": "kept: the bytes were dropped",
    "absent_hour": "counted in the hour after; the clock never showed this one",
    "doubled_hour": "observed for two hours",
    "unsorted": "kept: the order does not matter",
    "repeated_id": "counted once, at its earliest",
    "repeated_row": "counted once",
    "blank_types": "kept, without a type: it maps to no need",
    "unlisted_types": "kept: see the crosswalk",
    "type_list_breaks": "kept: periods across this day compare two lists",
    "sentinel_districts": "kept, without an agency zone",
    "missing_points": "kept, without a cell",
    "zero_points": "kept, without a cell",
    "far_points": "kept, without a cell",
    "piled_points": "kept: a block, a street or a city stands for its points",
    "masked_addresses": "kept: addresses are not stored",
    "officer_initiated": "kept",
    "officer_initiated_left_out": "left out",
}
LOSING = frozenset(
    {
        "unreadable_rows", "unreadable_times", "blank_times", "times_too_old", "times_to_come",
        "stray_times",
    }
)  # fmt: skip
REFUSING = frozenset({"lost_half_day", "days_too_old", "days_to_come"})  # nothing is stored then
SMALLEST_PILE = 11  # rows on one point; fewer say too much of who lives there


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `detail` holds what else can be said of it in figures and days."""

    code: str
    count: int
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def done(self) -> str:
        """What was done about it."""
        return DONE[self.code]

    def to_json(self) -> dict[str, Any]:
        """With what was done, for whoever reads the JSON alone."""
        return {"fault": self.code, "count": self.count, "done": self.done, **self.detail}


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one reading. `rows` are those of the file, `kept` the calls that were counted.

    `columns` says which column was taken for what. `refusal` names the fault for which nothing
    may be stored. `zone_from` is SERVER where nobody and nothing told the zone.
    """

    file: str
    profile: str
    rows: int
    kept: int
    from_day: str | None
    to_day: str | None
    observed_hours: float
    columns: Mapping[str, tuple[str, ...]]
    faults: tuple[Fault, ...]
    types: int = 0
    filled: Mapping[str, float] = field(default_factory=dict)
    breaks: tuple[TypeBreak, ...] = ()
    refusal: str | None = None
    zone: str = ""
    zone_from: str = ""

    @property
    def loses_rows(self) -> bool:
        """Whether rows were left out because they could not be read."""
        return any(fault.code in LOSING for fault in self.faults)

    def count(self, code: str) -> int:
        """How often a fault was found."""
        return sum(fault.count for fault in self.faults if fault.code == code)

    def fault(self, code: str | None) -> Fault | None:
        """The fault with this code, if it was found."""
        return next((fault for fault in self.faults if fault.code == code), None)

    def to_json(self) -> dict[str, Any]:
        """As it is kept with the data set and printed."""
        return {
            "file": self.file,
            "profile": self.profile,
            "rows": self.rows,
            "kept": self.kept,
            "period": {
                "from": self.from_day,
                "to": self.to_day,
                "observed_hours": self.observed_hours,
            },
            "zone": self.zone,
            "zone_from": self.zone_from or "profile",
            "types": self.types,
            "columns": {role: list(names) for role, names in self.columns.items() if names},
            "filled": dict(self.filled),
            "faults": [fault.to_json() for fault in self.faults],
            "refusal": self.refusal,
        }
