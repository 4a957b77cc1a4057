"""The gap table as a program gets it, for the OpenAPI document."""

from typing import Any

from resource_dir.gaps.table.gap_table import REASONS
from resource_dir.operations.planning.asked import PARAMETERS

Json = dict[str, Any]
NUMBER: Json = {"type": ["number", "null"]}
REPEATABLE = frozenset({"need", "data"})
DAYS = frozenset({"from", "to"})


def _object(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


INTERVAL = _object(value=NUMBER, low=NUMBER, high=NUMBER)
BAND = _object(median=NUMBER, low80=NUMBER, high80=NUMBER)
COUNT: Json = {"type": "integer", "minimum": 0}
TEXT: Json = {"type": "string"}
ROW = _object(
    need=TEXT,
    area=TEXT,
    area_name=TEXT,
    kind={"enum": ["loss", "wait", "mobile", "open"]},
    calls=COUNT,
    rate_per_day=INTERVAL,
    offered_load=INTERVAL,
    capacity=_object(
        units=COUNT, unknown_units=COUNT, staffed=NUMBER, data_age_hours=NUMBER, occupancy=NUMBER
    ),
    turn_away=INTERVAL,
    waiting={"type": ["object", "null"]},
    units_short={"anyOf": [BAND, {"type": "null"}]},
    missed_per_day=BAND,
    p_gap=NUMBER,
    p_first=NUMBER,
    covered_share=NUMBER,
    uncovered={
        "type": "array",
        "items": _object(reason={"enum": list(REASONS)}, share=NUMBER),
    },
    population={"type": ["integer", "null"]},
    calls_per_10000_a_year={"anyOf": [INTERVAL, {"type": "null"}]},
    missed_per_10000_a_year={"anyOf": [BAND, {"type": "null"}]},
    hours={"type": ["object", "null"]},
    first_appointment={
        "anyOf": [
            _object(
                days=NUMBER,
                units_saying=COUNT,
                units_silent=COUNT,
                data_age_hours=NUMBER,
                stale={"type": "boolean"},
            ),
            {"type": "null"},
        ]
    },
)
SEEN = _object(
    need=TEXT,
    source={"enum": ["holds", "calls"]},
    asked=COUNT,
    full=COUNT,
    share=NUMBER,
    low=NUMBER,
    high=NUMBER,
    predicted=NUMBER,
    predicted_is={"enum": ["inside", "below", "above", "unknown"]},
)
GAP_SCHEMAS: Json = {
    "GapRow": {**ROW, "description": "One need in one area; unknown is null, never 0."},
    "Gaps": _object(
        period={"type": "object"},
        data_sets={"type": "array", "items": {"type": "object"}},
        audit={"type": "object"},
        unmapped_share=NUMBER,
        gaps={"type": "array", "items": {"$ref": "#/components/schemas/GapRow"}},
        totals={"type": "array", "items": {"$ref": "#/components/schemas/GapRow"}},
        turn_aways_seen={"type": "array", "items": SEEN},
        inputs={"type": "object"},
        method_version=TEXT,
    ),
}


def gap_parameters() -> list[Json]:
    """What may be asked, in the query string."""
    return [_parameter(name, text) for name, text in PARAMETERS.items()]


def _parameter(name: str, text: str) -> Json:
    schema: Json = {"type": "string", **({"format": "date"} if name in DAYS else {})}
    described: Json = {"name": name, "in": "query", "required": False, "description": text}
    if name not in REPEATABLE:
        return {**described, "schema": schema}
    several = {"type": "array", "items": schema, "maxItems": 20, "uniqueItems": True}
    return {**described, "schema": several, "style": "form", "explode": True}
