"""Nothing is in an answer that the description of our interface does not name."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from resource_dir.web.api.openapi_schemas import SCHEMAS

Schema = dict[str, Any]


def undescribed(answer: object, schema: Schema, path: str = "") -> Iterator[str]:
    """Paths of keys in the answer for which the schema has no properties."""
    shapes = [schema, *schema.get("anyOf", ())]
    if isinstance(answer, dict):
        known: Schema = {}
        for shape in shapes:
            known |= shape.get("properties", {})
        rest = schema.get("additionalProperties")
        for key, value in answer.items():
            inner = known.get(key, rest)
            if inner is None:
                yield f"{path}.{key}"
            else:
                yield from undescribed(value, inner, f"{path}.{key}")
    elif isinstance(answer, list):
        inner = next((shape["items"] for shape in shapes if "items" in shape), {})
        for one in answer:
            yield from undescribed(one, inner, f"{path}[]")


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/search", "SearchAnswer"),
        ("/api/search?near=93301&accepts=pets&open=now&radius_mi=auto", "SearchAnswer"),
        ("/api/search?need=peer_respite&lat=35.37&lon=-119.02", "SearchAnswer"),
        ("/api/search?q=lantern+xyzzy&accepts=pets&free=1", "SearchAnswer"),
        ("/api/needs", "Needs"),
        ("/api/suggest?q=de", "Suggestions"),
        ("/api/search?age=x", "Error"),
        ("/healthz", "Health"),
        ("/readyz", "Health"),
    ],
)
def test_every_key_of_an_answer_is_described(visitor: FlaskClient, path: str, schema: str) -> None:
    answer = visitor.get(path).json

    assert sorted(set(undescribed(answer, SCHEMAS[schema]))) == []


@pytest.mark.parametrize("name", ["sobering", "detox", "shelter", "withheld", "unplaced"])
def test_a_listing_looks_as_it_is_described_and_has_no_key_more(
    visitor: FlaskClient, listings: ModuleType, name: str
) -> None:
    answer = visitor.get(f"/api/listings/{listings.listing_id(name)}").json

    jsonschema.validate(answer, SCHEMAS["Listing"], cls=jsonschema.Draft202012Validator)
    assert sorted(set(undescribed(answer, SCHEMAS["Listing"]))) == []


def test_a_key_that_nobody_described_is_seen_at_any_depth() -> None:
    schema: Schema = {"properties": {"a": {"items": {"properties": {"b": {}}}}}}

    assert list(undescribed({"a": [{"b": 1, "c": 2}], "d": 3}, schema)) == [".a[].c", ".d"]
