"""The description of our interface is valid, complete, and true of the interface."""

import re
from collections.abc import Iterator

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from resource_dir.operations.asking import PARAMETERS
from resource_dir.web.api.openapi import document


def operations() -> Iterator[tuple[str, str, dict]]:
    """(path, method, operation) of everything that is described."""
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_document_is_valid() -> None:
    validate(document())


def test_it_is_served_as_it_is(client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").json["openapi"] == "3.1.0"


def test_every_route_of_the_interface_is_described(app: Flask) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/healthz", "/readyz"))
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    described = {(path, method) for path, method, _ in operations()}

    assert served - {("/api/openapi.json", "get")} == described


def test_every_parameter_of_a_search_is_described_for_both_methods() -> None:
    search = document()["paths"]["/api/search"]
    names = [parameter.name for parameter in PARAMETERS]

    body = search["post"]["requestBody"]["content"]["application/json"]["schema"]

    assert [parameter["name"] for parameter in search["get"]["parameters"]] == names
    assert list(body["properties"]) == names


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/search", "SearchAnswer"),
        ("/api/search?near=93301&accepts=pets&open=now", "SearchAnswer"),
        ("/api/search?need=peer_respite&lat=35.37&lon=-119.02", "SearchAnswer"),
        ("/api/needs", "Needs"),
        ("/api/suggest?q=de", "Suggestions"),
        ("/api/search?age=x", "Error"),
        ("/readyz", "Health"),
    ],
)
def test_answers_look_as_they_are_described(visitor: FlaskClient, path: str, schema: str) -> None:
    answer = visitor.get(path).json

    jsonschema.validate(
        answer, {**document(), "$ref": f"#/components/schemas/{schema}"},
        cls=jsonschema.Draft202012Validator,
    )  # fmt: skip
