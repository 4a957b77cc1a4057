"""Criteria as HSDS attributes: the term's code names the criterion, the value says yes or no."""

from resource_dir.errors import BadInput
from resource_dir.fit.audience import Audience
from resource_dir.fit.criteria import criterion_of
from resource_dir.fit.facts import Fact, Stance

# What other tools write for our two words.
_WORDS: dict[str, Stance] = {
    "yes": "yes",
    "y": "yes",
    "true": "yes",
    "1": "yes",
    "sí": "yes",
    "si": "yes",
    "no": "no",
    "n": "no",
    "false": "no",
    "0": "no",
}


def term_of(fact: Fact) -> tuple[str, str]:
    """Write a fact as (term code, attribute value): "yes", "no" or "yes: detail".

    The audience is not carried: only public facts belong into an export.
    """
    return fact.code, f"{fact.stance}: {fact.value}" if fact.value else fact.stance


def fact_from_term(code: str, value: str | None, *, audience: Audience | None = None) -> Fact:
    """Read an attribute back; a term without a value states "yes".

    A detail criterion ("police_entrance") may hold the bare text. For a yes/no criterion any
    other text is refused: "call first" is neither yes nor no. Without `audience` the criterion's
    own is taken. Raises BadInput with field "code" or "value".
    """
    code = code.strip()
    criterion = criterion_of(code)
    text = (value or "").strip()
    stance, detail = _split(text)
    if stance is None:
        if criterion.kind not in ("text", "range"):
            raise BadInput(f"“{text}” on {code} says neither yes nor no.", field="value")
        stance, detail = "yes", text
    return Fact(code, stance, detail or None, audience or criterion.audience)


def _split(text: str) -> tuple[Stance | None, str]:
    if not text:
        return "yes", ""
    word, _, detail = text.partition(":")
    stance = _WORDS.get(word.strip().casefold())
    return stance, detail.strip()
