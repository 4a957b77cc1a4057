"""Counts of beds as their keeper sees them: the number, its age, and every field to correct."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm

from resource_dir.operations.beds.reporting import NUMBERS
from resource_dir.web import wording
from resource_dir.web.providing.change_words import VIAS, word
from resource_dir.web.wording import Line

TYPED = (*NUMBERS, "is_accepting", "next_appointment")


@dataclass(frozen=True, slots=True)
class BedCount:
    """One count. `available` is the number that stands, also when it is stale: its keeper
    corrects it. `values` fill the form, as text.
    """

    key: str
    title: str
    available: int | None
    maximum: int | None
    held: int
    line: Line
    age: str | None
    via: str | None
    is_stale: bool
    doubt: str = ""
    values: dict[str, str] = field(default_factory=dict)
    is_open: bool = False

    def filled(self, form: FlaskForm) -> "BedCount":
        """With what somebody typed, to be corrected."""
        typed = {name: "".join(form[name].raw_data or ()) for name in TYPED}
        return replace(self, values=typed, is_open=form.do.data == "numbers")


def bed_counts(listing: dict[str, Any], now: datetime) -> list[BedCount]:
    """The counts of a listing that are its own; those of a feed for a whole service are not."""
    zone = ZoneInfo(listing["zone"] or "UTC")
    return [_count(row, now, zone) for row in listing["capacity"] if row.get("id")]


def _count(row: dict[str, Any], now: datetime, zone: ZoneInfo) -> BedCount:
    updated = datetime.fromisoformat(row["updated"]) if row["updated"] else None
    return BedCount(
        key=row["id"],
        title=wording.unit_label(row),
        available=row["available"],
        maximum=row["maximum"],
        held=row.get("held") or 0,
        line=wording.beds_line(row, now),
        age=wording.age_text((now - updated).total_seconds()) if updated else None,
        via=word(VIAS, row["via"]) if row.get("via") else None,
        is_stale=row["stale"],
        doubt="" if row["stale"] else wording.doubt_text(row),
        values={name: _typed(row.get(name), zone) for name in TYPED},
    )


def _typed(value: Any, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"{datetime.fromisoformat(value).astimezone(zone):%Y-%m-%dT%H:%M}"
    return str(value)
