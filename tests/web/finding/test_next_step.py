"""What a responder is told to do first, and how to get there."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from resource_dir.web.finding.cards import point
from resource_dir.web.finding.directions import directions, is_only_about_there
from resource_dir.web.finding.next_step import next_step

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # Sunday 23:00 in Bakersfield


def listing(**more: Any) -> dict[str, Any]:
    """A listing in which little is known, with what a test changes."""
    return {
        "status": "active", "is_withheld": False, "criteria": [], "capacity": [], "intake": None,
        "hours": {"state": "open", "until": None, "opens": None, "closes_soon": False},
        "phones": [{"number": "+16615550101", "type": "voice", "extension": None}],
        "address": "1 Invented Way", "lat": 35.37, "lon": -119.02,
    } | more  # fmt: skip


def said(code: str, value: str | None = None) -> dict[str, Any]:
    return {"criterion": code, "stance": "yes", "value": value}


FULL = [{"available": 0, "stale": False, "is_accepting": None}]
SHUT = {"available": 3, "stale": False, "is_accepting": False}
FREE = {"available": 3, "stale": False, "is_accepting": True}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"criteria": [said("walk_in")]}, "Come in"),
        ({"criteria": [said("walk_in")], "capacity": FULL}, "Call first"),
        ({"criteria": [said("walk_in")], "capacity": [SHUT]}, "Call first"),
        ({"criteria": [said("walk_in")], "capacity": [*FULL, SHUT]}, "Call first"),
        ({"criteria": [said("walk_in")], "capacity": [SHUT, FREE]}, "Come in"),
        ({"criteria": [said("walk_in")], "capacity": [SHUT | {"stale": True}]}, "Come in"),
        ({"criteria": [said("walk_in"), said("referral_needed")]}, "Referral needed"),
        ({"criteria": [said("intake_call_window", "at 8:00 am")]}, "Call: at 8:00 am"),
        ({"criteria": [said("coordinated_entry_needed")]}, "Coordinated entry only"),
        ({"status": "temporarily closed", "criteria": [said("walk_in")]}, "Temporarily closed"),
        ({"is_withheld": True, "criteria": [said("walk_in")]}, "Call first"),
        ({"phones": []}, "Ask at the door"),
        ({"phones": [], "address": None}, "No way to reach it is stated"),
        ({}, "Call first"),
    ],
)
def test_the_next_step_is_the_first_thing_to_do(
    app: Flask, more: dict[str, Any], words: str
) -> None:
    with app.test_request_context():
        assert next_step(listing(**more), NOW).words == words


@pytest.mark.parametrize("state", ["closed", "unknown"])
def test_nobody_is_told_to_come_in_where_it_is_not_known_to_be_open(app: Flask, state: str) -> None:
    hours = {"state": state, "until": None, "opens": None, "closes_soon": False}

    with app.test_request_context():
        step = next_step(listing(hours=hours, criteria=[said("walk_in")]), NOW)

    assert step.words == "Call first"


@pytest.mark.parametrize(
    "more",
    [{"is_withheld": True}, {"lat": None, "lon": None, "address": None},
     {"point_level": "street", "address": None}],
)  # fmt: skip
def test_nobody_is_driven_to_what_is_withheld_unknown_or_only_about(
    app: Flask, more: dict[str, Any]
) -> None:
    with app.test_request_context():
        assert directions(listing(**more)) == []


@pytest.mark.parametrize("level", ["street", "zip", "city", "county"])
def test_below_a_house_directions_go_by_the_address(app: Flask, level: str) -> None:
    about = listing(lat=35.371234, lon=-119.018765, address="Invented Way, Salida",
                    point_level=level)  # fmt: skip

    with app.test_request_context():
        ways = directions(about)

    assert len(ways) == 5
    assert all("Invented%20Way" in way.href and "35.37" not in way.href for way in ways)
    assert is_only_about_there(about)
    assert point(about) == (35.371234, -119.018765)  # its pin is still on the map


@pytest.mark.parametrize("level", [None, "point", "interpolated"])
def test_to_a_house_directions_go_by_its_point(app: Flask, level: str | None) -> None:
    with app.test_request_context():
        ways = directions(listing(lat=35.371234, lon=-119.018765, point_level=level))

    assert all("35.371234,-119.018765" in way.href for way in ways)
