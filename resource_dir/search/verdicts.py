"""The verdict of `fit.judge` for many listings at once, from the bits of what they say."""

from __future__ import annotations

from typing import Final

import numpy as np

from resource_dir.fit import Person, Requirement, requirements
from resource_dir.search.bits import Where, bits_at, either
from resource_dir.search.segment import I32, U8, U64, Bools, Facts, Segment

FITS: Final = 0
ASK: Final = 1
NO: Final = 2
NAMES: Final = ("fits", "ask", "no")
_STANCE: Final = {"yes": FITS, "unknown": ASK, "no": NO}


def stances_of(segment: Segment, where: Where, person: Person, *, viewer: str) -> dict[str, U8]:
    """Return FITS, ASK or NO of each row for each circumstance: "age", "accepts:pets", …

    Raises BadInput for an unknown code.
    """
    asked = {f"accepts:{code}": Person(accepts=frozenset({code})) for code in person.accepts}
    if person.language is not None:
        asked["language"] = Person(language=person.language)
    if person.payment is not None:
        asked["payment"] = Person(payment=person.payment)
    stances = {
        name: _judge(segment, where, requirements(one), viewer)
        for name, one in sorted(asked.items())
    }
    if person.age is not None:
        stances["age"] = _judge_age(segment, where, person.age, viewer)
    return stances


def worst_of(stances: list[U8], size: int) -> U8:
    """Return uint8[size]: NO where any says so, else ASK where any does, else FITS."""
    worst = np.zeros(size, dtype=np.uint8)
    for stance in stances:
        np.maximum(worst, stance, out=worst)
    return worst


def _judge(segment: Segment, where: Where, asked: tuple[Requirement, ...], viewer: str) -> U8:
    judged = [_judge_one(segment, where, each, viewer) for each in asked]
    return judged[0] if len(judged) == 1 else worst_of(judged, len(judged[0]))


def _judge_one(segment: Segment, where: Where, asked: Requirement, viewer: str) -> U8:
    other = "no" if asked.wanted == "yes" else "yes"
    wanted = [_plane(segment, asked.code, stance=asked.wanted, viewer=viewer)]
    wanted += [_plane(segment, code, stance="yes", viewer=viewer) for code in asked.any_of]
    is_met = _says(segment, where, wanted)
    is_refused = _says(segment, where, [_plane(segment, asked.code, stance=other, viewer=viewer)])
    # FITS where met, else NO where refused, else ASK: 0, 2 and 1.
    judged: U8 = (ASK + is_refused.view(np.uint8)) * (~is_met).view(np.uint8)
    return judged


def _says(segment: Segment, where: Where, planes: list[U64 | None]) -> Bools:
    return bits_at(either([each for each in planes if each is not None]), where, len(segment))


def _plane(segment: Segment, code: str, *, stance: str, viewer: str) -> U64 | None:
    number = segment.code_numbers.get(code)
    if number is None:
        return None
    plane: U64 = planes_of(segment.facts, stance=stance, viewer=viewer)[number]
    return plane


def bits_of(facts: Facts, *, stance: str, viewer: str) -> U8:
    """Return uint8[n, bytes], the bits of a stance that this viewer may see."""
    bits: U8 = getattr(facts, f"{stance}_{viewer}")
    return bits


def planes_of(facts: Facts, *, stance: str, viewer: str) -> U64:
    """Return uint64[codes, rows / 64], the same bits by code."""
    planes: U64 = getattr(facts, f"{stance}_{viewer}_planes")
    return planes


def _judge_age(segment: Segment, where: Where, age: int, viewer: str) -> U8:
    known = np.array([_STANCE[limits.stance(age)] for limits in segment.ages], dtype=np.uint8)
    column: I32 = getattr(segment.facts, f"age_{viewer}")
    return known[column[where]]
