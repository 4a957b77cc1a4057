"""The search form: what stands in its fields, and what a posted one asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from resource_dir.errors import BadInput, ResourceDirError
from resource_dir.fit import LANGUAGES, PAYMENTS
from resource_dir.operations.asking import PARAMETER_NAMES
from resource_dir.operations.words import folded
from resource_dir.web import names
from resource_dir.web.finding.links import PAGE_ONLY, SearchLinks
from resource_dir.web.texts import error_text

Params = Mapping[str, Sequence[str]]
MINUTES = len("2026-11-23T02:00")  # as far as the field reads
# What a team asks about the person at most calls; everything else is one tap further.
ASKED_MOST = (
    "men",
    "women",
    "families",
    "youth",
    "pets",
    "intoxicated",
    "involuntary_hold",
    "under_arrest",
    "without_id",
    "wheelchair",
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was wrong with a search: said beside the field it is about."""

    message: str
    field: str | None

    @classmethod
    def of(cls, error: ResourceDirError) -> "Trouble":
        """From an error raised on purpose."""
        return cls(error_text(error), error.field)


def asked_by(form: Params) -> dict[str, list[str]]:
    """The parameters of a posted form; the field for a time counts where one was chosen or typed.

    Raises BadInput where a time is to be chosen and none is.
    """
    asked = {name: list(values) for name, values in form.items() if name in PARAMETER_NAMES}
    choice, time = "".join(asked.get("open", ())), "".join(form.get("open_time", ())).strip()
    if choice == "at" and not time:
        raise BadInput("Choose the day and the time, or “now”.", field="open")
    if choice == "at" or (time and not choice):
        asked["open"] = [time]
    return asked


def form_values(links: SearchLinks, place_text: str | None) -> dict[str, Any]:
    """What stands in the fields; `place_text` names the point that was searched from."""
    single = ("q", "age", "language", "payment", "unknown", "radius_mi", "sort", "free")
    at = links.value("open") if links.asks_a_time else ""
    return {
        **{name: links.value(name) for name in single},
        "open": "at" if at else links.value("open"),
        "open_time": at[:MINUTES],
        "near": place_text or links.value("near"),
        "lat": links.value("lat") if place_text else "",
        "lon": links.value("lon") if place_text else "",
        "shown": [(name, links.value(name)) for name in PAGE_ONLY] if place_text else [],
        "need": links.values("need"),
        "accepts": frozenset(links.values("accepts")),
    }


@cache
def choices(_language: str) -> dict[str, Any]:
    """What can be chosen in the form; the same for everybody who reads this language."""
    groups = names.accept_groups()
    named = {code: name for _group, codes in groups for code, name in codes}
    return {
        "languages": sorted(
            ((code, names.language_name(code)) for code in LANGUAGES),
            key=lambda pair: folded(pair[1]),  # "árabe" stands before "armenio"
        ),
        "payments": [(code, names.payment_name(code)) for code in PAYMENTS],
        "first_codes": ASKED_MOST,
        "asked_most": [(code, named[code]) for code in ASKED_MOST],
        "accepts": [
            (group, rest)
            for group, codes in groups
            if (rest := [pair for pair in codes if pair[0] not in ASKED_MOST])
        ],
    }
