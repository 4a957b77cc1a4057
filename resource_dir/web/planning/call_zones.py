"""Time zones to choose from: those of most agencies first, then every other."""

from functools import cache
from zoneinfo import available_timezones

FIRST = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
)  # fmt: skip
REGIONS = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
    "Pacific/",
)  # fmt: skip


@cache
def choices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the first, the others); without old names and zones of the sea."""
    named = (zone for zone in available_timezones() if zone.startswith(REGIONS))
    return FIRST, tuple(sorted(zone for zone in named if zone not in FIRST))
