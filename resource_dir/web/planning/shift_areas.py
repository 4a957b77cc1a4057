"""The areas of a shift: what may be chosen, and what was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby

from resource_dir.models import TeamShift
from resource_dir.operations.planning.shift_areas import KnownArea
from resource_dir.web.texts import _


@dataclass(frozen=True, slots=True)
class ServedArea:
    """An area in words; `is_known` is false once it was removed."""

    key: str
    name: str
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class LayerChoices:
    """The areas of one layer, to choose from."""

    name: str
    areas: tuple[ServedArea, ...]


def areas_of(shift: TeamShift, known: Mapping[str, KnownArea]) -> tuple[ServedArea, ...]:
    """What a shift serves; empty: everywhere."""
    keys = shift.area_ids or ()
    found = [ServedArea(key, known[key].name) for key in keys if key in known]
    return (*found, *_gone(keys, known))


def area_choices(
    known: Mapping[str, KnownArea], *, had: Collection[str]
) -> tuple[LayerChoices, ...]:
    """All areas by layer; last those the shift had that are gone, to keep or to leave out."""
    layers = [
        LayerChoices(areas[0].layer, tuple(ServedArea(one.key, one.name) for one in areas))
        for _layer, group in groupby(known.values(), key=_layer_of)
        if (areas := list(group))
    ]
    gone = _gone(had, known)
    return (*layers, LayerChoices(_("No longer known"), gone)) if gone else tuple(layers)


def _layer_of(area: KnownArea) -> str:
    return area.key.partition(":")[0]


def _gone(keys: Collection[str], known: Mapping[str, KnownArea]) -> tuple[ServedArea, ...]:
    return tuple(ServedArea(key, key, is_known=False) for key in keys if key not in known)
