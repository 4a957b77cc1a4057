"""Address layers as counties and OpenAddresses write them, and what is wrong with some."""

import gzip
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.geo.addresses import AddressPoint
from resource_dir.hsds.address_layers import read_address_layer
from resource_dir.hsds.report import ReadReport

OPEN_ADDRESSES = "LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH\n"
NENA = (
    "AddNum_Pre,Add_Number,AddNum_Suf,St_PreMod,St_PreDir,St_PreTyp,St_Name,St_PosTyp,St_PosDir,"
    "Unit,Post_City,Inc_Muni,MSAGComm,State,Post_Code,Lat,Long,MilePost\n"
)


def _read(path: Path) -> tuple[list[AddressPoint], ReadReport]:
    report = ReadReport()
    return list(read_address_layer(path, report=report)), report


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _feature(properties: dict[str, Any], place: Sequence[float] | None) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": list(place)} if place else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_the_csv_of_openaddresses(tmp_path: Path) -> None:
    row = "-106.05,38.51,120,W FOURTH ST,APT 2,QUILLMORE,,CO,81999,,0f\n"

    points, report = _read(_file(tmp_path, "chaffee.csv", OPEN_ADDRESSES + row))

    assert points == [
        AddressPoint(
            "120", "W FOURTH ST", 38.51, -106.05, unit="APT 2", city="QUILLMORE", state="CO",
            postal_code="81999",
        )
    ]  # fmt: skip
    assert (report.file("chaffee.csv").rows, report.rejected) == (1, [])


@pytest.mark.parametrize("form", ["lines", "collection", "one line", "list", "packed", "zip"])
def test_geojson_in_every_form(tmp_path: Path, form: str) -> None:
    properties = {"hash": "0f", "number": "120", "street": "Invented Way", "city": "", "id": ""}
    features = [_feature(properties, (-106.05, 38.51)), _feature(properties, (-106.06, 38.52))]
    lines = "\n".join(json.dumps(one) for one in features) + "\n"
    whole = {"type": "FeatureCollection", "features": features}
    texts = {
        "lines": lines,
        "collection": json.dumps(whole, indent=1),
        "list": json.dumps(features),
    }
    path = _file(tmp_path, "a.geojson", texts.get(form, json.dumps(whole)))
    if form == "packed":
        path = tmp_path / "a.geojson.gz"
        path.write_bytes(gzip.compress(lines.encode()))
    if form == "zip":
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("us/co/a.geojson", lines)
            archive.writestr("us/co/a.geojson.meta", "{}")
            archive.writestr("summary/us/co/a.csv", "count,amount\n1,2\n")
            archive.writestr("README.txt", "fictional")

    points, report = _read(path)

    assert [(p.number, p.street, p.lat, p.lon) for p in points] == [
        ("120", "Invented Way", 38.51, -106.05),
        ("120", "Invented Way", 38.52, -106.06),
    ]
    assert not report.rejected


def test_a_911_layer_has_its_street_in_parts(tmp_path: Path) -> None:
    rows = (
        ",12,B,,N,,Fourth,ST,,,,Quillmore,,CO,81999,38.51,-106.05,\n"
        ",12,1/2,OLD,,COUNTY ROAD,210,,E,7,Unincorporated,Unknown,Ash Flat,CO,,38.5,-106.0,\n"
        "N12-,340,,,,,Mill,RD,,,,,,,,38.5,-106.0,\n"
    )

    points, _ = _read(_file(tmp_path, "911.csv", NENA + rows))

    assert [(p.number, p.street, p.unit, p.city, p.postal_code) for p in points] == [
        ("12B", "N Fourth ST", None, "Quillmore", "81999"),
        ("12 1/2", "OLD COUNTY ROAD 210 E", "7", "Ash Flat", None),
        ("N12-340", "Mill RD", None, None, None),
    ]


def test_other_names_of_county_layers(tmp_path: Path) -> None:
    first = "HOUSENUM,FULL_STREET,ZIPCODE,X,Y\n120,Main Street,81999,-106.05,38.51\n"
    second = "FULLADDR;LATITUDE;LONGITUDE\n120 1/2 Main Street Apt 3, Quillmore;38.51;-106.05\n"

    points = [
        *_read(_file(tmp_path, "a.csv", first))[0],
        *_read(_file(tmp_path, "b.csv", second))[0],
    ]

    assert [(p.number, p.street, p.lat, p.lon) for p in points] == [
        ("120", "Main Street", 38.51, -106.05),
        ("120 1/2", "Main Street Apt 3", 38.51, -106.05),
    ]


def test_degrees_win_over_projected_numbers_in_the_same_layer(tmp_path: Path) -> None:
    text = "X,Y,HOUSENUM,STREETNAME,STREETTYPE,LATITUDE,LONGITUDE\n"
    text += "3145236.1,1542234.9,120,Main,ST,38.51,-106.05\n"

    points, _ = _read(_file(tmp_path, "a.csv", text))

    assert [(p.street, p.lat, p.lon) for p in points] == [("Main ST", 38.51, -106.05)]


@pytest.mark.parametrize(
    "text",
    [
        "MilePost,RouteName,Lat,Long\n23.5,US HWY 50,38.51,-106.05\n",
        "MileM_Value,MileM_Unit,MileM_Rte,LATITUDE,LONGITUDE\n23.5,mi,US HWY 50,38.51,-106.05\n",
        NENA.replace("MilePost", "MilePostN") + ",,,,,,US HWY 50,,,,,,,CO,,38.51,-106.05,23.5\n",
        "MilePost,Route,Lat,Long\nMile Marker 23.5,US HWY 50,38.51,-106.05\n",
    ],
)
def test_mile_posts_have_a_route_and_no_house_number(tmp_path: Path, text: str) -> None:
    points, report = _read(_file(tmp_path, "miles.csv", text))

    assert not report.rejected
    assert [(p.number, p.street, p.mile_post) for p in points] == [("", "US HWY 50", 23.5)]


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ("-106.05,abc,1,A St,CO", "lat", "not a number"),
        ("-106.05,,1,A St,CO", "lat", "not a number"),
        ("-106.05,nan,1,A St,CO", "lat", "not a number"),
        ("-106.05,91,1,A St,CO", "lat,lon", "not on Earth"),
        ("0,0,1,A St,CO", "lat,lon", "0,0"),
        ("38.51,-77.0,1,A St,", "lat,lon", "not on Earth|swapped"),
        ("-77.03,38.9,1,A St,CO", "lat,lon", "not in CO"),
        ("-106.05,38.51,,A St,CO", "number", "no house number"),
        ("-106.05,38.51,0,A St,CO", "number", "no house number"),
        ("-106.05,38.51,1,,CO", "street", "no street"),
        (f"-106.05,38.51,1,{'A' * 300},CO", "street", "at most"),
    ],
)
def test_a_bad_row_is_rejected_by_line_column_and_reason(
    tmp_path: Path, values: str, column: str, reason: str
) -> None:
    good = "-106.05,38.51,1,A St,CO\n"
    text = f"LON,LAT,NUMBER,STREET,REGION\n{good}{values}\n{good}"

    points, report = _read(_file(tmp_path, "a.csv", text))

    assert len(points) == 2
    [one] = report.rejected
    assert (one.file, one.line, one.column) == ("a.csv", 3, column)
    assert any(part in one.reason for part in reason.split("|"))


@pytest.mark.parametrize(
    "text",
    [
        "LON,LAT,NUMBER,STREET\n3145236.1,1542234.9,1,A St\n3145240.2,1542230.1,3,A St\n",
        "NUMBER,STREET,X,Y\n1,A St,500123.4,4260123.9\n",
    ],
)
def test_a_layer_in_feet_or_metres_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(PackageRefused, match=r"projected.*EPSG:4326"):
        _read(_file(tmp_path, "a.csv", text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("LON,LAT,STREET\n-106,38,A St\n", "HOUSENUM"),
        ("LON,LAT,NUMBER\n-106,38,1\n", "STREETNAME"),
        ("NUMBER,STREET,LON\n1,A St,-106\n", "LATITUDE"),
        ("", "LATITUDE"),
    ],
)
def test_a_file_without_a_column_says_which_names_it_looked_for(
    tmp_path: Path, text: str, names: str
) -> None:
    with pytest.raises(PackageRefused, match=f"looked for.*{names}"):
        _read(_file(tmp_path, "a.csv", text))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.geojson", b"not json at all"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}'),
        ("a.geojson", b'{"features": 7}'),
        ("a.shp", b"\x00\x00\x27\x0a"),
        ("a.zip", b"PK\x03\x04 broken"),
        ("a.csv.gz", b"not gzip"),
        ("a.geojson", b""),
    ],
)
def test_what_is_no_layer_at_all_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(PackageRefused):
        _read(path)


def test_a_broken_line_of_geojson_costs_that_line_only(tmp_path: Path) -> None:
    good = json.dumps(_feature({"number": "1", "street": "A St"}, (-106.05, 38.51)))
    text = f"{good}\n{{broken\n[1]\n{good}\n"

    points, report = _read(_file(tmp_path, "a.geojson", text))

    assert len(points) == 2
    assert [one.line for one in report.rejected] == [2, 3]


def test_a_feature_without_a_point_is_rejected(tmp_path: Path) -> None:
    good = _feature({"number": "1", "street": "A St"}, (-106.05, 38.51))
    line = {**good, "geometry": {"type": "LineString", "coordinates": [[-106, 38], [-106, 39]]}}
    text = "\n".join(json.dumps(one) for one in (good, {**good, "geometry": None}, line))

    points, report = _read(_file(tmp_path, "a.geojson", text))

    assert len(points) == 1
    assert [one.line for one in report.rejected] == [2, 3]
