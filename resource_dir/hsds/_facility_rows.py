"""Canonical rows of one facility, and what was wrong with its values."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite

from resource_dir.errors import BadInput
from resource_dir.geo import is_in_state
from resource_dir.hsds._facility import Answer, Facility, Raw
from resource_dir.hsds._repair_phone import PhoneParts, split_phone
from resource_dir.hsds._repair_text import clean_text
from resource_dir.hsds._repair_values import parse_postal_code, parse_state
from resource_dir.hsds.code_maps import AgeGroup, age_group, age_spans, meaning_of
from resource_dir.hsds.identity import natural_id
from resource_dir.needs import needs_in_text

#: Survey groups that make the description, the eligibility and the fees, under plain labels.
_DESCRIPTION = {
    "TC": "Type of care", "SET": "Settings", "FT": "Kind of facility", "EMS": "In a crisis",
    "OT": "Opioid treatment", "OM": "Opioid medications", "PHR": "Medications",
    "TAP": "Approaches", "SG": "Programs for", "AS": "Also offered", "EDU": "Counseling",
    "ASSES": "Assessment", "SCR": "Screening", "TRSRV": "After treatment",
    "TOBAC": "Tobacco", "OTHR": "Other addictions",
}  # fmt: skip
_ELIGIBILITY = {"AGE": "Ages", "GN": "Serves", "EXCL": "Serves only"}
_FEES = {"PAY": "Pays with", "PYAS": "Help with paying"}
_LANGUAGES = {"SL": "Offered", "OL": "Languages"}


@dataclass(frozen=True, slots=True)
class FacilityIds:
    """The canonical ids of one facility."""

    organization: str
    service: str
    location: str
    listing: str


@dataclass(slots=True)
class Findings:
    """What a steward is told about one facility: (column, value, reason or repair)."""

    rejected: list[tuple[str, str, str]] = field(default_factory=list)
    repaired: list[tuple[str, str, str]] = field(default_factory=list)

    def drop(self, raw: Raw, reason: str) -> None:
        """Note a value that was left out."""
        self.rejected.append((raw.key, raw.text, reason))

    def mend(self, raw: Raw, repairs: tuple[str, ...]) -> None:
        """Note the repairs of one value."""
        self.repaired += [(raw.key, raw.text, repair) for repair in repairs]


CanonicalRow = tuple[str, str, dict[str, object]]
"""Table, id, values."""


def public_rows(facility: Facility, ids: FacilityIds, found: Findings) -> Iterator[CanonicalRow]:
    """Give every row that says nothing about where it is: the same whether withheld or not."""
    for raw, repair in facility.repairs:
        found.mend(raw, (repair,))
    for raw, reason in facility.faults:
        found.drop(raw, reason)
    yield "organization", ids.organization, {"name": facility.organization}
    yield "service", ids.service, _service(facility, ids, found)
    yield from _phones(facility, ids, found)
    yield from _needs(facility, ids)
    yield from _criteria(facility, ids)


def place_rows(
    facility: Facility, ids: FacilityIds, place: Mapping[str, Raw], found: Findings
) -> Iterator[CanonicalRow]:
    """Give location, listing and address of a facility that is not withheld."""
    address = _address(place, found)
    latitude, longitude = _point(place, address.get("state_province"), found)
    location: dict[str, object] = {
        "organization_id": ids.organization,
        "location_type": "physical",
        "name": facility.name,
        "latitude": latitude,
        "longitude": longitude,
    }
    yield "location", ids.location, location
    yield from listing_rows(ids)
    if address:
        values = {"location_id": ids.location, "country": "US", "address_type": "physical"}
        yield "address", _child("address", ids.location, "physical"), {**values, **address}


def withheld_rows(ids: FacilityIds) -> Iterator[CanonicalRow]:
    """Give a location that says only that there is one, and its listing."""
    yield "location", ids.location, {"organization_id": ids.organization}
    yield from listing_rows(ids)


def listing_rows(ids: FacilityIds) -> Iterator[CanonicalRow]:
    """Give the row that joins service and location."""
    links: dict[str, object] = {"service_id": ids.service, "location_id": ids.location}
    yield "service_at_location", ids.listing, links


def _child(table: str, parent: str, *parts: str) -> str:
    return natural_id(parent, table, parts, 0)


def _service(facility: Facility, ids: FacilityIds, found: Findings) -> dict[str, object]:
    spans = age_spans(_age_groups(facility))
    only = spans[0] if len(spans) == 1 else None
    values: dict[str, object] = {
        "organization_id": ids.organization,
        "name": facility.name,
        "url": _website(facility, found),
        "description": _lines(facility.answers, _DESCRIPTION),
        "eligibility_description": _lines(facility.answers, _ELIGIBILITY),
        "fees_description": _lines(facility.answers, _FEES),
        "interpretation_services": _lines(facility.answers, _LANGUAGES),
        "accreditations": _lines(facility.answers, {"LCA": "Licensed or accredited by"}),
        "minimum_age": only.minimum if only else None,
        "maximum_age": only.maximum if only else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _lines(answers: tuple[Answer, ...], labels: Mapping[str, str]) -> str | None:
    said = {answer.group: answer.values for answer in answers}
    lines = [f"{label}: {'; '.join(said[x])}" for x, label in labels.items() if said.get(x)]
    return "\n".join(lines) or None


def _website(facility: Facility, found: Findings) -> str | None:
    if facility.website is None:
        return None
    text = clean_text(facility.website.text)[0]
    url = text if "://" in text else f"https://{text}"
    if not url.lower().startswith(("http://", "https://")) or "." not in url or " " in url:
        found.drop(facility.website, "Not a web address.")
        return None
    return url


def _phones(facility: Facility, ids: FacilityIds, found: Findings) -> Iterator[CanonicalRow]:
    seen: set[tuple[str, str]] = set()
    for kind, raw in facility.phones:
        try:
            parts, repairs = split_phone(raw.text)
        except BadInput as bad:
            found.drop(raw, bad.message)
            continue
        found.mend(raw, repairs)
        for number, extension in _numbers(parts):
            if (number, kind) not in seen:
                seen.add((number, kind))
                yield _phone(ids, kind, number, extension)


def _numbers(parts: PhoneParts) -> Iterator[tuple[str, str | None]]:
    yield parts.number, parts.extension
    yield from ((number, None) for number in parts.others)


def _phone(ids: FacilityIds, kind: str, number: str, extension: str | None) -> CanonicalRow:
    values: dict[str, object] = {"service_id": ids.service, "number": number, "type": kind}
    if extension is not None:
        values["extension"] = extension
    return "phone", _child("phone", ids.service, number, kind), values


def _needs(facility: Facility, ids: FacilityIds) -> Iterator[CanonicalRow]:
    origins: dict[str, str] = {}
    for group, value in _ticked(facility):
        for slug in meaning_of(group, facility.kind, value).needs:
            origins.setdefault(slug, "code")
    for name in (facility.name, facility.organization):
        for slug in needs_in_text(name):
            origins.setdefault(slug, "name")
    for slug, origin in origins.items():
        row_id = _child("listing_need", ids.service, slug)
        values = {"service_id": ids.service, "need_slug": slug, "origin": origin}
        yield "listing_need", row_id, dict(values)


def _criteria(facility: Facility, ids: FacilityIds) -> Iterator[CanonicalRow]:
    codes: dict[str, None] = {}
    for group, value in _ticked(facility):
        codes |= dict.fromkeys(meaning_of(group, facility.kind, value).criteria)
    for code in codes:
        yield _criterion(ids, code, None)
    for span in _stated_spans(facility):
        limits = {"min": span.minimum or None, "max": span.maximum}
        yield _criterion(ids, "age", json.dumps(limits, separators=(",", ":")))


def _stated_spans(facility: Facility) -> tuple[AgeGroup, ...]:
    """Give the spans; everybody as children and adults: a range without ends would say nothing."""
    spans = age_spans(_age_groups(facility))
    return (AgeGroup(0, 17), AgeGroup(18, None)) if spans == (AgeGroup(0, None),) else spans


def _criterion(ids: FacilityIds, code: str, value: str | None) -> CanonicalRow:
    values: dict[str, object] = {
        "service_id": ids.service,
        "code": code,
        "stance": "yes",
        "value": value,
        "audience": "public",
    }
    return "criterion", _child("criterion", ids.service, code, value or ""), values


def _ticked(facility: Facility) -> Iterator[tuple[str, str]]:
    for answer in facility.answers:
        yield from ((answer.group, value) for value in answer.values)


def _age_groups(facility: Facility) -> list[AgeGroup]:
    pairs = [value for group, value in _ticked(facility) if group == "AGE"]
    return [x for x in (age_group(facility.kind, value) for value in pairs) if x is not None]


def _address(place: Mapping[str, Raw], found: Findings) -> dict[str, str]:
    address: dict[str, str] = {}
    for column in ("address_1", "address_2", "city"):
        if column in place:
            clean, repairs = clean_text(place[column].text)
            found.mend(place[column], repairs)
            address[column] = clean
    address |= _checked_address(place, found)
    return {column: text for column, text in address.items() if text}


def _checked_address(place: Mapping[str, Raw], found: Findings) -> dict[str, str]:
    checked: dict[str, str] = {}
    try:
        if raw := place.get("state_province"):
            checked["state_province"] = parse_state(raw.text) or ""
    except BadInput as bad:
        found.drop(place["state_province"], bad.message)
    try:
        if raw := place.get("postal_code"):
            checked["postal_code"] = _zip(raw, checked.get("state_province"))
    except BadInput as bad:
        found.drop(place["postal_code"], bad.message)
    return checked


def _zip(raw: Raw, state: str | None) -> str:
    if isinstance(raw.value, int):  # JSON's number has lost its leading zeros
        return parse_postal_code(raw.value, state=state)
    return parse_postal_code(raw.text, state=state)


def _point(
    place: Mapping[str, Raw], state: str | None, found: Findings
) -> tuple[float | None, float | None]:
    """Give the point, or no point: one that is out of range, at 0,0 or in another state."""
    raws = [place[x] for x in ("latitude", "longitude") if x in place]
    if len(raws) < 2:
        for raw in raws:
            found.drop(raw, "Half a point: latitude and longitude go together.")
        return None, None
    point = [_number(raw.text, limit) for raw, limit in zip(raws, (90, 180), strict=True)]
    reason = _what_is_wrong(point, state)
    if reason is None:
        return point[0], point[1]
    for raw, number in zip(raws, point, strict=True):
        if number is None or None not in point:
            found.drop(raw, reason)
    return None, None


def _what_is_wrong(point: list[float | None], state: str | None) -> str | None:
    latitude, longitude = point
    if latitude is None or longitude is None:
        return "Not a coordinate: a number in degrees (latitude to 90, longitude to 180)."
    if latitude == 0 and longitude == 0:
        return "0,0 lies in the ocean off Africa: it is no point."
    if state and is_in_state(latitude, longitude, state) is False:
        return "The point lies outside the state of its address: it is no point."
    return None


def _number(text: str, limit: int) -> float | None:
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return number if isfinite(number) and -limit <= number <= limit else None
