"""From a person to requirements, and from facts to stances: what judging and search share.

A search engine judges a million listings at once with the same three steps:

1. per listing, ``stances(facts)`` gives the yes and no codes (two bit sets), and
   ``age_limits(facts)`` an entry of a small table;
2. per person, ``requirements(person)`` gives a few requirements that must all be met;
3. a requirement is *met* where the listing has ``wanted`` on ``code``, or yes on one of
   ``any_of``; *contradicted* where it is not met and has the other stance on ``code``;
   else *unknown*. Any contradicted: "no". Any unknown: "ask". Else "fits".

The age adds one more such judgement: ``age_limits(facts).stance(person.age)``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from resource_dir.errors import BadInput
from resource_dir.fit.criteria import ACCEPT_CODES, criterion_of
from resource_dir.fit.facts import Fact, Person, Stance
from resource_dir.fit.lists import LANGUAGE_PREFIX, NONE_NEEDED, PAYMENT_PREFIX

# A yes to the left is a no to the right: who has to be sober can't come drunk.
_YES_MEANS_NO: Mapping[str, str] = MappingProxyType(
    {
        "sobriety_needed": "intoxicated",
        "intoxicated": "sobriety_needed",
        "appointment_needed": "walk_in",
        "walk_in": "appointment_needed",
    }
)

# Signed languages are asked as a language and stated as access.
_SIGNED = frozenset({"asl", "ase"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must hold: `wanted` on `code`, or yes on one of `any_of` instead."""

    code: str
    wanted: Stance
    any_of: tuple[str, ...] = ()


def requirements(person: Person) -> tuple[Requirement, ...]:
    """List what a listing must say to fit this person; the age is not among them.

    Raises BadInput with field "accepts", "language" or "payment" for an unknown code: a need
    that is silently dropped would send somebody to the wrong door.
    """
    found = [_accept(code) for code in sorted(person.accepts)]
    if person.language is not None:
        found.append(_language(person.language))
    if person.payment is not None:
        found.append(_payment(person.payment))
    return tuple(dict.fromkeys(found))


def _accept(code: str) -> Requirement:
    if code not in ACCEPT_CODES:
        allowed = ", ".join(sorted(ACCEPT_CODES))
        raise BadInput(
            "“%(code)s” is not a known circumstance. Allowed: %(allowed)s.",
            field="accepts",
            code=code,
            allowed=allowed,
        )
    criterion, wanted = ACCEPT_CODES[code]
    return Requirement(criterion, wanted)


def _language(code: str) -> Requirement:
    code = code.strip().casefold()
    if code in _SIGNED:
        return Requirement("asl", "yes")
    return Requirement(criterion_of(LANGUAGE_PREFIX + code).code, "yes")


def _payment(code: str) -> Requirement:
    asked = criterion_of(PAYMENT_PREFIX + code).code
    free = PAYMENT_PREFIX + NONE_NEEDED
    return Requirement(asked, "yes", () if asked == free else (free,))


def stances(facts: Iterable[Fact]) -> dict[str, Stance]:
    """Give one stance per code, what follows from another code included; age is left out.

    A code that is stated both ways (two sources, or "sober only" beside "intoxicated accepted")
    is left out: it is unknown until somebody asks. Filter by audience before calling.
    """
    said: dict[str, set[Stance]] = {}
    for fact in facts:
        if fact.code == "age":
            continue
        said.setdefault(fact.code, set()).add(fact.stance)
        if fact.stance == "yes" and fact.code in _YES_MEANS_NO:
            said.setdefault(_YES_MEANS_NO[fact.code], set()).add("no")
    return {code: next(iter(ways)) for code, ways in said.items() if len(ways) == 1}
