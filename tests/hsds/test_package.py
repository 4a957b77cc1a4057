import gzip
import json
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.hsds.package import Package, read_package

UUID = "11111111-2222-4333-8444-55555555555A"


@pytest.fixture
def read(tmp_path: Path):
    """Write files into a folder (or read a path) and give the open package."""
    with ExitStack() as stack:

        def read_files(files: dict[str, str] | Path, **options: object) -> Package:
            folder = files if isinstance(files, Path) else tmp_path / "package"
            for name, text in {} if isinstance(files, Path) else files.items():
                folder.mkdir(exist_ok=True)
                (folder / name).write_text(text)
            options = {"source": "test", "workdir": tmp_path, **options}
            return stack.enter_context(read_package(folder, **options))

        yield read_files


def _values(package: Package, table: str) -> list[dict[str, object]]:
    return [{k: v for k, v in r.values.items() if v is not None} for r in package.rows(table)]


ORGANIZATION = "id,name\no1,Open Door\n"
SERVICE = "id,organization_id,name,status\ns1,o1,Hot meals,active\n"


def test_a_folder_of_the_standard_becomes_rows(read) -> None:
    package = read(
        {
            "organizations.csv": ORGANIZATION,
            "services.csv": SERVICE,
            "locations.csv": "id,location_type,name,latitude,longitude\n"
            "l1,physical,Hall,38.9,-77.03\n",
            "service_at_locations.csv": "id,service_id,location_id\nx1,s1,l1\n",
            "addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country,"
            "address_type\na1,l1,12 Public Street,Washington, DC ,20001,US,physical\n",
        }
    )

    assert len(list(package.rows("service_at_location"))) == 1
    assert _values(package, "address")[0]["state_province"] == "DC"
    assert _values(package, "location")[0]["latitude"] == 38.9
    assert not package.report.rejected


def test_a_uuid_is_kept_and_any_other_id_is_the_same_on_each_reading(read, tmp_path) -> None:
    files = {"organizations.csv": f"id,name\n{UUID},A\n17,B\n"}

    first = [row.id for row in read(files).rows("organization")]
    again = [row.id for row in read(files).rows("organization")]
    other = [row.id for row in read(files, source="other").rows("organization")]

    assert first == again
    assert first[0] == UUID.lower() == other[0]
    assert first[1] != other[1]


def test_rows_without_ids_are_told_apart_by_their_order_among_equals(read) -> None:
    package = read({"organizations.csv": "name,website\nA,https://example.org/1\nA,\nB,\n"})

    rows = list(package.rows("organization"))

    assert len({row.id for row in rows}) == 3
    assert {row.source_key for row in rows} == {""}


def test_hsds_1_services_name_their_location_themselves(read) -> None:
    package = read(
        {
            "organizations.csv": ORGANIZATION,
            "services.csv": "id,organization_id,location_id,name,fees\ns1,o1,l1,Meals,free\n",
            "locations.csv": "id,name\nl1,Hall\nl2,Nobody's\n",
            "physical_addresses.csv": "id,location_id,address_1,city,state_province\n"
            "a1,l1,12 Public Street,Washington,DC\n",
            "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\n"
            "h1,s1,1,9:00AM,5:00 pm\n",
            "holiday_schedules.csv": "id,service_id,closed,start_date,end_date\n"
            "h2,s1,true,2030-12-25,2030-12-26\n",
            "eligibility.csv": "id,service_id,eligibility\ne1,s1,Adults\n",
            "accessibility_for_disabilities.csv": "id,location_id,accessibility\nc1,l1,Ramp\n",
            "service_taxonomy.csv": "id,service_id,taxonomy_id\nt9,s1,t1\n",
            "taxonomy.csv": "id,name,parent_id\nt1,Food,\n",
            "interpretation.txt": "x\n",
        }
    )

    schedules = _values(package, "schedule")
    assert package.version == "1.x"
    assert len(list(package.rows("service_at_location"))) == 1
    assert _values(package, "service")[0]["eligibility_description"] == "Adults"
    assert schedules[0]["is_closed"] is True
    assert schedules[0]["valid_from"] == "2030-12-25"
    assert (
        schedules[1].items() >= {"byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}.items()
    )
    assert _values(package, "accessibility")[0]["description"] == "Ramp"
    assert _values(package, "attribute")[0]["link_entity"] == "service"
    assert len(list(package.rows("location"))) == 2


def test_cells_with_id_lists_become_one_row_for_each(read) -> None:
    package = read(
        {
            "organizations.csv": "organization_recordid,name,organization_services\n"
            '1001,A,"2001,2002"\n',
            "services.csv": "service_recordid,service_name,service_phones,service_status\n"
            '2001,Meals,"3001,3002",2\n2002,Beds,"3001,9999",\n',
            "locations.csv": "id,name,location_address\n4001,Hall,5001\n4002,Annex,5001\n",
            "phones.csv": "id,number,location_id\n3001,(202) 555-0100 x12,\n"
            "3002,202-555-0101,4001\n",
            "physical_addresses.csv": "id,address_1,state_province\n5001,12 Public Street,DC\n",
            "schedules.csv": "id,service_id,weekday,opens,closes,schedule_closed,open_24_hours\n"
            '6001,"2001,2002",Monday - Friday,9:00AM,5:00pm,,\n'
            '6002,2001,"saturday,sunday",Closed,,"6,7",\n'
            '6003,2002,"saturday,sunday",24 Hours,,,"6,7"\n',
            "services_at_location.csv": "id,service_id,location_id\n1,2001,4001\n2,2002,4002\n"
            "3,2001,9999\n4,8888,4001\n",
        }
    )

    phones = _values(package, "phone")
    schedules = _values(package, "schedule")
    rejected = {(one.line, one.column, one.value) for one in package.report.rejected}
    assert sum(one["number"] == "+12025550100" for one in phones) == 2
    assert phones[0]["extension"] == "12"
    assert len(_values(package, "address")) == 2
    assert len(_values(package, "service_at_location")) == 2
    assert {one["organization_id"] for one in _values(package, "service")} != {None}
    assert sorted(one["byday"] for one in schedules) == [
        "MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR", "SA,SU", "SA,SU",
    ]  # fmt: skip
    assert {(4, "location_id", "9999"), (5, "service_id", "8888")} <= rejected
    assert any("9999" in one.value for one in package.report.repaired)


def test_times_in_date_columns_are_moved_and_said(read) -> None:
    package = read(
        {
            "services.csv": "id,name\ns1,Meals\n",
            "schedules.csv": "id,service_id,freq,valid_from,valid_to\nh1,s1,monday,9:00AM,5:00PM\n",
        }
    )

    schedule = _values(package, "schedule")[0]

    assert {k: schedule[k] for k in ("byday", "freq", "opens_at", "closes_at")} == {
        "byday": "MO", "freq": "WEEKLY", "opens_at": "09:00", "closes_at": "17:00",
    }  # fmt: skip
    assert "valid_from" not in schedule
    assert any("moved" in one.repair for one in package.report.repaired)


def test_a_short_row_of_an_older_layout_is_read_and_any_other_is_rejected(read) -> None:
    header = "id,name,service_id,location_id,weekday,dtstart,until,byday\n"
    package = read(
        {
            "services.csv": "id,name\n1001,Meals\n",
            "schedules.csv": header + "1,1001,,9:00AM,5:00PM,monday\n2,Some text,1001,,x,y\n",
        }
    )

    assert [row.source_key for row in package.rows("schedule")] == ["1"]
    assert [(one.line, one.file) for one in package.report.rejected] == [(3, "schedules.csv")]


def test_one_bad_value_costs_the_value_and_not_the_row(read) -> None:
    package = read(
        {
            "organizations.csv": "id,name,email,website,year_incorporated\n"
            "o1,Open Door,not a mail,example/x,soon\no2,,a@example.org,,\n",
        }
    )

    rejected = [(one.line, one.column, one.value) for one in package.report.rejected]
    assert _values(package, "organization") == [{"name": "Open Door"}]
    assert rejected == [
        (2, "email", "not a mail"), (2, "website", "example/x"),
        (2, "year_incorporated", "soon"), (3, "name", ""),
    ]  # fmt: skip


def test_a_point_at_zero_or_outside_its_state_is_no_point(read) -> None:
    package = read(
        {
            "locations.csv": "id,latitude,longitude\n1,0,0\n2,38.9,-77.03\n3,38.9,-77.03\n4,91,1\n",
            "addresses.csv": "id,location_id,state_province\n1,2,DC\n2,3,CA\n",
        }
    )

    points = {row.source_key: row.values["latitude"] for row in package.rows("location")}

    assert points == {"1": None, "2": 38.9, "3": None, "4": None}
    assert {one.line for one in package.report.rejected} == {2, 4, 5}


def test_an_unknown_status_is_not_guessed(read) -> None:
    package = read({"services.csv": "id,name,status\n1,A,3\n2,B,Active\n"})

    assert [row.values["status"] for row in package.rows("service")] == [None, "active"]


def test_a_service_whose_organization_is_missing_is_kept_and_said(read) -> None:
    package = read({"organizations.csv": ORGANIZATION, "services.csv": SERVICE + "s2,o9,B,\n"})

    assert len(list(package.rows("service"))) == 2
    assert [one.value for one in package.report.repaired if one.column == "organization_id"] == [
        "o9"
    ]


def test_a_package_whose_keys_join_nothing_is_refused_with_the_counts(read) -> None:
    services = "".join(f"{n},90000{n},Service {n}\n" for n in range(30))
    links = "".join(f"{n},70000{n},80000{n}\n" for n in range(30))

    with pytest.raises(PackageRefused, match="0 of 30"):
        read(
            {
                "organizations.csv": ORGANIZATION,
                "services.csv": "id,organization_id,name\n" + services,
                "locations.csv": "id,name\n1,A\n",
                "services_at_location.csv": "id,service_id,location_id\n" + links,
            }
        )


def test_an_id_used_again_is_a_repeat_or_names_the_first_row(read) -> None:
    package = read({"services.csv": "id,name\n1,A\n1,A\n1,B\n"})

    assert len(list(package.rows("service"))) == 1
    assert [(one.line, one.column) for one in package.report.rejected] == [(4, "id")]
    assert "services.csv, 2" in package.report.rejected[0].reason


SERVICE_JSON = {
    "id": "s1",
    "name": "Hot meals",
    "status": "active",
    "organization": {"id": "o1", "name": "Open Door"},
    "phones": [{"id": "p1", "number": "202-555-0100"}],
    "service_at_locations": [
        {
            "id": "x1",
            "location": {
                "id": "l1",
                "location_type": "physical",
                "addresses": [{"id": "a1", "address_1": "12 Public Street", "city": "W"}],
            },
        }
    ],
}


@pytest.mark.parametrize(
    "value",
    [
        SERVICE_JSON,
        [SERVICE_JSON],
        {"total_items": 1, "size": 1, "contents": [SERVICE_JSON]},
        {"services": [SERVICE_JSON]},
        {"services.csv": [SERVICE_JSON], "organizations.csv": []},
    ],
    ids=["object", "list", "page", "package", "tabular"],
)
@pytest.mark.parametrize("ending", [".json", ".json.gz"])
def test_json_of_every_shape_gives_the_same_rows(read, tmp_path, value, ending) -> None:
    path = tmp_path / f"feed{ending}"
    data = json.dumps(value).encode()
    path.write_bytes(gzip.compress(data) if ending.endswith("gz") else data)

    package = read(path)

    counts = {t: len(list(package.rows(t))) for t in package.tables}
    assert {t: n for t, n in counts.items() if n} == {
        "organization": 1, "service": 1, "location": 1, "service_at_location": 1,
        "phone": 1, "address": 1,
    }  # fmt: skip
    assert not package.report.rejected


def test_a_page_that_miscounts_itself_is_read_whole_and_said(read, tmp_path) -> None:
    path = tmp_path / "service_list.json"
    items = [{"id": f"s{n}", "name": f"Service {n}", "status": "active"} for n in range(5)]
    path.write_text(json.dumps({"size": 2, "total_items": 2, "contents": items}))

    package = read(path)

    assert len(list(package.rows("service"))) == 5
    assert "says 2 items and holds 5" in package.report.repaired[0].repair


def test_json_that_breaks_off_keeps_what_came_before(read, tmp_path) -> None:
    path = tmp_path / "services.json"
    path.write_text('[{"id": "1", "name": "A"}, {"id": "2", "name": "B"}, {"id": "3", "na')

    package = read(path)

    assert len(list(package.rows("service"))) == 2
    assert package.report.rejected[0].line == 3


def test_json_without_ids_is_the_same_on_each_reading(read, tmp_path) -> None:
    path = tmp_path / "services.json"
    path.write_text(json.dumps([{"name": "A", "phones": [{"number": "202-555-0100"}]}] * 2))

    first = [(row.table, row.id) for t in ("service", "phone") for row in read(path).rows(t)]
    again = [(row.table, row.id) for t in ("service", "phone") for row in read(path).rows(t)]

    assert first == again
    assert len(set(first)) == 4


def test_a_zip_is_read_like_its_folder(read, tmp_path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/organizations.csv", ORGANIZATION)
        archive.writestr("data/services.csv", SERVICE)
        archive.writestr("__MACOSX/services.csv", "x")

    package = read(path)

    assert len(list(package.rows("service"))) == 1
    assert not [one for one in tmp_path.iterdir() if one.name == "data"]


def test_a_zip_bomb_is_refused(read, tmp_path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * (64 << 20))

    with pytest.raises(PackageRefused, match="bomb"):
        read(path)


def test_a_gzip_bomb_is_refused_while_it_is_read(read, tmp_path) -> None:
    path = tmp_path / "services.csv.gz"
    path.write_bytes(gzip.compress(b"id,name\n" + (b"1," + b"a" * 60_000 + b"\n") * 600))

    with pytest.raises(PackageRefused, match="200 times"):
        read(path)


@pytest.mark.parametrize("path", ["/etc/passwd", "../secret.csv", "https://example.org/x.csv"])
def test_a_datapackage_reads_nothing_outside_itself(read, path) -> None:
    descriptor = json.dumps({"resources": [{"name": "services", "path": path}]})

    with pytest.raises(PackageRefused, match="inside the package"):
        read({"datapackage.json": descriptor, "services.csv": SERVICE})


def test_a_datapackage_may_name_its_files_as_it_likes(read) -> None:
    descriptor = {"resources": [{"name": "organization", "path": "one.csv"}]}

    package = read({"datapackage.json": json.dumps(descriptor), "one.csv": ORGANIZATION})

    assert len(list(package.rows("organization"))) == 1


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_path_without_data_is_refused(read, tmp_path, name) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(PackageRefused):
        read(tmp_path / name)


def test_columns_that_no_table_has_are_counted_once(read) -> None:
    package = read({"organizations.csv": "id,name,badge_color\n1,A,red\n2,B,blue\n"})

    assert dict(package.report.files["organizations.csv"].ignored) == {"badge_color": 1}
    assert package.report.files["organizations.csv"].rows == 2


def test_progress_goes_from_nothing_to_all(read) -> None:
    seen: list[tuple[int, int]] = []

    read(
        {"organizations.csv": ORGANIZATION, "services.csv": SERVICE},
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
