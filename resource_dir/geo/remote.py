"""Geocoding services elsewhere: asked only where an operator configured one.

geopy is loaded with the first question: it brings all its geocoders, and most installations
ask none.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from resource_dir.errors import PlaceServiceDown
from resource_dir.geo.areas import areas_at, is_point
from resource_dir.geo.place import Place

if TYPE_CHECKING:
    from resource_dir.geo.remote_services import Service

MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class RemoteOptions:
    """Which service is asked, and how. `url` is an operator's setting, never a visitor's."""

    service: str
    url: str
    key: str = field(default="", repr=False)
    user_agent: str = "resource_dir"
    timeout_seconds: float = 3.0


class Remote:
    """One geocoding service. Threads may share it."""

    def __init__(self, options: RemoteOptions) -> None:
        self.options = options

    @cached_property
    def _service(self) -> "Service":
        from resource_dir.geo.remote_services import service_of

        return service_of(self.options)

    def find(self, text: str) -> tuple[Place, ...]:
        """Places the service knows by this text, best first, at most 5; maybe none.

        Raises PlaceServiceDown when it does not answer in time, or not as it should. The message
        holds nothing of what was asked.
        """
        found = [
            Place(name, lat, lon, level, self.options.service, areas_at(lat, lon))
            for name, lat, lon, level in self._service.ask(text)
            if is_point(lat, lon)
        ]
        return tuple(found[:MOST_CANDIDATES])


def down(service: str, reason: str) -> PlaceServiceDown:
    """The error for a service that failed, by a reason without any value."""
    return PlaceServiceDown(
        f"The geocoder ({service}) can't be used right now: {reason}. Check GEOCODER_URL and that "
        "its server runs; places are found without it meanwhile.",
        field="GEOCODER",
    )
