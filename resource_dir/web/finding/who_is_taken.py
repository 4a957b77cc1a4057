"""Who is taken, as three lists: yes, no, ask; and what belongs to other sections of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resource_dir.fit import criterion_of, question_of
from resource_dir.web.texts import language

Fact = dict[str, Any]

# What a stated criterion means for the person: "ID needed: no" is good news.
MEANINGS = {
    ("accepts", "yes"): "yes",
    ("accepts", "no"): "no",
    ("requires", "yes"): "needed",
    ("requires", "no"): "yes",
    ("excludes", "yes"): "no",
    ("excludes", "no"): "yes",
}
ASKED_MOST = (
    "police_drop_off",
    "walk_in",
    "intoxicated",
    "involuntary_hold",
    "medical_clearance_needed",
    "referral_needed",
    "id_needed",
    "wheelchair",
    "pets",
)
# Groups that have a section of their own, nearer to when they are needed.
FRONT_DOOR = "front_door"
DROP_OFF = "police_drop_off"
OWN_SECTIONS = frozenset({FRONT_DOOR, "access", "payment", "beds"})


@dataclass(frozen=True, slots=True)
class Taken:
    """Lines of each list, in the order of the criteria; `ask` are questions for the phone."""

    yes: tuple[str, ...]
    needed: tuple[str, ...]
    no: tuple[str, ...]
    details: tuple[str, ...]
    ask: tuple[str, ...]


def who_is_taken(facts: Iterable[Fact]) -> Taken:
    """Sort what is stated by what it means for the person; what is asked most and not stated is
    a question.
    """
    stated = list(facts)
    lists: dict[str, list[str]] = {"yes": [], "needed": [], "no": [], "details": []}
    for fact in stated:
        if not _is_elsewhere(fact):
            lists[_meaning(fact)].append(fact["text"])
    known = {fact["criterion"] for fact in stated}
    ask = tuple(question_of(code, language=language()) for code in ASKED_MOST if code not in known)
    return Taken(**{name: tuple(lines) for name, lines in lists.items()}, ask=ask)


def texts_of(facts: Iterable[Fact], group: str) -> list[str]:
    """What is stated of one group, except languages, which have their own list."""
    return [fact["text"] for fact in facts if fact["group"] == group and not _is_language(fact)]


def languages_of(facts: Iterable[Fact]) -> list[str]:
    """Languages spoken, and those that are stated not to be."""
    return [fact["text"] for fact in facts if _is_language(fact)]


def entrance_of(facts: Iterable[Fact]) -> list[str]:
    """How officers bring somebody in. Facts for partners: who may not see them has none here."""
    return [fact["text"] for fact in facts if _is_entrance(fact)]


def _meaning(fact: Fact) -> str:
    polarity = criterion_of(fact["criterion"]).polarity
    return MEANINGS.get((polarity, fact["stance"]), "details")


def _is_elsewhere(fact: Fact) -> bool:
    return fact["group"] in OWN_SECTIONS or _is_language(fact) or _is_entrance(fact)


def _is_language(fact: Fact) -> bool:
    return str(fact["criterion"]).startswith("language:")


def _is_entrance(fact: Fact) -> bool:
    return fact["group"] == DROP_OFF and criterion_of(fact["criterion"]).polarity == "detail"
