"""Whether a rule can be read at all, and if not, which field is to blame."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from resource_dir.errors import BadInput
from resource_dir.hours import values as read
from resource_dir.hours.holiday_dates import check_holiday
from resource_dir.hours.rules import PURPOSES, Rule
from resource_dir.hours.weekdays import WEEKDAYS, byday_text, days_of, numbers_of

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""HSDS has only the middle two; the others occur, and mean what RFC 5545 says."""

LARGEST_INTERVAL = 1_000
LARGEST_COUNT = 10_000
"""Every other week for four centuries: beyond it a typing error, and work without end."""

YEARS = range(1900, 2200)
"""A first date outside these is a typing error, and would be walked from day by day."""

_LARGEST = {"bymonthday": 31, "byweekno": 53, "byyearday": 366}


def rule_from_values(values: Mapping[str, Any]) -> Rule:
    """A rule from HSDS field values; other keys are left alone.

    Takes text or Python values: "08:30", "08:30:00Z", "24:00", ISO dates and date-times.
    `notes` is read where `note` is absent. Raises BadInput whose `field` names the field.
    """
    rule = Rule.from_plain(values)
    rule = replace(
        rule,
        freq=rule.freq and rule.freq.upper(),
        wkst=rule.wkst and rule.wkst.upper(),
        byday=rule.byday and byday_text(days_of(rule.byday)),
        note=rule.note or read.text_of(values, "notes"),
    )
    if rule.purpose not in PURPOSES:
        raise BadInput(f'purpose "{rule.purpose}" is not one of {PURPOSES}', field="purpose")
    check_rule(rule)
    return rule


def check_rule(rule: Rule) -> None:
    """Raise BadInput naming the first field that can't be read."""
    _check_words(rule)
    _check_numbers(rule)
    _check_dates(rule)
    if rule.holiday:
        check_holiday(rule.holiday)


def _check_words(rule: Rule) -> None:
    if rule.freq is not None and rule.freq not in FREQUENCIES:
        raise BadInput(f'freq "{rule.freq}" is not one of {", ".join(FREQUENCIES)}', field="freq")
    if rule.wkst is not None and rule.wkst not in WEEKDAYS:
        raise BadInput(f'wkst "{rule.wkst}" is not a day such as MO', field="wkst")
    if rule.byday is not None:
        days_of(rule.byday)


def _check_numbers(rule: Rule) -> None:
    for field, largest in _LARGEST.items():
        text = getattr(rule, field)
        if text is not None:
            numbers_of(text, field, largest=largest)
    if not 1 <= rule.interval <= LARGEST_INTERVAL:
        raise BadInput(f"interval must be 1 to {LARGEST_INTERVAL}", field="interval")
    if rule.count is not None and not 1 <= rule.count <= LARGEST_COUNT:
        raise BadInput(f"count must be 1 to {LARGEST_COUNT}", field="count")


def _check_dates(rule: Rule) -> None:
    # Ends stay free: 9999-12-31 is how many systems write "no end".
    if rule.dtstart is not None and rule.dtstart.year not in YEARS:
        raise BadInput(f"dtstart lies outside {YEARS[0]} to {YEARS[-1]}", field="dtstart")
    for first, last in (("valid_from", "valid_to"), ("dtstart", "until")):
        start, end = getattr(rule, first), getattr(rule, last)
        if start is not None and end is not None and end < start:
            raise BadInput(f"{last} lies before {first}", field=last)
