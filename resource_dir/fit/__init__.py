"""Whom a listing takes: criteria with three states, and the verdict for one person."""

from resource_dir.fit.ages import AgeLimits, age_limits, read_age_span
from resource_dir.fit.asking import Requirement, requirements, stances
from resource_dir.fit.audience import AUDIENCES, Audience, visible
from resource_dir.fit.criteria import ACCEPT_CODES, CRITERIA, criterion_of, is_fact_code
from resource_dir.fit.criterion import Criterion
from resource_dir.fit.facts import Fact, Fit, Person, Reason, Stance, Verdict, age_fact
from resource_dir.fit.hsds_terms import fact_from_term, term_of
from resource_dir.fit.judging import judge
from resource_dir.fit.lists import LANGUAGES, PAYMENTS, Value
from resource_dir.fit.wording import Language, age_text, describe, name_of, question_of

__all__ = [
    "ACCEPT_CODES",
    "AUDIENCES",
    "CRITERIA",
    "LANGUAGES",
    "PAYMENTS",
    "AgeLimits",
    "Audience",
    "Criterion",
    "Fact",
    "Fit",
    "Language",
    "Person",
    "Reason",
    "Requirement",
    "Stance",
    "Value",
    "Verdict",
    "age_fact",
    "age_limits",
    "age_text",
    "criterion_of",
    "describe",
    "fact_from_term",
    "is_fact_code",
    "judge",
    "name_of",
    "question_of",
    "read_age_span",
    "requirements",
    "stances",
    "term_of",
    "visible",
]
