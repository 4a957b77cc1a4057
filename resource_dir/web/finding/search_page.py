"""The search page: the form as it was filled in, links to every search one step away, cards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from resource_dir import geo
from resource_dir.operations.places.locating import NOT_FOUND
from resource_dir.web import wording
from resource_dir.web.finding import search_chips as chips
from resource_dir.web.finding.cards import card
from resource_dir.web.finding.links import (
    ACCURACY,
    CORRECTED,
    KNOWN_LEVELS,
    LEVEL,
    ROUGH_LEVELS,
    WHOLE_STREETS,
    WITHOUT_NUMBER,
    SearchLinks,
    level_of,
)
from resource_dir.web.finding.search_form import Trouble, choices, form_values
from resource_dir.web.texts import _, language

Answer = dict[str, Any]
Params = Mapping[str, Sequence[str]]

# Of a failed check on one of these the form has to be seen open, or nobody finds the field.
PERSON_FIELDS = frozenset({"age", "language", "payment", "accepts", "open", "free", "unknown"})


def search_page(
    params: Params,
    answer: Answer | None,
    now: datetime,
    *,
    place_name: str | None = None,
    trouble: Trouble | None = None,
) -> dict[str, Any]:
    """All that the template prints; without an answer (the search was refused) the form only.

    `place_name` says where a bare point lies ("Lantern Street, Quillmore").
    """
    links = SearchLinks.of(params)
    place = answer["place"] if answer else None
    if place:
        links = _around(links, place)
    place_text = _place_text(place, place_name) if place else None
    form = form_values(links, place_text)
    links = links.unplaced()  # no link may carry a typed place that was not found
    facets = chips.facet_counts(answer)
    return {
        "trouble": trouble,
        "form": form,
        "choices": choices(language()),
        "active": chips.active(links),
        "is_person_open": trouble is not None and trouble.field in PERSON_FIELDS,
        "filters": chips.filters(links, facets),
        "need_chips": chips.needs(links, facets),
        "here": links.here,
        "is_asked": bool(links.pairs),
        **(
            _found(links, answer, now, facets=facets, place_text=place_text)
            if answer
            else {"answered": False}
        ),
    }


def _around(links: SearchLinks, place: dict[str, Any]) -> SearchLinks:
    """A named place becomes its point and what that stands for; of a point this is known."""
    if not links.value("near"):
        return links.moved_to(place["lat"], place["lon"])
    return _at(links, place)


def _at(links: SearchLinks, place: dict[str, Any]) -> SearchLinks:
    moved, level = links.at(place["lat"], place["lon"]), level_of(place)
    return moved.adding(LEVEL, level) if level in KNOWN_LEVELS else moved


def _place_text(place: dict[str, Any], place_name: str | None) -> str:
    """A place's name; of a bare point, what lies there."""
    if place["level"] in ("point", "pin") and place["source"] == geo.AS_GIVEN:
        return place_name or str(place["text"])
    return _name_of(place["text"])


def _name_of(text: str) -> str:
    """A place's name; that its street is not known is said in the reader's language."""
    plain, mark, _rest = text.partition(f" ({NOT_FOUND})")
    return _("%(place)s (street not found)", place=plain) if mark else plain


def _found(
    links: SearchLinks,
    answer: Answer,
    now: datetime,
    *,
    facets: chips.Counts,
    place_text: str | None,
) -> dict[str, Any]:
    last_page = max(1, -(-answer["total"] // answer["per_page"]))
    page, place = answer["page"], answer["place"]
    return {
        "answered": True,
        "total": answer["total"],
        "place": place_text,
        "point": (place["lat"], place["lon"]) if place else None,
        "accuracy": wording.accuracy_text(links.value(ACCURACY)) if place else None,
        "accuracy_m": wording.accuracy_of(links.value(ACCURACY)) if place else None,
        **_how_known(links.value(LEVEL)),
        "other_places": _other_places(links, place),
        "radius_mi": answer["radius_mi"],
        "is_widened": links.value("radius_mi") == "auto",
        "unplaced": answer["unplaced"],
        "corrections": answer["corrections"],
        "words": answer["words"],
        "cards": [card(result, now) for result in answer["results"]],
        "nearest": [card(result, now) for result in answer["nearest"]],
        "relax": chips.relaxations(links, answer["relax"]),
        "narrow": chips.narrowing(links, facets),
        "shown_by": chips.radii(links, answer) + chips.sorts(links, answer),
        "page": page,
        "last_page": last_page,
        "previous": links.page(page - 1) if 1 < page <= last_page + 1 else None,
        "next": links.page(page + 1) if page < last_page else None,
    }


def _how_known(level: str) -> dict[str, bool]:
    """What is said of a point that is not quite what was typed."""
    known = level if level in KNOWN_LEVELS else ""
    return {
        "is_rough": known in ROUGH_LEVELS,
        "is_corrected": known.endswith(CORRECTED),
        "is_without_its_street": known.endswith("-no-street"),
        "is_without_its_number": known in WITHOUT_NUMBER,
        "is_whole_street": known in WHOLE_STREETS,
    }


def _other_places(links: SearchLinks, place: dict[str, Any] | None) -> list[chips.Chip]:
    """What else the typed place may have meant."""
    others = place["candidates"][1:] if place else []
    return [chips.Chip(_name_of(one["text"]), _at(links, one).here, False) for one in others]


def choose_page(params: Params, places: Sequence[geo.Place], now: datetime) -> dict[str, Any]:
    """The form, and the places that the typed one may mean, each a link to its search."""
    links = SearchLinks.of(params)
    wide = links.widening()
    return {
        **search_page(params, None, now),
        "question": _("Which “%(place)s”?", place=links.value("near")),
        "choices_of_place": [
            chips.Chip(_name_of(place.text), wide.around(place).here, False) for place in places
        ],
    }
