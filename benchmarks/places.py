"""`python -m benchmarks.places`: what it costs to find an address among 380,000 of them."""

from __future__ import annotations

import argparse
import random
import string
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.measuring import Table, costs_ms, machine, spread
from resource_dir.geo.addresses import AddressBook, AddressPoint

POINTS = 380_000
POINTS_PER_STREET = 48
QUESTIONS = 400
SEED = 11
TOWN_STREETS = 400
BLOCK_DEGREES = 0.001  # some 100 m
KINDS = ("St", "Ave", "Rd", "Dr", "Ln", "Ct", "Way", "Pl", "Blvd", "Cir")
_FIRST = (
    "Lan Mill Quill Stone Ash Bram Cor Dun Elder Fern Gal Hazel Ivor Jun Kes Lark Mar Nor Oster "
    "Pell Rook Sorrel Thorn Umber Vel Wick Yarrow Zan Brook Clover Drift Ember"
)
_LAST = (
    "tern race more field wood ford ley mont dale hurst wick stead combe shaw thorpe bury by well "
    "stone brook crest gate ham den"
)
MIDDLE = ("", "", " Hill", " Park", " Creek", " Oak", " Pine", " Glen", " Bluff", " Mill")
FIRST, LAST = tuple(_FIRST.split()), tuple(_LAST.split())
HEADER = ("question", "p50 ms CPU", "p99 ms CPU", "max", "found")


@dataclass(frozen=True, slots=True)
class Street:
    """A straight street of an invented town: along a parallel or along a meridian."""

    name: str
    town: str
    zip: str
    lat: float
    lon: float
    is_east_west: bool

    def points(self, count: int) -> Iterator[AddressPoint]:
        """Houses on both sides, eight numbers apart, so that there is room between them."""
        for at in range(count):
            step, side = (at // 2) * 1e-4 * 1.5, (at % 2) * 3e-4 - 1.5e-4
            lat = self.lat + (side if self.is_east_west else step)
            lon = self.lon + (step if self.is_east_west else side)
            number = str(100 + at // 2 * 8 + at % 2)
            yield AddressPoint(number, self.name, lat, lon, None, self.town, "CO", self.zip)


def streets(count: int) -> list[Street]:
    """Streets of an invented county: towns of 400, half of them crossing the other half."""
    rng = random.Random(SEED)
    made = []
    for at in range(count):
        town, within = divmod(at, TOWN_STREETS)
        lat0, lon0 = 38.2 + town // 5 * 0.15, -106.6 + town % 5 * 0.2
        row, column = divmod(within // 2, 15)
        made.append(
            Street(
                name=_street_name(rng, within),
                town=f"{FIRST[town % len(FIRST)]}{LAST[town % len(LAST)]}",
                zip=f"{81300 + town:05d}",
                lat=lat0 + row * 0.004,
                lon=lon0 + column * 0.004,
                is_east_west=within % 2 == 0,
            )
        )
    return made


def _street_name(rng: random.Random, at: int) -> str:
    kind = KINDS[at % len(KINDS)]
    if at % 10 == 0:
        return f"{rng.choice('NSEW')} {at // 10 + 1} {kind}"
    # Names are spread over the towns, so that most bases are in several of them.
    return f"{rng.choice(FIRST)}{rng.choice(LAST)}{rng.choice(('', '', ' Hill', ' Park'))} {kind}"


def points(made: Sequence[Street], count: int) -> Iterator[AddressPoint]:
    """All points, street by street."""
    each = max(count // len(made), 2)
    for street in made:
        yield from street.points(each)


def measure_places(count: int = POINTS) -> list[Table]:
    """Build, save, open, then ask each kind of question."""
    made = streets(max(count // POINTS_PER_STREET, 2))
    process = psutil.Process()
    before_mb, started = process.memory_info().rss / 1e6, time.process_time()
    book = AddressBook.build(points(made, count))
    built_s, grown_mb = time.process_time() - started, process.memory_info().rss / 1e6 - before_mb
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        book.save(folder, generation="bench")
        size_mb = sum(path.stat().st_size for path in folder.rglob("*.npy")) / 1e6
        started = time.process_time()
        book = AddressBook.open(folder, generation="bench")
        opened_ms = (time.process_time() - started) * 1e3
        asked = Table(
            title=f"Places: {len(book):,} address points, {len(made):,} streets",
            header=HEADER,
            rows=tuple(_row(book, name, ask) for name, ask in _questions(made).items()),
            command="python -m benchmarks.places",
        )
    costs = Table(
        title="The book itself",
        header=("built, s CPU", "memory grown, MB", "on disk, MB", "opened and checked, ms CPU"),
        rows=((f"{built_s:.1f}", f"{grown_mb:.0f}", f"{size_mb:.1f}", f"{opened_ms:.0f}"),),
        command="python -m benchmarks.places",
    )
    return [asked, costs]


def _row(
    book: AddressBook, name: str, questions: Sequence[str | tuple[float, float]]
) -> tuple[str, ...]:
    def ask(question: str | tuple[float, float]) -> object:
        if isinstance(question, str):
            return book.find(question)
        return book.nearest_street(*question)

    found = sum(bool(ask(question)) for question in questions)
    return (name, *spread(costs_ms(ask, questions)), f"{found} of {len(questions)}")


def _questions(made: Sequence[Street]) -> dict[str, Sequence[str | tuple[float, float]]]:
    rng = random.Random(SEED + 1)
    named = [street for street in made if not any(mark.isdigit() for mark in street.name)]

    def each(make: Callable[[Street], str]) -> list[str]:
        return [make(rng.choice(named)) for _ in range(QUESTIONS)]

    return {
        "exact": each(lambda at: f"{_known(rng)} {at.name}, {at.town}, CO {at.zip}"),
        "exact, no commas": each(lambda at: f"{_known(rng)} {at.name} {at.town} co".lower()),
        "exact, no town": each(lambda at: f"{_known(rng)} {at.name}"),
        "interpolated": each(lambda at: f"{_known(rng) + 4} {at.name}, {at.town}"),
        "typo in the street": each(lambda at: f"{_known(rng)} {_slip(rng, at.name)}, {at.town}"),
        "typo in street and town": each(
            lambda at: f"{_known(rng)} {_slip(rng, at.name)}, {_slip(rng, at.town)}"
        ),
        "unknown": each(lambda at: f"{_known(rng)} Nowhere{at.name}, {at.town}"),
        "corner": [_corner(rng, made) for _ in range(QUESTIONS)],
        "nearest_street": [
            (round(at.lat, 3), round(at.lon, 3)) for at in rng.choices(made, k=QUESTIONS)
        ],
    }


def _known(rng: random.Random) -> int:
    return 100 + rng.randrange(20) * 8


def _slip(rng: random.Random, name: str) -> str:
    """A name with one slip in its first word: two letters swapped, one lost, or one wrong."""
    at = rng.randrange(1, name.find(" ") - 1 if " " in name else len(name) - 1)
    ways = (
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + name[at + 1 :],
        name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :],
    )
    return rng.choice(ways)


def _corner(rng: random.Random, made: Sequence[Street]) -> str:
    at = rng.randrange(len(made) // 2) * 2
    return f"{made[at].name} & {made[at + 1].name}, {made[at].town}"


def _shown(table: Table) -> str:
    widths = [
        max(len(row[at]) for row in (table.header, *table.rows)) for at in range(len(table.header))
    ]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (table.header, *table.rows)
    ]
    return "\n".join([table.title, *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.places", description=__doc__)
    parser.add_argument("--points", type=int, default=POINTS, help="address points (380000)")
    asked = parser.parse_args(arguments)
    print(machine())
    for table in measure_places(max(asked.points, 2)):
        print(f"\n{_shown(table)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
