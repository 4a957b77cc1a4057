"""Listings turned into the rows of an HSDS 3.1 package.

Ids tell what they are: two digits for the table, six for the listing, six for the row within it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from demo_county.hours import schedule_row
from demo_county.reading import Beds, Listing, Organization, ago
from demo_county.streets import Street, split_address
from demo_county.terms import NEEDS_TAXONOMY, TAKEN_TAXONOMY, term_name
from resource_dir.fit import CRITERIA
from resource_dir.needs import NEEDS

Row = dict[str, str]
Streets = dict[tuple[str, str], Street]

STATE = "CO"
STEWARD = "steward@juniper.example.org"
VERIFIED_BY = {
    "phone": "County steward, by phone",
    "visit": "County steward, on a visit",
    "mail": "County steward, by mail",
    "provider": "Provider",
}
SERVES = {
    "county": ("Juniper County", "ZIP codes 81201 81211 81233 81236 81242 81248 81155 81149"),
    "south": ("South Juniper County", "ZIP codes 81149 81144"),
}


def key(table: str, number: int, part: int = 0) -> str:
    """The id of a row: "02" and listing 7 give 02000000-0000-4000-8000-000007000000."""
    return f"{table}000000-0000-4000-8000-{number:06}{part:06}"


def organizations(found: Iterable[Organization]) -> Iterator[Row]:
    """Rows of organizations.csv."""
    for one in found:
        yield {
            "id": key("01", one.number),
            "name": one.name,
            "description": one.about,
            "email": f"office@{one.site}.example.org",
            "website": f"https://{one.site}.example.org",
        }


def services(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of services.csv: each listing here is one service at one place, or at none."""
    for one in found:
        low, _, high = one.text("ages").partition("-")
        verified, _ = _verified(one)
        changed = ago(f"{verified} d" if verified is not None else one.text("changed"))
        yield {
            "id": key("02", one.number),
            "organization_id": key("01", one.organization.number),
            "name": one.name,
            "description": one.text("about"),
            "email": one.text("email"),
            "status": one.text("status") or "active",
            "application_process": one.text("come"),
            "fees_description": one.text("fees"),
            "wait_time": one.text("wait"),
            "eligibility_description": one.text("for_whom"),
            "minimum_age": low,
            "maximum_age": high,
            "assured_date": _day(verified),
            "assurer_email": STEWARD if verified is not None else "",
            "alert": one.text("alert"),
            "last_modified": changed.isoformat(),
        }


def _verified(one: Listing) -> tuple[int | None, str]:
    """Days since it was verified, and how."""
    text = one.text("verified")
    if not text:
        return None, ""
    age, _, how = text.partition(" d, ")
    return int(age), how


def _day(days_ago: int | None) -> str:
    return "" if days_ago is None else ago(f"{days_ago} d").date().isoformat()


def locations(found: Iterable[Listing], streets: Streets) -> Iterator[Row]:
    """Rows of locations.csv; a redacted place has nothing but its kind."""
    for one in found:
        if not one.has_place:
            continue
        kind = one.text("place") or "physical"
        is_named = kind != "redacted"
        latitude, longitude = _point(one, streets)
        yield {
            "id": key("03", one.number),
            "location_type": kind,
            "organization_id": key("01", one.organization.number),
            "name": (one.text("place_name") or one.name) if is_named else "",
            "transportation": one.text("getting_there"),
            "latitude": latitude,
            "longitude": longitude,
        }


def _point(one: Listing, streets: Streets) -> tuple[str, str]:
    """The stated point, or that of the address; none where neither is known."""
    stated = one.words("point")
    if len(stated) == 2:
        return stated[0], stated[1]
    number, street = split_address(one.text("address"))
    if number is None or stated == ["none"]:
        return "", ""
    latitude, longitude = streets[one.text("town"), street].point(number)
    return f"{latitude:.5f}", f"{longitude:.5f}"


def links(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of service_at_location.csv."""
    for one in found:
        if one.has_place:
            number = one.number
            service, location = key("02", number), key("03", number)
            yield {"id": key("04", number), "service_id": service, "location_id": location}


def addresses(found: Iterable[Listing], towns: dict[str, str]) -> Iterator[Row]:
    """Rows of addresses.csv; `towns` maps a town to its ZIP code."""
    for one in found:
        if "address" in one.table:
            yield {
                "id": key("05", one.number),
                "location_id": key("03", one.number),
                "address_1": one.text("address"),
                "city": one.text("town"),
                "state_province": STATE,
                "postal_code": towns[one.text("town")],
                "country": "US",
                "address_type": "physical",
            }


def phones(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of phones.csv, from lines such as "0103 voice Intake desk"."""

    def row(line: str) -> Row:
        number, kind, *described = line.split(" ", 2)
        return {
            "number": f"+1719555{number}",
            "type": kind,
            "description": "".join(described),
        }

    return _per_service("06", found, lambda one: map(row, one.lines("phones")))


def _per_service(
    table: str, found: Iterable[Listing], rows: Callable[[Listing], Iterable[Row]]
) -> Iterator[Row]:
    for one in found:
        for part, row in enumerate(rows(one)):
            yield {"id": key(table, one.number, part), "service_id": key("02", one.number), **row}


def contacts(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of contacts.csv: desks, never names."""

    def rows(one: Listing) -> Iterator[Row]:
        if one.text("contact"):
            title, _, email = one.text("contact").removesuffix(">").partition(" <")
            yield {"title": title, "email": email}

    return _per_service("0c", found, rows)


def languages(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of languages.csv, from "English:en Spanish:es"."""

    def rows(one: Listing) -> Iterator[Row]:
        for word in one.words("languages"):
            name, _, code = word.partition(":")
            yield {"name": name, "code": code}

    return _per_service("08", found, rows)


def documents(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of required_documents.csv."""
    return _per_service("0a", found, lambda one: ({"document": x} for x in one.lines("bring")))


def costs(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of cost_options.csv, from "Group: 5.00 from the second time"."""

    def row(line: str) -> Row:
        option, _, rest = line.partition(": ")
        amount, _, words = rest.partition(" ")
        return {"option": option, "currency": "USD", "amount": amount, "amount_description": words}

    return _per_service("0b", found, lambda one: map(row, one.lines("costs")))


def service_areas(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of service_areas.csv."""
    return _per_service(
        "0d", found, lambda one: ({"name": x} for x in SERVES.get(one.text("serves"), ()))
    )


def accessibility(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of accessibility.csv."""
    for one in found:
        if one.text("access"):
            place = key("03", one.number)
            row = {"location_id": place, "description": one.text("access")}
            yield {"id": key("09", one.number), **row}


def schedules(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of schedules.csv, on the listing where there is a place, else on the service."""
    for one in found:
        link = key("04", one.number) if one.has_place else ""
        service = "" if one.has_place else key("02", one.number)
        for part, line in enumerate(one.lines("hours")):
            yield {
                "id": key("07", one.number, part),
                "service_id": service,
                "service_at_location_id": link,
                **schedule_row(line),
            }


def statements(one: Listing) -> Iterator[tuple[str, str, str]]:
    """(code, stance, words) of every criterion: what is taken, what is not, what has words."""
    yield from ((code, "yes", "") for code in one.words("yes"))
    yield from ((code, "no", "") for code in one.words("no"))
    yield from ((code, "yes", words) for code, words in one.said.items())


def is_extension(code: str) -> bool:
    """Whether a criterion needs the extension: a term can't say that it is for partners only,
    and `youth` as a term is a need.
    """
    criterion = CRITERIA.get(code)
    return code in NEEDS or (criterion is not None and criterion.audience == "partner")


def criteria(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of criterion.csv."""

    def rows(one: Listing) -> Iterator[Row]:
        for code, stance, words in statements(one):
            if is_extension(code):
                audience = "partner" if CRITERIA[code].audience == "partner" else "public"
                row = {"code": code, "stance": stance, "value": words, "audience": audience}
                yield row

    return _per_service("13", found, rows)


def terms_of(one: Listing) -> Iterator[tuple[str, str]]:
    """(code, value) of the attributes: needs have no value, criteria say "yes", "no" or more."""
    yield from ((slug, "") for slug in one.words("needs"))
    for code, stance, words in statements(one):
        if not is_extension(code):
            yield code, f"{stance}: {words}" if words else stance


def term_numbers(found: Iterable[Listing]) -> dict[str, int]:
    """Each code with its number, in the order in which they are first said."""
    codes = dict.fromkeys(code for one in found for code, _ in terms_of(one))
    return {code: number for number, code in enumerate(codes, start=1)}


def taxonomy_terms(numbers: dict[str, int]) -> Iterator[Row]:
    """Rows of taxonomy_terms.csv."""
    for code, number in numbers.items():
        taxonomy = NEEDS_TAXONOMY if code in NEEDS else TAKEN_TAXONOMY
        yield {
            "id": key("0f", number),
            "code": code,
            "name": term_name(code),
            "taxonomy": taxonomy.name,
            "language": "en",
            "taxonomy_id": key("0e", taxonomy.number),
        }


def attributes(found: Iterable[Listing], numbers: dict[str, int]) -> Iterator[Row]:
    """Rows of attributes.csv."""
    for one in found:
        for part, (code, value) in enumerate(terms_of(one)):
            yield {
                "id": key("10", one.number, part),
                "link_id": key("02", one.number),
                "taxonomy_term_id": key("0f", numbers[code]),
                "link_entity": "service",
                "value": value,
            }


def unit_numbers(found: Iterable[Listing]) -> dict[str, int]:
    """Each unit with its number, in the order in which they are first counted."""
    names = dict.fromkeys(beds.unit for one in found for beds in one.beds)
    return {name: number for number, name in enumerate(names, start=1)}


def units(numbers: dict[str, int]) -> Iterator[Row]:
    """Rows of units.csv."""
    return ({"id": key("11", number), "name": name} for name, number in numbers.items())


def capacity(found: Iterable[Listing], unit_of: dict[str, int]) -> Iterator[Row]:
    """Rows of capacity.csv: the counts that hold now."""
    for one in found:
        for part, beds in enumerate(one.beds):
            yield {
                "id": key("12", one.number, part),
                "service_at_location_id": key("04", one.number) if one.has_place else "",
                "unit_id": key("11", unit_of[beds.unit]),
                **_counted(beds),
            }


def _counted(beds: Beds) -> Row:
    return {
        "population": beds.population,
        "available": _text(beds.available),
        "maximum": _text(beds.maximum),
        "staffed": _text(beds.staffed),
        "waiting_list": _text(beds.waiting),
        "updated": beds.updated.isoformat() if beds.updated else "",
        "source": beds.source,
        "audience": beds.audience,
    }


def _text(count: int | None) -> str:
    return "" if count is None else str(count)


def metadata(found: Iterable[Listing]) -> Iterator[Row]:
    """Rows of metadata.csv: when each listing was verified, by whom and how."""
    for one in found:
        days, how = _verified(one)
        if days is None:
            continue
        verified: date = ago(f"{days} d").date()
        yield {
            "id": key("14", one.number),
            "resource_id": key("02", one.number),
            "resource_type": "service",
            "last_action_date": verified.isoformat(),
            "last_action_type": "update",
            "field_name": "assured_date",
            "updated_by": VERIFIED_BY[how],
        }
