"""The whole list of needs, who is a kind of whom, and which foreign code means which need."""

from collections.abc import Mapping
from types import MappingProxyType

from resource_dir.errors import NotFound
from resource_dir.needs._basics import BASICS
from resource_dir.needs._crisis import CRISIS
from resource_dir.needs._housing import HOUSING
from resource_dir.needs._substances import SUBSTANCES
from resource_dir.needs.need import Need

NEEDS: Mapping[str, Need] = MappingProxyType(
    {one.slug: one for one in (*CRISIS, *SUBSTANCES, *HOUSING, *BASICS)}
)


def with_children(slug: str) -> tuple[str, ...]:
    """Return a need and every need that is a kind of it, itself first. Raises NotFound."""
    if slug not in NEEDS:
        raise NotFound(f"No need is called “{slug}”.", field="need")
    found = [slug]
    for one in found:  # grows while it is walked: children of children
        found += [child.slug for child in NEEDS.values() if child.parent == one]
    return tuple(found)


def needs_for_code(system: str, code: str) -> tuple[str, ...]:
    """Return the needs of a code in a free system; none for a code that says nothing certain.

    Systems: "findtreatment" with codes "CATEGORY:value" as the locator's answer has them
    ("SET:Intensive outpatient treatment"), and "hud" with project types ("ES", "RRH").
    """
    return _BY_CODE.get((_plain(system), _plain(code)), ())


def _plain(text: str) -> str:
    category, colon, value = text.partition(":")
    return " ".join(f"{category.strip()}{colon}{value.strip()}".casefold().split())


def _by_code() -> Mapping[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in NEEDS.values():
        for system, code in one.codes:
            key = (_plain(system), _plain(code))
            found[key] = (*found.get(key, ()), one.slug)
    return MappingProxyType(found)


_BY_CODE = _by_code()
