"""How long a bed count may be believed. Older is "unknown, call first", never the old number."""

from collections.abc import Iterable
from datetime import datetime, timedelta

# Hours after which a count is stale. Sobering chairs turn over within a shift; a shelter's night
# is decided by evening; a residential bed changes with the day's admissions.
FRESH_HOURS_SOBERING = 4
FRESH_HOURS_SHELTER = 12
FRESH_HOURS_OTHER = 24

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


def is_stale(updated: datetime | None, hours: int, now: datetime) -> bool:
    """A count without a time is stale from the start; one from the future is not believed."""
    if updated is None or updated > now + timedelta(minutes=5):
        return True
    return now - updated > timedelta(hours=hours)
