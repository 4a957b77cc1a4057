"""What the answers of our own interface look like, as JSON Schema 2020-12."""

from typing import Any

Schema = dict[str, Any]


def _nullable(kind: str, **more: Any) -> Schema:
    return {"type": [kind, "null"], **more}


def _object(properties: Schema, *, required: list[str] | None = None) -> Schema:
    names = list(properties) if required is None else required
    return {"type": "object", "properties": properties, "required": names}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}

HOURS = _object(
    {
        "state": {"enum": ["open", "closed", "unknown"]},
        "until": _nullable("string", format="date-time"),
        "opens": _nullable("string", format="date-time"),
        "closes_soon": {"type": "boolean"},
    }
)
REASON = _object(
    {
        "criterion": TEXT,
        "stance": {"enum": ["yes", "no", "unknown"]},
        "text": TEXT,
        "question": _nullable("string", description="What to ask by phone."),
    },
    required=["criterion", "stance", "text"],
)
FIT = _object(
    {"verdict": {"enum": ["fits", "ask", "no"]}, "reasons": _array(REASON)},
)
CAPACITY = _object(
    {
        "unit": TEXT,
        "population": _nullable("string"),
        "available": _nullable("integer"),
        "maximum": _nullable("integer"),
        "updated": _nullable("string"),
        "stale": {"type": "boolean", "description": "Too old to be believed: call first."},
    }
)
BEDS_OVER_TIME = _object(
    {
        "unit": TEXT,
        "population": _nullable("string"),
        "maximum": _nullable("integer"),
        "fresh_hours": {"type": "integer", "description": "A number older than this is unknown."},
        "points": {
            "type": "array",
            "description": "Instant and free, oldest first, of the last 14 days; null: unknown.",
            "items": {"type": "array", "minItems": 2, "maxItems": 2},
        },
        "jumps": _array(TEXT),
        "jumped": {"type": "boolean", "description": "The last number can't be right: call."},
        "days": _array(_object({"date": TEXT, "low": COUNT, "high": COUNT})),
    }
)
PHONE = _object({"number": TEXT, "extension": _nullable("string")}, required=["number"])
RESULT = _object(
    {
        "id": TEXT,
        "service_id": _nullable("string"),
        "location_id": _nullable("string"),
        "organization_id": _nullable("string"),
        "name": _nullable("string"),
        "organization": _nullable("string"),
        "needs": _array(TEXT),
        "distance_mi": _nullable("number", description="Null when unplaced or withheld."),
        "minutes_estimate": _nullable("integer"),
        "address": _nullable("string"),
        "lat": _nullable("number"),
        "lon": _nullable("number"),
        "point_level": _nullable(
            "string",
            description="How exactly the point was found by the address (point, interpolated, "
            "street); null: the source's own point, or none.",
        ),
        "hours": HOURS,
        "capacity": _array(CAPACITY),
        "fit": FIT,
        "phones": _array(PHONE),
        "verified": _nullable("string", description="Null: an unverified import."),
        "url": _nullable("string"),
    }
)
PLACE: Schema = {
    "anyOf": [
        _object(
            {
                "text": TEXT,
                "lat": {"type": "number"},
                "lon": {"type": "number"},
                "level": TEXT,
                "is_without_its_street": {
                    "type": "boolean",
                    "description": "The street is not known; this is its town or ZIP code.",
                },
                "is_without_its_number": {
                    "type": "boolean",
                    "description": "The number is not known; this is the nearest that is.",
                },
                "is_whole_street": {
                    "type": "boolean",
                    "description": "No number was asked for; this is the middle of the street.",
                },
                "is_corrected": {
                    "type": "boolean",
                    "description": "It is called a little differently from what was asked.",
                },
            }
        ),
        {"type": "null"},
    ]
}
SCHEMAS: Schema = {
    "SearchAnswer": _object(
        {
            "total": COUNT,
            "page": {"type": "integer", "minimum": 1},
            "per_page": {"type": "integer", "minimum": 1, "maximum": 100},
            "place": PLACE,
            "results": _array(RESULT),
            "facets": {
                "type": "object",
                "additionalProperties": _array(_object({"value": TEXT, "count": COUNT})),
            },
            "unplaced": COUNT,
            "relax": _array(_object({"without": TEXT, "total": COUNT})),
            "took_ms": {"type": "number", "minimum": 0},
        }
    ),
    "Listing": {
        **RESULT,
        "properties": {
            **RESULT["properties"],
            "verified_by": _nullable("string", description="Who verified it, and how."),
            "capacity_history": _array(BEDS_OVER_TIME),
        },
        "description": "A result, and everything else that is public of it.",
    },
    "Suggestions": _object({"suggestions": _array(_object({"text": TEXT, "kind": TEXT}))}),
    "Needs": _object(
        {
            "needs": _array(
                _object(
                    {
                        "slug": TEXT,
                        "name": TEXT,
                        "name_es": TEXT,
                        "group": TEXT,
                        "parent": _nullable("string"),
                    }
                )
            ),
            "groups": _array(TEXT),
        }
    ),
    "Health": _object({"status": TEXT}),
    "Error": _object(
        {
            "error": _object(
                {"code": TEXT, "message": TEXT, "field": _nullable("string")},
            )
        }
    ),
}
