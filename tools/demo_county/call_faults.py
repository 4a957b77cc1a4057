"""Faults that real exports have, planted in known numbers; the README of seed_data lists them.

Which rows are hit is drawn after the calls, from a stream of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from demo_county.calls import SEED, Call

MISSING_DAYS = (date(2025, 5, 27), date(2025, 10, 11))
BLANK_TYPES = 30
ZERO_POINTS = 12
UNKNOWN_BEATS = 240
REPEATED_NUMBERS = 8
UNKNOWN = "UNK"


def with_faults(calls: Sequence[Call], kept: frozenset[str]) -> list[Call]:
    """The calls with every fault. Types in `kept` keep theirs: stories must not lose a call."""
    random = Random(SEED + 1)
    found = [call for call in calls if call.local.date() not in MISSING_DAYS]
    plain = [number for number, call in enumerate(found) if call.type not in kept]
    chosen = sorted(plain, key=lambda _: random.random())
    blank, chosen = chosen[:BLANK_TYPES], chosen[BLANK_TYPES:]
    zero, chosen = chosen[:ZERO_POINTS], chosen[ZERO_POINTS:]
    unknown, chosen = chosen[:UNKNOWN_BEATS], chosen[UNKNOWN_BEATS:]
    _change(found, blank, lambda call: replace(call, type="", says=""))
    _change(found, zero, lambda call: replace(call, latitude=0.0, longitude=0.0))
    _change(found, unknown, lambda call: replace(call, beat=UNKNOWN))
    return _repeat(found, chosen[:REPEATED_NUMBERS])


def _change(calls: list[Call], rows: Sequence[int], change: Callable[[Call], Call]) -> None:
    for row in rows:
        calls[row] = change(calls[row])


def _repeat(calls: list[Call], rows: Sequence[int]) -> list[Call]:
    """Each of the rows once more behind itself, as where a call was closed twice."""
    twice = frozenset(rows)
    return [one for row, call in enumerate(calls) for one in [call] * (1 + (row in twice))]
