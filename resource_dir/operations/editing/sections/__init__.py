"""The sections of the editor, in the order in which the overview shows them: one file each."""

from collections.abc import Mapping
from types import MappingProxyType

from resource_dir.errors import NotFound
from resource_dir.operations.editing.sections import (
    contacts,
    cost,
    counts,
    documents,
    languages,
    needs,
    place,
)
from resource_dir.operations.editing.sections.basics import BASICS
from resource_dir.operations.editing.sections.criteria import CLEARANCE, FRONT_DOOR, HEALTH, WHO
from resource_dir.operations.editing.sections.hours import HOURS
from resource_dir.operations.editing.sections.section import (
    Listing,
    Section,
    Values,
    edited_listing,
)

__all__ = ["SECTIONS", "Listing", "Section", "Values", "edited_listing", "section_of"]

_IN_ORDER = (
    BASICS,
    needs.SECTION,
    contacts.SECTION,
    place.SECTION,
    HOURS,
    counts.SECTION,
    FRONT_DOOR,
    WHO,
    HEALTH,
    CLEARANCE,
    languages.SECTION,
    cost.SECTION,
    documents.SECTION,
)
SECTIONS: Mapping[str, Section] = MappingProxyType({one.slug: one for one in _IN_ORDER})


def section_of(slug: str) -> Section:
    """The section with this name. Raises NotFound."""
    if slug not in SECTIONS:
        raise NotFound("There is no such section of a listing.")
    return SECTIONS[slug]
