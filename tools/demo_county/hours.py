"""Hours as people write them, turned into rows of `schedules.csv`.

open daily 00:00-23:59              every day, round the clock
intake MO-FR 09:00-16:00            when new people are taken in
open 2TU,4TU 13:00-16:00            the second and fourth Tuesday of a month
open 2026-01-14/2026-01-16 18:00-08:00 (Opened for the cold)
closed holiday US (Closed on federal holidays)
says Somebody is awake most nights  words that no rule can be made of
"""

import re

_NAMED_DAYS = {
    "daily": "MO,TU,WE,TH,FR,SA,SU",
    "MO-TH": "MO,TU,WE,TH",
    "MO-FR": "MO,TU,WE,TH,FR",
    "MO-SA": "MO,TU,WE,TH,FR,SA",
}
_LINE = re.compile(
    r"(?P<kind>open|closed|intake)"
    r"(?: (?P<first>\d{4}-\d\d-\d\d)(?:/(?P<last>\d{4}-\d\d-\d\d))?)?"
    r"(?: holiday (?P<holiday>US(?::[A-Za-z_]+)?))?"
    r"(?: (?P<days>daily|MO-[A-Z]{2}|\d?[A-Z]{2}(?:,\d?[A-Z]{2})*))?"
    r"(?: (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d))?"
    r"(?: \((?P<notes>.+)\))?"
)


def schedule_row(line: str) -> dict[str, str]:
    """The columns of one line. Raises ValueError for one that can't be read."""
    if line.startswith("says "):
        return {"description": line.removeprefix("says "), "purpose": "opening"}
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"Not a line about hours: {line}")
    said = {name: value or "" for name, value in match.groupdict().items()}
    days = _NAMED_DAYS.get(said["days"], said["days"])
    return {
        "valid_from": said["first"],
        "valid_to": said["last"] or said["first"],
        "freq": ("MONTHLY" if days[0].isdigit() else "WEEKLY") if days else "",
        "byday": days,
        "opens_at": said["opens"],
        "closes_at": said["closes"],
        "is_closed": "true" if said["kind"] == "closed" else "",
        "holiday": said["holiday"].replace("_", " "),
        "purpose": "intake" if said["kind"] == "intake" else "opening",
        "notes": said["notes"],
    }
