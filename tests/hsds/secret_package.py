"""A package with one site whose place is secret, and every way of marking it."""

from dataclasses import dataclass
from pathlib import Path


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


def package_files(secret: Secret, mark: "Mark") -> dict[str, str]:
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


def write_folder(root: Path, secret: Secret, mark: Mark) -> Path:
    folder = root / "package"
    folder.mkdir(parents=True)
    for name, text in package_files(secret, mark).items():
        (folder / name).write_text(text)
    return folder
