"""Areas come in by a form: looked at first, then kept."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

PAGE = "/planning/areas"
RING = [[-106.2, 38.4], [-106.0, 38.4], [-106.0, 38.6], [-106.2, 38.6], [-106.2, 38.4]]


@pytest.fixture
def ann(planned: Flask, join: Callable[..., Any]) -> Any:
    """A planner, signed in."""
    person = join("ann@example.org", role="planner")
    person.sign_in()
    return person


def _layer() -> bytes:
    feature = {
        "type": "Feature",
        "properties": {"id": "w1", "name": "<b>West</b>", "population": 900},
        "geometry": {"type": "Polygon", "coordinates": [RING]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _send(person: Any, do: str, content: bytes = b"", **fields: str) -> Any:
    data: dict[str, Any] = {
        "csrf_token": person.form_token(PAGE), "layer": "tracts", "name": "Tracts", "do": do,
    } | fields  # fmt: skip
    if content:
        data["file"] = (io.BytesIO(content), "tracts.geojson")
    return person.client.post(PAGE, data=data, content_type="multipart/form-data")


def test_a_file_is_looked_at_before_it_is_kept(ann: Any) -> None:
    looked = _send(ann, "look", _layer())

    assert "Nothing is stored yet" in looked.text
    assert "&lt;b&gt;West" in looked.text
    assert ">tracts<" not in ann.client.get(PAGE).text

    assert _send(ann, "keep", _layer()).status_code == 303
    page = ann.client.get(PAGE).text
    assert ">tracts<" in page
    assert "tracts.geojson" in page


def test_the_counties_of_a_state_need_no_file(ann: Any) -> None:
    assert _send(ann, "keep", state="CO").status_code == 303

    assert "county lines of CO" in ann.client.get(PAGE).text


def test_a_layer_that_calls_are_counted_by_stays(ann: Any) -> None:
    answer = ann.client.post(f"{PAGE}/beats/remove", data={"csrf_token": ann.form_token(PAGE)})

    assert answer.status_code == 400
    assert ">beats<" in ann.client.get(PAGE).text


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"not json", {}),
        (b"", {}),
        (b"", {"state": "XX"}),
        (_layer(), {"layer": "Big Letters"}),
        (_layer(), {"layer": "zone"}),
        (_layer(), {"id_column": "nothing"}),
        (_layer(), {"name": ""}),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is(
    ann: Any, content: bytes, fields: dict[str, str]
) -> None:
    answer = _send(ann, "keep", content, **fields)

    assert answer.status_code in (400, 404, 422)
    assert 'role="alert"' in answer.text
    assert "Tracts" not in ann.client.get(PAGE).text


def test_access_is_shown_by_area_and_a_need_that_is_not_there_is_told(ann: Any) -> None:
    page = ann.client.get("/planning/access?need=withdrawal_management").text

    assert "E2SFCA" in page or "No house in the inventory says" in page
    assert ann.client.get("/planning/access?need=magic").status_code == 400
