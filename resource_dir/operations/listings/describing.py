"""The parts of a listing document: each takes rows as stored and gives plain JSON values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from resource_dir import geo, needs
from resource_dir.errors import BadInput
from resource_dir.fit import LANGUAGES, Fact, age_fact, fact_from_term, is_fact_code
from resource_dir.operations.words import folded

Document = dict[str, Any]
TermOnRow = tuple[str | None, str | None, str | None]

NEED_TERM_PREFIX = "need:"
NO_PLACE: Document = {
    "location_name": None,
    "address": None,
    "city": None,
    "state": None,
    "postal_code": None,
    "lat": None,
    "lon": None,
    "point_level": None,
    "transportation": None,
    "accessibility": [],
}
_LANGUAGE_CODES = {
    folded(name): code for code, names in LANGUAGES.items() for name in (names.name, names.name_es)
}
SCHEDULE_FIELDS = (
    "opens_at",
    "closes_at",
    "is_closed",
    "freq",
    "interval",
    "byday",
    "bymonthday",
    "byweekno",
    "byyearday",
    "wkst",
    "count",
    "dtstart",
    "until",
    "valid_from",
    "valid_to",
    "holiday",
    "purpose",
    "description",
    "notes",
    "audience",
)
COUNT_FIELDS = (
    "available",
    "maximum",
    "staffed",
    "out_of_service",
    "waiting_list",
    "is_accepting",
    "source",
    "via",
    "flag",
)
CAPACITY_FIELDS = ("id", "population", *COUNT_FIELDS, "held", "next_appointment", "audience")


def needs_of(
    stated: Iterable[str],
    terms: Sequence[TermOnRow],
    names: Iterable[str | None],
    *,
    recognise: Callable[[str], Iterable[str]] = needs.needs_in_text,
) -> list[str]:
    """Needs that a listing answers: those stated, those its terms say, those its name says.

    A description is not read for needs: "we don't offer detox" once sent somebody there.
    """
    slugs = dict.fromkeys(stated)
    for code, name, value in terms:
        slug = (code or "").removeprefix(NEED_TERM_PREFIX)
        is_criterion = bool(code and is_fact_code(code))
        if slug in needs.NEEDS and not (is_criterion and value):
            slugs[slug] = None  # "youth" is both: with a yes or no it says whom, not what
        elif name and not is_criterion:
            slugs.update(dict.fromkeys(recognise(name)))
    for text in names:
        if text:
            slugs.update(dict.fromkeys(recognise(text)))
    return [slug for slug in needs.NEEDS if slug in slugs]


def facts(
    service: RowMapping,
    criteria: Iterable[RowMapping],
    terms: Iterable[TermOnRow],
    languages: Iterable[RowMapping],
) -> list[Document]:
    """Facts about who is taken, by code; the more specific statement wins."""
    found: dict[str, Fact] = {}
    for fact in (*_age_fact(service), *_language_facts(languages), *_term_facts(terms)):
        found[fact.code] = fact
    for row in criteria:
        if not is_fact_code(row["code"]):
            continue  # of a later version of this product: not understood is not stated
        found[row["code"]] = Fact(row["code"], row["stance"], row["value"], row["audience"])
    return [
        {"code": f.code, "stance": f.stance, "value": f.value, "audience": f.audience}
        for f in found.values()
    ]


def _age_fact(service: RowMapping) -> Iterable[Fact]:
    low, high = service["minimum_age"], service["maximum_age"]
    return () if low is None and high is None else (age_fact(low, high),)


def _language_facts(languages: Iterable[RowMapping]) -> Iterable[Fact]:
    """Languages by code; a source that only names them is read by the English or own name."""
    for row in languages:
        said = (row["code"] or "", _LANGUAGE_CODES.get(folded(row["name"] or ""), ""))
        code = next((f"language:{one}" for one in said if is_fact_code(f"language:{one}")), None)
        if code:
            yield Fact(code, "yes")


def _term_facts(terms: Iterable[TermOnRow]) -> Iterable[Fact]:
    """Criteria that travel as taxonomy terms; terms of other vocabularies say nothing here."""
    for code, _, value in terms:
        if code and is_fact_code(code):
            try:
                yield fact_from_term(code, value)
            except BadInput:
                continue  # "call first" on a yes/no criterion states neither: it stays unknown


def place(
    location: RowMapping, addresses: Sequence[RowMapping], accessibility: Iterable[RowMapping]
) -> Document:
    """Where a listing is: point, one-line address, notes on access."""
    address = _public_address(addresses)
    return {
        "location_name": location["name"],
        "address": one_line(address) if address else None,
        "city": address["city"] if address else None,
        "state": address["state_province"] if address else None,
        "postal_code": address["postal_code"] if address else None,
        "lat": location["latitude"],
        "lon": location["longitude"],
        "point_level": location["point_level"],
        "transportation": location["transportation"],
        "accessibility": [
            " ".join(part for part in (row["description"], row["details"]) if part)
            for row in accessibility
        ],
    }


def _public_address(addresses: Sequence[RowMapping]) -> RowMapping | None:
    """The physical address where there is one: nobody can be driven to a post-office box."""
    for address in addresses:
        if address["address_type"] in (None, "physical"):
            return address
    return addresses[0] if addresses else None


def one_line(address: RowMapping) -> str | None:
    """An address on one line, as it is read over the radio."""
    street = " ".join(part for part in (address["address_1"], address["address_2"]) if part)
    tail = " ".join(part for part in (address["state_province"], address["postal_code"]) if part)
    return ", ".join(part for part in (street, address["city"], tail) if part) or None


def areas(
    location: RowMapping | None, addresses: Sequence[RowMapping], served: Iterable[RowMapping]
) -> Document:
    """Areas that a listing without a point is found by, and the names of the areas it serves.

    `location` is None for a withheld listing: its areas come from what it declares, only.
    """
    state = addresses[0]["state_province"] if addresses else None
    keys: set[str] = set()
    names: list[str] = []
    for row in served:
        name = row["name"] or row["description"] or row["extent"]
        if name:
            names.append(name)
            keys |= geo.areas_named(name, state=state)
    has_point = location is not None and location["latitude"] is not None
    if location is not None and not has_point and addresses:
        address = addresses[0]
        keys |= geo.area_keys(
            postal_code=address["postal_code"],
            city=address["city"],
            state=address["state_province"],
        )
    return {"areas": [] if has_point else sorted(keys), "areas_served": names}


def zone(location: RowMapping | None, areas: Sequence[str]) -> Document:
    """The IANA zone: of the location, or of the area served by a service that has no place."""
    if location is not None:
        return {"zone": location["zone"], "zone_origin": location["zone_origin"]}
    found = geo.zone_of_area(frozenset(areas)) if areas else None
    return {"zone": found, "zone_origin": "area" if found else None}


def schedules(rows: Iterable[RowMapping]) -> list[Document]:
    """Schedule rows with the fields that hours are judged by."""
    return [
        {
            name: _plain(row[name])
            for name in SCHEDULE_FIELDS
            if row[name] is not None and row[name] is not False
        }
        for row in rows
    ]


def phones(rows: Iterable[RowMapping]) -> list[Document]:
    """Phones from the most specific to the least; each number once."""
    found: dict[tuple[str, str | None], Document] = {}
    for row in rows:
        found.setdefault(
            (row["number"], row["extension"]),
            {
                name: row[name]
                for name in ("number", "extension", "type", "description", "audience")
            },
        )
    return list(found.values())


def contacts(rows: Iterable[RowMapping]) -> list[Document]:
    """Desks and people of the service to speak to."""
    names = ("name", "title", "department", "email", "audience")
    return [{name: row[name] for name in names} for row in rows]


def capacity(row: RowMapping, unit: str) -> Document:
    """One count of free beds, with when it was true and who said so."""
    return {
        "id": row["id"],
        "unit": unit,
        "population": row["population"],
        "audience": row["audience"],
        "held": row["held"],
        **capacity_told(row),
    }


def capacity_told(row: Mapping[str, Any] | RowMapping) -> Document:
    """What a report says of a count: all of it that changes with the next one."""
    return {
        **{name: row[name] for name in COUNT_FIELDS},
        "updated": _plain(row["updated"]),
        "next_appointment": _plain(row["next_appointment"]),
    }


def service_capacity(row: RowMapping, unit: str, *, places: int) -> Document:
    """A count as the exchange standard has it: of the whole service, at however many places."""
    return {
        "unit": unit,
        **dict.fromkeys(CAPACITY_FIELDS),
        "population": "anyone" if places <= 1 else f"all {places} places together",
        "available": _whole(row["available"]),
        "maximum": _whole(row["maximum"]),
        "source": row["description"],
        "held": 0,  # nobody can ask for one of these
        "audience": "public",  # it came in a public feed
        "updated": _plain(row["updated"]),
    }


def _whole(value: float | None) -> int | None:
    """Nobody can be brought to half a bed."""
    return None if value is None else int(value)


def verified_by(changes: Iterable[RowMapping]) -> str | None:
    """Who set the date of the last check, in the source's words ("County steward, by phone").

    What has an @ in it is somebody's own address, and no page tells that to everybody.
    """
    checks = [row for row in changes if row["field_name"] == "assured_date" and row["updated_by"]]
    if not checks:
        return None
    last = max(checks, key=lambda row: (row["last_action_date"] or date.min, row["id"]))
    said = str(last["updated_by"]).strip()
    return said if said and "@" not in said else None


def cost(row: RowMapping) -> str:
    """A cost option in one line."""
    amount = f"{row['amount']:.2f} {row['currency'] or 'USD'}" if row["amount"] is not None else ""
    parts = (row["option"], amount, row["amount_description"])
    return " · ".join(part for part in parts if part)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
