"""What a listing says (facts), who asks (a person), and how the answer looks."""

import json
from dataclasses import dataclass
from typing import Literal

from resource_dir.fit.audience import Audience

Stance = Literal["yes", "no"]
Verdict = Literal["fits", "ask", "no"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated fact; what nobody stated has no Fact, and is unknown (never "no").

    ``code`` is a key of CRITERIA, or "language:<ISO 639>" or "payment:<code>". ``value`` adds a
    detail in plain words; for "age" it is JSON with ``min`` and ``max`` in years, both inclusive.
    """

    code: str
    stance: Stance
    value: str | None = None
    audience: Audience = "public"


@dataclass(frozen=True, slots=True)
class Person:
    """The circumstances asked about; nothing here says who the person is."""

    age: int | None = None
    accepts: frozenset[str] = frozenset()
    language: str | None = None
    payment: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the criterion, the listing's stance on it, a line for the card, a question to phone.

    ``stance`` is the listing's ("yes" to "id_needed" is a demand); ``effect`` is what it does to
    this person's verdict, and "note" where it was not asked about.
    """

    criterion: str
    stance: Literal["yes", "no", "unknown"]
    text: str
    question: str | None = None
    effect: Literal["fits", "ask", "no", "note"] = "note"


@dataclass(frozen=True, slots=True)
class Fit:
    """The verdict, the reasons it stands on, and what else the person should be told."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()


def age_fact(
    minimum: float | None, maximum: float | None, *, audience: Audience = "public"
) -> Fact:
    """Build the fact "takes ages minimum to maximum" (years, inclusive, None = no limit)."""
    value = json.dumps({"min": minimum, "max": maximum}, separators=(",", ":"))
    return Fact("age", "yes", value, audience)
