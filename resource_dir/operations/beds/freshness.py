"""How long a bed count may be believed. Older is "unknown, call first", never the old number."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

# Hours after which a count is stale. Sobering chairs turn over within a shift; a shelter's night
# is decided by evening; a residential bed changes with the day's admissions.
FRESH_HOURS_SOBERING = 4
FRESH_HOURS_SHELTER = 12
FRESH_HOURS_OTHER = 24
FUTURE = timedelta(minutes=5)  # two clocks may differ by that much

_SOBERING = frozenset({"sobering_center"})
_SHELTER = frozenset(
    {
        "emergency_shelter",
        "domestic_violence_shelter",
        "warming_cooling_center",
        "warming_center",
        "cooling_center",
    }
)


def fresh_hours(needs: Iterable[str]) -> int:
    """Hours for which a count of a listing with these needs is fresh; the strictest wins."""
    slugs = set(needs)
    if slugs & _SOBERING:
        return FRESH_HOURS_SOBERING
    return FRESH_HOURS_SHELTER if slugs & _SHELTER else FRESH_HOURS_OTHER


def believed_hours(document: dict[str, Any], row: Mapping[str, Any]) -> int:
    """How long this count is believed: as the house set it, else as its needs have it."""
    hours: int = row.get("fresh_hours") or document["fresh_hours"]
    return hours


def is_stale(updated: datetime | None, hours: int, now: datetime) -> bool:
    """A count without a time is stale from the start; one from the future is not believed."""
    if updated is None or updated > now + FUTURE:
        return True
    return now - updated > timedelta(hours=hours)
