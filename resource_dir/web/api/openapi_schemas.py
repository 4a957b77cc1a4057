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
        "effect": {"enum": ["fits", "ask", "no", "note"]},
    },
    required=["criterion", "stance", "text"],
)
FIT = _object(
    {
        "verdict": {"enum": ["fits", "ask", "no"]},
        "reasons": _array(REASON),
        "notes": {**_array(REASON), "description": "Demands that were not asked about."},
    },
)
CHANCE = _object(
    {
        "value": {"type": "number", "minimum": 0.05, "maximum": 0.9},
        "as_of": {**TEXT, "description": "When it was worked out."},
    }
)
CAPACITY = _object(
    {
        "id": _nullable("string", description="Null: of the whole service, as a feed counts it."),
        "unit": TEXT,
        "population": _nullable("string"),
        "available": _nullable("integer"),
        "maximum": _nullable("integer"),
        "staffed": _nullable("integer"),
        "out_of_service": _nullable("integer"),
        "waiting_list": _nullable("integer"),
        "held": {
            "type": "integer",
            "description": "Kept for teams on their way; these are not in available.",
        },
        "is_accepting": _nullable("boolean", description="False: nobody new, whatever is free."),
        "source": _nullable("string", description="Who told it, or how."),
        "via": _nullable("string", description="page, link, mail, text, token, phone or hold."),
        "updated": _nullable("string"),
        "next_appointment": _nullable("string", description="When one can be had."),
        "stale": {"type": "boolean", "description": "Too old to be believed: call first."},
        "fresh_hours": {"type": "integer", "description": "A number older than this is stale."},
        "flag": _nullable("string", description="Why to doubt it: jump or turned_away."),
        "chance_free": {
            "anyOf": [{"type": "null"}, CHANCE],
            "description": "Beside a stale number, for partners: how likely one is free at as_of. "
            "No fact, and not to be multiplied or added up over units. Null: fresh, or unknown.",
        },
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
PHONE = _object(
    {
        "number": TEXT,
        "extension": _nullable("string"),
        "type": _nullable("string"),
        "description": _nullable("string"),
    },
    required=["number"],
)
DAY = _object(
    {
        "date": TEXT,
        "spans": {
            "type": "array",
            "description": "Opens and closes, HH:MM; closes at or before opens: the next day.",
            "items": {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2},
        },
        "is_unknown": {"type": "boolean", "description": "What is not in spans is not known."},
        "is_exception": {"type": "boolean"},
        "note": _nullable("string"),
    }
)
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
        "is_withheld": {"type": "boolean", "description": "The place is not given to anybody."},
        "areas_served": _array(TEXT),
        "status": _nullable("string"),
        "alert": _nullable("string"),
        "zone": _nullable("string", description="IANA zone of its hours."),
        "hours": HOURS,
        "intake": {"anyOf": [HOURS, {"type": "null"}], "description": "Null: as hours."},
        "capacity": _array(CAPACITY),
        "fit": FIT,
        "phones": _array(PHONE),
        "closed_until": _nullable(
            "string", description="Closed for now; the day on which it opens again."
        ),
        "phone_doubt": {
            "anyOf": [{"type": "null"}, _object({"at": TEXT, "state": {"enum": ["held", "live"]}})],
            "description": "A change of the phone that nobody confirmed yet; partners only.",
        },
        "verified": _nullable("string", description="Null: an unverified import."),
        "url": _nullable("string"),
    }
)
POINT: Schema = {
    "text": TEXT,
    "lat": {"type": "number"},
    "lon": {"type": "number"},
    "level": TEXT,
    "source": {"type": "string", "description": "Who knows where this is."},
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
PLACE: Schema = {
    "anyOf": [
        _object(
            {
                **POINT,
                "candidates": {
                    **_array(_object(POINT)),
                    "description": "What the text may have meant, the best first.",
                },
            }
        ),
        {"type": "null"},
    ]
}
WHOLE_LISTING: Schema = {
    **RESULT["properties"],
    "alternate_name": _nullable("string"),
    "program": _nullable("string"),
    "description": _nullable("string"),
    "terms": _array(TEXT),
    "website": _nullable("string"),
    "email": _nullable("string"),
    "application_process": _nullable("string"),
    "eligibility": _nullable("string"),
    "fees": _nullable("string"),
    "costs": _array(TEXT),
    "wait_time": _nullable("string"),
    "location_name": _nullable("string"),
    "transportation": _nullable("string"),
    "accessibility": _array(TEXT),
    "documents": {**_array(TEXT), "description": "Papers to bring."},
    "contacts": _array(
        _object({name: _nullable("string") for name in ("name", "title", "department", "email")})
    ),
    "criteria": _array(
        _object(
            {
                "criterion": TEXT,
                "group": TEXT,
                "name": TEXT,
                "stance": {"enum": ["yes", "no", "unknown"]},
                "value": _nullable("string"),
                "text": TEXT,
            }
        )
    ),
    "week": {**_array(DAY), "description": "Seven days from today in the listing's zone."},
    "intake_week": {
        "anyOf": [_array(DAY), {"type": "null"}],
        "description": "When people are taken in; null: as week.",
    },
    "yesterday": {**DAY, "description": "The day before week: its night may last until now."},
    "intake_yesterday": {"anyOf": [DAY, {"type": "null"}]},
    "hours_notes": _array(TEXT),
    "zone_origin": _nullable("string", description="What the zone was told from."),
    "point_level": _nullable(
        "string", description="How exact lat and lon are where they were geocoded; else null."
    ),
    "verified_by": _nullable("string", description="Who verified it, and how."),
    "capacity_history": _array(BEDS_OVER_TIME),
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
            "radius_mi": _nullable("number", description="The radius that was searched."),
            "unplaced": COUNT,
            "relax": _array(_object({"without": TEXT, "total": COUNT})),
            "nearest": {**_array(RESULT), "description": "Where nothing fits: what is near."},
            "corrections": _array(_object({"typed": TEXT, "used": _array(TEXT)})),
            "words": {
                "enum": ["all", "any"],
                "description": "Whether the results have all words of q, or some.",
            },
            "took_ms": {"type": "number", "minimum": 0},
        }
    ),
    "Listing": {
        **_object(WHOLE_LISTING),
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
    "Health": _object({"status": TEXT, "database": TEXT, "index": TEXT}, required=["status"]),
    "Error": _object(
        {
            "error": _object(
                {"code": TEXT, "message": TEXT, "field": _nullable("string")},
            )
        }
    ),
}
