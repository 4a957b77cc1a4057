"""When a listing is open and when it takes people in: the week, other dates, holidays.

A form shows weekly spans, date ranges and holidays. A row that says more than that (every second
Tuesday, the first of the month, a season with its own week) is not shown and not touched.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from resource_dir.models import Schedule
from resource_dir.operations.editing.rows import RowChange
from resource_dir.operations.editing.sections.section import Listing, Section, Values
from resource_dir.operations.rows import rows_where
from resource_dir.operations.texts import N_

Row = Mapping[str, Any]

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
OPEN, ALL_DAY, CLOSED, UNKNOWN = "open", "all_day", "closed", "unknown"
WHATS = (OPEN, ALL_DAY, CLOSED, UNKNOWN)
WEEK, DATES, HOLIDAYS = "week", "dates", "holidays"
MIDNIGHT, LAST_MINUTE = (
    time(0, 0),
    time(23, 59),
)  # the standard has no sign for a whole day but this
OWNERS = ("service_at_location_id", "service_id", "location_id")
# What none of the three lists can say.
BEYOND = ("bymonthday", "byweekno", "byyearday", "count", "until", "dtstart")


def read(session: Session, listing: Listing) -> Values:
    """The rows of each list, in the order of the week, of dates, of names."""
    found: Values = {WEEK: [], DATES: [], HOLIDAYS: []}
    for row in stored_rows(session, listing)[1]:
        kind = kind_of(row)
        if kind is not None:
            found[kind].append(_shown(row, kind))
    found[WEEK].sort(key=lambda one: (one["purpose"] != "opening", _day_order(one), one["opens"]))
    found[DATES].sort(key=lambda one: (one["first"], one["opens"], one["id"]))
    found[HOLIDAYS].sort(key=lambda one: (one["holiday"], one["opens"], one["id"]))
    return found


def changes(session: Session, listing: Listing, values: Values) -> list[RowChange]:
    """The rows that say these values; rows that no list shows stay as they are."""
    owner, rows = stored_rows(session, listing)
    known = {row["id"]: row for row in rows}
    found, kept = [], set()
    for kind in (WEEK, DATES, HOLIDAYS):
        for one in values.get(kind, ()):
            kept.add(one["id"])
            found.append(RowChange("schedule", one["id"], _row(one, kind, known, owner)))
    gone = (row["id"] for row in rows if kind_of(row) and row["id"] not in kept)
    return found + [RowChange("schedule", key, None) for key in gone]


def stored_rows(session: Session, listing: Listing) -> tuple[tuple[str, str], list[Row]]:
    """((column, id) that new rows hang on, the rows that hold): those of the most specific owner
    that has any, as `documents` reads them.
    """
    for column in OWNERS:
        key = listing.owners.get(column)
        rows = rows_where(session, Schedule, column, [key]) if key else []
        if rows and key:
            return (column, key), [dict(row) for row in rows]
    column = OWNERS[0] if listing.link_id else OWNERS[1]
    return (column, listing.owners[column]), []


def count_beyond(session: Session, listing: Listing) -> int:
    """How many rows no list shows."""
    return sum(kind_of(row) is None for row in stored_rows(session, listing)[1])


def kind_of(row: Row) -> str | None:
    """The list that shows this row; None for one that says more than any of them."""
    if any(row[name] for name in BEYOND) or row["interval"] not in (None, 1):
        return None
    has_dates = bool(row["valid_from"] or row["valid_to"])
    if row["holiday"]:
        return None if has_dates or row["byday"] else HOLIDAYS
    if has_dates:
        is_plain = not row["byday"] and row["freq"] in (None, "DAILY")
        return DATES if is_plain and row["valid_from"] and row["valid_to"] else None
    if row["freq"] not in (None, "WEEKLY") or not row["byday"]:
        return None
    return WEEK if set(row["byday"].split(",")) <= set(DAYS) else None


def _shown(row: Row, kind: str) -> Values:
    what = _what(row)
    shown: Values = {
        "id": row["id"],
        "what": what,
        "opens": _clock(row["opens_at"]) if what == OPEN else "",
        "closes": _clock(row["closes_at"]) if what == OPEN else "",
        "purpose": row["purpose"],
        "audience": row["audience"],
        "notes": row["notes"] or "",
    }
    if kind == WEEK:
        shown["days"] = sorted(row["byday"].split(","), key=DAYS.index)
    elif kind == DATES:
        shown |= {"first": row["valid_from"].isoformat(), "last": row["valid_to"].isoformat()}
    else:
        shown["holiday"] = row["holiday"]
    return shown


def _what(row: Row) -> str:
    if row["is_closed"]:
        return CLOSED
    if row["opens_at"] is None or row["closes_at"] is None:
        return UNKNOWN
    is_whole = row["opens_at"] == MIDNIGHT and row["closes_at"] in (MIDNIGHT, LAST_MINUTE)
    return ALL_DAY if is_whole else OPEN


def _row(
    said: Values, kind: str, known: Mapping[str, Row], owner: tuple[str, str]
) -> dict[str, Any]:
    what = said["what"]
    opens = {OPEN: _time(said["opens"]), ALL_DAY: MIDNIGHT}.get(what)
    closes = {OPEN: _time(said["closes"]), ALL_DAY: LAST_MINUTE}.get(what)
    row: dict[str, Any] = {
        "opens_at": opens,
        "closes_at": closes,
        "is_closed": what == CLOSED,
        "purpose": said["purpose"],
        "audience": said["audience"],
        "notes": said["notes"].strip() or None,
    }
    if kind == WEEK:
        row["byday"] = ",".join(sorted(said["days"], key=DAYS.index))
    elif kind == DATES:
        row |= {"valid_from": _date(said["first"]), "valid_to": _date(said["last"])}
    else:
        row["holiday"] = said["holiday"]
    if said["id"] not in known:
        row |= {owner[0]: owner[1], "freq": "WEEKLY" if kind == WEEK else None}
    return row


def _day_order(one: Values) -> list[int]:
    return [DAYS.index(day) for day in one["days"]]


def _clock(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


HOURS = Section("hours", N_("Hours and intake"), read, changes)
