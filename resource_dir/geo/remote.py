"""Geocoding services elsewhere: asked only where an operator configured one.

geopy is loaded with the first question: it brings all its geocoders, and most installations
ask none.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from resource_dir.geo.areas import areas_at, is_point
from resource_dir.geo.place import Place
from resource_dir.geo.remote_options import MOST_CANDIDATES, RemoteOptions

if TYPE_CHECKING:
    from resource_dir.geo.remote_services import Service


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
