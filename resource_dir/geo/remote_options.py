"""Which geocoding service is asked, and the error for one that fails."""

from dataclasses import dataclass, field

from resource_dir.errors import PlaceServiceDown

MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class RemoteOptions:
    """Which service is asked, and how. `url` is an operator's setting, never a visitor's."""

    service: str
    url: str
    key: str = field(default="", repr=False)
    user_agent: str = "resource_dir"
    timeout_seconds: float = 3.0


def down(service: str, reason: str) -> PlaceServiceDown:
    """The error for a service that failed, by a reason without any value."""
    return PlaceServiceDown(
        f"The geocoder ({service}) can't be used right now: {reason}. Check GEOCODER_URL and that "
        "its server runs; places are found without it meanwhile.",
        field="GEOCODER",
    )
