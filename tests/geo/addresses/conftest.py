"""An invented county: two towns that share street names, a highway with mile posts."""

from collections.abc import Iterator

import pytest

from resource_dir.geo.addresses import AddressBook, AddressPoint

STEP = 2e-4  # degrees from one house to the next: some 20 m


def along(
    name: str,
    town: str | None,
    *,
    lat: float,
    lon: float,
    north: float = 0.0,
    east: float = 0.0,
    postal_code: str | None = "81201",
    state: str | None = "CO",
    numbers: range = range(100, 500, 4),
    without: tuple[int, ...] = (),
) -> Iterator[AddressPoint]:
    """Houses of a straight street, even numbers on one side, odd ones on the other."""
    for at, even in enumerate(numbers):
        for number, off in ((even, 0.0), (even + 1, STEP)):
            here = lat + north * at + (off if east else 0), lon + east * at + (off if north else 0)
            if number not in without:
                yield AddressPoint(
                    str(number), name, *here, city=town, state=state, postal_code=postal_code
                )


def one(number: str, street: str, *, lat: float = 38.51, lon: float = -106.04) -> AddressPoint:
    return AddressPoint(number, street, lat, lon, city="Quillmore", state="CO", postal_code="81201")


@pytest.fixture(scope="session")
def points() -> list[AddressPoint]:
    made = [
        *along("LANTERN ST", "QUILLMORE", lat=38.53, lon=-106.0, east=STEP, without=(412,)),
        *along("Lantern St", "Millbrook", lat=38.63, lon=-106.1, east=STEP, postal_code="81211"),
        *along("Millrace Rd", "Quillmore", lat=38.525, lon=-105.99, north=STEP),
        *along("N 4th St", "Quillmore", lat=38.54, lon=-106.0, east=STEP),
        *along("S 4th St", "Quillmore", lat=38.52, lon=-106.0, east=STEP),
        *along("N 5th St", "Quillmore", lat=38.541, lon=-106.0, east=STEP),
        *along("Main St", "Quillmore", lat=38.515, lon=-105.985, north=3e-4),
        *along("Harrow St", "Quillmore", lat=38.56, lon=-106.0, east=STEP),
        *along("Harrow Ave", "Quillmore", lat=38.57, lon=-106.0, east=STEP),
    ]
    made += [
        AddressPoint(
            "", "US Hwy 50", 38.5, -106 + 0.018 * (mile - 214), state="CO", mile_post=float(mile)
        )
        for mile in (213, 214, 215, 219)
    ]
    singles = (
        "412 1/2|Tinder Ave;N6W23001|Bluemound Rd;W180N8085|Town Hall Rd;100-10|Plover Blvd;"
        "100-20|Plover Blvd;5|E St;5|North Ave;20|Avenue A;20|St Charles Ave;20|Salt and Pepper Rd;"
        "20|4 Mile Rd;1600|County Road 5;1700|State Highway 17;1800|US Hwy 50;"
        "9|I-25 Frontage Rd;10|Maple Ct;10|21st Ave;10|Broadway;20|La Brea Ave;20|Cañon Vista Ln;"
        "20|O'Brien St;20|NW 5th Pl;20|Oak Grove Rd;20|Vine St;30|Old US Hwy 50;31|US Hwy 50 Bus;"
        "10|The Alameda;20|Mac Arthur Dr"
    )
    for at, pair in enumerate(singles.split(";")):
        number, street = pair.split("|")
        made.append(one(number, street, lat=38.50 + at * 1e-4, lon=-106.04 - at * 1e-4))
    made += [one("700", "Ridge Rd", lat=38.5250), one("700", "Ridge Rd", lat=38.5252)]
    made += [one("800", "Ridge Rd", lat=38.5260), one("800", "Ridge Rd", lat=38.5360)]
    made += [one("3000", "Ridge Rd", lat=38.5360, lon=-106.06)]
    return made


@pytest.fixture(scope="session")
def book(points: list[AddressPoint]) -> AddressBook:
    return AddressBook.build(points)
