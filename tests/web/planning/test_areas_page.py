"""The page of area layers: look at a file first, keep it, take it away."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from resource_dir.operations.planning.areas import list_layers

PAGE = "/planning/areas"
RING = [[-119.2, 35.3], [-119.0, 35.3], [-119.0, 35.5], [-119.2, 35.3]]
NAME = "O'Hara & <i>sons</i>"
AREAS = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"district": "<b>1</b>", "name": NAME, "pop": "1,200"},
                "geometry": {"type": "Polygon", "coordinates": [RING]},
            },
            {"type": "Feature", "properties": {"district": "2"}, "geometry": None},
        ],
    }
).encode()  # fmt: skip


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def _send(person: Any, content: bytes | None, **fields: str) -> Any:
    data: dict[str, Any] = {"csrf_token": person.form_token(PAGE), "layer": "districts",
                            "name": "Districts", **fields}  # fmt: skip
    if content is not None:
        data["file"] = (io.BytesIO(content), "districts.geojson")
    return person.client.post(PAGE, data=data, content_type="multipart/form-data")


def _ids(session: Session) -> list[str]:
    session.rollback()
    return [layer.id for layer in list_layers(session)]


def test_looking_at_a_file_tells_what_is_in_it_and_keeps_nothing(
    ann: Any, session: Session
) -> None:
    page = _send(ann, AREAS, do="look")

    assert page.status_code == 200
    assert "Area 2 is left out: it has no geometry" in page.text
    assert "O&#39;Hara &amp; &lt;i&gt;sons&lt;/i&gt;" in page.text
    assert "People: pop." in page.text
    assert _ids(session) == ["beats"]


def test_a_layer_is_kept_and_can_be_taken_away_again(ann: Any, session: Session) -> None:
    assert _send(ann, AREAS, do="keep").status_code == 303
    assert sorted(_ids(session)) == ["beats", "districts"]

    assert ann.post(f"{PAGE}/districts/remove", page=PAGE).status_code == 303
    assert _ids(session) == ["beats"]


def test_counties_need_no_file(ann: Any, session: Session) -> None:
    answer = _send(ann, None, do="keep", state="CA", layer="counties", name="Counties")

    assert answer.status_code == 303
    assert "58 areas were kept" in ann.client.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("content", "fields", "says"),
    [
        (b"", {}, "not JSON"),
        (b"beat,name", {}, "holds no areas"),
        (b"beat,name\n1,West\n1,West", {}, "No column names each zone once"),
        (AREAS, {"calls": "nobody"}, "There is no data set"),
        (b'{"type": "Point"}', {}, "neither GeoJSON nor TopoJSON"),
        (AREAS, {"layer": "zone"}, "small letters"),
        (AREAS, {"id_column": "nowhere"}, "There is no property"),
        (None, {"state": "ZZ"}, ""),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    ann: Any, session: Session, content: bytes | None, fields: dict[str, str], says: str
) -> None:
    answer = _send(ann, content, do="keep", **fields)

    assert 400 <= answer.status_code < 500
    assert says in answer.text
    assert _ids(session) == ["beats"]


def test_a_layer_that_calls_are_counted_by_stays(ann: Any, session: Session) -> None:
    answer = ann.post(f"{PAGE}/beats/remove", page=PAGE)

    assert answer.status_code == 400
    assert "are counted by this layer" in answer.text
    assert _ids(session) == ["beats"]


def test_who_reads_only_has_no_form(planned: Flask, join: Callable[..., Any]) -> None:
    steward = join("sam@example.org", role="steward")
    steward.sign_in()

    page = steward.client.get(PAGE)

    assert page.status_code in (200, 303, 403)
    assert 'name="file"' not in page.text
