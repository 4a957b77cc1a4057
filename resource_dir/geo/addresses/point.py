"""One row of an address layer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AddressPoint:
    """An address as its layer writes it, and where it stands (degrees, WGS 84).

    `number`: "412", "412 1/2", "N6W23001", "100-10"; "" for a mile post. `street`: "N 4th St",
    "US Hwy 50". `mile_post` is set where the point is a mile marker on `street`.
    """

    number: str
    street: str
    lat: float
    lon: float
    unit: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    mile_post: float | None = None
