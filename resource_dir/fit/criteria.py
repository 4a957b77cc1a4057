"""The whole list of criteria, and the codes under which a person's circumstances are asked."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from resource_dir.errors import BadInput
from resource_dir.fit._beds import BEDS
from resource_dir.fit._front_door import DOOR
from resource_dir.fit._health import HEALTH
from resource_dir.fit._people import PEOPLE
from resource_dir.fit._police import POLICE
from resource_dir.fit._rules import RULES
from resource_dir.fit.criterion import Criterion
from resource_dir.fit.facts import Stance
from resource_dir.fit.lists import LANGUAGES, PAYMENTS, Value

CRITERIA: Mapping[str, Criterion] = MappingProxyType(
    {one.code: one for one in (*PEOPLE, *DOOR, *POLICE, *HEALTH, *RULES, *BEDS)}
)

# person-side code -> (criterion, the stance of the listing that satisfies the person)
ACCEPT_CODES: Mapping[str, tuple[str, Stance]] = MappingProxyType(
    {
        one.asked_as: (one.code, "yes" if one.polarity == "accepts" else "no")
        for one in CRITERIA.values()
        if one.asked_as is not None
    }
)

_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")


@lru_cache(maxsize=1024)
def criterion_of(code: str) -> Criterion:
    """Return the criterion of a fact code; for "language:es" one made for that value.

    Raises BadInput for a code that is not in the list.
    """
    base, _, value = code.partition(":")
    criterion = CRITERIA.get(base)
    if criterion is None or (criterion.kind == "list") != bool(value):
        raise BadInput("No criterion is called “%(code)s”.", field="criterion", code=code)
    if base == "language":
        return _spoken(criterion, value)
    return _paid(criterion, value) if base == "payment" else criterion


def is_fact_code(code: str) -> bool:
    """Say whether a fact may carry this code."""
    try:
        criterion_of(code)
    except BadInput:
        return False
    return True


def _spoken(base: Criterion, code: str) -> Criterion:
    if not _LANGUAGE_CODE.fullmatch(code):
        raise BadInput(
            "“%(code)s” is not an ISO 639 language code such as “es”.", field="language", code=code
        )
    name = LANGUAGES.get(code, Value(code.upper(), code.upper()))
    return replace(
        base,
        code=f"language:{code}",
        name=name.name,
        name_es=name.name_es,
        kind="flag",
        polarity="accepts",
        question=f"Does somebody speak {name.name} tonight?",
        question_es=f"¿Alguien habla {name.name_es} esta noche?",
        yes=f"{name.name} spoken",
        yes_es=f"Se habla {name.name_es}",
        no=f"{name.name} not spoken",
        no_es=f"No se habla {name.name_es}",
    )


def _paid(base: Criterion, code: str) -> Criterion:
    name = PAYMENTS.get(code)
    if name is None:
        allowed = ", ".join(PAYMENTS)
        raise BadInput(
            "“%(code)s” is not a payment code. Allowed: %(allowed)s.",
            field="payment",
            code=code,
            allowed=allowed,
        )
    question, question_es = _PAYMENT_QUESTIONS.get(code, _TAKES_PAYMENT)
    return replace(
        base,
        code=f"payment:{code}",
        name=name.name,
        name_es=name.name_es,
        kind="flag",
        polarity="accepts",
        question=question.format(name.name),
        question_es=question_es.format(name.name_es),
        yes=name.name,
        yes_es=name.name_es,
        no=f"Not taken: {name.name}",
        no_es=f"No se acepta: {name.name_es}",
    )


_TAKES_PAYMENT = ("Do you take {}?", "¿Aceptan {}?")
# Where "Do you take …?" would be no question that a person can say on the phone.
_PAYMENT_QUESTIONS: Mapping[str, tuple[str, str]] = {
    "uninsured": (
        "Do you take a person without insurance?",
        "¿Reciben a una persona sin seguro médico?",
    ),
    "sliding_scale": (
        "Does the price go by the person's income?",
        "¿El precio depende de los ingresos de la persona?",
    ),
    "payment_assistance": ("Is there help with paying?", "¿Hay ayuda para pagar?"),
    "self_pay": (
        "Can the person pay for it themselves?",
        "¿Puede la persona pagarlo por su cuenta?",
    ),
    "none_needed": ("Is it free for everybody?", "¿Es gratis para todos?"),
    "va": ("Do you take VA coverage?", "¿Aceptan la cobertura de Asuntos de Veteranos (VA)?"),
    "state": (
        "Can state or county funds pay for it?",
        "¿Se puede pagar con fondos estatales o del condado?",
    ),
    "ihs": (
        "Do you take Indian Health Service coverage?",
        "¿Aceptan la cobertura del Servicio de Salud Indígena?",
    ),
}
