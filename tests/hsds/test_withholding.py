"""Two packages that differ only in the secret must be the same once they are read."""

import base64
import csv
import gzip
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.hsds import redaction, settling
from resource_dir.hsds.package import read_package
from resource_dir.hsds.report import WITHHELD, KnownWithheld
from resource_dir.hsds.taking import Taker


@dataclass(frozen=True)
class Secret:
    number: str
    street: str
    city: str
    lat: str
    lon: str
    phone: str

    @property
    def address(self) -> str:
        return f"{self.number} {self.street}"


ONE = Secret("4711", "Quillfeather Lane", "Zanzibrook", "38.91234", "-77.01234", "202-555-0147")
TWO = Secret("82", "Xyloberry Avenue", "Umberfold", "41.55555", "-71.77777", "401-555-0162")

ORGANIZATIONS = """id,name,description,website
o1,Harbor Trust,Helps people,https://example.org/harbor
o2,Open Door,Meals for all,https://example.org/open
"""
SERVICES = """id,organization_id,name,description,status,url
s1,o1,{name},Call us. {text},active,https://example.org/{link}
s2,o2,Hot meals,Come and eat at 12 Public Street,active,https://example.org/meals
"""
LOCATIONS = """id,organization_id,location_type,name,description,transportation,latitude,longitude,\
external_identifier,url
l1,o1,{type},House at {address},Blue door in {city},Bus to {street},{lat},{lon},{number},\
https://maps.example.org/{number}
l2,o2,physical,Public kitchen,Red door,Bus 4,38.90001,-77.00001,7,https://example.org/k
"""
LINKS = """id,service_id,location_id,description
sl1,s1,l1,Ring at {address}
sl2,s2,l2,Ring twice
"""
ADDRESSES = """id,location_id,address_1,city,state_province,postal_code,country,address_type
a1,l1,{address},{city},DC,2000{digit},US,physical
a2,l2,12 Public Street,Opentown,DC,20001,US,physical
a3,l1,{address},{city}
a4,nowhere,{address},{city},DC,20001,US,physical
a5,,{address},{city},DC,20001,US,physical
a6,l1,"{address},{city},DC,20001,US,physical
a7,{address},{city},DC,20001,US,physical,,,,x
a8,l2,"14 Public Street",Opentown,DC,20001,US,postal
"""
PHONES = """id,location_id,service_id,organization_id,number,type,description
p1,l1,,,{phone},voice,at the house
p2,,s1,,202-555-0100,hotline,day and night
p3,l1,s1,,202-555-0101,voice,desk at {address}
p4,l2,,,202-555-0102,voice,kitchen
"""
SCHEDULES = """id,service_id,location_id,byday,opens_at,closes_at,timezone,notes
h1,s1,l1,"MO,TU",09:00,17:00,-{digit},ring at {address}
h2,s2,,FR,09:00,17:00,-5,
"""
ACCESSIBILITY = """id,location_id,description,details
c1,l1,Ramp at {address},{street}
c2,l2,Ramp,wide
"""
AREAS = """id,service_id,name,extent,extent_type
e1,s1,Kern County,"{lat},{lon}",point
"""
METADATA = """id,resource_id,resource_type,last_action_date,last_action_type,field_name,\
previous_value,replacement_value,updated_by
m1,l1,location,2020-01-01,update,name,{address},{street},nobody
m2,a1,address,2020-01-01,update,address_1,{address},{street},nobody
m3,s2,service,2020-01-01,update,name,Meals,Hot meals,nobody
m4,zzz,location,2020-01-01,update,name,{address},{street},nobody
"""
TERMS = "id,name,taxonomy\nt1,Withheld,ours\nt2,Meals,ours\n"
ATTRIBUTES = """id,link_id,link_entity,taxonomy_term_id,value
x1,{tagged},{entity},{term},
x2,l1,location,t2,{address}
x3,a1,address,t2,{address}
x4,gone,address,t2,{address}
"""


def _files(secret: Secret, mark: "Mark") -> dict[str, str]:
    texts = {
        "organizations": ORGANIZATIONS, "services": SERVICES, "locations": LOCATIONS,
        "service_at_locations": LINKS, "addresses": ADDRESSES, "phones": PHONES,
        "schedules": SCHEDULES, "accessibility": ACCESSIBILITY, "service_areas": AREAS,
        "metadata": METADATA, "taxonomy_terms": TERMS, "attributes": ATTRIBUTES,
    }  # fmt: skip
    values = {
        "address": secret.address, "number": secret.number, "street": secret.street,
        "city": secret.city, "lat": secret.lat, "lon": secret.lon, "phone": secret.phone,
        "digit": secret.number[0], "type": mark.location_type, "name": mark.name,
        "text": f"We are at {secret.address}.", "link": f"?q={secret.address}".replace(" ", "+"),
        "tagged": mark.tagged, "entity": mark.entity, "term": mark.term,
    }  # fmt: skip
    files = {f"{name}.csv": text.format(**values) for name, text in texts.items()}
    return {**files, **{name: text.format(**values) for name, text in mark.files.items()}}


@dataclass(frozen=True)
class Mark:
    location_type: str = "physical"
    name: str = "Night refuge"
    tagged: str = "s2"
    entity: str = "service"
    term: str = "t2"
    files: tuple[tuple[str, str], ...] | dict[str, str] = ()
    withhold: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", dict(self.files))


MARKS = {
    "location type": Mark(location_type="redacted"),
    "strange location type": Mark(location_type="undisclosed"),
    "term on the location": Mark(tagged="l1", entity="location", term="t1"),
    "term on the service": Mark(tagged="s1", entity="service", term="t1"),
    "term on the organization": Mark(tagged="o1", entity="organization", term="t1"),
    "term on the listing": Mark(tagged="sl1", entity="service_at_location", term="t1"),
    "withheld.csv": Mark(files={"withheld.csv": "table,id\nlocation,l1\n"}),
    "withheld.csv names the service": Mark(files={"withheld.csv": "table,id\nservice,s1\n"}),
    "--withhold": Mark(withhold="table,id\nservice_at_location,sl1\n"),
    "the need": Mark(name="Domestic violence shelter"),
    "a malformed mark": Mark(
        files={
            "other_attributes.csv": "id,link_id,link_entity,taxonomy_term_id\n"
            "x9,s1,service,t1,more,and,more\n"
        }
    ),
    "a malformed row of the service": Mark(
        files={"service.csv": "id,name,status\ns1,Shelter for domestic violence,a,b,c,d\n"}
    ),
}


def _folder(root: Path, secret: Secret, mark: Mark) -> Path:
    folder = root / "package"
    folder.mkdir(parents=True)
    for name, text in _files(secret, mark).items():
        (folder / name).write_text(text)
    return folder


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def _zip(root: Path, secret: Secret, mark: Mark) -> Path:
    path = root / "package.zip"
    root.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in _files(secret, mark).items():
            archive.writestr(f"deep/{name}", text)
    return path


def _gzipped(root: Path, secret: Secret, mark: Mark) -> Path:
    folder = root / "package"
    folder.mkdir(parents=True)
    for name, text in _files(secret, mark).items():
        if name == "withheld.csv":
            (folder / name).write_text(text)
        else:
            (folder / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
    return folder


def _tabular(root: Path, secret: Secret, mark: Mark) -> Path:
    root.mkdir(parents=True)
    tables = {}
    for name, text in _files(secret, mark).items():
        rows = csv.DictReader(text.splitlines())
        tables[name] = [{k: v for k, v in row.items() if k and v} for row in rows]
    path = root / "package.json"
    path.write_text(json.dumps(tables))
    return path


def _nested(root: Path, secret: Secret, mark: Mark) -> Path:
    root.mkdir(parents=True)
    place = {"attributes": [{"value": secret.city, "label": secret.address}]}
    person = {"name": "Desk", "phones": [{"number": secret.phone}], **place}
    location = {
        "location_type": mark.location_type, "name": secret.address, "latitude": secret.lat,
        "longitude": float(secret.lon), "description": secret.city,
        "addresses": [{"id": "a1", "address_1": secret.address, **place}],
        "phones": [{"number": secret.phone, "type": "voice", **place}],
        "contacts": [person], "accessibility": [{"description": secret.street, **place}],
        "metadata": [{"previous_value": secret.address, "field_name": "name"}],
        "languages": [{"code": "es"}], **place,
    }  # fmt: skip
    service = {
        "id": "s1", "name": mark.name, "description": f"Come to {secret.address}",
        "organization": {"id": "o1", "name": "Harbor Trust", "description": secret.address},
        "service_areas": [{"name": "Kern County", "extent": secret.lat}],
        "service_at_locations": [{"location": location, "description": secret.city}],
    }  # fmt: skip
    path = root / "service_full.json"
    path.write_text(json.dumps({"contents": [service, {"id": "s2", "name": "Meals"}]}))
    return path


@pytest.mark.parametrize("name", ["location type", "the need"])
def test_two_worlds_of_nested_objects_without_ids_read_the_same(tmp_path: Path, name: str) -> None:
    mark = MARKS[name]

    one = _seen(_nested(tmp_path / "one", ONE, mark), tmp_path / "one", mark)
    two = _seen(_nested(tmp_path / "two", TWO, mark), tmp_path / "two", mark)

    assert one == two
    assert not [text for text in _spellings(ONE) if text in one]


def _seen(path: Path, root: Path, mark: Mark) -> str:
    """Everything that anybody can ever see of a reading, and the staging file's content."""
    withhold = root / "withhold.csv"
    withhold.write_text(mark.withhold)
    workdir = root / "work"
    workdir.mkdir()
    with read_package(
        path, source="test", workdir=workdir, withhold=withhold if mark.withhold else None
    ) as package:
        rows = [repr(row) for table in package.tables for row in package.rows(table)]
        dump = list(package.staging.db.iterdump())
        report = package.report
        marks = sorted(repr(one) for one in package.withheld)
        files = [repr(one) for one in report.files.values()]
        package.staging.db.execute("COMMIT")
        raw = next(workdir.iterdir()).read_bytes().decode("latin-1")
    assert not list(workdir.iterdir())
    found = [*map(repr, report.rejected), *map(repr, report.repaired), *files]
    return "\n".join([*rows, *dump, *found, *marks, raw])


def _spellings(secret: Secret) -> list[str]:
    plain = [secret.address, secret.street, secret.city, secret.lat, secret.lon, secret.phone]
    plain += [secret.phone.replace("-", ""), secret.street.split()[0]]
    coded = [quote(one) for one in plain] + [one.replace(" ", "+") for one in plain]
    coded += [base64.b64encode(one.encode()).decode().rstrip("=")[:-1] for one in plain]
    coded += [one.encode().hex() for one in plain] + [one.upper() for one in plain]
    coded += [one[::-1] for one in plain] + [json.dumps(one)[1:-1] for one in plain]
    return plain + coded


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
@pytest.mark.parametrize("form", [_folder, _zip, _gzipped, _tabular])
def test_two_worlds_that_differ_in_the_secret_read_the_same(
    tmp_path: Path, mark: Mark, form: Callable[[Path, Secret, Mark], Path]
) -> None:
    one = _seen(form(tmp_path / "one", ONE, mark), tmp_path / "one", mark)
    two = _seen(form(tmp_path / "two", TWO, mark), tmp_path / "two", mark)

    assert one == two
    assert not [text for text in _spellings(ONE) if text in one]


def test_without_a_mark_the_two_worlds_differ(tmp_path: Path) -> None:
    mark = Mark()

    one = _seen(_folder(tmp_path / "one", ONE, mark), tmp_path / "one", mark)

    assert ONE.address in one
    assert ONE.lat in one


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_the_public_listing_beside_it_is_untouched(tmp_path: Path, mark: Mark) -> None:
    path = _folder(tmp_path / "one", ONE, mark)
    (tmp_path / "withhold.csv").write_text(mark.withhold)
    withhold = tmp_path / "withhold.csv" if mark.withhold else None

    with read_package(path, source="test", workdir=tmp_path, withhold=withhold) as package:
        locations = {row.source_key: row.values for row in package.rows("location")}
        addresses = [row.source_key for row in package.rows("address")]
        phones = {row.source_key for row in package.rows("phone")}

    assert locations["l2"]["latitude"] == 38.90001
    assert locations["l2"]["is_withheld"] is False
    assert locations["l1"]["is_withheld"] is True
    assert {k for k, v in locations["l1"].items() if v is not None} == {
        "organization_id", "is_withheld"
    }  # fmt: skip
    assert addresses == ["a2", "a8"]
    assert phones == {"p2", "p3", "p4"}


def test_a_location_shared_with_a_public_service_is_withheld_for_both(tmp_path: Path) -> None:
    path = _folder(tmp_path / "one", ONE, MARKS["the need"])
    links = path / "service_at_locations.csv"
    links.write_text(links.read_text() + "sl3,s1,l2,\n")

    with read_package(path, source="test", workdir=tmp_path) as package:
        withheld = {row.source_key: row.values["is_withheld"] for row in package.rows("location")}
        reasons = {mark.reason for mark in package.withheld}

    assert withheld == {"l1": True, "l2": True}
    assert "its service" in reasons


def test_another_site_of_the_same_organization_stays_public(tmp_path: Path) -> None:
    path = _folder(tmp_path / "one", ONE, MARKS["the need"])
    _append(path / "services.csv", "s3,o1,Legal advice,Walk in,active,\n")
    _append(path / "locations.csv", "l3,o1,physical,Office,,,38.9,-77.0,,\n")
    _append(path / "service_at_locations.csv", "sl3,s3,l3,second door\n")

    with read_package(path, source="test", workdir=tmp_path) as package:
        office = next(row for row in package.rows("location") if row.source_key == "l3")
        listings = {row.source_key: row.values for row in package.rows("service_at_location")}

    assert office.values["name"] == "Office"
    assert office.values["is_withheld"] is False
    assert listings["sl3"]["description"] == "second door"


def test_values_of_places_are_not_shown_in_reports(tmp_path: Path) -> None:
    path = _folder(tmp_path / "one", ONE, MARKS["location type"])

    with read_package(path, source="test", workdir=tmp_path) as package:
        bad = [one for one in package.report.rejected if one.file == "addresses.csv"]

    assert bad
    assert {one.value for one in bad} <= {WITHHELD, ""}


def test_a_site_known_from_another_source_is_recognised(tmp_path: Path) -> None:
    path = _folder(tmp_path / "one", ONE, Mark())
    workdir = tmp_path
    keys = (
        ("name", "harbor trust|night refuge"),
        ("phone", "2025550100"),
        ("website", "example.org/harbor"),
    )

    for key in keys:
        known = KnownWithheld(recognition=frozenset({key}))
        with read_package(path, source="b", workdir=workdir, known_withheld=known) as package:
            places = {row.source_key for row in package.rows("address")}
            marked = {mark.table for mark in package.withheld}

        assert places == {"a2", "a8"}, key
        assert "location" in marked


def test_a_remembered_row_stays_withheld_without_its_mark(tmp_path: Path) -> None:
    path = _folder(tmp_path / "one", ONE, MARKS["location type"])
    with read_package(path, source="a", workdir=tmp_path) as package:
        remembered = frozenset((mark.table, mark.id) for mark in package.withheld)
    unmarked = _folder(tmp_path / "two", ONE, Mark())

    known = KnownWithheld(ids=remembered)
    with read_package(unmarked, source="a", workdir=tmp_path, known_withheld=known) as package:
        places = {row.source_key for row in package.rows("address")}

    assert places == {"a2", "a8"}


@pytest.mark.parametrize("text", ["id\nl1\n", "table,id\nplanet,l1\n", "table,id\nlocation,\n"])
def test_a_withhold_file_that_can_not_be_read_stops_the_import(tmp_path: Path, text: str) -> None:
    path = _folder(tmp_path / "one", ONE, Mark())
    withhold = tmp_path / "withhold.csv"
    withhold.write_text(text)

    with (
        pytest.raises(PackageRefused),
        read_package(path, source="a", workdir=tmp_path, withhold=withhold),
    ):
        pass


def test_a_mark_that_can_not_be_read_stops_the_import(tmp_path: Path) -> None:
    mark = Mark(files={"withheld.csv": 'table,id\n"location,l1\n'})
    path = _folder(tmp_path / "one", ONE, mark)

    with pytest.raises(PackageRefused), read_package(path, source="a", workdir=tmp_path):
        pass


LEAKS = {
    "address rows": lambda m: m.setattr(redaction, "_PLACE_TABLES", ()),
    "texts": lambda m: m.setattr(redaction, "looks_like_street_address", lambda _: False),
    "phones at the site": lambda m: m.setattr(redaction, "_reachable", _let_through),
    "changes": lambda m: m.setattr(redaction, "_change", _let_through),
    "attributes of unknown rows": lambda m: m.setattr(redaction, "_SITE_TABLES", ()),
    "locations": lambda m: m.setattr(redaction, "_withheld_location", _let_location_through),
    "services by name": lambda m: m.setattr(settling, "_by_name", lambda *_: None),
    "links of marks": lambda m: m.setattr(settling, "_FOLLOW", settling._FOLLOW[:1]),
    "values of malformed rows": lambda m: m.setattr(
        Taker, "_value_of_bad", lambda _, bad: bad.text
    ),
    "words of the line": lambda m: m.setattr(
        Taker, "_id", lambda self, table, key: f"{table}:{key}"
    ),
    "everything near": lambda m: m.setattr(redaction, "public_texts", _let_texts_through),
}


def _let_through(*args: object) -> redaction.Redacted:
    values = next(arg for arg in args if isinstance(arg, dict) and "id" in arg)
    return redaction.Redacted(values)


def _let_location_through(values: dict[str, object]) -> redaction.Redacted:
    return redaction.Redacted(values, is_withheld=True)


def _let_texts_through(_: str, values: dict[str, object]) -> redaction.Redacted:
    return redaction.Redacted(values)


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_a_planted_leak_turns_the_proof_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    mark = MARKS["the need"]
    leak(monkeypatch)

    one = _seen(_folder(tmp_path / "one", ONE, mark), tmp_path / "one", mark)
    two = _seen(_folder(tmp_path / "two", TWO, mark), tmp_path / "two", mark)

    assert one != two
