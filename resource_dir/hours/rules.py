"""A schedule row and a listing's hours, as values that can be compared and stored."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Any, Self

from resource_dir.errors import BadInput
from resource_dir.hours import values as read

PURPOSES = ("opening", "intake")

_TIMES = ("opens_at", "closes_at")
_DATES = ("dtstart", "until", "valid_from", "valid_to")
_TEXTS = ("freq", "byday", "bymonthday", "byweekno", "byyearday", "wkst", "holiday", "note")


@dataclass(frozen=True, slots=True)
class Rule:
    """One schedule row, in HSDS names. Times are wall-clock times, cut to the minute.

    Made directly, a rule is taken as it is, and one that can't be read makes its listing's hours
    unknown. `rule_from_values` refuses such a rule instead, and says why.
    """

    opens_at: time | None = None
    closes_at: time | None = None
    is_closed: bool = False
    freq: str | None = None
    interval: int = 1
    byday: str | None = None
    bymonthday: str | None = None
    byweekno: str | None = None
    byyearday: str | None = None
    wkst: str | None = None
    count: int | None = None
    dtstart: date | None = None
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    holiday: str | None = None
    purpose: str = "opening"
    note: str | None = None

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Self:
        """A rule from HSDS field values as they are: each is readable, not yet the whole."""
        found: dict[str, Any] = {name: read.time_of(values, name) for name in _TIMES}
        found |= {name: read.date_of(values, name) for name in _DATES}
        found |= {name: read.text_of(values, name) for name in _TEXTS}
        found["is_closed"] = read.flag_of(values, "is_closed")
        found["count"] = read.count_of(values, "count")
        interval = read.count_of(values, "interval")
        found["interval"] = 1 if interval is None else interval
        found["purpose"] = read.text_of(values, "purpose") or "opening"
        return cls(**found)

    def to_json(self) -> dict[str, Any]:
        """Only what differs from the default, as text, numbers and booleans."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, (date, time)) else value
            for name, value in said.items()
            if value != _DEFAULTS[name]
        }


_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Rule)}


@dataclass(frozen=True, slots=True)
class Hours:
    """All rules of one listing and its IANA zone. Equal hours are equal keys.

    A zone that the time zone database does not know ("" where nobody could tell) makes every
    answer unknown.
    """

    zone: str
    rules: tuple[Rule, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """{"zone": text, "rules": [object]}: plain values, ready for any JSON writer."""
        return {"zone": self.zone, "rules": [rule.to_json() for rule in self.rules]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What `to_json` gave. Raises BadInput for a value of the wrong kind."""
        if not isinstance(data.get("zone"), str):
            raise BadInput("hours need a zone and rules", field="zone")
        rules = tuple(Rule.from_plain(rule) for rule in data.get("rules", ()))
        return cls(data["zone"], rules)

    def without_notes(self) -> "Hours":
        """The same hours without their notes: what to share compiled entries by."""
        return Hours(self.zone, tuple(replace(rule, note=None) for rule in self.rules))
