"""Facts in words: one line for a card, in English or Spanish."""

from math import inf
from typing import Literal

from resource_dir.fit.ages import AgeLimits, Span, age_limits
from resource_dir.fit.criteria import criterion_of
from resource_dir.fit.facts import Fact, Stance

Language = Literal["en", "es"]


def describe(fact: Fact, *, language: Language = "en") -> str:
    """Write one fact as a line ("Takes pets: cats only"). Raises BadInput for an unknown code."""
    if fact.code == "age":
        return age_text(age_limits([fact]), language=language)
    return fact_text(fact.code, fact.stance, fact.value, language)


def fact_text(code: str, stance: Stance, value: str | None, language: Language) -> str:
    """Write a code, its stance and its detail as one line."""
    criterion = criterion_of(code)
    if stance == "yes":
        line = criterion.yes if language == "en" else criterion.yes_es
    else:
        line = criterion.no if language == "en" else criterion.no_es
    return f"{line}: {value}" if value else line


def name_of(code: str, *, language: Language = "en") -> str:
    """Return the name of a criterion."""
    criterion = criterion_of(code)
    return criterion.name if language == "en" else criterion.name_es


def unknown_text(code: str, language: Language) -> str:
    """Say that a listing does not say."""
    name = name_of(code, language=language)
    return f"Not stated: {name}" if language == "en" else f"No consta: {name}"


def question_of(code: str, *, language: Language = "en", age: int | None = None) -> str:
    """Return the question to put on the phone; with an age, the question about that age."""
    if code == "age" and age is not None:
        if language == "en":
            return f"Do you take a person who is {age}?"
        return f"¿Reciben a una persona de {age} años?"
    criterion = criterion_of(code)
    return criterion.question if language == "en" else criterion.question_es


def age_text(limits: AgeLimits, *, language: Language = "en") -> str:
    """Write age limits as one line ("Ages 18 and over", "Ages 12 to 17, 65 and over")."""
    if (0, inf) in limits.taken:
        return "All ages" if language == "en" else "Todas las edades"
    taken = ", ".join(_span(one, language) for one in limits.taken)
    refused = ", ".join(_span(one, language) for one in limits.refused)
    if taken:
        return f"Ages {taken}" if language == "en" else f"Edades: {taken}"
    if refused:
        return f"Not for ages {refused}" if language == "en" else f"No para edades: {refused}"
    return unknown_text("age", language)


def _span(span: Span, language: Language) -> str:
    low, high = (f"{end:g}" for end in span)
    is_english = language == "en"
    if span[1] == inf:
        return f"{low} and over" if is_english else f"{low} o más"
    if span[0] == 0:
        return f"up to {high}" if is_english else f"hasta {high}"
    return f"{low} to {high}" if is_english else f"{low} a {high}"
