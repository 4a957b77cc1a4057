"""What is counted where beds are, and for whom, as a person reads it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from resource_dir.operations.texts import ENGLISH, N_, Texts

# As sources call what they count, in the singular. What is not here is shown as told.
UNIT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "bed": N_("Beds"),
        "chair": N_("Chairs"),
        "room": N_("Rooms"),
        "recliner": N_("Recliners"),
        "slot": N_("Slots"),
        "cot": N_("Cots"),
        "mat": N_("Mats"),
        "unit": N_("Units"),
        "space": N_("Spaces"),
        "seat": N_("Seats"),
        "appointment": N_("Appointments"),
    }
)
POPULATION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "anyone": N_("anyone"),
        "men": N_("men"),
        "women": N_("women"),
        "adults": N_("adults"),
        "adult": N_("adult"),
        "youth": N_("youth"),
        "children": N_("children"),
        "adolescents": N_("adolescents"),
        "older adults": N_("older adults"),
        "families": N_("families"),
        "families with children": N_("families with children"),
        "women with children": N_("women with children"),
        "pregnant women": N_("pregnant women"),
        "veterans": N_("veterans"),
        "couples": N_("couples"),
    }
)
_TOGETHER = re.compile(r"all (\d+) places together")  # what describing.py calls a service's count


def unit_name(unit: str | None, texts: Texts = ENGLISH) -> str:
    """What is counted, in the plural: "Beds"."""
    plain = str(unit or "bed").replace("_", " ").strip()
    known = UNIT_WORDS.get(plain.casefold().removesuffix("s"))
    if known:
        return texts.gettext(known)
    plural = plain if plain.endswith("s") else f"{plain}s"
    return plural[:1].upper() + plural[1:]


def population_name(population: str, texts: Texts = ENGLISH) -> str:
    """For whom it is counted, as the end of "Beds for …"."""
    plain = population.replace("_", " ")
    together = _TOGETHER.fullmatch(plain)
    if together:
        return texts.gettext("all %(count)s places together", count=together[1])
    return texts.gettext(POPULATION_WORDS[plain]) if plain in POPULATION_WORDS else plain


def takes_nobody(row: Mapping[str, Any]) -> bool:
    """Whether a count that is still believed says that nobody new is taken, whatever is free."""
    return row["is_accepting"] is False and not row["stale"]


def takes_people(row: Mapping[str, Any]) -> bool:
    """Whether somebody said, not long ago, that people are taken, and nobody said how many."""
    is_numbered = row["available"] is not None
    return row["is_accepting"] is True and not is_numbered and not row["stale"]
