"""What a program says of free beds, and what it is answered, for the OpenAPI document."""

from typing import Any, get_args

from resource_dir.operations.beds.replying import Outcome
from resource_dir.operations.beds.reporting import MOST_BEDS

Json = dict[str, Any]
COUNT: Json = {"type": ["integer", "null"], "minimum": 0, "maximum": MOST_BEDS}
MOMENT: Json = {"type": ["string", "null"], "format": "date-time"}
KEY: Json = {"type": ["string", "null"], "format": "uuid"}

BED_SCHEMAS: Json = {
    "BedReplyTaken": {
        "type": "object",
        "required": ["outcome"],
        "properties": {"outcome": {"enum": list(get_args(Outcome))}},
    },
    "BedReport": {
        "type": "object",
        "required": ["listing"],
        "additionalProperties": False,
        "description": "What is not said stays as it was; the time is always that of the report.",
        "properties": {
            "listing": {"type": "string", "format": "uuid"},
            "unit": {"type": ["string", "null"], "description": "bed, chair, …"},
            "population": {"type": ["string", "null"], "description": "anyone, women, …"},
            "at": {**MOMENT, "description": "When it was true; now, where left out."},
            "key": {**KEY, "description": "The same key counts once: send it again in a retry."},
            "available": COUNT,
            "maximum": COUNT,
            "staffed": COUNT,
            "out_of_service": COUNT,
            "waiting_list": COUNT,
            "is_accepting": {"type": ["boolean", "null"]},
            "next_appointment": MOMENT,
        },
    },
    "BedReported": {
        "type": "object",
        "required": [
            "listing", "capacity_id", "available", "updated", "is_newest", "is_repeated",
        ],
        "properties": {
            "listing": {"type": "string", "format": "uuid"},
            "capacity_id": {"type": "string", "format": "uuid"},
            "available": COUNT,
            "updated": MOMENT,
            "is_newest": {
                "type": "boolean",
                "description": "False: a newer number stands; this one is kept as history.",
            },
            "is_repeated": {
                "type": "boolean",
                "description": "True: this key was counted before.",
            },
        },
    },
}  # fmt: skip
