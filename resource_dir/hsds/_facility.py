"""One facility of the federal treatment locator, in either of its two shapes.

What says where a facility is stands in keys of its own. They are looked up only by `place_of`,
which the reader calls only for a facility that is known not to be withheld.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from resource_dir.errors import BadInput
from resource_dir.hsds._repair_text import clean_text

Item = Mapping[str, object]

#: Keys of the page of the API, and of the plain list, by what they mean.
_KEYS = {
    "organization": ("name1", "Name"),
    "site": ("name2",),
    "website": ("website", "Website"),
    "phone": ("phone", "Phone"),
    "intake": ("intake1", "intake2", "intake1a", "intake2a"),
    "hotline": ("hotline1", "hotline2"),
    "address_1": ("street1", "Street"),
    "address_2": ("street2",),
    "city": ("city", "City"),
    "state_province": ("state", "State"),
    "postal_code": ("zip", "ZIP"),
    "latitude": ("latitude", "Latitude"),
    "longitude": ("longitude", "Longitude"),
}
#: Keys that are read, or left out knowingly: a row number, and the distance to whoever asked.
KNOWN_KEYS = frozenset({
    *(key for keys in _KEYS.values() for key in keys),
    "frid", "typeFacility", "services", "_irow", "miles",
})  # fmt: skip
PLACE_FIELDS = (
    "address_1", "address_2", "city", "state_province", "postal_code", "latitude", "longitude",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One survey group of a facility: its code, and the values that were ticked."""

    group: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """A value as it stood in the file, under the key it stood."""

    key: str
    value: object

    @property
    def text(self) -> str:
        """The value as text; "" for null."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Facility:
    """What a facility says of itself apart from where it is."""

    frid: str
    kind: str
    organization: str
    name: str
    website: Raw | None
    phones: tuple[tuple[str, Raw], ...]
    answers: tuple[Answer, ...]
    repairs: tuple[tuple[Raw, str], ...]
    faults: tuple[tuple[Raw, str], ...]


def facility_of(item: Item) -> Facility:
    """Read everything but the place. Raises BadInput (field: the key) without a usable name."""
    repairs: list[tuple[Raw, str]] = []
    first, site = (_name(item, x, repairs) for x in ("organization", "site"))
    if not (first or site):
        raise BadInput("A facility needs a name.", field=_key(item, "organization"))
    organization, name = _two_names(first, site)
    return Facility(
        frid=_text(item.get("frid")),
        kind=_text(item.get("typeFacility")).upper(),
        organization=organization,
        name=name,
        website=next(_raws(item, "website"), None),
        phones=tuple(_phones(item)),
        answers=tuple(_answers(item.get("services"))),
        repairs=tuple(repairs),
        faults=tuple(_faults(item.get("services"))),
    )


def place_of(item: Item) -> dict[str, Raw]:
    """Give the values that say where it is, by canonical column. Never call it when withheld."""
    found = ((x, next(_raws(item, x), None)) for x in PLACE_FIELDS)
    return {column: raw for column, raw in found if raw is not None}


def _two_names(first: str, site: str) -> tuple[str, str]:
    """Organization and service: "Org: Site" in one name, or two names, or one for both."""
    if first and site:
        return first, site
    one = first or site
    organization, colon, rest = (x.strip() for x in one.partition(": "))
    return (organization, rest) if colon and organization and rest else (one, one)


def _name(item: Item, what: str, repairs: list[tuple[Raw, str]]) -> str:
    raw = next(_raws(item, what), None)
    if raw is None:
        return ""
    if not isinstance(raw.value, str):
        raise BadInput("A name is text.", field=raw.key)
    clean, done = clean_text(raw.value)
    repairs += [(raw, repair) for repair in done]
    return " ".join(clean.split())


def _phones(item: Item) -> Iterator[tuple[str, Raw]]:
    for what, kind in (("phone", "voice"), ("intake", "intake"), ("hotline", "hotline")):
        yield from ((kind, raw) for raw in _raws(item, what))


def _answers(services: object) -> Iterator[Answer]:
    for group in services if isinstance(services, list) else ():
        if _is_answer(group):
            values = (clean_text(x)[0] for x in group["f3"].split("; "))
            ticked = tuple(dict.fromkeys(x for x in values if x))
            yield Answer(_text(group.get("f2")).upper(), ticked)


def _faults(services: object) -> Iterator[tuple[Raw, str]]:
    if services is not None and not isinstance(services, list):
        yield Raw("services", services), "Survey answers are a list of groups."
    for group in services if isinstance(services, list) else ():
        if not _is_answer(group):
            yield Raw("services", group), "A survey group has a code (f2) and a text (f3)."


def _is_answer(group: object) -> TypeGuard[dict[str, str]]:
    return isinstance(group, dict) and all(isinstance(group.get(x), str) for x in ("f2", "f3"))


def _raws(item: Item, what: str) -> Iterator[Raw]:
    for key in _KEYS[what]:
        value = item.get(key)
        if value is not None and str(value).strip():
            yield Raw(key, value)


def _key(item: Item, what: str) -> str:
    return next((key for key in _KEYS[what] if key in item), _KEYS[what][0])


def _text(value: object) -> str:
    return " ".join(clean_text(value)[0].split()) if isinstance(value, str) else ""
