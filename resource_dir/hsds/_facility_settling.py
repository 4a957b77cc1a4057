"""Pass one over facilities: which are withheld. It reads names, codes and phones, never a place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from resource_dir.errors import BadInput, PackageRefused
from resource_dir.hsds._facility import Facility, facility_of
from resource_dir.hsds._facility_files import Found, Reading
from resource_dir.hsds._facility_marks import (
    IdMaker,
    Wishes,
    is_victim_shelter,
    name_and_phone,
)
from resource_dir.hsds._facility_rows import FacilityIds
from resource_dir.hsds.recognition import normal_name, recognition_keys
from resource_dir.hsds.report import KnownWithheld, WithheldMark
from resource_dir.hsds.settling import DOMESTIC_VIOLENCE
from resource_dir.hsds.street_text import looks_like_street_address

_MARKED = ("service", "location", "service_at_location")


@dataclass(slots=True)
class Settling:
    """Pass one: the withheld services with the reason, and the organizations around them."""

    source: str
    wishes: Wishes
    known: KnownWithheld
    withheld: dict[str, str] = field(default_factory=dict)
    organizations: set[str] = field(default_factory=set)
    _marks: list[WithheldMark] = field(default_factory=list)
    _twins: set[tuple[str, ...]] = field(default_factory=set)

    def take(self, reading: Reading) -> None:
        """Read everything, a second time for twins of a withheld facility.

        Raises PackageRefused when nothing in it is a facility.
        """
        count = 0
        for facility, ids in self._facilities(reading.items()):
            count += 1
            if reason := self._reason(facility, ids):
                self._withhold(facility, ids, reason)
        if count == 0:
            raise PackageRefused(
                "Nothing in it is a treatment facility: each needs a name (name1 or Name)."
            )
        if self._twins:
            for facility, ids in self._facilities(reading.again()):
                if _twin_key(facility) in self._twins:
                    self._withhold(facility, ids, "the same site under another id")

    def _facilities(self, items: Iterator[Found]) -> Iterator[tuple[Facility, FacilityIds]]:
        maker = IdMaker(self.source)
        for found in items:
            facility = _facility(found)
            if facility is not None:
                yield facility, maker.ids_of(facility)

    def _withhold(self, facility: Facility, ids: FacilityIds, reason: str) -> None:
        self._twins.add(_twin_key(facility))
        if ids.service in self.withheld:
            return
        self.withheld[ids.service] = reason
        self.organizations.add(ids.organization)
        keys = tuple(x for x in _recognition(facility) if not looks_like_street_address(x[1]))
        self._marks.append(WithheldMark("service", ids.service, reason, keys))
        self._marks.append(WithheldMark("location", ids.location, reason))
        self._marks.append(WithheldMark("service_at_location", ids.listing, reason))

    def _reason(self, facility: Facility, ids: FacilityIds) -> str | None:
        if self.wishes.names(facility, ids):
            return "withhold file"
        stored = zip((*_MARKED, "organization"), _id_values(ids), strict=True)
        if any(key in self.known.ids for key in stored):
            return "remembered"
        if is_victim_shelter(facility):
            return DOMESTIC_VIOLENCE
        for kind, value in _recognition(facility):
            if (kind, value) in self.known.recognition:
                return f"recognised by its {kind}"
        return None

    def withheld_marks(self) -> tuple[WithheldMark, ...]:
        """Give a mark for each withheld service, location and listing, by table and id."""
        return tuple(sorted(self._marks, key=lambda x: (x.table, x.id)))


def _twin_key(facility: Facility) -> tuple[str, ...]:
    """Give what two entries of one site share; the locator lists many a site once per survey.

    A name without a site ("Elm House") is shared by unrelated places: there the phone counts too.
    """
    names = normal_name(facility.organization), normal_name(facility.name)
    return names if names[0] != names[1] else name_and_phone(facility)


def _id_values(ids: FacilityIds) -> tuple[str, str, str, str]:
    return ids.service, ids.location, ids.listing, ids.organization


def _recognition(facility: Facility) -> tuple[tuple[str, str], ...]:
    websites = (facility.website.text,) if facility.website else ()
    phones = tuple(raw.text for _, raw in facility.phones)
    return recognition_keys(facility.organization, facility.name, phones=phones, websites=websites)


def _facility(found: Found) -> Facility | None:
    """Give the facility of an item, None for one that can't be read."""
    if not isinstance(found.item, Mapping):
        return None
    try:
        return facility_of(found.item)
    except BadInput:
        return None
