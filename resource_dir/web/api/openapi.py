"""Our own OpenAPI 3.1 document, made from the table of parameters that the search reads."""

from functools import cache
from typing import Any

from resource_dir.operations.asking import PARAMETERS, Parameter
from resource_dir.web.api.openapi_beds import BED_SCHEMAS
from resource_dir.web.api.openapi_gaps import GAP_SCHEMAS, gap_parameters
from resource_dir.web.api.openapi_schemas import SCHEMAS
from resource_dir.web.errors import STATUSES, WORDS
from resource_dir.web.signed_in import HOST_COOKIE

Json = dict[str, Any]

VERSION = "1"
MAIL_SERVICE = "MAIL_REPLY_TOKEN of this server; as a password of basic authentication, too."
SEARCH_ERRORS = (400, 401, 413, 414, 422, 429, 503)
READ_ERRORS = (400, 401, 404, 414, 429, 503)
OPTIONAL_TOKEN: list[Json] = [{}, {"token": []}]
BODY_ERRORS = (415,)
POINTLESS_METHODS = (405,)


@cache
def document() -> Json:
    """The whole document, as plain JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "resource_dir",
            "version": VERSION,
            "summary": "Find who will take this person now.",
            "description": (
                "Public facts without a token. With one, made on the page of an account, "
                "partner facts too: free beds, police entrances, back-line phones; where it was "
                "made so, the gap table of planners as well."
            ),
        },
        "paths": _paths(),
        "components": {
            "schemas": SCHEMAS | BED_SCHEMAS | GAP_SCHEMAS,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": HOST_COOKIE},
                "mailSecret": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": MAIL_SERVICE,
                },
            },
        },
    }


def _paths() -> Json:
    return {
        "/api/search": {"get": _search(), "post": _search_by_json()},
        "/api/listings/{listing_id}": {"get": _listing()},
        "/api/beds": {"post": _beds()},
        "/api/gaps": {"get": _gaps()},
        "/api/bed-replies": {"post": _bed_replies()},
        "/api/suggest": {"get": _suggest()},
        "/api/needs": {"get": _plain("listNeeds", "All needs", "Needs")},
        "/healthz": {"get": _plain("getHealth", "Is the process up?", "Health")},
        "/readyz": {"get": _readyz()},
    }


def _search() -> Json:
    return {
        "operationId": "findListings",
        "security": OPTIONAL_TOKEN,
        "summary": "Find listings",
        "parameters": [_query_parameter(one) for one in PARAMETERS],
        "responses": _responses("SearchAnswer", SEARCH_ERRORS),
    }


def _search_by_json() -> Json:
    return {
        "operationId": "findListingsByJson",
        "security": OPTIONAL_TOKEN,
        "summary": "Find listings; the place stands in the body, not in the URL",
        "requestBody": {"required": True, "content": _content(_body_schema())},
        "responses": _responses("SearchAnswer", (*SEARCH_ERRORS, *BODY_ERRORS)),
    }


def _query_parameter(parameter: Parameter) -> Json:
    schema: Json = dict(parameter.schema)
    if parameter.is_repeatable:
        schema = {"type": "array", "items": schema, "maxItems": 20, "uniqueItems": True}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.text,
        "required": False,
        "schema": schema,
        **({"style": "form", "explode": True} if parameter.is_repeatable else {}),
    }


def _body_schema() -> Json:
    properties = {one.name: _body_property(one) for one in PARAMETERS}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _body_property(parameter: Parameter) -> Json:
    one: Json = dict(parameter.schema)
    if not parameter.is_repeatable:
        return {**one, "description": parameter.text}
    several = {"type": "array", "items": one, "maxItems": 20}
    return {"anyOf": [one, several], "description": parameter.text}


def _listing() -> Json:
    listing_id = {
        "name": "listing_id",
        "in": "path",
        "required": True,
        "description": "id of a search result",
        "schema": {"type": "string", "format": "uuid"},
    }
    return {
        "operationId": "getListing",
        "security": OPTIONAL_TOKEN,
        "summary": "One listing",
        "parameters": [listing_id],
        "responses": _responses("Listing", READ_ERRORS),
    }


def _beds() -> Json:
    return {
        "operationId": "reportBeds",
        "security": [{"token": []}],
        "summary": "Report free beds of a listing that the token's account keeps",
        "requestBody": {"required": True, "content": _content(_reference("BedReport"))},
        "responses": _responses("BedReported", (400, 401, 403, 404, 413, 422, 429, 503, 415)),
    }


def _gaps() -> Json:
    return {
        "operationId": "findGaps",
        "security": [{"token": []}, {"session": []}],
        "summary": "Where need outruns capacity, for planners, stewards and administrators",
        "parameters": gap_parameters(),
        "responses": _responses("Gaps", (400, 401, 403, 404, 414, 429, 503)),
    }


def _bed_replies() -> Json:
    raw: Json = {"type": "string", "description": "One message as it came, RFC 5322."}
    return {
        "operationId": "takeBedReply",
        "security": [{"mailSecret": []}],
        "summary": "Hand in one answer by mail to a letter that asked for free beds",
        "requestBody": {"required": True, "content": {"message/rfc822": {"schema": raw}}},
        "responses": _responses("BedReplyTaken", (400, 401, 404, 413, 429, 503)),
    }


def _suggest() -> Json:
    words = {
        "name": "q",
        "in": "query",
        "required": False,
        "description": "What was typed so far.",
        "schema": {"type": "string", "maxLength": 100},
    }
    return {
        "operationId": "suggest",
        "summary": "Words to search for",
        "parameters": [words],
        "responses": _responses("Suggestions", (400, 414, 429, 503)),
    }


def _plain(operation: str, summary: str, schema: str) -> Json:
    return {
        "operationId": operation,
        "summary": summary,
        "responses": _responses(schema, (400, 414, 429, 503)),
    }


def _readyz() -> Json:
    readyz = _plain("getReadiness", "Can database and index be used?", "Health")
    either = [{"$ref": "#/components/schemas/Health"}, {"$ref": "#/components/schemas/Error"}]
    readyz["responses"]["503"] = {
        "description": "Not ready; searches may be answered all the same, from SQL",
        "content": _content({"anyOf": either}),
    }
    return readyz


def _responses(schema: str, refusals: tuple[int, ...]) -> Json:
    answers: Json = {"200": {"description": "Found", "content": _content(_reference(schema))}}
    for status in sorted({*refusals, *POINTLESS_METHODS}):
        kinds = [kind.code for kind, code in STATUSES.items() if code == status]
        meaning = f"{WORDS[status].message} Codes: {', '.join([WORDS[status].code, *kinds])}."
        answers[str(status)] = {"description": meaning, "content": _content(_reference("Error"))}
    return answers


def _reference(schema: str) -> Json:
    return {"$ref": f"#/components/schemas/{schema}"}


def _content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}
