"""JSON whose list of calls lies inside of something is read as the plain list would be."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from resource_dir.errors import PackageRefused
from resource_dir.gaps.calls import wrapped
from resource_dir.gaps.calls.guessing import guess_profile
from resource_dir.gaps.calls.opening import open_calls
from tests.gaps.calls.exports import COLUMNS, counts, faults, many, packed, profile, read, row

ROWS = [*many(300), row(9_001, "never"), row(9_002, kind="")]
Objects = list[dict[str, Any]]


def _objects(rows: Sequence[Sequence[str]]) -> Objects:
    return [dict(zip(COLUMNS, one, strict=True)) for one in rows]


def _in_an_object(calls: Objects) -> Any:
    return {"generated": "2025-03-01", "count": len(calls), "calls": calls}


def _as_geojson(calls: Objects) -> Any:
    def feature(call: dict[str, Any]) -> Any:
        point = [float(call["lon"]), float(call["lat"])]
        said = {name: text for name, text in call.items() if name not in ("lat", "lon")}
        geometry = {"type": "Point", "coordinates": point}
        return {"type": "Feature", "geometry": geometry, "properties": said}

    return {"type": "FeatureCollection", "features": [feature(call) for call in calls]}


def _as_esri(calls: Objects) -> Any:
    fields = [{"name": name, "type": "esriFieldTypeString"} for name in COLUMNS]
    points = [{"x": float(call["lon"]), "y": float(call["lat"])} for call in calls]
    features = [
        {"attributes": {k: v for k, v in call.items() if k not in ("lat", "lon")}, "geometry": at}
        for call, at in zip(calls, points, strict=True)
    ]
    return {"objectIdFieldName": "number", "fields": fields, "features": features}


def _as_socrata(calls: Objects) -> Any:
    own = [{"name": "sid", "fieldName": ":sid"}, {"name": "created_at", "fieldName": ":created_at"}]
    columns = [*own, *({"name": name.title(), "fieldName": name} for name in COLUMNS)]
    rows = [[f"row-{n}", 1_700_000_000 + n, *one.values()] for n, one in enumerate(calls)]
    return {"meta": {"view": {"id": "abcd-1234", "columns": columns}}, "data": rows}


FORMS: tuple[Callable[[Objects], Any], ...] = (
    _in_an_object, _as_geojson, _as_esri, _as_socrata,
)  # fmt: skip
POINTS = {"latitude": ["lat", "latitude"], "longitude": ["lon", "longitude"]}


def _profile() -> Any:
    return profile(columns={**profile().to_json()["columns"], **POINTS})


@pytest.mark.parametrize("form", FORMS)
def test_a_wrapped_list_gives_the_months_of_the_plain_list(
    tmp_path: Path, form: Callable[[Objects], Any]
) -> None:
    calls = _objects(ROWS)

    plain, audit = read(tmp_path, json.dumps(calls).encode(), _profile(), name="a.json")
    months, found = read(tmp_path, json.dumps(form(calls)).encode(), _profile(), name="b.json")

    assert [month.digest for month in months] == [month.digest for month in plain]
    assert (found.rows, found.kept, faults(found)) == (audit.rows, audit.kept, faults(audit))
    assert faults(found)["unreadable_times"] == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_profile_is_guessed_from_it(tmp_path: Path, form: Callable[[Objects], Any]) -> None:
    path = tmp_path / "calls.json"
    path.write_text(json.dumps(form(_objects(many(300)))), "utf-8-sig")

    guess = guess_profile(open_calls(path), zone="America/New_York").profile

    assert guess.columns["time"][0].casefold() == "received"
    assert guess.columns["type"][0].casefold() == "kind"
    assert (guess.zone, guess.zone_from) == ("America/Denver", "")


def test_a_wrapped_list_is_read_from_gzip(tmp_path: Path) -> None:
    content = packed(json.dumps(_in_an_object(_objects(ROWS))).encode())

    _, audit = read(tmp_path, content, name="calls.json.gz")

    assert audit.kept == 301


def test_many_rows_are_read_in_pieces(tmp_path: Path) -> None:
    calls = _objects(many(2 * wrapped.ROWS_AT_ONCE + 7, minutes=5))

    months, audit = read(tmp_path, json.dumps({"calls": calls}).encode())

    assert sum(counts(months).values()) == audit.kept == 2 * wrapped.ROWS_AT_ONCE + 7


def test_objects_on_lines_that_hold_lists_are_no_wrapped_calls(tmp_path: Path) -> None:
    lines = [{**call, "units": [{"unit": "12"}]} for call in _objects(many(30))]

    _, audit = read(tmp_path, "\n".join(map(json.dumps, lines)).encode(), name="calls.jsonl")

    assert audit.kept == 30


def test_what_is_no_object_costs_its_row(tmp_path: Path) -> None:
    _, audit = read(tmp_path, json.dumps({"calls": [*_objects(many(30)), None, 5]}).encode())

    assert (audit.rows, audit.kept, faults(audit)["blank_times"]) == (32, 30, 2)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"calls": _objects(many(3)), "officers": [{"a": 1}]}, "more than one list: calls, off"),
        ({"data": [["1", "2"]]}, "without the names of their columns"),
        ({"result": {"records": _objects(many(3))}}, "no list of calls was found right below"),
        ({"calls": []}, "no list of calls was found right below"),
        ({"calls": {"text": "x" * 300_000}}, "no list of calls was found right below"),
        ({"number": "25-1", "place": {"block": "12"}}, "no column that can be used for the time"),
        ({}, "holds no calls"),
    ],
)
def test_a_form_that_is_not_read_is_named(tmp_path: Path, content: Any, words: str) -> None:
    path = tmp_path / "calls.json"
    path.write_text(json.dumps(content))

    with pytest.raises(Exception, match=words):
        guess_profile(open_calls(path), zone="America/Denver")


@pytest.mark.parametrize("tail", ["", ', {"number": "77 CANARY STREET"', "]}}", "] 77 CANARY"])
def test_a_file_that_ends_too_early_or_badly_is_refused_without_a_word_of_it(
    tmp_path: Path, tail: str
) -> None:
    whole = json.dumps({"calls": _objects(many(30_000, minutes=1))})

    with pytest.raises(PackageRefused, match="damaged") as caught:
        read(tmp_path, (whole[:-2] + tail).encode())

    assert "CANARY" not in caught.value.message


def test_a_row_that_is_too_large_to_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrapped, "MOST_BYTES_OF_A_ROW", 1 << 20)
    calls = [*_objects(many(3_000)), {"number": "x" * (1 << 21)}]

    with pytest.raises(PackageRefused):
        read(tmp_path, json.dumps({"calls": calls}).encode())
