"""The beats of the county, and the blocks that calls come from."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from demo_county.reading import read_table
from demo_county.streets import Street, mile_posts, short_name

BLOCK = 100  # house numbers of one block
BLOCKS_AT_MOST = 12  # of one street; a county road has a block every few miles
POST_EVERY = 4  # miles between the posts that dispatchers write down
DEGREES = 4  # decimals of a block's point: about ten metres
OPEN_ROAD = 0.1  # how often an open road calls, beside a block of a town


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat; `ring` runs along its border, the first corner again at the end."""

    id: str
    name: str
    population: int
    ring: tuple[tuple[float, float], ...]

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in it: a line from it eastwards crosses the border an odd time."""
        is_inside = False
        for (x0, y0), (x1, y1) in pairwise(self.ring):
            if (y0 > latitude) != (y1 > latitude):
                is_inside ^= longitude < x0 + (x1 - x0) * (latitude - y0) / (y1 - y0)
        return is_inside


@dataclass(frozen=True, slots=True)
class Block:
    """A block as a masked address names it, with its middle; `weight`: how often it calls."""

    address: str
    latitude: float
    longitude: float
    weight: float


def read_beats() -> tuple[Beat, ...]:
    """Every beat, in the order of the table."""
    return tuple(
        Beat(row["id"], row["name"], row["population"], _ring(row["ring"]))
        for row in read_table("beats.toml")["beat"]
    )


def _ring(text: str) -> tuple[tuple[float, float], ...]:
    corners = [tuple(float(one) for one in corner.split()) for corner in text.split(",")]
    return tuple((longitude, latitude) for longitude, latitude in (*corners, corners[0]))


def geojson(beats: Iterable[Beat]) -> str:
    """The beats as a layer of areas."""
    features = [
        {
            "type": "Feature",
            "properties": {"id": one.id, "name": one.name, "population": one.population},
            "geometry": {"type": "Polygon", "coordinates": [one.ring]},
        }
        for one in beats
    ]
    lines = ",\n".join(json.dumps(one) for one in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'


def blocks_by_beat(beats: Sequence[Beat], streets: Iterable[Street]) -> dict[str, list[Block]]:
    """The blocks of each beat. Raises ValueError for one that lies in no beat, or in two."""
    found: dict[str, list[Block]] = {beat.id: [] for beat in beats}
    for block in (*_street_blocks(streets), *_post_blocks()):
        holders = [one.id for one in beats if one.holds(block.longitude, block.latitude)]
        if len(holders) != 1:
            raise ValueError(f"{block.address} lies in {holders or 'no beat'}.")
        found[holders[0]].append(block)
    return found


def _street_blocks(streets: Iterable[Street]) -> Iterator[Block]:
    for street in streets:
        numbers = [number for number, *_ in street.line]
        first, last = int(numbers[0]) // BLOCK, int(numbers[-1]) // BLOCK
        every = math.ceil((last - first + 1) / BLOCKS_AT_MOST)
        for block in range(first, last + 1, every):
            middle = min(max(block * BLOCK + BLOCK / 2, numbers[0]), numbers[-1])
            address = f"{block * BLOCK} BLOCK {short_name(street.name).upper()}"
            share = OPEN_ROAD if street.name.startswith("County Road") else 1.0
            yield _block(address, street.town.name, _on(street, middle), share)


def _on(street: Street, number: float) -> tuple[float, float]:
    """The middle of the road at a number."""
    for (low, *start), (high, *end) in pairwise(street.line):
        if low <= number <= high:
            share = (number - low) / (high - low)
            return tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))  # type: ignore[return-value]
    raise ValueError(f"{number} lies beyond {street.name} in {street.town.name}.")


def _post_blocks() -> Iterator[Block]:
    for highway, mile, town, at in mile_posts():
        if mile % POST_EVERY == 0:
            yield _block(f"{highway.upper()} MILE {mile}", town.name, at, OPEN_ROAD)


def _block(address: str, town: str, at: tuple[float, float], share: float) -> Block:
    """A block whose weight is thrown once: a few call often, most of them hardly ever."""
    digest = hashlib.sha256(f"{address}, {town}".encode()).digest()
    dice = int.from_bytes(digest[:6]) / 2**48
    latitude, longitude = (round(one, DEGREES) for one in at)
    return Block(address, latitude, longitude, share / (0.03 + dice) ** 1.5)
