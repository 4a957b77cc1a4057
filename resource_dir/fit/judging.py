"""The verdict for one person at one listing, with each reason and the questions to phone."""

from collections.abc import Iterable, Mapping
from typing import Literal

from resource_dir.fit.ages import age_limits
from resource_dir.fit.asking import Requirement, requirements, stances
from resource_dir.fit.criteria import CRITERIA, criterion_of
from resource_dir.fit.facts import Fact, Fit, Person, Reason, Stance, Verdict
from resource_dir.fit.wording import age_text, fact_text, question_of, unknown_text

Language = Literal["en", "es"]
Answer = Literal["yes", "no", "unknown"]


def judge(person: Person, facts: Iterable[Fact], *, language: Language = "en") -> Fit:
    """Judge one listing for one person.

    "no" when anything asked is contradicted, "ask" when anything asked is not stated (the reason
    then carries the question to phone), else "fits". Nothing asked: "fits" without reasons,
    since nothing speaks against it. Demands that were not asked about (an ID, a referral) come
    as ``notes`` and never change the verdict. Pass only facts that the viewer may see.
    Raises BadInput for an unknown code in the person.
    """
    known = tuple(facts)
    reasons = (*_age_reasons(person, known, language), *_reasons(person, known, language))
    return Fit(_verdict(reasons), reasons, _notes(known, reasons, language))


def _verdict(reasons: Iterable[Reason]) -> Verdict:
    effects = {reason.effect for reason in reasons}
    if "no" in effects:
        return "no"
    return "ask" if "ask" in effects else "fits"


def _age_reasons(person: Person, facts: tuple[Fact, ...], language: Language) -> tuple[Reason, ...]:
    if person.age is None:
        return ()
    stance = age_limits(facts).stance(person.age)
    if stance == "unknown":
        question = question_of("age", language=language, age=person.age)
        return (Reason("age", "unknown", unknown_text("age", language), question, "ask"),)
    text = age_text(age_limits(facts), language=language)
    if stance == "yes":
        return (Reason("age", "yes", text, None, "fits"),)
    return (Reason("age", "no", text, None, "no"),)


def _reasons(person: Person, facts: tuple[Fact, ...], language: Language) -> tuple[Reason, ...]:
    said = stances(facts)
    details = _details(facts, said)
    return tuple(_reason(one, said, details, language) for one in requirements(person))


def _details(facts: Iterable[Fact], said: Mapping[str, Stance]) -> dict[str, str]:
    return {f.code: f.value for f in facts if f.value and said.get(f.code) == f.stance}


def _reason(
    asked: Requirement, said: Mapping[str, Stance], details: Mapping[str, str], language: Language
) -> Reason:
    code = _deciding_code(asked, said)
    stance: Answer = said.get(code, "unknown")
    if stance == "unknown":
        question = question_of(code, language=language)
        return Reason(code, stance, unknown_text(code, language), question, "ask")
    effect: Literal["fits", "no"] = "fits" if code != asked.code or stance == asked.wanted else "no"
    return Reason(code, stance, fact_text(code, stance, details.get(code), language), None, effect)


def _deciding_code(asked: Requirement, said: Mapping[str, Stance]) -> str:
    if said.get(asked.code) == asked.wanted:
        return asked.code
    return next((code for code in asked.any_of if said.get(code) == "yes"), asked.code)


def _notes(
    facts: tuple[Fact, ...], reasons: Iterable[Reason], language: Language
) -> tuple[Reason, ...]:
    """Say what was not asked but counts at the door: demands, exclusions, whom it is not for."""
    told = {reason.criterion for reason in reasons}
    said = stances(facts)
    details = _details(facts, said)
    notes = [] if "age" in told else _age_notes(facts, language)
    for code in CRITERIA:
        stance = said.get(code)
        if stance is not None and code not in told and _is_worth_a_note(code, stance):
            text = fact_text(code, stance, details.get(code), language)
            notes.append(Reason(code, stance, text))
    return tuple(notes)


def _age_notes(facts: tuple[Fact, ...], language: Language) -> list[Reason]:
    limits = age_limits(facts)
    if limits.taken:
        return [Reason("age", "yes", age_text(limits, language=language))]
    return [Reason("age", "no", age_text(limits, language=language))] if limits.refused else []


def _is_worth_a_note(code: str, stance: Stance) -> bool:
    criterion = criterion_of(code)
    # "Does not take men" counts like a demand; that it takes women goes without saying.
    worth = "no" if criterion.polarity == "accepts" else "yes"
    return criterion.is_noted and stance == worth
