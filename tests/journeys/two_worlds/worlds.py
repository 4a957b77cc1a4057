"""The two worlds as data: what is public is the same in both, what is withheld differs.

A hidden listing is known to be withheld by its *mark*; its secret is bent by its *twist*. Each
mark stands beside a plain secret and each twist beside some mark, all in one package, so that one
import tries them all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

Rows = dict[str, list[dict[str, str]]]
"""Rows by HSDS 3.0 table; a row with the key `BROKEN` is written malformed in that way."""

BROKEN = "broken"
SOURCE = "county"
AREA = "Kern County, CA"


@dataclass(frozen=True, slots=True)
class Secret:
    """All that says where a withheld site is. No public row holds any of it."""

    street: str
    city: str
    state: str
    postal_code: str
    lat: str
    lon: str
    name: str
    description: str
    transportation: str
    attention: str
    accessibility: str
    site_phone: str
    map_url: str
    external_identifier: str
    utc_offset: str


ONE = Secret(
    street="4471 Quillfeather Lane",
    city="Bakersfield",
    state="CA",
    postal_code="93304",
    lat="35.391173",
    lon="-119.054419",
    name="The Quillfeather house",
    description="Blue door behind the quillfeather mill",
    transportation="Bus 17 to Quillfeather",
    attention="Ring twice at 4471",
    accessibility="Ramp on the Quillfeather side",
    site_phone="661-555-0147",
    map_url="https://maps.example.org/?q=4471+Quillfeather+Lane",
    external_identifier="parcel-quillfeather-4471",
    utc_offset="-8",
)
TWO = Secret(
    street="82 Xyloberry Avenue",
    city="Fresno",
    state="CA",
    postal_code="93706",
    lat="36.702468",
    lon="-119.813579",
    name="Xyloberry cottage",
    description="Green door of the xyloberry school",
    transportation="Tram 2, stop Xyloberry",
    attention="Knock at 82",
    accessibility="Lift at the Xyloberry door",
    site_phone="559-555-0162",
    map_url="https://maps.example.org/?q=82+Xyloberry+Avenue",
    external_identifier="parcel-xyloberry-82",
    utc_offset="-7",
)
WORLDS = (ONE, TWO)
NOTHING = dict.fromkeys(asdict(ONE), "")

# What is changed in world one and in world two. Only values of the secret are bent: how many lines
# and cells a file has is its shape, which the report of an import names on purpose.
TWISTS: Mapping[str, tuple[dict[str, str], dict[str, str]]] = {
    "a latitude that is no number": ({"lat": "abc"}, {}),
    "a point out of range": ({}, {"lat": "95.5", "lon": "-219.8"}),
    "0,0": ({"lat": "0", "lon": "0"}, {}),
    "half a point": ({}, {"lon": ""}),
    "a point outside the state": ({"lat": "51.512345", "lon": "7.456789"}, {}),
    "another time zone": (
        {},
        {
            "city": "Albany",
            "state": "NY",
            "postal_code": "12207",
            "lat": "42.651245",
            "lon": "-73.754969",
        },
    ),
    "commas and quotes": ({"street": '4471 "Quillfeather", Lane, "Unit 3'}, {}),
    "a NUL": ({"street": "4471 Quillfeather\0 Lane", "name": "Quillfeather\0"}, {}),
    "a very long text": ({}, {"description": "behind the xyloberry mill " * 5_000}),
    "bytes that are no UTF-8": (
        {"street": "4471 Quillfeather Ca\udcf1ada", "name": "Casa Quillfeather \udce9"},
        {},
    ),
    "a formula": ({"street": '=HYPERLINK("4471 Quillfeather Lane")', "name": "+1"}, {}),
    "HTML": (
        {
            "street": "<b>4471</b>&nbsp;Quillfeather<script>x</script> Lane",
            "accessibility": "<p>ramp</p>",
        },
        {},
    ),
    "mojibake": ({}, {"street": "82 XyloberryÃ© AvenueÂ", "description": "PuertaÃ±"}),
    "literal escapes": ({"street": "4471\\nQuillfeather\\tLane"}, {}),
    "nothing at all": ({}, NOTHING),
    "no such ZIP or state": ({"postal_code": "0000x", "state": "Zz"}, {}),
    "padded": ({}, {"state": "  ca. ", "postal_code": "937061234", "lat": " 36.702468 "}),
    "a public listing's address": (
        {
            "street": "12 Public Street",
            "city": "Bakersfield",
            "postal_code": "93301",
            "lat": "35.380001",
            "lon": "-119.030001",
            "name": "Public kitchen",
        },
        {},
    ),
    "other types of value": ({}, {"site_phone": "call me", "map_url": "not a link"}),
    # The last, so that its rows end every file: lines after it would have other numbers.
    "line ends": ({"street": "4471\nQuillfeather\r\nLane", "description": "behind\nthe mill"}, {}),
}
MARKS = (
    "location type",
    "term on the location",
    "term on the service",
    "term on the organization",
    "term on the listing",
    "withheld.csv",
    "--withhold",
    "the name",
    "a column",
    "address type",
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """One withheld listing: how it is known, and its secret in each world.

    `known_by`: it comes from a second source, which shares only this sign with the first one.
    """

    key: str
    mark: str
    twist: str = ""
    known_by: str = ""

    def secret(self, world: int) -> Secret:
        """The secret in this world (0 or 1)."""
        return replace(WORLDS[world], **TWISTS[self.twist][world]) if self.twist else WORLDS[world]

    @property
    def service_name(self) -> str:
        """Public; the same in both worlds."""
        if self.known_by not in ("", "name"):
            return f"Beds at short notice {self.key}"
        kind = "Domestic violence shelter" if self.mark == "the name" else "Night refuge"
        return f"{kind} {self.key}"

    @property
    def organization_name(self) -> str:
        """Public; the same in both worlds."""
        is_same = self.known_by in ("", "name")
        return f"Harbor Trust{' Inc.' if self.known_by else ''} {self.key}" if is_same else (
            f"Lighthouse Fund {self.key}"
        )  # fmt: skip

    @property
    def hotline(self) -> str:
        """A number that is not at the site."""
        return f"{'661' if self.known_by in ('', 'phone') else '805'}-555-01{self.key}"

    @property
    def website(self) -> str:
        """Of the service."""
        is_same = self.known_by in ("", "website")
        return f"https://example.org/{'s' if is_same else 'other/'}{self.key}"


HIDDEN = tuple(
    Hidden(f"{number:02}", mark, twist)
    for number, (mark, twist) in enumerate(
        [
            *((mark, "") for mark in MARKS),
            *((MARKS[n % len(MARKS)], twist) for n, twist in enumerate(TWISTS)),
        ],
        start=10,
    )
)


@dataclass(frozen=True, slots=True)
class Public:
    """A listing that anybody may visit, near a secret point of either world."""

    key: str
    name: str
    street: str
    city: str
    postal_code: str
    lat: str
    lon: str


PUBLIC = (
    Public("01", "Public kitchen", "12 Public Street", "Bakersfield", "93301", "35.380001",
           "-119.030001"),
    Public("02", "Sobering center", "40 Open Road", "Bakersfield", "93304", "35.3899", "-119.0571"),
    Public("03", "Food pantry", "7 Market Row", "Fresno", "93706", "36.7021", "-119.8133"),
    Public("04", "Night shelter", "9 Mill Court", "Fresno", "93721", "36.7378", "-119.7871"),
)  # fmt: skip


def rows(world: int, hidden: tuple[Hidden, ...] = HIDDEN) -> Rows:
    """Every row of the package in this world, by HSDS 3.0 table."""
    found: Rows = {
        "taxonomy_term": [
            {"id": "t1", "name": "Withheld", "taxonomy": "ours"},
            {"id": "t2", "name": "Meals", "taxonomy": "ours"},
        ],
        "withheld": [],
    }
    for one in PUBLIC:
        _add(found, _public_rows(one))
    for listing in hidden:
        _add(found, _hidden_rows(listing, listing.secret(world)))
        _add(found, _mark_rows(listing))
    return found


def withhold_rows(hidden: tuple[Hidden, ...] = HIDDEN, *, all_files: bool = False) -> list[str]:
    """`table,id` lines of the --withhold file; `all_files`: of withheld.csv too, for JSON."""
    marks = ("--withhold", "withheld.csv") if all_files else ("--withhold",)
    return [f"service,s{one.key}" for one in hidden if one.mark in marks]


def _add(found: Rows, new: Iterator[tuple[str, dict[str, str]]]) -> None:
    for table, row in new:
        found.setdefault(table, []).append(row)


def _core(
    key: str, service: str, organization: str, website: str, description: str = "Call us first."
) -> Iterator[tuple[str, dict[str, str]]]:
    yield "organization", {"id": f"o{key}", "name": organization, "description": "Helps people"}
    yield "service", {"id": f"s{key}", "organization_id": f"o{key}", "name": service,
                      "description": description, "status": "active",
                      "url": website}  # fmt: skip


def _public_rows(one: Public) -> Iterator[tuple[str, dict[str, str]]]:
    key = one.key
    yield from _core(key, one.name, f"Open Door {key}", f"https://example.org/s{key}")
    yield "location", {"id": f"l{key}", "location_type": "physical", "name": one.name,
                       "latitude": one.lat, "longitude": one.lon, "transportation": "Bus 4",
                       "organization_id": f"o{key}"}  # fmt: skip
    yield "service_at_location", {"id": f"sl{key}", "service_id": f"s{key}",
                                  "location_id": f"l{key}"}  # fmt: skip
    yield "address", {"id": f"a{key}", "location_id": f"l{key}", "address_1": one.street,
                      "city": one.city, "state_province": "CA", "postal_code": one.postal_code,
                      "country": "US", "address_type": "physical"}  # fmt: skip
    yield "phone", {"id": f"p{key}", "location_id": f"l{key}", "number": f"661-555-01{key}",
                    "type": "voice"}  # fmt: skip
    yield "accessibility", {"id": f"c{key}", "location_id": f"l{key}", "description": "Ramp"}
    yield "schedule", {"id": f"h{key}", "service_id": f"s{key}", "byday": "MO,TU",
                       "opens_at": "09:00", "closes_at": "17:00"}  # fmt: skip


def _hidden_rows(one: Hidden, secret: Secret) -> Iterator[tuple[str, dict[str, str]]]:
    key = one.key
    # A public text that gives the place away; a bent street need not look like one.
    text = "Call us." if one.twist else f"Call us. We are at {secret.street}."
    yield from _core(key, one.service_name, one.organization_name, one.website, text)
    yield "location", _location(one, secret)
    yield "service_at_location", {"id": f"sl{key}", "service_id": f"s{key}",
                                  "location_id": f"l{key}",
                                  "description": secret.description}  # fmt: skip
    yield from _addresses(one, secret)
    yield from _phones(one, secret)
    yield "accessibility", {"id": f"c{key}", "location_id": f"l{key}", "details": secret.street,
                            "description": secret.accessibility}  # fmt: skip
    yield "schedule", {"id": f"h{key}", "service_id": f"s{key}", "byday": "FR,SA",
                       "opens_at": "20:00", "closes_at": "07:00",
                       "timezone": secret.utc_offset}  # fmt: skip
    yield "service_area", {"id": f"e{key}", "service_id": f"s{key}", "name": AREA,
                           "extent": f"{secret.lat},{secret.lon}", "extent_type": "point",
                           "uri": secret.map_url}  # fmt: skip
    yield "metadata", {"id": f"m{key}", "resource_id": f"l{key}", "resource_type": "location",
                       "last_action_date": "2020-01-01", "last_action_type": "update",
                       "field_name": "name", "previous_value": secret.name,
                       "replacement_value": secret.street, "updated_by": "nobody"}  # fmt: skip
    yield "attribute", {"id": f"x{key}", "link_id": f"l{key}", "link_entity": "location",
                        "taxonomy_term_id": "t2", "value": secret.street}  # fmt: skip
    yield "contact", {"id": f"k{key}", "location_id": f"l{key}", "name": f"Desk, {secret.name}"}


def _location(one: Hidden, secret: Secret) -> dict[str, str]:
    return {
        "id": f"l{one.key}",
        "location_type": "redacted" if one.mark == "location type" else "physical",
        "organization_id": f"o{one.key}",
        "name": secret.name,
        "alternate_name": secret.street,
        "description": secret.description,
        "transportation": secret.transportation,
        "latitude": secret.lat,
        "longitude": secret.lon,
        "external_identifier": secret.external_identifier,
        "url": secret.map_url,
        "is_private": "yes" if one.mark == "a column" else "",
    }


def _addresses(one: Hidden, secret: Secret) -> Iterator[tuple[str, dict[str, str]]]:
    kind = "redacted" if one.mark == "address type" else "physical"
    row = {"id": f"a{one.key}", "location_id": f"l{one.key}", "address_1": secret.street,
           "address_2": "", "city": secret.city, "state_province": secret.state,
           "postal_code": secret.postal_code, "country": "US", "address_type": kind,
           "attention": secret.attention}  # fmt: skip
    yield "address", row
    if not one.twist:  # malformed in the same way in both worlds; what stands in them differs
        for way, marker in (("short", "b"), ("long", "g"), ("open quote", "q"), ("no parent", "n")):
            yield "address", {**row, "id": f"{marker}{one.key}", BROKEN: way}


def _phones(one: Hidden, secret: Secret) -> Iterator[tuple[str, dict[str, str]]]:
    key = one.key
    yield "phone", {"id": f"r{key}", "service_id": f"s{key}", "number": one.hotline,
                    "type": "hotline", "description": "day and night"}  # fmt: skip
    yield "phone", {"id": f"p{key}", "location_id": f"l{key}", "number": secret.site_phone,
                    "type": "voice", "description": f"desk, {secret.street}"}  # fmt: skip


def _mark_rows(one: Hidden) -> Iterator[tuple[str, dict[str, str]]]:
    key = one.key
    marked = {
        "term on the location": ("location", f"l{key}"),
        "term on the service": ("service", f"s{key}"),
        "term on the organization": ("organization", f"o{key}"),
        "term on the listing": ("service_at_location", f"sl{key}"),
    }
    if one.mark in marked:
        entity, link = marked[one.mark]
        yield "attribute", {"id": f"y{key}", "link_id": link, "link_entity": entity,
                            "taxonomy_term_id": "t1", "value": ""}  # fmt: skip
    if one.mark == "withheld.csv":
        yield "withheld", {"table": "location", "id": f"l{key}"}


def unmarked(hidden: tuple[Hidden, ...] = HIDDEN) -> tuple[Hidden, ...]:
    """The same listings as a file shows them that does not know of any mark."""
    return tuple(replace(one, mark="none") for one in hidden)


def from_another_source(sign: str, hidden: tuple[Hidden, ...] = HIDDEN) -> tuple[Hidden, ...]:
    """The same sites as a second source lists them, without marks: only `sign` is the same."""
    # A name that is itself the mark would give the site away to the reader without any sign.
    kept = (one for one in hidden if one.mark != "the name")
    return tuple(replace(one, mark="none", known_by=sign) for one in kept)


PLAIN = tuple(one for one in HIDDEN if not one.twist)
"""One listing per mark, its secret as it is."""
