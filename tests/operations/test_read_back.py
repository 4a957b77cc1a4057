"""One line that is read aloud: what a dispatcher needs, in the order in which it is needed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from resource_dir.operations.read_back import read_back

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
NIGHT = "2026-01-15T07:00:00-07:00"


def result(**more: Any) -> dict[str, Any]:
    """A search result in which little is known, with what a test changes."""
    return {
        "name": "Lantern House", "address": "1 Invented Way, Quillmore", "is_withheld": False,
        "distance_mi": None, "status": "active", "intake": None, "capacity": [], "verified": None,
        "hours": {"state": "unknown", "until": None, "opens": None},
        "fit": {"verdict": "fits", "reasons": []},
        "phones": [{"number": "+17195550101", "type": "voice", "extension": None}],
    } | more  # fmt: skip


def bed(available: int | None, *, stale: bool = False) -> dict[str, Any]:
    return {
        "unit": "bed", "population": "women", "available": available, "stale": stale,
        "updated": (NOW - timedelta(minutes=22)).isoformat(),
    }  # fmt: skip


def test_a_listing_is_read_as_sentences_with_the_digits_in_groups() -> None:
    line = read_back(
        result(
            distance_mi=1.24,
            hours={"state": "open", "until": NIGHT, "opens": None},
            capacity=[bed(3)],
            verified="2026-01-11",
        ),
        NOW,
    )

    assert line == (
        "Lantern House. 1 Invented Way, Quillmore. 1.2 miles. Open until 7 am. "
        "3 beds for women free 22 minutes ago. Phone 719 555 0101. Verified 2026-01-11."
    )


def test_what_is_unknown_is_read_as_unknown_and_never_as_a_number() -> None:
    line = read_back(result(capacity=[bed(3, stale=True), bed(None)]), NOW)

    assert "Hours unknown, call first." in line
    assert line.count("Beds for women unknown, call first.") == 2
    assert "3" not in line.replace("555", "")


def test_a_withheld_listing_is_read_without_its_address() -> None:
    line = read_back(result(is_withheld=True), NOW)

    assert "Address withheld, call." in line
    assert "Invented" not in line


def test_the_question_for_the_phone_is_read_as_it_is_asked() -> None:
    reasons = [{"question": "Do you take a person with a dog tonight?", "text": "Not stated"}]

    line = read_back(result(fit={"verdict": "ask", "reasons": reasons}), NOW)

    assert "Ask by phone. Do you take a person with a dog tonight? Phone" in line


def test_a_fax_is_no_number_to_call() -> None:
    phones = [{"number": "+17195550109", "type": "fax", "extension": None}]

    assert "No phone stated." in read_back(result(phones=phones), NOW)


def test_temporarily_closed_is_said_whatever_the_hours_are() -> None:
    hours = {"state": "closed", "until": None, "opens": NIGHT}

    line = read_back(result(status="temporarily closed", hours=hours), NOW)

    assert "Temporarily closed." in line
    assert "opens" not in line
