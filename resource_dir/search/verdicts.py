"""The verdict of `fit.judge` for many listings at once, from the bits of what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from resource_dir.fit import Person, Requirement, requirements
from resource_dir.search.segment import F64, I32, U8, U64, Bools, Facts, Segment

FITS: Final = 0
ASK: Final = 1
NO: Final = 2
NAMES: Final = ("fits", "ask", "no")
_STANCE: Final = {"yes": FITS, "unknown": ASK, "no": NO}


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Per row: uint8 FITS, ASK or NO, and float64 the share of what was asked that is met."""

    verdict: U8
    met: F64


def judge_rows(segment: Segment, rows: I32, person: Person, *, viewer: str) -> Verdicts:
    """Judge rows for a person as `fit.judge` would. Raises BadInput for an unknown code."""
    stances = list(stances_of(segment, rows, person, viewer=viewer).values())
    met = np.zeros(len(rows), dtype=np.float64)
    for stance in stances:
        met += stance == FITS
    return Verdicts(worst_of(stances, len(rows)), met / max(1, len(stances)))


def stances_of(segment: Segment, rows: I32, person: Person, *, viewer: str) -> dict[str, U8]:
    """Return FITS, ASK or NO of each row for each circumstance: "age", "accepts:pets", …"""
    asked = {f"accepts:{code}": Person(accepts=frozenset({code})) for code in person.accepts}
    if person.language is not None:
        asked["language"] = Person(language=person.language)
    if person.payment is not None:
        asked["payment"] = Person(payment=person.payment)
    stances = {
        name: worst_of(
            [_judge_one(segment.facts, rows, each, viewer) for each in requirements(one)], len(rows)
        )
        for name, one in sorted(asked.items())
    }
    if person.age is not None:
        stances["age"] = _judge_age(segment, rows, person.age, viewer)
    return stances


def worst_of(stances: list[U8], size: int) -> U8:
    """Return uint8[size]: NO where any says so, else ASK where any does, else FITS."""
    worst = np.zeros(size, dtype=np.uint8)
    for stance in stances:
        np.maximum(worst, stance, out=worst)
    return worst


def _judge_one(facts: Facts, rows: I32, asked: Requirement, viewer: str) -> U8:
    other = "no" if asked.wanted == "yes" else "yes"
    is_met = says(facts, rows, asked.code, stance=asked.wanted, viewer=viewer)
    for code in asked.any_of:
        is_met = is_met | says(facts, rows, code, stance="yes", viewer=viewer)
    is_refused = says(facts, rows, asked.code, stance=other, viewer=viewer)
    return np.where(is_met, FITS, np.where(is_refused, NO, ASK)).astype(np.uint8)


def says(facts: Facts, rows: I32, code: str, *, stance: str, viewer: str) -> Bools:
    """Return bool[k]: whether each row states `stance` on `code` to this viewer."""
    number = facts.codes.find(code)
    if number < 0:
        return np.zeros(len(rows), dtype=np.bool_)
    plane = planes_of(facts, stance=stance, viewer=viewer)[number]
    # By bytes, eight rows each: one code's bits of all listings fit a processor's cache.
    found: Bools = (plane.view(np.uint8)[rows >> 3] >> (rows & 7).astype(np.uint8)) & 1 != 0
    return found


def bits_of(facts: Facts, *, stance: str, viewer: str) -> U8:
    """Return uint8[n, bytes], the bits of a stance that this viewer may see."""
    bits: U8 = getattr(facts, f"{stance}_{viewer}")
    return bits


def planes_of(facts: Facts, *, stance: str, viewer: str) -> U64:
    """Return uint64[codes, rows / 64], the same bits by code."""
    planes: U64 = getattr(facts, f"{stance}_{viewer}_planes")
    return planes


def _judge_age(segment: Segment, rows: I32, age: int, viewer: str) -> U8:
    known = np.array([_STANCE[limits.stance(age)] for limits in segment.ages], dtype=np.uint8)
    column: I32 = getattr(segment.facts, f"age_{viewer}")
    return known[column[rows]]
