"""Hours that a setting overrules: closed for some days, or open only while activated.

They go into the listing's schedules as rules of single days, which win over every other rule, so
that a page, a search filter and the clock all judge the same. A day that has passed says nothing
about today: no job has to end a closure or an activation.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

Rule = dict[str, Any]

DAY = timedelta(days=1)
# A house that closes for longer says so by its status, without a date.
MOST_DAYS = 120
PURPOSES = ("opening", "intake")
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
MIDNIGHT = time(0, 0)


def overruled(
    schedules: list[Rule], setting: Mapping[str, Any] | RowMapping | None, zone: str | None
) -> list[Rule]:
    """The schedules of a document with what its setting says on top."""
    if setting is None:
        return schedules
    purposes = _purposes(schedules)
    if setting["is_only_activated"]:
        base = [_closed_always(one) for one in purposes]
        spans = [] if zone is None else list(_activated(setting, zone))
        return base + [{**span, "purpose": one} for one in purposes for span in spans]
    closed = [_closed_on(day, one) for day in closed_days(setting) for one in purposes]
    return schedules + closed


def closed_days(setting: Mapping[str, Any] | RowMapping) -> list[date]:
    """The days of a closure with an end; it opens again on `closed_until`."""
    first, last = setting["closed_from"], setting["closed_until"]
    if first is None or last is None:
        return []
    count = min(MOST_DAYS, (last - first).days)
    return [first + DAY * step for step in range(max(0, count))]


def _purposes(schedules: list[Rule]) -> list[str]:
    stated = {row.get("purpose", "opening") for row in schedules} | {"opening"}
    return [one for one in PURPOSES if one in stated]


def _closed_always(purpose: str) -> Rule:
    return {
        "freq": "WEEKLY",
        "byday": EVERY_DAY,
        "is_closed": True,
        "purpose": purpose,
        "audience": "public",
    }


def _closed_on(day: date, purpose: str) -> Rule:
    return {
        "valid_from": day.isoformat(),
        "valid_to": day.isoformat(),
        "is_closed": True,
        "purpose": purpose,
        "audience": "public",
    }


def _activated(setting: Mapping[str, Any] | RowMapping, zone: str) -> Iterator[Rule]:
    """One rule for each day of an activation, in the clock times of the place."""
    if setting["activated_from"] is None or setting["activated_until"] is None:
        return
    start = _local(setting["activated_from"], zone)
    end = _local(setting["activated_until"], zone)
    while start < end:
        midnight = datetime.combine(start.date() + DAY, MIDNIGHT)
        close = min(end, midnight)
        yield {
            "valid_from": start.date().isoformat(),
            "valid_to": start.date().isoformat(),
            "opens_at": f"{start:%H:%M}",
            "closes_at": f"{close:%H:%M}",
            "audience": "public",
        }
        start = midnight


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
